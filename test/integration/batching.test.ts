import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { encodeNodeId } from '../../src/schema/object-key.ts';
import { list, type Pair, pick, startPair } from './support/gateway.ts';
import { holdCalls } from './support/held-calls.ts';

/** What behaviour.md promises of upstream calls, counted at the emulator. */
describe('one GraphQL request costs', () => {
  let pair: Pair;
  let sessionIds: string[];
  beforeAll(async () => {
    pair = await startPair();
    const region = pair.emulator.fleet.regions.find(({ regionId }) => regionId === 'cn-hangzhou');
    sessionIds = (region?.sessions ?? []).map((session) => String(session.SessionId));
  });
  beforeEach(() => pair.emulator.clearCalls());
  afterAll(() => pair.close());

  const sessionsCalls = () => pair.emulator.callsTo('DescribeTerminalSessions');
  const instancesCalls = () => pair.emulator.callsTo('DescribeInstances');

  it('1 call for the same list under five aliases', async () => {
    const list = 'sessions(regionIds: ["cn-hangzhou"]) { ... on SessionConnection { nodes { sessionId } } }';
    const { errors } = await pair.ask(`{ a: ${list} b: ${list} c: ${list} d: ${list} e: ${list} }`);
    expect(errors).toBeUndefined();
    expect(sessionsCalls()).toBe(1);
    expect(instancesCalls()).toBe(0);
  });

  it('1 call and one for each 100 distinct instances for the instance names of 100 sessions', async () => {
    const { data, errors } = await pair.ask(`{ sessions(regionIds: ["cn-hangzhou"], first: 100) {
      ... on SessionConnection { nodes { connections { instance { instanceId name } } } } } }`);
    expect(errors).toBeUndefined();
    const instances = list(data, 'sessions.nodes').flatMap((node) => list(node, 'connections'));
    const distinct = new Set(instances.map((connection) => pick(connection, 'instance.instanceId')));
    expect(distinct.size).toBeGreaterThan(10);
    expect(instances.some((connection) => typeof pick(connection, 'instance.name') === 'string')).toBe(true);
    expect(sessionsCalls()).toBe(1);
    expect(instancesCalls()).toBe(Math.ceil(distinct.size / 100));
  });

  it('⌈n ÷ 100⌉ calls for n instances, and a dry run where none is found', async () => {
    const ids = Array.from({ length: 101 }, (_, n) => encodeNodeId('Instance', `cn-hangzhou:i-${n}`));
    await pair.ask('query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Instance { name } } }', { ids });
    const dryRuns = pair.emulator.calls.filter(({ params }) => params.DryRun === 'true').length;
    expect([instancesCalls(), dryRuns]).toEqual([3, 1]);
  });

  it('nothing for ids and regions of instances alone', async () => {
    const { data } = await pair.ask(`{
      instance(regionId: "cn-hangzhou", instanceId: "i-1") { id instanceId regionId }
      region(regionId: "cn-hangzhou") { id regionId } }`);
    expect(data).toMatchObject({ instance: { instanceId: 'i-1' }, region: { regionId: 'cn-hangzhou' } });
    expect(pair.emulator.calls).toEqual([]);
  });

  it('no DescribeInstances call for the ids of the instances of a list', async () => {
    await pair.ask(`{ sessions(regionIds: ["cn-hangzhou"]) {
      ... on SessionConnection { nodes { connections { instance { id instanceId regionId } } } } } }`);
    expect(sessionsCalls()).toBe(1);
    expect(instancesCalls()).toBe(0);
  });

  it.each([1, 2, 5, 10, 11, 12, 40, 100])(
    'at most min(k, 11) calls for %i sessions by alias or by id',
    async (k) => {
      // Spread over the whole region, so that listing has to walk all of it.
      const wanted = Array.from(
        { length: k },
        (_, n) => sessionIds[Math.floor((n * sessionIds.length) / k)] ?? '',
      );
      const aliases = wanted
        .map(
          (id, n) =>
            `s${n}: session(regionId: "cn-hangzhou", sessionId: "${id}") { ... on Session { sessionId } }`,
        )
        .join('\n');
      const byAlias = await pair.ask(`{ ${aliases} }`);
      expect(Object.values(Object(byAlias.data)).map((session) => pick(session, 'sessionId'))).toEqual(
        wanted,
      );
      expect(sessionsCalls()).toBeLessThanOrEqual(Math.min(k, 11));

      pair.emulator.clearCalls();
      const ids = wanted.map((id) => encodeNodeId('Session', `cn-hangzhou:${id}`));
      const byId = await pair.ask(
        'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Session { sessionId } } }',
        { ids },
      );
      expect(list(byId.data, 'nodes').map((node) => pick(node, 'sessionId'))).toEqual(wanted);
      expect(sessionsCalls()).toBeLessThanOrEqual(Math.min(k, 11));
      expect(instancesCalls()).toBe(0);
    },
  );

  it('1 call for 20 sessions that stand on the first page of 100', async () => {
    const ids = sessionIds.slice(0, 20).map((id) => encodeNodeId('Session', `cn-hangzhou:${id}`));
    await pair.ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
    expect(sessionsCalls()).toBe(1);
  });

  it.each([
    '{ __typename }',
    '{ __schema { types { name } } }',
    '{ sessions(regionIds: [], first: 5) { __typename } }',
    '{ sessions(regionIds: ["cn-hangzhou"], first: 0) { __typename } }',
    '{ sessions(regionIds: ["cn-hangzhou"], after: "x") { __typename } }',
    '{ region(regionId: "cn-hangzhou") { sessions(first: 101) { nodes { id } } } }',
  ])('nothing for %s', async (query) => {
    await pair.ask(query);
    expect(pair.emulator.calls).toEqual([]);
  });

  it('1 call for regions, however many fields ask for what DescribeRegions tells', async () => {
    const { data } = await pair.ask(`{
      regions { regionId localName endpoint }
      region(regionId: "cn-hangzhou") { localName endpoint }
      unknown: region(regionId: "xx-nowhere-1") { localName } }`);
    expect(data).toMatchObject({ region: { localName: 'China (Hangzhou)' }, unknown: { localName: null } });
    expect(list(data, 'regions')).toHaveLength(6);
    expect(pair.emulator.calls.map(({ action }) => action)).toEqual(['DescribeRegions']);
  });
});

describe('50 equal lists at the same time', () => {
  it('cost 1 call, which is answered when all of them wait for it', async () => {
    // However long that takes: the call that is held must not be given up and made again.
    const pair = await startPair({ ECS_TIMEOUT_MS: '600000', ECS_DEADLINE_MS: '600000' });
    try {
      for (let round = 0; round < 3; round++) {
        pair.emulator.clearCalls();
        const held = holdCalls(pair.emulator, 'DescribeTerminalSessions');
        // Each request asks for an instance of its own, too: that call shows that the request is under way.
        const query = `query ($instanceId: String!) {
          sessions(regionIds: ["cn-hangzhou"]) { ... on SessionConnection { nodes { id } } }
          instance(regionId: "cn-shanghai", instanceId: $instanceId) { name } }`;
        const asks = Array.from({ length: 50 }, (_, n) => pair.ask(query, { instanceId: `i-${round}-${n}` }));
        const underWay = () =>
          pair.emulator.calls.filter(({ params }) => params.InstanceIds?.includes(`"i-${round}-`)).length;
        await expect.poll(underWay, { timeout: 25_000 }).toBe(50);
        expect(held.count()).toBe(1);
        held.letGo();
        const answers = await Promise.all(asks);
        expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
        expect(list(answers[0]?.data, 'sessions.nodes')).toHaveLength(10);
        expect(pair.emulator.callsTo('DescribeTerminalSessions')).toBe(1);
      }
    } finally {
      await pair.close();
    }
  });
});

describe('the cache between requests', () => {
  let pair: Pair;
  beforeAll(async () => {
    pair = await startPair({ CACHE_TTL_MS: '60000', ECS_CIRCUIT_BREAKER: 'off' });
  });
  afterAll(() => pair.close());

  it('answers a page again, and session, node and nodes for its records', async () => {
    const query =
      '{ sessions(regionIds: ["cn-hangzhou"], first: 100) { ... on SessionConnection { nodes { id sessionId } } } }';
    const { data } = await pair.ask(query);
    const [first] = list(data, 'sessions.nodes');
    const [id, sessionId] = [pick(first, 'id'), pick(first, 'sessionId')];
    await pair.ask(query);
    const again = await pair.ask(
      `query ($id: ID!, $sessionId: String!) {
        node(id: $id) { id }
        session(regionId: "cn-hangzhou", sessionId: $sessionId) { ... on Session { id } } }`,
      { id, sessionId },
    );
    expect(again.data).toEqual({ node: { id }, session: { id } });
    expect(pair.emulator.callsTo('DescribeTerminalSessions')).toBe(1);
  });

  it('keeps the regions, and never a failure', async () => {
    await pair.ask('{ regions { regionId } }');
    await pair.ask('{ regions { localName } }');
    expect(pair.emulator.callsTo('DescribeRegions')).toBe(1);
    pair.emulator.clearCalls();
    pair.emulator.misbehave({ kind: 'throttling', times: 1 });
    const query = '{ sessions(regionIds: ["us-west-1"]) { __typename } }';
    expect(await pair.ask(query)).toEqual({ data: { sessions: { __typename: 'ThrottledError' } } });
    expect(await pair.ask(query)).toEqual({ data: { sessions: { __typename: 'SessionConnection' } } });
  });
});
