import { hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownAccountKey } from '../../../src/ecs/account.ts';
import { keyOfRegion } from '../../../src/ecs/account-region.ts';
import { BadRequestError, InvalidMaxResultsError, InvalidNextTokenError } from '../../../src/ecs/errors.ts';
import { encodeCursor } from '../../../src/sessions/cursor.ts';
import { findInstances, type InstanceListQuery } from '../../../src/sessions/find-instances.ts';
import { beginning } from '../../../src/sessions/position.ts';
import { anyCursor, cursorOnDemand, onceEach, opaqueCursors, pageSize } from '../../laws.ts';
import { allIds, counts, modelOf, pairs, sizes, tokens } from './support/machine-fleet.ts';
import { MachineModel, own } from './support/machine-model.ts';
import { idsOf, over, overEvery, walkMachines } from './support/machine-walk.ts';

describe(`${onceEach.title}: machines`, () => {
  it('region after region of each account, in the upstream’s order, whatever the sizes of pages and the tokens', async () => {
    await fc.assert(
      fc.asyncProperty(counts, sizes, tokens, fc.boolean(), async (counts, sizes, tokens, isEvery) => {
        const { model, regions } = modelOf(counts, tokens);
        const query = isEvery ? overEvery({ regions }) : over(regions);
        expect(await walkMachines(model, query, sizes)).toEqual(allIds(model, regions));
        expect(model.calls.every(({ maxResults }) => maxResults >= 10 && maxResults <= 100)).toBe(true);
      }),
    );
  });

  it('through empty and short pages: with 10 calls beyond the first of each region, then the page is short', async () => {
    const holdBack = fc.array(fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }), {
      maxLength: 80,
    });
    await fc.assert(
      fc.asyncProperty(counts, sizes, tokens, holdBack, async (counts, sizes, tokens, served) => {
        const { model, regions } = modelOf(counts, tokens);
        model.serve = (call) => served[call];
        let before = 0;
        const walked = await walkMachines(model, over(regions), sizes, () => {
          const byRegion = new Map<string, number>();
          for (const call of model.calls.slice(before)) {
            byRegion.set(keyOfRegion(call), (byRegion.get(keyOfRegion(call)) ?? 0) + 1);
          }
          expect(Math.max(0, ...byRegion.values())).toBeLessThanOrEqual(11);
          before = model.calls.length;
        });
        expect(walked).toEqual(allIds(model, regions));
      }),
    );
  });

  it('a page is short, with a cursor that goes on, after 10 empty pages beyond the first', async () => {
    const { model, regions } = modelOf([5]);
    model.serve = (call) => (call <= 13 ? 0 : undefined);
    const first = await findInstances(model, over(regions), {});
    expect(model.calls).toHaveLength(11);
    expect(first.nodes).toEqual([]);
    expect(first.pageInfo.hasNextPage).toBe(true);
    const second = await findInstances(model, over(regions), { after: first.pageInfo.endCursor });
    expect(model.calls).toHaveLength(14);
    expect(idsOf(second.nodes)).toEqual(allIds(model, regions));
    expect(second.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  });
});

describe(`${anyCursor.title}: of a machine`, () => {
  it('goes on right behind it, in its region and those that follow', async () => {
    await fc.assert(
      fc.asyncProperty(
        counts,
        sizes,
        tokens,
        fc.nat(),
        fc.nat(),
        async (counts, sizes, tokens, pickPage, pickEdge) => {
          const { model, regions } = modelOf(counts, tokens);
          const whole = allIds(model, regions);
          fc.pre(whole.length > 0);
          const cursors: string[] = [];
          await walkMachines(model, over(regions), sizes, ({ edges }) => {
            const edge = edges[pickEdge % Math.max(edges.length, 1)];
            if (edge) cursors.push(`${idsOf([edge.node])[0]} ${edge.cursor}`);
          });
          const [id = '', cursor = ''] = cursors[pickPage % cursors.length]?.split(' ') ?? [];
          const rest: string[] = [];
          for (let after: string | null = cursor; after !== null; ) {
            const page = await findInstances(model, over(regions), { first: sizes[0], after });
            rest.push(...idsOf(page.nodes));
            after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
          }
          expect(rest).toEqual(whole.slice(whole.indexOf(id) + 1));
        },
      ),
    );
  });

  it('costs one call, as long as what is wanted ends within 100 of its page', async () => {
    const { model, regions } = modelOf([300]);
    const page = await findInstances(model, over(regions), { first: 40 });
    for (const [edge, first, calls] of [
      [0, 40, 1],
      [19, 40, 1],
      [39, 60, 1],
      [39, 61, 2],
    ] as const) {
      model.calls.length = 0;
      const next = await findInstances(model, over(regions), { first, after: page.edges[edge]?.cursor });
      expect(next.nodes).toHaveLength(first);
      expect(model.calls).toHaveLength(calls);
    }
  });
});

describe(`${pageSize.title}: of machines, 20 unless given`, () => {
  it.each([null, undefined])('takes %s for 20', async (first) => {
    const { model, regions } = modelOf([30]);
    expect((await findInstances(model, over(regions), { first })).nodes).toHaveLength(20);
  });

  it.each([0, -1, 101, 1.5, Number.NaN])('refuses %s without a call', async (first) => {
    const { model, regions } = modelOf([30]);
    await expect(findInstances(model, over(regions), { first })).rejects.toThrow(InvalidMaxResultsError);
    expect(model.calls).toEqual([]);
  });
});

describe(`${opaqueCursors.title}: of machines`, () => {
  const { model, regions } = modelOf([5, 5]);
  const list = over(regions);
  const cursor = async (query: InstanceListQuery = list) =>
    (await findInstances(model, query, { first: 1 })).pageInfo.endCursor ?? '';
  const isRefused = async (query: InstanceListQuery, after: string) => {
    model.calls.length = 0;
    await expect(findInstances(model, query, { after })).rejects.toThrow(InvalidNextTokenError);
    expect(model.calls).toEqual([]);
  };

  it.each<[string, InstanceListQuery]>([
    ['another name', over(regions, { name: 'web-1' })],
    ['another condition with the same value', over(regions, { vpcId: 'web-*' })],
    ['one condition more', over(regions, { name: 'web-*', vpcId: 'vpc-1' })],
    ['a tag', over(regions, { name: 'web-*', tags: [{ key: 'a' }] })],
    ['fewer regions', over(regions.slice(1))],
    ['more regions', over(pairs.slice(0, 3))],
    ['every region', overEvery({ regions })],
  ])('one of another list is refused without a call: %s', async (_what, other) => {
    await isRefused(other, await cursor());
    await isRefused(list, await cursor(other));
  });

  it('of every region is bound to the accounts that were named', async () => {
    const every = overEvery({ regions });
    const named = { ...every, accountKeys: [ownAccountKey] };
    await isRefused(named, await cursor(every));
    await isRefused(every, await cursor(named));
    await expect(findInstances(model, named, { after: await cursor(named) })).resolves.toBeDefined();
  });

  it('one of the same list is taken, whatever the order and repetition of what it names', async () => {
    const tags = [{ key: 'a', value: '1' }, { key: 'b' }];
    const one = over(regions, { tags, privateIp: '::ffff:10.0.0.1' });
    const same = over([...regions, ...regions].reverse(), {
      tags: [...tags].reverse(),
      privateIp: '10.0.0.1',
      name: null,
    });
    const page = await findInstances(model, same, { after: await cursor(one) });
    expect(page.nodes).toHaveLength(9);
  });

  it('a mangled one is refused: any changed, dropped or added character', async () => {
    const whole = await cursor();
    const mangled = Array.from(whole, (character, index) => [
      whole.slice(0, index) + (character === 'A' ? 'B' : 'A') + whole.slice(index + 1),
      whole.slice(0, index) + whole.slice(index + 1),
      `${whole.slice(0, index)}A${whole.slice(index)}`,
    ]).flat();
    for (const after of mangled.filter((after) => after !== whole)) await isRefused(list, after);
  });

  it.each(['', 'x', 'x'.repeat(5000), encodeCursor('list', [beginning])])(
    'what is none of machines is refused: %s',
    async (after) => {
      let asked = 0;
      const choose = async () => {
        asked += 1;
        return list.choose();
      };
      await isRefused({ ...list, choose }, after);
      expect(asked, 'not even the regions are asked for').toBe(0);
    },
  );

  it('of 50 regions with the longest ids fits 4 KiB, also with a token of 2,000 bytes', async () => {
    const longest = Array.from({ length: 50 }, (_, n) =>
      own(`xx-${String(n).padStart(20, '0')}-${'y'.repeat(20)}-${'z'.repeat(17)}`),
    );
    expect(longest.every(({ regionId }) => regionId.length === 62)).toBe(true);
    const many = new MachineModel();
    for (const at of longest) many.add(at, 3);
    const token = 'abcdefghijklmnopqrstuvwxyz0123456789'.repeat(56).slice(0, 2000);
    const calls = {
      check: many.check,
      find: async (...asked: Parameters<typeof many.find>) => ({
        ...(await many.find(...asked)),
        nextToken: token,
      }),
    };
    const page = await findInstances(many, over(longest), { first: 1 });
    expect(page.pageInfo.endCursor?.length).toBeLessThanOrEqual(4096);
    await expect(findInstances(calls, over(longest), { first: 10 })).resolves.toMatchObject({
      pageInfo: { hasNextPage: true, endCursor: expect.stringMatching(/^[\w-]{1,4096}$/) },
    });
  });

  /** What a cursor can neither hold nor make shorter. */
  const incompressible = Array.from({ length: 50 }, (_, n) => hash('sha512', String(n), 'base64url')).join(
    '',
  );

  it('that would be longer stands as an error in its place, and fails nothing else', async () => {
    const calls = {
      check: model.check,
      find: async (...asked: Parameters<typeof model.find>) => {
        const page = await model.find(...asked);
        return asked[0].nextToken === undefined ? { records: [], nextToken: incompressible } : page;
      },
    };
    model.tokens = 'anchor';
    const page = await findInstances(calls, over(regions.slice(0, 1)), { first: 3 });
    expect(page.nodes).toHaveLength(3);
    expect(page.edges[0]?.cursor).toBeInstanceOf(BadRequestError);
    expect(page.pageInfo.endCursor).toBeInstanceOf(BadRequestError);
    model.tokens = 'place';
  });

  it('keeps the place of who polls at the end', async () => {
    for (const query of [list, over(regions.slice(0, 1)), overEvery({ regions })]) {
      const whole = await findInstances(model, query, { first: 100 });
      const after = whole.pageInfo.endCursor;
      for (let poll = 0; poll < 3; poll++) {
        const page = await findInstances(model, query, { first: 5, after });
        expect(page.nodes).toEqual([]);
        expect(page.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true, endCursor: after });
      }
    }
  });
});

describe(`${cursorOnDemand.title}: of machines`, () => {
  it('hasPreviousPage is true exactly when after is given, and startCursor is that of the first edge', async () => {
    const { model, regions } = modelOf([15]);
    const first = await findInstances(model, over(regions), { first: 10 });
    expect(first.pageInfo).toMatchObject({
      hasPreviousPage: false,
      startCursor: first.edges[0]?.cursor,
      endCursor: first.edges.at(-1)?.cursor,
    });
    const second = await findInstances(model, over(regions), { after: first.pageInfo.endCursor });
    expect(second.pageInfo.hasPreviousPage).toBe(true);
  });
});
