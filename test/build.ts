import { execFileSync } from 'node:child_process';

/** Vitest's globalSetup: builds once what several files start as a process of its own. */
export default function build() {
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
}
