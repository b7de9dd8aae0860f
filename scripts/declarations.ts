import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeChanged } from './write-changed.ts';

/** The files of `src` that say what the package exports. */
const names = ['index', 'start-errors'];

/**
 * Writes the declarations of what the package exports.
 *
 * They are printed from these files alone (`noResolve`, `isolatedDeclarations`), so that no type of a package in the
 * bundle can get into them; whether the types are right is `npm run check`'s to say.
 *
 * @returns the names of the files written
 */
export function writeDeclarations(outdir: string): string[] {
  const printed = mkdtempSync(join(tmpdir(), 'declarations-'));
  const options = ['declaration', 'emitDeclarationOnly', 'isolatedDeclarations', 'noResolve', 'noCheck'];
  const command = [
    ...names.map((name) => `src/${name}.ts`),
    '--ignoreConfig',
    ...options.map((option) => `--${option}`),
    ...['--outDir', printed, '--rootDir', 'src', '--types', ''],
    ...['--module', 'nodenext', '--target', 'es2023', '--allowImportingTsExtensions'],
  ];
  execFileSync('tsc', command, { stdio: 'inherit' });
  const files = names.map((name) => `${name}.d.ts`);
  for (const file of files) {
    const text = readFileSync(join(printed, file), 'utf8');
    writeChanged(join(outdir, file), text.replace(/(from '\.[^']*)\.ts'/g, "$1.js'"));
  }
  rmSync(printed, { recursive: true });
  return files;
}
