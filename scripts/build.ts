import { rmSync } from 'node:fs';
import { build } from 'esbuild';

/*
 * Bundles the gateway with all it runs on: finding and reading some 700 modules is most of what a start costs, and the
 * many of them that are never called take memory. Names stay as they are, so that a stack in a log can be read.
 */

rmSync('dist', { recursive: true, force: true });
const { warnings } = await build({
  entryPoints: ['src/main.ts'],
  outdir: 'dist',
  bundle: true,
  // What is only loaded when it is asked for, GraphiQL for one, stays in files of its own.
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  // CommonJS packages, those of the SDK among them, ask for Node's modules by `require`.
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
if (warnings.length > 0) process.exitCode = 1;
