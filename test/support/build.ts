import { execFileSync } from 'node:child_process';

const variable = 'ECS_GATEWAY_TESTS_BUILT';

/** Vitest's globalSetup of each project that starts the built program: the first of them builds it, for all. */
export default function build() {
  if (process.env[variable]) return;
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
  process.env[variable] = 'true';
}
