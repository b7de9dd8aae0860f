import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

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
  const options = ['declaration', 'emitDeclarationOnly', 'isolatedDeclarations', 'noResolve', 'noCheck'];
  const command = [
    ...names.map((name) => `src/${name}.ts`),
    '--ignoreConfig',
    ...options.map((option) => `--${option}`),
    ...['--outDir', outdir, '--rootDir', 'src', '--types', ''],
    ...['--module', 'nodenext', '--target', 'es2023', '--allowImportingTsExtensions'],
  ];
  execFileSync('tsc', command, { stdio: 'inherit' });
  return names.map((name) => {
    const file = `${name}.d.ts`;
    const text = readFileSync(join(outdir, file), 'utf8');
    writeFileSync(join(outdir, file), text.replace(/(from '\.[^']*)\.ts'/g, "$1.js'"));
    return file;
  });
}
