import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { encodeNodeId } from '../../src/schema/object-key.ts';
import { type Audited, startAudited } from './support/audited-gateway.ts';
import { type Pair, pick, startPair } from './support/gateway.ts';

let audited: Audited;
let pair: Pair;
let ask: Audited['ask'];
beforeAll(async () => {
  audited = await startAudited();
  ({ pair, ask } = audited);
});
beforeEach(() => {
  pair.lines.length = 0;
});
afterAll(() => pair.close());

describe('what was asked, in the audit log', () => {
  const everything = `query Everything($regionIds: [RegionId!]!, $filter: SessionFilter, $after: String) {
    sessions(regionIds: $regionIds, instanceId: "i-1", sessionId: "s-1", filter: $filter, first: 2, after: $after) {
      __typename ... on SessionConnection { pageInfo { endCursor } } ... on GatewayError { code } } }`;
  const filter = {
    usernames: ['root'],
    clientIps: ['203.0.113.24'],
    statuses: ['CONNECTED'],
    createdAfter: '2026-01-01T00:00:00.000Z',
    excludeClientIps: ['10.0.0.0/8'],
    excludePrincipalIds: ['100'],
    excludeUsernames: [],
    instanceIds: ['i-1', 'i-2'],
    minDurationSeconds: 0,
    maxDurationSeconds: 7200,
    portForwarding: true,
    portNumbers: [3306],
    targetServers: ['DB.internal'],
    activeDuring: { from: '2026-01-19T00:00:00.000Z', to: '2026-01-20T00:00:00.000Z' },
    active: null,
  };
  const regionIds = ['cn-shanghai', 'cn-hangzhou'];

  it('are the regions, the ids and the filter, as they were given', async () => {
    for (let time = 0; time < 3; time++) {
      pair.lines.length = 0;
      const { active: _absent, ...given } = filter;
      expect(await ask(everything, { regionIds, filter })).toMatchObject({
        asked: [{ regionIds, instanceId: 'i-1', sessionId: 's-1', filter: given }],
      });
    }
  });

  it('is each list and each object once; what is only looked up for them is not', async () => {
    const node = encodeNodeId('Session', 'cn-beijing:s-7');
    const line = await ask(`{
      a: sessions(regionIds: ["cn-hangzhou"], first: 3) { ... on SessionConnection { nodes { connections { instance { name } } } } }
      b: sessions(regionIds: ["cn-hangzhou"], first: 3) { ... on SessionConnection { nodes { id } } }
      region(regionId: "cn-shanghai") { sessions(filter: { usernames: ["root"] }) { nodes { id } } }
      instance(regionId: "cn-shanghai", instanceId: "i-2") { sessions(first: 1) { nodes { id } } }
      node(id: "${node}") { id }
    }`);
    expect(line?.asked).toHaveLength(5);
    expect(line?.asked).toEqual(
      expect.arrayContaining([
        { regionIds: ['cn-hangzhou'] },
        { regionIds: ['cn-shanghai'] },
        { regionIds: ['cn-shanghai'], filter: { usernames: ['root'] } },
        { regionIds: ['cn-shanghai'], instanceId: 'i-2' },
        { regionIds: ['cn-beijing'], sessionId: 's-7' },
      ]),
    );
    expect(line).toMatchObject({ regions: ['cn-beijing', 'cn-hangzhou', 'cn-shanghai'] });
  });

  it('is never a cursor', async () => {
    const list =
      'query ($after: String) { sessions(regionIds: ["cn-hangzhou"], first: 2, after: $after) { ... on SessionConnection { pageInfo { endCursor } } } }';
    const authorization = `Bearer ${await audited.provider.token()}`;
    let after: unknown;
    for (let page = 0; page < 3; page++) {
      const { data } = await pair.ask(list, { after }, { authorization });
      after = pick(data, 'sessions.pageInfo.endCursor');
      expect(after).toBeTypeOf('string');
    }
    await expect.poll(audited.lines).toHaveLength(3);
    for (const line of audited.lines()) {
      expect(line.asked).toEqual([{ regionIds: ['cn-hangzhou'] }]);
    }
    expect(JSON.stringify(pair.lines)).not.toContain(String(after));
  });

  it('is bounded, however much is asked, and says what was cut off', async () => {
    const long = 'x'.repeat(5000);
    const many = Array.from({ length: 3000 }, (_, n) => `user-${n}`);
    const single = (n: number) =>
      `a${n}: session(regionId: "cn-hangzhou", sessionId: "s-${n}${'y'.repeat(90)}") { __typename }`;
    const singles = Array.from({ length: 99 }, (_, n) => single(n)).join(' ');
    const line = await ask(
      `query ($filter: SessionFilter) { sessions(regionIds: ["cn-hangzhou"], filter: $filter) { __typename } ${singles} }`,
      { filter: { usernames: [long, ...many] } },
      // Refused, and so without a call.
      { ecs_regions: ['cn-beijing'] },
    );
    const text = JSON.stringify(line?.asked);
    expect(text.length).toBeLessThan(9000);
    expect(text).toContain('… (5000 characters)');
    expect(text).toMatch(/more\)/);
    expect(line?.askedMore).toBe(100 - Number(Object(line?.asked).length));
    // A token that got into an argument by mistake is longer than any id.
    expect(text).not.toContain('x'.repeat(30));
  });

  it('is in the line of a repeated answer as in that of the first', async () => {
    const cached = await startPair({ CACHE_TTL_MS: '60000' });
    try {
      const query = `query Repeated { region(regionId: "cn-shanghai") { regionId } sessions(regionIds: ["cn-hangzhou"], filter: { usernames: ["root"] }) {
        ... on SessionConnection { nodes { id } } } }`;
      for (let time = 0; time < 3; time++) await cached.ask(query);
      const lines = () => cached.lines.filter(({ msg }) => msg === 'audit');
      await expect.poll(lines).toHaveLength(3);
      const [first, ...repeated] = lines();
      expect(first).toMatchObject({
        asked: [
          { regionIds: ['cn-shanghai'] },
          { regionIds: ['cn-hangzhou'], filter: { usernames: ['root'] } },
        ],
      });
      expect(first?.upstreamCalls).toBeGreaterThan(0);
      const {
        upstreamCalls: _calls,
        upstreamAttempts: _attempts,
        requestId: _id,
        time: _time,
        ...same
      } = first ?? {};
      for (const line of repeated) {
        expect(line).toMatchObject({ ...same, upstreamCalls: 0, upstreamAttempts: 0 });
      }
    } finally {
      await cached.close();
    }
  });
});
