import { readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';

/*
 * Bundles the gateway with all it runs on: finding and reading some 700 modules is most of what a start costs, and the
 * many of them that are never called take memory. Names stay as they are, so that a stack in a log can be read.
 */

const outdir = 'dist';
const { warnings, metafile } = await build({
  entryPoints: ['src/main.ts'],
  outdir,
  metafile: true,
  bundle: true,
  // What is only loaded when it is asked for, GraphiQL for one, stays in files of its own.
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  // Elsewhere graphql-js looks at each value for a second copy of itself: a quarter of what executing a page takes.
  define: { 'process.env.NODE_ENV': '"production"' },
  // CommonJS packages, those of the SDK among them, ask for Node's modules by `require`.
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
if (warnings.length > 0) process.exitCode = 1;

// What an earlier build left goes last: a gateway that runs from here may be about to load a part of itself.
const built = new Set(Object.keys(metafile.outputs).map((path) => basename(path)));
for (const name of readdirSync(outdir)) if (!built.has(name)) rmSync(join(outdir, name), { recursive: true });
