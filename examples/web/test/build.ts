import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Vitest's globalSetup: the page is tested as it would be served: built, once for all test files. */
export default function buildPage() {
  execFileSync('npm', ['run', '--silent', 'build', '--', '--logLevel', 'warn'], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    // Vitest says `test`, and React takes all but `production` for development.
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: 'inherit',
  });
}
