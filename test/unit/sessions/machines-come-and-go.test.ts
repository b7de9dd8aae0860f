import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AccountRegion } from '../../../src/ecs/account-region.ts';
import { InvalidNextTokenError } from '../../../src/ecs/errors.ts';
import { findInstances } from '../../../src/sessions/find-instances.ts';
import { servedLength } from '../../../src/sessions/instance-cursor.ts';
import type { InstancePage } from '../../../src/sessions/instance-page.ts';
import { changesMeanwhile } from '../../laws.ts';
import { allIds, counts, modelOf, sizes, tokens } from './support/machine-fleet.ts';
import { type MachineModel, machineTokens } from './support/machine-model.ts';
import { idsOf, over, walkMachines } from './support/machine-walk.ts';

/** What happens between two pages of a walk: machines arrive and are released, here and there. */
interface Change {
  region: number;
  arrivals: number[];
  releases: number[];
}

const changes: fc.Arbitrary<(Change | null)[]> = fc.array(
  fc.option(
    fc.record({
      region: fc.nat(),
      arrivals: fc.array(fc.nat(), { maxLength: 15 }),
      releases: fc.array(fc.nat(), { maxLength: 15 }),
    }),
  ),
  { maxLength: 25 },
);

function apply(model: MachineModel, regions: readonly AccountRegion[], change: Change | null | undefined) {
  const at = regions[(change?.region ?? 0) % regions.length];
  if (at === undefined || !change) return;
  for (const place of change.arrivals) model.arrive(at, place % (model.ids(at).length + 1));
  for (const place of change.releases) {
    const { length } = model.ids(at);
    if (length > 0) model.release(at, place % length);
  }
}

describe(`${changesMeanwhile.title}: machines that come and go`, () => {
  it('neither hide nor repeat those that stay; only where all that was served last has gone is a cursor refused', async () => {
    let finished = 0;
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(
        counts,
        sizes,
        tokens,
        changes,
        fc.boolean(),
        async (counts, sizes, tokens, changes, byEdge) => {
          const { model, regions } = modelOf(counts, tokens);
          const seen: string[] = [];
          for (let n = 0, after: string | null = null; ; n++) {
            const wanted = { first: sizes[n % sizes.length], after };
            let page: InstancePage;
            try {
              page = await findInstances(model, over(regions), wanted);
            } catch (error) {
              expect(error).toBeInstanceOf(InvalidNextTokenError);
              const there = new Set(allIds(model, regions));
              const region = seen.at(-1)?.split('/')[0];
              const last = seen.filter((id) => id.split('/')[0] === region).slice(-servedLength);
              // An upstream may itself refuse a token whose machine has gone.
              if (tokens !== 'anchor') expect(last.filter((id) => there.has(id))).toEqual([]);
              refused += 1;
              return;
            }
            const { edges, pageInfo } = page;
            const taken = byEdge ? edges.slice(0, Math.ceil(edges.length / 2)) : edges;
            seen.push(...idsOf(taken.map(({ node }) => node)));
            if (taken.length === edges.length && !pageInfo.hasNextPage) break;
            after = (byEdge ? taken.at(-1)?.cursor : null) ?? pageInfo.endCursor;
            apply(model, regions, changes[n]);
          }
          expect(new Set(seen).size, 'none twice').toBe(seen.length);
          const stayed = allIds(model, regions).filter((id) => !id.includes('/i-new'));
          const isThere = new Set(stayed);
          expect(seen.filter((id) => isThere.has(id))).toEqual(stayed);
          finished += 1;
        },
      ),
      { numRuns: 400 },
    );
    expect(finished).toBeGreaterThan(refused * 5);
  });

  it('also between the calls for one page, where tokens name a place in the order', async () => {
    let finished = 0;
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(counts, sizes, changes, async (counts, sizes, changes) => {
        const { model, regions } = modelOf(counts, 'place');
        model.before = () => apply(model, regions, changes[model.calls.length]);
        const seen: string[] = [];
        try {
          await walkMachines(model, over(regions), sizes, ({ nodes }) => seen.push(...idsOf(nodes)));
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidNextTokenError);
          refused += 1;
          return;
        }
        finished += 1;
        expect(new Set(seen).size).toBe(seen.length);
        const stayed = allIds(model, regions).filter((id) => !id.includes('/i-new'));
        const isThere = new Set(stayed);
        expect(seen.filter((id) => isThere.has(id))).toEqual(stayed);
      }),
      { numRuns: 200 },
    );
    expect(finished).toBeGreaterThan(refused * 5);
  });

  it.each(machineTokens)(
    'of which the one served last is released goes on behind the one before: %s',
    async (tokens) => {
      const { model, regions } = modelOf([60], tokens);
      const [at] = regions;
      if (at === undefined) throw new Error('no region');
      const whole = model.ids(at);
      const page = await findInstances(model, over(regions), { first: 20 });
      for (let gone = 0; gone < servedLength - 1; gone++) {
        model.release(at, model.ids(at).indexOf(whole[19 - gone] ?? ''));
        const next = await findInstances(model, over(regions), { first: 5, after: page.pageInfo.endCursor });
        expect(idsOf(next.nodes)).toEqual(whole.slice(20, 25));
      }
      model.release(at, model.ids(at).indexOf(whole[12] ?? ''));
      const lost = findInstances(model, over(regions), { first: 5, after: page.pageInfo.endCursor });
      await expect(lost).rejects.toThrow(InvalidNextTokenError);
    },
  );

  it('whose cursor knows all that was served begins with what is there, once all of that is released', async () => {
    const { model, regions } = modelOf([30]);
    const [at] = regions;
    if (at === undefined) throw new Error('no region');
    const page = await findInstances(model, over(regions), { first: 3 });
    for (let n = 0; n < 3; n++) model.release(at, 0);
    model.arrive(at, 0);
    const next = await findInstances(model, over(regions), { first: 3, after: page.pageInfo.endCursor });
    expect(idsOf(next.nodes)).toEqual(model.ids(at).slice(0, 3));
  });

  it('in a region where the page of the cursor has moved far are looked for, with a bounded number of calls', async () => {
    for (const [tokens, arrivals, releases] of [
      ['offset', 250, 0],
      ['offset', 0, 190],
      ['anchor', 250, 0],
    ] as const) {
      const { model, regions } = modelOf([900], tokens);
      const [at] = regions;
      if (at === undefined) throw new Error('no region');
      const whole = model.ids(at);
      let after: string | null = null;
      for (let n = 0; n < 10; n++) {
        after = (await findInstances(model, over(regions), { first: 20, after })).pageInfo.endCursor;
      }
      for (let n = 0; n < arrivals; n++) model.arrive(at, 0);
      for (let n = 0; n < releases; n++) model.release(at, 0);
      model.calls.length = 0;
      const next = await findInstances(model, over(regions), { first: 20, after });
      expect(idsOf(next.nodes)).toEqual(whole.slice(200, 220));
      expect(model.calls.length).toBeLessThanOrEqual(1 + 2 + 10 + 1);
    }
  });
});
