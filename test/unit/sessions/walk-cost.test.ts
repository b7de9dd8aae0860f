import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRegionId } from '../../../src/ecs/arguments.ts';
import { createCachedApi } from '../../../src/ecs/cache/cached-api.ts';
import { UpstreamUnavailableError } from '../../../src/ecs/errors.ts';
import type { UpstreamPage } from '../../../src/ecs/page-query.ts';
import type { SessionFilter } from '../../../src/sessions/filter.ts';
import type { ListQuery, PageArguments } from '../../../src/sessions/list-sessions.ts';
import { createLoaders } from '../../../src/sessions/loaders.ts';
import { noNotes } from '../../../src/sessions/notes.ts';
import type { SessionPage } from '../../../src/sessions/session-page.ts';
import { type ModelRegion, ModelUpstream, session, type TokenKind } from './model.ts';
import { ids } from './walk.ts';

const thirty = Array.from({ length: 30 }, (_, index) => parseRegionId(`cn-test-${index}`));
const tokens = fc.constantFrom<TokenKind>('anchor', 'offset');
const minuteMs = 60_000;

/** Records of a region, newest first, at these seconds. */
function regionOf(index: number, seconds: readonly number[]): ModelRegion {
  const regionId = thirty[index] ?? parseRegionId('cn-hangzhou');
  const newestFirst = [...seconds].sort((a, b) => b - a);
  return {
    regionId,
    records: newestFirst.map((second, n) =>
      session(regionId, {
        SessionId: `s-${index}-${n}`,
        CreationTime: new Date(second * 1000).toISOString(),
        Connections: { Connection: [{ Status: n % 50 === 0 ? 'Connected' : 'Terminated' }] },
      }),
    ),
  };
}

/** The model behind a cache, one set of loaders a request, and a clock that a test moves. */
class Gateway {
  now = 0;
  /** How long a call takes; calls at the same time take as long as one. */
  latencyMs = 0;
  readonly upstream: ModelUpstream;
  readonly #api;
  #lastCallAt = -1;

  constructor(
    regions: readonly ModelRegion[],
    kind: TokenKind,
    options: { ttlMs?: number; behindCursorMs?: number; staleIfErrorMs?: number } = {},
  ) {
    this.upstream = new ModelUpstream(regions);
    this.upstream.tokens = kind;
    this.#api = createCachedApi(
      {
        terminalSessions: async (query): Promise<UpstreamPage> => {
          const page = await this.upstream.fetchPage(query);
          this.#lastCallAt = this.now;
          return page;
        },
        instances: async () => [],
        regions: async () => [],
        atHand: () => undefined,
      },
      { ttlMs: 2000, behindCursorMs: minuteMs, maxBytes: 1e8, now: () => this.now, ...options },
    );
  }

  get calls(): number {
    return this.upstream.calls.length;
  }

  async ask(query: ListQuery, page: PageArguments): Promise<{ page: SessionPage; cachedMs: number }> {
    const notes = noNotes();
    const answer = await createLoaders(this.#api, { notes }).sessions(query, page);
    if (this.#lastCallAt === this.now) this.now += this.latencyMs;
    this.now += 1;
    return { page: answer, cachedMs: notes.usage.cachedMs };
  }

  session(regionId: (typeof thirty)[number], identity: string) {
    return createLoaders(this.#api).session({ regionId, identity });
  }

  async walk(query: ListQuery, sizes: readonly number[], onPage = () => {}): Promise<string[]> {
    const walked: string[] = [];
    let after: string | null = null;
    for (let n = 0; ; n++) {
      const { page } = await this.ask(query, { first: sizes[n % sizes.length], after });
      walked.push(...ids(page.nodes));
      if (!page.pageInfo.hasNextPage) return walked;
      after = page.pageInfo.endCursor;
      onPage();
    }
  }
}

const all = (regions: readonly ModelRegion[]) => ({ regionIds: regions.map(({ regionId }) => regionId) });
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

/** Moments of four weeks, made from a seed: shrinking 30,000 numbers one by one would take for ever. */
function spread(count: number, crowd: number, seed: number): number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (state * 48_271) % (2 ** 31 - 1);
    return Math.floor((state / 2 ** 31) ** crowd * 28 * 86_400);
  });
}

describe('a walk of a merged list (law 6)', () => {
  it('costs at most 1.1 times what reading each region alone costs, whatever the regions’ sizes', async () => {
    await fc.assert(
      fc.asyncProperty(
        unevenFleet,
        fc.constantFrom(100, 60, 17),
        tokens,
        fc.constantFrom(0, 2000),
        async (fleet, first, kind, ttlMs) => {
          const regions = make(fleet);
          const gateway = new Gateway(regions, kind, { ttlMs });
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
        const gateway = new Gateway(uneven, 'anchor', { ttlMs });
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
          const gateway = new Gateway(regions, kind);
          expect((await gateway.walk(all(regions), sizes)).sort()).toEqual(idsOf(regions));
          expect(gateway.calls).toBeLessThanOrEqual(alone(regions, Math.min(...sizes)));
        },
      ),
      { numRuns: 5 },
    );
  }, 120_000);

  it('costs a client that pauses at most a call more for each region and pause', async () => {
    const regions = thirty.map((_, index) => regionOf(index, spread(index % 2 ? 250 : 3, 1, index + 1)));
    const gateway = new Gateway(regions, 'offset');
    let pauses = 0;
    const walked = await gateway.walk(all(regions), [100], () => {
      gateway.now += minuteMs + 1;
      pauses += 1;
    });
    expect(walked.sort()).toEqual(idsOf(regions));
    expect(gateway.calls).toBeLessThanOrEqual(1.1 * alone(regions, 100) + 30 * pauses);

    const steady = new Gateway(regions, 'offset');
    await steady.walk(all(regions), [100], () => {
      steady.now += 10_000;
    });
    const minutes = Math.ceil(steady.now / minuteMs);
    expect(steady.calls).toBeLessThanOrEqual(1.1 * alone(regions, 100) + 30 * minutes);
  });

  it('costs a call a region and page where nothing is kept', async () => {
    const regions = thirty.slice(0, 5).map((_, index) => regionOf(index, spread(300, 1, index + 1)));
    const gateway = new Gateway(regions, 'anchor', { ttlMs: 0, behindCursorMs: 0 });
    await gateway.walk(all(regions), [100]);
    expect(gateway.calls).toBeGreaterThan(3 * alone(regions, 100));
  });
});

describe('what is kept behind a cursor', () => {
  const regions = () => [regionOf(0, spread(300, 1, 1)), regionOf(1, spread(300, 1, 2))];
  const [one = parseRegionId('cn-hangzhou')] = thirty;

  it('never answers for the head, nor for a single record', async () => {
    for (const ttlMs of [0, 2000]) {
      const gateway = new Gateway(regions(), 'anchor', { ttlMs });
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
    const gateway = new Gateway(regions(), 'anchor');
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
    const gateway = new Gateway(open(), 'anchor');
    const list = { regionIds: [one], filter };
    const { page } = await gateway.ask(list, { first: 1 });
    expect(page.nodes).toHaveLength(1);
    const { calls } = gateway;
    gateway.now += 2001;
    const next = await gateway.ask(list, { first: 1, after: page.pageInfo.endCursor });
    expect(next.page.nodes).toHaveLength(1);
    return gateway.calls - calls;
  };

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
    const gateway = new Gateway([regionOf(0, spread(7, 1, 1))], 'anchor');
    const { page } = await gateway.ask({ regionIds: [one] }, { first: 10 });
    for (let poll = 1; poll <= 3; poll++) {
      gateway.now += 2001;
      const end = await gateway.ask({ regionIds: [one] }, { first: 10, after: page.pageInfo.endCursor });
      expect(end.page.nodes).toEqual([]);
      expect(gateway.calls).toBe(1 + poll);
    }
  });

  it('answers who asks for a time that was over before it was read', async () => {
    const longAgo = { from: new Date(0), to: new Date(Date.now() - 2 * 3_600_000) };
    for (const filter of [{ activeDuring: longAgo }, { excludeUsernames: ['root'] }]) {
      expect([filter, await callsBehindCursor(filter)]).toEqual([filter, 0]);
    }
  });

  it.each(['anchor', 'offset'] as const)(
    'hides no record from a walk that began after others, which arrivals parted: tokens by %s',
    async (kind) => {
      for (const ttlMs of [0, 2000]) {
        for (const pauseMs of [1, 1000, 30_000]) {
          const fleet = [regionOf(0, spread(300, 1, 1))];
          const gateway = new Gateway(fleet, kind, { ttlMs });
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
          const replicas = [new Gateway(fleet, kind), new Gateway(fleet, kind)];
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
            const replica = replicas[turnsTaken++ % replicas.length] ?? new Gateway(fleet, kind);
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
    const gateway = new Gateway(fleet, 'offset', {
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
