import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fleet } from '../../src/emulator/emulator.ts';
import { list, now, type Pair, pick, startPair } from './gateway.ts';

const regions = 30;
const perRegion = 1000;

/** 30 regions of 1,000 records each, newest first, interleaved so that every page of the list has several regions. */
function largeFleet(): Fleet {
  return {
    regions: Array.from({ length: regions }, (_, region) => ({
      regionId: `cn-test-${region}`,
      localName: '测试',
      localNameEnglish: `Test ${region}`,
      endpoint: `ecs.cn-test-${region}.aliyuncs.com`,
      instances: [],
      sessions: Array.from({ length: perRegion }, (_, index) => ({
        SessionId: `s-${region}-${index}`,
        CreationTime: new Date(now - (index * regions + region) * 1000).toISOString(),
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

describe('30 regions with 30,000 records', () => {
  let pair: Pair;
  const regionIds = Array.from({ length: regions }, (_, region) => `cn-test-${region}`);
  beforeAll(async () => {
    pair = await startPair({}, { fleet: largeFleet() });
  });
  afterAll(() => pair.close());

  async function walk(filter: object | null) {
    const seen: unknown[] = [];
    const times: string[] = [];
    let after: unknown = null;
    let mostCalls = 0;
    do {
      pair.emulator.clearCalls();
      const { data } = await pair.ask(query, { regionIds, after, filter });
      mostCalls = Math.max(mostCalls, pair.emulator.callsTo('DescribeTerminalSessions'));
      for (const node of list(data, 'sessions.nodes')) {
        seen.push(pick(node, 'sessionId'));
        times.push(String(pick(node, 'creationTime')));
      }
      after = pick(data, 'sessions.pageInfo.hasNextPage') ? pick(data, 'sessions.pageInfo.endCursor') : null;
      expect(String(after ?? '').length).toBeLessThanOrEqual(4096);
    } while (after !== null);
    return { seen, times, mostCalls };
  }

  it('are one list, newest first, each record once, at no more than two calls a region and page', async () => {
    const { seen, times, mostCalls } = await walk(null);
    expect(seen).toHaveLength(regions * perRegion);
    expect(new Set(seen).size).toBe(regions * perRegion);
    expect(times).toEqual([...times].sort().reverse());
    expect(mostCalls).toBeLessThanOrEqual(2 * regions);
  }, 300_000);

  it('are filtered without losing one, at no more than 10 calls a page beyond the first of each region', async () => {
    const { seen, mostCalls } = await walk({ usernames: ['root'] });
    expect(new Set(seen).size).toBe((regions * perRegion) / 100);
    expect(seen).toHaveLength((regions * perRegion) / 100);
    expect(mostCalls).toBeLessThanOrEqual(regions + 10);
  }, 300_000);
});
