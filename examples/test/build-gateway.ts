import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Vitest's globalSetup: the examples are tested against the gateway as it is built from this repository. */
export default function buildGateway() {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' });
}
