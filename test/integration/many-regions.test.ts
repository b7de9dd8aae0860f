import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fleet } from '../../emulator/emulator.ts';
import { list, now, type Pair, pick, startPair } from './support/gateway.ts';

/** Where calls are counted the clock must not: on a slow machine a walk takes longer than the default. */
const keptLong = { CACHE_BEHIND_CURSOR_MS: '3600000' };

const regions = 30;
const perRegion = 1000;

/**
 * Regions with these numbers of records each, newest first, interleaved so that every page of the list has several.
 *
 * @param crowd above 1, a region's records crowd near now, and below 1 at the far end
 */
function fleetOf(counts: readonly number[], crowd = (_region: number) => 1): Fleet {
  return {
    regions: counts.map((count, region) => ({
      regionId: `cn-test-${region}`,
      localName: '测试',
      localNameEnglish: `Test ${region}`,
      endpoint: `ecs.cn-test-${region}.aliyuncs.com`,
      instances: [],
      sessions: Array.from({ length: count }, (_, index) => ({
        SessionId: `s-${region}-${index}`,
        CreationTime: new Date(
          now - (Math.floor((index / count) ** crowd(region) * perRegion) * regions + region) * 1000,
        ).toISOString(),
        Username: index % 100 === 0 ? 'root' : 'admin',
        Connections: { Connection: [{ InstanceId: `i-${index % 60}`, Status: 'Terminated' }] },
      })),
    })),
  };
}

const query = `query ($regionIds: [RegionId!]!, $after: String, $filter: SessionFilter) {
  sessions(regionIds: $regionIds, first: 100, after: $after, filter: $filter) {
    ... on SessionConnection { nodes { sessionId creationTime } pageInfo { hasNextPage endCursor } }
    ... on GatewayError { code message }
  } }`;

const regionIds = Array.from({ length: regions }, (_, region) => `cn-test-${region}`);

async function walk(pair: Pair, filter: object | null = null) {
  const seen: unknown[] = [];
  const times: string[] = [];
  let after: unknown = null;
  let mostCalls = 0;
  let calls = 0;
  do {
    pair.emulator.clearCalls();
    const { data } = await pair.ask(query, { regionIds, after, filter });
    const callsNow = pair.emulator.callsTo('DescribeTerminalSessions');
    calls += callsNow;
    mostCalls = Math.max(mostCalls, callsNow);
    for (const node of list(data, 'sessions.nodes')) {
      seen.push(pick(node, 'sessionId'));
      times.push(String(pick(node, 'creationTime')));
    }
    after = pick(data, 'sessions.pageInfo.hasNextPage') ? pick(data, 'sessions.pageInfo.endCursor') : null;
    expect(String(after ?? '').length).toBeLessThanOrEqual(4096);
  } while (after !== null);
  return { seen, times, mostCalls, calls };
}

describe('30 regions with 30,000 records', () => {
  let pair: Pair;
  beforeAll(async () => {
    pair = await startPair(keptLong, { fleet: fleetOf(Array(regions).fill(perRegion)) });
  });
  afterAll(() => pair.close());

  it('are one list, newest first, each record once, at the calls of reading each region alone', async () => {
    const { seen, times, mostCalls, calls } = await walk(pair);
    expect(calls).toBeLessThanOrEqual(330);
    expect(seen).toHaveLength(regions * perRegion);
    expect(new Set(seen).size).toBe(regions * perRegion);
    expect(times).toEqual([...times].sort().reverse());
    expect(mostCalls).toBeLessThanOrEqual(2 * regions);
  }, 300_000);

  it('are filtered without losing one, at no more than 10 calls a page beyond the first of each region', async () => {
    const { seen, mostCalls } = await walk(pair, { usernames: ['root'] });
    expect(new Set(seen).size).toBe((regions * perRegion) / 100);
    expect(seen).toHaveLength((regions * perRegion) / 100);
    expect(mostCalls).toBeLessThanOrEqual(regions + 10);
  }, 300_000);
});

describe.each([
  ['30,000 records, crowded here and there', Array(regions).fill(perRegion), 300],
  ['one busy region and 29 quiet ones', [perRegion, ...Array(regions - 1).fill(3)], 39],
  ['sizes of all kinds', Array.from({ length: regions }, (_, region) => (region * 377) % 1000), 0],
] as const)('uneven regions: %s', (_what, counts, least) => {
  const minimum = counts.reduce((sum, count) => sum + Math.max(1, Math.ceil(count / 100)), 0);

  it.each([
    ['offset', '0'],
    ['anchor', '2000'],
  ] as const)(
    'are walked at no more than 1.1 times the least calls: tokens by %s, CACHE_TTL_MS=%s',
    async (tokens, ttl) => {
      const fleet = fleetOf(counts, (region) => [1, 3, 0.4][region % 3] ?? 1);
      const pair = await startPair({ ...keptLong, CACHE_TTL_MS: ttl }, { fleet, tokens });
      const { seen, calls } = await walk(pair);
      await pair.close();
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen).toHaveLength(counts.reduce((sum, count) => sum + count, 0));
      expect(minimum).toBeGreaterThanOrEqual(least);
      expect(calls).toBeLessThanOrEqual(1.1 * minimum);
    },
    300_000,
  );
});

describe('pages behind a cursor', () => {
  it.each([
    ['are kept, with answers from the head as without', { CACHE_TTL_MS: '0' }, [0, 0]],
    [
      'are not where that is turned off',
      { CACHE_TTL_MS: '0', CACHE_BEHIND_CURSOR_MS: '0' },
      [regions, regions],
    ],
    ['are not where nothing is', { CACHE_MAX_MB: '0' }, [regions, regions]],
  ])('%s', async (_what, environment: Record<string, string>, costs) => {
    const pair = await startPair(environment, { fleet: fleetOf(Array(regions).fill(200)) });
    const ask = async (after: unknown) => {
      pair.emulator.clearCalls();
      const { data } = await pair.ask(query, { regionIds, after });
      return { data, calls: pair.emulator.callsTo('DescribeTerminalSessions') };
    };
    const head = await ask(null);
    expect(head.calls).toBe(regions);
    const after = pick(head.data, 'sessions.pageInfo.endCursor');
    const answers = [await ask(after), await ask(after)];
    expect(answers.map(({ calls }) => calls)).toEqual(costs);
    expect(answers[1]?.data).toEqual(answers[0]?.data);
    // The head is read anew, whatever is kept for those behind it.
    if (environment.CACHE_TTL_MS === '0') expect((await ask(null)).calls).toBe(regions);
    await pair.close();
  });
});
