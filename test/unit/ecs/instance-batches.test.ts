import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instanceBatches } from '../../../src/ecs/instance-batches.ts';
import { maxInstanceIdBytes } from '../../../src/ecs/limits.ts';

describe('the batches of instance ids', () => {
  it('are of 100 for ids as ECS makes them', () => {
    const ids = Array.from({ length: 250 }, (_, n) => `i-bp1${String(n).padStart(17, '0')}`);
    expect(instanceBatches(ids).map((batch) => batch.length)).toEqual([100, 100, 50]);
    expect(instanceBatches(ids, 50).map((batch) => batch.length)).toEqual([50, 50, 50, 50, 50]);
    expect(instanceBatches([])).toEqual([]);
  });

  it('fit a query string, whatever the ids are, and hold each id once, in order', () => {
    const id = fc.string({ unit: 'binary', minLength: 1, maxLength: 128 });
    fc.assert(
      fc.property(fc.array(id, { maxLength: 250 }), fc.constantFrom(undefined, 1, 50), (ids, most) => {
        const batches = instanceBatches(ids, most);
        expect(batches.flat()).toEqual(ids);
        for (const batch of batches) {
          expect(batch.length).toBeGreaterThan(0);
          expect(batch.length).toBeLessThanOrEqual(most ?? 100);
          expect(encodeURIComponent(JSON.stringify(batch)).length).toBeLessThanOrEqual(
            maxInstanceIdBytes + 3,
          );
        }
      }),
    );
  });

  it('of one id that is longer by itself is that one', () => {
    expect(instanceBatches(['a', 'x'.repeat(5000), 'b'])).toHaveLength(3);
  });
});
