/** What the flooded processes have in common. */

/** Megabytes of the heap that are in use, garbage not counted. Needs `--expose-gc`. */
export async function heapMegabytes(): Promise<number> {
  if (!globalThis.gc) throw new Error('start this with --expose-gc');
  // What a finished request still holds is let go in the turns of the event loop behind it.
  for (let turn = 0; turn < 5; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    globalThis.gc();
  }
  return process.memoryUsage().heapUsed / 2 ** 20;
}

/** Hands a measurement to the test that started this process. */
export function report(measured: Record<string, number>): void {
  process.stdout.write(`${JSON.stringify(measured)}\n`);
}
