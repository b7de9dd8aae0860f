import { describe, expect, it } from 'vitest';
import { QueueFullError } from '../../../../src/ecs/errors.ts';
import { Places } from '../../../../src/ecs/sdk/places.ts';
import { UsualTime } from '../../../../src/ecs/sdk/usual-time.ts';

const stays = new AbortController().signal;
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Work that ends when told. */
function work() {
  let end = () => {};
  const done = new Promise<void>((resolve) => {
    end = resolve;
  });
  const run = async () => {
    run.begun = true;
    await done;
  };
  run.begun = false;
  return { run, end: () => end() };
}

describe('the places of a lane', () => {
  it('are given in the order of asking, and nobody comes between', async () => {
    const places = new Places(1);
    const order: number[] = [];
    const take = (n: number) =>
      places.take(
        async () => {
          order.push(n);
          await settled();
        },
        60_000,
        stays,
      );
    const first = take(0);
    const others = [take(1), take(2)];
    // Asks at the very moment at which the first leaves.
    const late = first.then(() => take(3));
    await Promise.all([...others, late]);
    expect(order).toEqual([0, 1, 2, 3]);
  });

  it('are not given to who has left, who makes the queue shorter', async () => {
    const places = new Places(1);
    const [running, gone, next] = [work(), work(), work()];
    const leaving = new AbortController();
    const first = places.take(running.run, 60_000, stays);
    const second = places.take(gone.run, 60_000, leaving.signal);
    const third = places.take(next.run, 60_000, stays);
    leaving.abort();
    await expect(second).rejects.toThrow('The caller went away');
    running.end();
    await first;
    await settled();
    expect([gone.run.begun, next.run.begun]).toEqual([false, true]);
    next.end();
    await third;
    await expect(places.take(gone.run, 60_000, leaving.signal)).rejects.toThrow('The caller went away');
  });

  it('come free again whatever becomes of the work', async () => {
    const places = new Places(2);
    for (let n = 0; n < 10; n++) {
      const failing = async () => {
        throw new Error('x');
      };
      await expect(places.take(failing, 60_000, stays)).rejects.toThrow('x');
    }
    const both = [work(), work()];
    const taken = both.map(({ run }) => places.take(run, 60_000, stays));
    expect(both.map(({ run }) => run.begun)).toEqual([true, true]);
    for (const { end } of both) end();
    await Promise.all(taken);
  });

  /** One place in which each attempt takes 20 ms at least. */
  async function slowPlaces() {
    const places = new Places(1);
    const slow = () => new Promise<void>((resolve) => setTimeout(resolve, 20));
    for (let n = 0; n < 16; n++) await places.take(slow, 60_000, stays);
    return places;
  }

  it('refuse at once who cannot be served in time, and take who can', async () => {
    const places = await slowPlaces();
    const running = work();
    const first = places.take(running.run, 60_000, stays);
    const waiting = Array.from({ length: 10 }, () => places.take(async () => {}, 60_000, stays));
    // 10 wait, and the next would begin after 11 × 20 ms.
    expect(places.expectedWaitMs()).toBeGreaterThanOrEqual(11 * 19);
    const refused = await places.take(async () => {}, 150, stays).catch((error) => error);
    expect(refused).toBeInstanceOf(QueueFullError);
    expect(refused).toMatchObject({ code: 'THROTTLED', upstreamCode: null, retryable: true });
    expect(refused.retryAfterSeconds).toBeGreaterThanOrEqual(1);
    expect(refused.message).toMatch(/own queue.*150 ms.*ECS_MAX_CONCURRENCY.*try again in \d+ s/);
    running.end();
    await Promise.all([first, ...waiting]);
  });

  it('never refuse while one is free, however long attempts have taken', async () => {
    const places = await slowPlaces();
    expect(places.expectedWaitMs()).toBe(0);
    await places.take(async () => {}, 1, stays);
  });

  it('refuse who waits in vain as soon as that is known', async () => {
    const places = new Places(1);
    const slow = () => new Promise<void>((resolve) => setTimeout(resolve, 20));
    // They came when nothing was known. The last of them would begin after 6 s.
    const calls = Array.from({ length: 300 }, (_, n) =>
      places.take(n === 299 ? async () => {} : slow, 1500, stays).then(
        () => 'served',
        (error) => error,
      ),
    );
    expect(await calls[299]).toBeInstanceOf(QueueFullError);
    expect(places.expectedWaitMs()).toBeGreaterThan(0);
    const outcomes = await Promise.all(calls);
    expect(outcomes.slice(0, 16)).toEqual(Array(16).fill('served'));
  });
});

describe('the time that something usually takes', () => {
  it('is not known before twice the window, then the lower quartile of the window', () => {
    const usual = new UsualTime(4, () => 0);
    for (const ms of [900, 900, 900, 900, 100, 200, 300]) {
      usual.note(ms);
      expect(usual.ms).toBe(0);
    }
    usual.note(400);
    expect(usual.ms).toBe(100);
    for (const ms of [500, 500, 500]) usual.note(ms);
    expect(usual.ms).toBe(400);
  });

  it('is forgotten after a minute of nothing', () => {
    let now = 0;
    const usual = new UsualTime(1, () => now);
    usual.note(100);
    usual.note(100);
    now += 60_000;
    expect(usual.ms).toBe(100);
    now += 1;
    expect(usual.ms).toBe(0);
    usual.note(5);
    expect(usual.ms).toBe(0);
    usual.note(5);
    expect(usual.ms).toBe(5);
  });
});
