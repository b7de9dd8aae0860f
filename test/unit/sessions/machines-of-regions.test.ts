import { describe, expect, it } from 'vitest';
import { type AccountRegion, keyOfRegion } from '../../../src/ecs/account-region.ts';
import { AccessDeniedError } from '../../../src/ecs/errors.ts';
import { findInstances } from '../../../src/sessions/find-instances.ts';
import { modelOf, sorted } from './support/machine-fleet.ts';
import { MachineModel, own } from './support/machine-model.ts';
import { idsOf, over, overEvery, walkMachines } from './support/machine-walk.ts';

describe('a walk over every region', () => {
  const [a, b, c, d] = ['cn-a1', 'cn-b1', 'cn-c1', 'cn-d1'].map(own) as [
    AccountRegion,
    AccountRegion,
    AccountRegion,
    AccountRegion,
  ];
  const model = () => {
    const model = new MachineModel();
    for (const at of [a, b, c, d]) model.add(at, 4);
    return model;
  };

  it('keeps the regions it began with: one that appears is in the next walk, one no longer listed is skipped', async () => {
    const upstream = model();
    const first = await findInstances(upstream, overEvery({ regions: [d, a, b] }), { first: 6 });
    const { endCursor: after } = first.pageInfo;
    expect(idsOf(first.nodes)).toEqual([...upstream.ids(a), ...upstream.ids(b).slice(0, 2)]);
    const appeared = await findInstances(upstream, overEvery({ regions: [a, b, c, d] }), { after });
    expect(idsOf(appeared.nodes)).toEqual([...upstream.ids(b).slice(2), ...upstream.ids(d)]);
    const gone = await findInstances(upstream, overEvery({ regions: [a, d] }), { after });
    expect(idsOf(gone.nodes)).toEqual(upstream.ids(d));
    const allGone = await findInstances(upstream, overEvery({ regions: [a] }), { after });
    expect(allGone.pageInfo).toMatchObject({ hasNextPage: false, endCursor: after });
    const next = await findInstances(upstream, overEvery({ regions: [a, b, c, d] }), { first: 100 });
    expect(next.nodes).toHaveLength(16);
  });

  it('is refused for one that the caller may no longer see, without a call', async () => {
    const upstream = model();
    const { pageInfo } = await findInstances(upstream, overEvery({ regions: [a, b, d] }), { first: 6 });
    upstream.calls.length = 0;
    for (const [visible, hidden, isRefused] of [
      [[a, b], [d], true],
      [[a, d], [b], true],
      [[b, d], [a, c], false],
    ] as const) {
      const list = overEvery({ regions: visible, hidden });
      const page = findInstances(upstream, list, { after: pageInfo.endCursor });
      if (isRefused) await expect(page).rejects.toThrow(AccessDeniedError);
      else expect((await page).nodes).toHaveLength(6);
      if (isRefused) expect(upstream.calls).toEqual([]);
    }
  });

  it('may be over more than 50 by the time it goes on, but not at its beginning', async () => {
    const upstream = model();
    const many = Array.from({ length: 51 }, (_, n) => own(`xx-r-${n}`));
    const tooMany = findInstances(upstream, overEvery({ regions: many }), {});
    await expect(tooMany).rejects.toThrow(/50 regions of accounts at most, but this is over 51/);
    const { pageInfo } = await findInstances(upstream, overEvery({ regions: [a, b] }), { first: 6 });
    const page = await findInstances(upstream, overEvery({ regions: [...many, a, b] }), {
      after: pageInfo.endCursor,
    });
    expect(idsOf(page.nodes)).toEqual(upstream.ids(b).slice(2));
  });
});

describe('what a page of machines costs', () => {
  it('one call a region at the head, at the same time, whatever is in them; a check for each that has nothing', async () => {
    const { model, regions } = modelOf([20, 0, 3, 500, 0, 20]);
    let begun = 0;
    let answered = 0;
    const slow = {
      check: model.check,
      find: async (...asked: Parameters<typeof model.find>) => {
        begun += 1;
        expect(answered, 'none waits for another').toBe(0);
        const page = await model.find(...asked);
        await new Promise((resolve) => setImmediate(resolve));
        answered += 1;
        return page;
      },
    };
    const page = await findInstances(slow, over(regions), {});
    expect(page.nodes).toHaveLength(20);
    expect([begun, model.checks.length]).toEqual([regions.length, 2]);
  });

  it('20 machines of one region cost 1 call', async () => {
    for (const count of [20, 21, 400]) {
      const { model, regions } = modelOf([count]);
      expect((await findInstances(model, over(regions), {})).nodes).toHaveLength(20);
      expect([model.calls.length, model.checks.length]).toEqual([1, 0]);
    }
  });

  it('behind a cursor only the regions still to come are asked, and of those only what is needed', async () => {
    const { model, regions } = modelOf([50, 5, 0, 5, 50, 5, 5, 5]);
    const order = sorted(regions).map(keyOfRegion);
    const asked = () => [...new Set(model.calls.map(keyOfRegion))].map((key) => order.indexOf(key));
    const inOrder = sorted(regions).map((at) => model.ids(at).length);
    let after: string | null = null;
    let served = 0;
    do {
      model.calls.length = 0;
      const page = await findInstances(model, over(regions), { first: 10, after });
      // Where the walk stood before this page, and how far it had to look.
      const ends = inOrder.map((_, n) => inOrder.slice(0, n + 1).reduce((sum, count) => sum + count, 0));
      const from = ends.findIndex((end) => end > served);
      served += page.nodes.length;
      if (after !== null) {
        const to = ends.findIndex((end) => end >= served);
        expect(Math.min(...asked())).toBe(from);
        // One, two, four at the same time: at most as many again as were needed.
        expect(asked().length).toBeLessThanOrEqual(2 * (to - from + 1));
      }
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(served).toBe(inOrder.reduce((sum, count) => sum + count, 0));
  });

  it('regions that had nothing at the head are not asked again in the walk', async () => {
    const { model, regions } = modelOf([0, 30, 0, 0, 30, 0]);
    const head = await findInstances(model, over(regions), { first: 25 });
    const byEdge = head.edges[0]?.cursor ?? null;
    for (const after of [head.pageInfo.endCursor, byEdge]) {
      model.calls.length = 0;
      const rest = await findInstances(model, over(regions), { first: 100, after });
      expect(rest.pageInfo.hasNextPage).toBe(false);
      expect(new Set(model.calls.map(keyOfRegion)).size).toBe(2);
    }
  });

  it('a walk through 1,000 machines of one region costs at most 1.3 calls a page of 20, and 2 a page of 100', async () => {
    for (const [first, most] of [
      [20, 1.3],
      [10, 1.2],
      [100, 2],
    ] as const) {
      const { model, regions } = modelOf([1000]);
      await walkMachines(model, over(regions), [first]);
      expect(model.calls.length).toBeLessThanOrEqual(most * (1000 / first));
    }
  });

  it('a page whose token is passed on comes from ECS now', async () => {
    const { model, regions } = modelOf([400]);
    await walkMachines(model, over(regions), [100]);
    for (const [index, call] of model.calls.entries()) {
      const next = model.calls[index + 1];
      const isPassedOn = index > 0 && next?.nextToken !== call.nextToken;
      if (isPassedOn && next) expect(call.isFresh).toBe(true);
    }
    expect(model.calls.filter(({ isFresh }) => isFresh).length).toBeGreaterThan(0);
  });
});

describe('an empty answer', () => {
  it('is an empty list only where machines may be seen', async () => {
    const { model, regions } = modelOf([0, 0, 0]);
    for (let time = 0; time < 3; time++) {
      const page = await findInstances(model, over(regions), {});
      expect(page.edges).toEqual([]);
      expect(page.pageInfo).toMatchObject({ hasNextPage: false, startCursor: null, endCursor: null });
    }
    expect(model.checks).toHaveLength(9);
    for (const denied of regions) {
      model.denied.clear();
      model.denied.add(keyOfRegion(denied));
      await expect(findInstances(model, over(regions), {})).rejects.toMatchObject({
        code: 'ACCESS_DENIED',
        ...denied,
      });
    }
  });

  it('of a region behind a cursor likewise, and of one where the walk stands', async () => {
    const { model, regions } = modelOf([30, 30, 30]);
    const { pageInfo } = await findInstances(model, over(regions), { first: 10 });
    const [first, second] = sorted(regions);
    for (const at of [first, second]) {
      if (at === undefined) throw new Error('no region');
      model.denied.clear();
      model.denied.add(keyOfRegion(at));
      const next = findInstances(model, over(regions), { first: 40, after: pageInfo.endCursor });
      await expect(next).rejects.toMatchObject({ code: 'ACCESS_DENIED', ...at });
    }
  });
});
