import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

/** Runs a flood in a process of its own, and gives what it measured, in megabytes. */
async function flood(name: string): Promise<Record<string, number>> {
  const script = fileURLToPath(new URL(`support/${name}.ts`, import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', '--import', 'tsx', script]);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

/** The figures are of a heap after its garbage was collected. Without the bounds they are hundreds of megabytes. */
describe('memory stays within its bounds', () => {
  it('under a flood of upstream answers, empty ones under long keys included', {
    timeout: 180_000,
  }, async () => {
    const { bound = 0, counted, emptyAnswers, pages } = await flood('flood-answers');
    expect(bound).toBe(48);
    expect(counted).toBeLessThanOrEqual(bound);
    // What is counted is on the safe side.
    expect(emptyAnswers).toBeLessThan(bound);
    expect(pages).toBeLessThan(bound * 1.2);
  });

  it('under a flood of documents and of variables, and falls when nobody asks', {
    timeout: 300_000,
  }, async () => {
    const { kilobytes, documents, variables = 0, idle, answers = 0 } = await flood('flood-requests');
    expect(kilobytes).toBeGreaterThan(5);
    // 32 MB of documents, and 16 MB of answers, both on the safe side; the rest is margin.
    expect(documents).toBeLessThan(64);
    expect(variables).toBeLessThan(80);
    expect(answers).toBeGreaterThan(0);
    expect(idle).toBeLessThan(variables - answers);
  });
});
