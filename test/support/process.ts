import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { keepLog } from './suite-log.ts';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** A program of this repository in a process of its own; what it says is kept for the search at the suite's end. */
export class Program {
  readonly child: ChildProcess;
  stdout = '';
  stderr = '';
  readonly ended: Promise<number | null>;

  constructor(command: string, args: string[], env: NodeJS.ProcessEnv, cwd = root) {
    this.child = spawn(command, args, {
      cwd,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    });
    this.child.stdout?.on('data', (chunk) => {
      this.stdout += chunk;
      keepLog(String(chunk));
    });
    this.child.stderr?.on('data', (chunk) => {
      this.stderr += chunk;
      keepLog(String(chunk));
    });
    this.ended = new Promise((resolve) => this.child.once('exit', resolve));
  }

  /** Waits for the line that says where it listens. */
  async url(): Promise<string> {
    const found = () => /"url":"([^"]+)"/.exec(this.stdout)?.[1];
    while (found() === undefined) {
      const waited = await Promise.race([
        this.ended,
        new Promise((resolve) => setTimeout(resolve, 50, 'waited')),
      ]);
      if (waited !== 'waited') throw new Error(`it ended with ${waited}: ${this.stderr || this.stdout}`);
    }
    return found() ?? '';
  }

  async stop(): Promise<number | null> {
    this.child.kill('SIGTERM');
    return this.ended;
  }
}
