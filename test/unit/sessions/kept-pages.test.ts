import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRegionId } from '../../../src/ecs/arguments.ts';
import { UpstreamUnavailableError } from '../../../src/ecs/errors.ts';
import type { SessionFilter } from '../../../src/sessions/filter.ts';
import { mergedWalkCost } from '../../laws.ts';
import { all, CachedGateway, minuteMs, regionOf, spread, thirty } from './support/cached-gateway.ts';
import { session } from './support/model.ts';
import { tokens } from './support/one-region.ts';
import { ids } from './support/walk.ts';

describe(`${mergedWalkCost.title}: what is kept behind a cursor`, () => {
  const regions = () => [regionOf(0, spread(300, 1, 1)), regionOf(1, spread(300, 1, 2))];
  const [one = parseRegionId('cn-hangzhou')] = thirty;

  it('never answers for the head, nor for a single record', async () => {
    for (const ttlMs of [0, 2000]) {
      const gateway = new CachedGateway(regions(), 'anchor', { ttlMs });
      const list = { regionIds: [one] };
      const { page } = await gateway.ask(list, { first: 10 });
      const after = page.edges[4]?.cursor ?? null;
      const { page: again, cachedMs } = await gateway.ask(list, { first: 3, after });
      expect(again.edges).toHaveLength(3);
      expect(cachedMs).toBeGreaterThan(0);
      expect(gateway.calls).toBe(1);

      gateway.now += 2001;
      await gateway.ask(list, { first: 10 });
      expect(gateway.calls).toBe(2);
      gateway.now += 2001;
      await gateway.ask(list, { first: 3, after });
      expect(gateway.calls).toBe(2);
      const identity = page.nodes[0]?.identity ?? '';
      expect((await gateway.session(one, identity))?.identity).toBe(identity);
      expect(gateway.calls).toBe(3);
    }
  });

  it('is read anew a minute after it was fetched, however often it has been used', async () => {
    const gateway = new CachedGateway(regions(), 'anchor');
    const list = { regionIds: [one] };
    const { page } = await gateway.ask(list, { first: 10 });
    const after = page.edges[4]?.cursor ?? null;
    for (let second = 1; second < 60; second++) {
      gateway.now = second * 1000;
      await gateway.ask(list, { first: 5, after });
    }
    expect(gateway.calls).toBe(1);
    gateway.now = minuteMs + 1;
    await gateway.ask(list, { first: 5, after });
    expect(gateway.calls).toBe(2);
  });

  /** 300 sessions that have been open for half a century. */
  const open = () => [
    {
      regionId: one,
      records: Array.from({ length: 300 }, (_, index) =>
        session(one, {
          SessionId: `s-${index}`,
          Connections: { Connection: [{ Status: 'Connected', StartTime: '1970-01-01T00:00:00Z' }] },
        }),
      ),
    },
  ];
  const callsBehindCursor = async (filter: SessionFilter) => {
    const gateway = new CachedGateway(open(), 'anchor');
    const list = { regionIds: [one], filter };
    const { page } = await gateway.ask(list, { first: 1 });
    expect(page.nodes).toHaveLength(1);
    const { calls } = gateway;
    gateway.now += 2001;
    const next = await gateway.ask(list, { first: 1, after: page.pageInfo.endCursor });
    expect(next.page.nodes).toHaveLength(1);
    return gateway.calls - calls;
  };

  it('answers who asks for a time that was over before it was read', async () => {
    const longAgo = { from: new Date(0), to: new Date(Date.now() - 2 * 3_600_000) };
    for (const filter of [{ activeDuring: longAgo }, { excludeUsernames: ['root'] }]) {
      expect([filter, await callsBehindCursor(filter)]).toEqual([filter, 0]);
    }
  });

  it('does not answer who asks for what is open now, or polls the end', async () => {
    for (const filter of [
      { active: true },
      { statuses: ['CONNECTED' as const] },
      { activeAt: new Date() },
      { activeDuring: { from: new Date(0), to: new Date() } },
      { minDurationSeconds: 60 },
      { maxDurationSeconds: 2 ** 31 - 1 },
    ]) {
      expect([filter, await callsBehindCursor(filter)]).toEqual([filter, 1]);
    }
    const gateway = new CachedGateway([regionOf(0, spread(7, 1, 1))], 'anchor');
    const { page } = await gateway.ask({ regionIds: [one] }, { first: 10 });
    for (let poll = 1; poll <= 3; poll++) {
      gateway.now += 2001;
      const end = await gateway.ask({ regionIds: [one] }, { first: 10, after: page.pageInfo.endCursor });
      expect(end.page.nodes).toEqual([]);
      expect(gateway.calls).toBe(1 + poll);
    }
  });

  it.each(['anchor', 'offset'] as const)(
    'hides no record from a walk that began after others, which arrivals parted: tokens by %s',
    async (kind) => {
      for (const ttlMs of [0, 2000]) {
        for (const pauseMs of [1, 1000, 30_000]) {
          const fleet = [regionOf(0, spread(300, 1, 1))];
          const gateway = new CachedGateway(fleet, kind, { ttlMs });
          const list = { regionIds: [one] };
          const records = fleet[0]?.records ?? [];
          const before = await gateway.walk(list, [20]);
          for (let walks = 0; walks < 3; walks++) {
            for (let n = 0; n < 7; n++) {
              const SessionId = `new-${walks}-${n}`;
              records.unshift(session(one, { SessionId, CreationTime: '2030-01-01T00:00:00Z' }));
            }
            gateway.now += pauseMs;
            const walked = await gateway.walk(list, [20]);
            expect(new Set(walked).size).toBe(walked.length);
            expect(walked.slice(-before.length)).toEqual(before);
          }
        }
      }
    },
  );

  it('hides none from walks that go on at the same time, by turns and from replica to replica, while records arrive', async () => {
    await fc.assert(
      fc.asyncProperty(
        tokens,
        fc.integer({ min: 20, max: 40 }),
        fc.array(fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 2 }), fc.integer({ min: 0, max: 20_000 })), {
          minLength: 20,
          maxLength: 60,
          size: 'max',
        }),
        async (kind, first, turns) => {
          const fleet = [regionOf(0, spread(200, 1, 3)), regionOf(1, spread(40, 1, 4))];
          // Two replicas over one fleet, each with a memory of its own.
          const replicas = [new CachedGateway(fleet, kind), new CachedGateway(fleet, kind)];
          const list = all(fleet);
          const walks = Array.from({ length: 4 }, () => ({
            after: null as string | null,
            done: false,
            walked: [] as string[],
            expected: [] as string[],
          }));
          let arrived = 0;
          let turnsTaken = 0;
          const turn = async (walk: (typeof walks)[number]) => {
            if (walk.done) return;
            if (walk.after === null) walk.expected = fleet.flatMap(({ records }) => ids(records)).sort();
            const replica = replicas[turnsTaken++ % replicas.length] ?? new CachedGateway(fleet, kind);
            const { page } = await replica.ask(list, { first, after: walk.after });
            walk.walked.push(...ids(page.nodes));
            walk.after = page.pageInfo.endCursor;
            walk.done = !page.pageInfo.hasNextPage;
          };
          for (const [who, arrivals, pauseMs] of turns) {
            await turn(walks[who] ?? { after: null, done: true, walked: [], expected: [] });
            for (const replica of replicas) replica.now += pauseMs;
            for (let n = 0; n < arrivals; n++) {
              const region = fleet[n % 2];
              const CreationTime = new Date(Date.UTC(2030, 0, 1) + arrived * 1000).toISOString();
              region?.records.unshift(
                session(region.regionId, { SessionId: `new-${arrived++}`, CreationTime }),
              );
            }
          }
          for (const walk of walks) {
            while (!walk.done) await turn(walk);
            expect(new Set(walk.walked).size).toBe(walk.walked.length);
            // All that was there when the walk began. What a kept head does not show yet has arrived since.
            const missing = walk.expected.filter((id) => !walk.walked.includes(id) && !id.includes('/new-'));
            expect(missing).toEqual([]);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('stands in for a failed call only where the list goes on in it', async () => {
    const fleet = [regionOf(0, spread(100, 1, 1))];
    const gateway = new CachedGateway(fleet, 'offset', {
      ttlMs: 0,
      behindCursorMs: 0,
      staleIfErrorMs: 3_600_000,
    });
    const list = { regionIds: [one] };
    const first = (await gateway.ask(list, { first: 10 })).page.pageInfo.endCursor;
    const second = (await gateway.ask(list, { first: 10, after: first })).page;
    fleet[0]?.records.unshift(session(one, { SessionId: 'new', CreationTime: '2030-01-01T00:00:00Z' }));
    const moved = (await gateway.ask(list, { first: 10 })).page.pageInfo.endCursor;
    gateway.upstream.before = () => {
      throw new UpstreamUnavailableError('down');
    };
    expect(ids((await gateway.ask(list, { first: 10, after: first })).page.nodes)).toEqual(ids(second.nodes));
    await expect(gateway.ask(list, { first: 10, after: moved })).rejects.toThrow('down');
  });
});
