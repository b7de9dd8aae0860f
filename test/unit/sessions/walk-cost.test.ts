import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergedWalkCost } from '../../laws.ts';
import { all, CachedGateway, minuteMs, regionOf, spread, thirty } from './support/cached-gateway.ts';
import type { ModelRegion } from './support/model.ts';
import { tokens } from './support/one-region.ts';
import { ids } from './support/walk.ts';

const idsOf = (regions: readonly ModelRegion[]) => regions.flatMap(({ records }) => ids(records)).sort();

/** Calls that reading each region alone costs. */
function alone(regions: readonly ModelRegion[], first: number): number {
  return regions.reduce((sum, { records }) => sum + Math.max(1, Math.ceil(records.length / first)), 0);
}

/** Uneven in how many records there are, and in when: the exponent crowds them to one side. */
const unevenRegion = fc.record({
  count: fc.oneof(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 5 }), fc.constant(1000)),
  crowd: fc.constantFrom(1, 4, 0.25),
  seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
});
const unevenFleet = fc.array(unevenRegion, { minLength: 2, maxLength: 30, size: 'max' });

function make(fleet: { count: number; crowd: number; seed: number }[]): ModelRegion[] {
  return fleet.map(({ count, crowd, seed }, index) => regionOf(index, spread(count, crowd, seed)));
}

describe(mergedWalkCost.title, () => {
  it('costs at most 1.1 times what reading each region alone costs, whatever the regions’ sizes', async () => {
    await fc.assert(
      fc.asyncProperty(
        unevenFleet,
        fc.constantFrom(100, 60, 17),
        tokens,
        fc.constantFrom(0, 2000),
        async (fleet, first, kind, ttlMs) => {
          const regions = make(fleet);
          const gateway = new CachedGateway(regions, kind, { ttlMs });
          expect((await gateway.walk(all(regions), [first])).sort()).toEqual(idsOf(regions));
          expect(gateway.calls).toBeLessThanOrEqual(1.1 * alone(regions, first));
        },
      ),
      { numRuns: 6 },
    );
  }, 120_000);

  it('costs at most that, and a call a region and minute, at any latency', async () => {
    const uneven = thirty.map((_, index) =>
      regionOf(index, spread(1000, [1, 3, 0.4][index % 3] ?? 1, index + 1)),
    );
    for (const ttlMs of [0, 2000]) {
      for (const latencyMs of [1, 100, 400]) {
        const gateway = new CachedGateway(uneven, 'anchor', { ttlMs });
        gateway.latencyMs = latencyMs;
        expect(await gateway.walk(all(uneven), [100])).toHaveLength(30_000);
        const minutes = Math.floor(gateway.now / minuteMs);
        expect(gateway.calls).toBeLessThanOrEqual(330 + 30 * minutes);
      }
    }
  }, 120_000);

  it('yields each record once with any sequence of page sizes, at no more than the smallest of them costs', async () => {
    await fc.assert(
      fc.asyncProperty(
        unevenFleet,
        fc.array(fc.integer({ min: 10, max: 100 }), { minLength: 1, maxLength: 5 }),
        tokens,
        async (fleet, sizes, kind) => {
          const regions = make(fleet);
          const gateway = new CachedGateway(regions, kind);
          expect((await gateway.walk(all(regions), sizes)).sort()).toEqual(idsOf(regions));
          expect(gateway.calls).toBeLessThanOrEqual(alone(regions, Math.min(...sizes)));
        },
      ),
      { numRuns: 5 },
    );
  }, 120_000);

  it('costs a client that pauses at most a call more for each region and pause', async () => {
    const regions = thirty.map((_, index) => regionOf(index, spread(index % 2 ? 250 : 3, 1, index + 1)));
    const gateway = new CachedGateway(regions, 'offset');
    let pauses = 0;
    const walked = await gateway.walk(all(regions), [100], () => {
      gateway.now += minuteMs + 1;
      pauses += 1;
    });
    expect(walked.sort()).toEqual(idsOf(regions));
    expect(gateway.calls).toBeLessThanOrEqual(1.1 * alone(regions, 100) + 30 * pauses);

    const steady = new CachedGateway(regions, 'offset');
    await steady.walk(all(regions), [100], () => {
      steady.now += 10_000;
    });
    const minutes = Math.ceil(steady.now / minuteMs);
    expect(steady.calls).toBeLessThanOrEqual(1.1 * alone(regions, 100) + 30 * minutes);
  });

  it('costs a call a region and page where nothing is kept', async () => {
    const regions = thirty.slice(0, 5).map((_, index) => regionOf(index, spread(300, 1, index + 1)));
    const gateway = new CachedGateway(regions, 'anchor', { ttlMs: 0, behindCursorMs: 0 });
    await gateway.walk(all(regions), [100]);
    expect(gateway.calls).toBeGreaterThan(3 * alone(regions, 100));
  });
});
