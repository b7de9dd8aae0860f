import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { bundledPackages } from './bundled-package.ts';
import { writeDeclarations } from './declarations.ts';
import { thirdPartyNotices } from './notices.ts';
import { bundleSbom } from './sbom.ts';
import { writeChanged } from './write-changed.ts';

/*
 * Bundles the gateway with all it runs on: finding and reading some 700 modules is most of what a start costs, and the
 * many of them that are never called take memory. Names stay as they are, so that a stack in a log can be read.
 */

const outdir = 'dist';

/** The packages that call the deprecated `url.parse`. */
const callers = /node_modules\/(httpx|@darabonba\/typescript|@alicloud\/tea-typescript)\//;

/** Gives them one that is not: a bundle is the gateway's own code to Node, which warns of it at each start. */
const urlParse: Plugin = {
  name: 'url-parse',
  setup({ onResolve }) {
    const path = fileURLToPath(new URL('url-parse.ts', import.meta.url));
    onResolve({ filter: /^(node:)?url$/ }, ({ importer }) =>
      callers.test(importer.replaceAll('\\', '/')) ? { path } : undefined,
    );
  },
};

const { warnings, metafile, outputFiles } = await build({
  write: false,
  // The program, and what the package exports; they share all but themselves.
  entryPoints: ['src/main.ts', 'src/index.ts'],
  outdir,
  metafile: true,
  bundle: true,
  // What is only loaded when it is asked for, GraphiQL for one, stays in files of its own.
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  // Elsewhere graphql-js looks at each value for a second copy of itself: a fifth of what executing a page takes.
  define: { 'process.env.NODE_ENV': '"production"' },
  // CommonJS packages, those of the SDK among them, ask for Node's modules by `require`.
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
  plugins: [urlParse],
  logLevel: 'warning',
});
if (warnings.length > 0) process.exitCode = 1;

const packages = bundledPackages(metafile);
const papers = {
  'THIRD_PARTY_NOTICES.txt': thirdPartyNotices(packages),
  'sbom.cdx.json': `${JSON.stringify(bundleSbom(packages), null, 2)}\n`,
};
mkdirSync(outdir, { recursive: true });
for (const { path, contents } of outputFiles) writeChanged(path, contents);
for (const [name, text] of Object.entries(papers)) writeChanged(join(outdir, name), text);

// What an earlier build left goes last: a gateway that runs from here may be about to load a part of itself.
const built = new Set([
  ...Object.keys(metafile.outputs).map((path) => basename(path)),
  ...Object.keys(papers),
  ...writeDeclarations(outdir),
]);
for (const name of readdirSync(outdir)) if (!built.has(name)) rmSync(join(outdir, name), { recursive: true });
