import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { encodeNodeId } from '../../src/schema/node-id.ts';
import { type Pair, pick, startPair } from './gateway.ts';
import { createIdentityProvider, trusting } from './tokens.ts';

/** The line that says who asked for what. */
let provider: Awaited<ReturnType<typeof createIdentityProvider>>;
let pair: Pair;
beforeAll(async () => {
  provider = await createIdentityProvider();
  pair = await startPair({ ...trusting(provider.file), ECS_CIRCUIT_BREAKER: 'off' });
});
beforeEach(() => {
  pair.lines.length = 0;
});
afterAll(() => pair.close());

const ask = async (query: string, variables: object = {}, claims: object = {}) => {
  await pair.ask(query, variables, { authorization: `Bearer ${await provider.token({ ...claims })}` });
  return auditLine();
};
const auditLine = () =>
  expect
    .poll(() => pair.lines.filter(({ msg }) => msg === 'audit'))
    .toHaveLength(1)
    .then(() => pair.lines.find(({ msg }) => msg === 'audit'));

const recent = `query Recent($regionIds: [RegionId!]!) { sessions(regionIds: $regionIds, first: 7) {
  ... on SessionConnection { nodes { id } } ... on GatewayError { code } } }`;

describe('the audit log', () => {
  it('says who asked for what in which regions, and what it came to', async () => {
    expect(await ask(recent, { regionIds: ['cn-shanghai', 'cn-hangzhou'] })).toMatchObject({
      subject: 'alice',
      operation: 'Recent',
      regions: ['cn-hangzhou', 'cn-shanghai'],
      rows: 7,
      upstreamCalls: 2,
      outcome: 'ok',
      requestId: expect.any(String),
    });
  });

  it('names the regions that were refused, and why', async () => {
    const line = await ask(recent, { regionIds: ['cn-hangzhou'] }, { ecs_regions: ['cn-beijing'] });
    expect(line).toMatchObject({
      regions: ['cn-hangzhou'],
      rows: 0,
      upstreamCalls: 0,
      outcome: 'ACCESS_DENIED',
    });
  });

  it('tells failures that are union members from success', async () => {
    const undo = pair.emulator.misbehave({ kind: 'throttling', times: 1 });
    expect(await ask(recent, { regionIds: ['cn-hangzhou'] })).toMatchObject({ outcome: 'THROTTLED' });
    undo();
  });

  it('counts single records', async () => {
    const id = String(pair.emulator.fleet.regions[0]?.sessions[3]?.SessionId);
    const line = await ask(`{ session(regionId: "cn-hangzhou", sessionId: "${id}") { __typename } }`);
    expect(line).toMatchObject({ rows: 1, upstreamCalls: 1, operation: null, outcome: 'ok' });
  });

  it('has a line for who was not let in', async () => {
    await fetch(pair.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
    expect(await auditLine()).toMatchObject({ subject: null, outcome: 'HTTP 401', upstreamCalls: 0 });
  });

  it('has a line for what is not valid', async () => {
    expect(await ask('{ nonsense }')).toMatchObject({ outcome: 'GRAPHQL_VALIDATION_FAILED', rows: 0 });
  });

  it('says from where it was asked', async () => {
    expect(await ask('{ __typename }')).toMatchObject({ address: '127.0.0.1' });
  });
});

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
    const authorization = `Bearer ${await provider.token()}`;
    let after: unknown;
    for (let page = 0; page < 3; page++) {
      const { data } = await pair.ask(list, { after }, { authorization });
      after = pick(data, 'sessions.pageInfo.endCursor');
      expect(after).toBeTypeOf('string');
    }
    await expect.poll(() => pair.lines.filter(({ msg }) => msg === 'audit')).toHaveLength(3);
    for (const line of pair.lines.filter(({ msg }) => msg === 'audit')) {
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

describe('what failed, in the audit log', () => {
  const region = 'cn-hangzhou';
  const other = { ecs_regions: ['cn-beijing'] };
  const sessionNode = encodeNodeId('Session', `${region}:s-1`);
  it.each<[string, string, object, string]>([
    [
      'a session that is not there',
      `{ session(regionId: "${region}", sessionId: "s-none") { __typename } }`,
      {},
      'SESSION_NOT_FOUND',
    ],
    [
      'a session without an id',
      `{ session(regionId: "${region}", sessionId: "") { __typename } }`,
      {},
      'BAD_REQUEST',
    ],
    [
      'a session with an endless id',
      `{ session(regionId: "${region}", sessionId: "s-${'x'.repeat(300)}") { __typename } }`,
      {},
      'BAD_REQUEST',
    ],
    [
      'a page of no records',
      `{ sessions(regionIds: ["${region}"], first: 0) { __typename } }`,
      {},
      'INVALID_MAX_RESULTS',
    ],
    [
      'a foreign cursor',
      `{ sessions(regionIds: ["${region}"], after: "x") { __typename } }`,
      {},
      'INVALID_NEXT_TOKEN',
    ],
    [
      'an instance without an id',
      `{ instance(regionId: "${region}", instanceId: "") { id } }`,
      {},
      'BAD_REQUEST',
    ],
    ['a node that is none', '{ node(id: "x") { id } }', {}, 'BAD_REQUEST'],
    [
      'an entity without a key',
      '{ _entities(representations: [{ __typename: "Session" }]) { __typename } }',
      {},
      'BAD_REQUEST',
    ],
    [
      'the sessions of a denied region',
      `{ sessions(regionIds: ["${region}"]) { __typename } }`,
      other,
      'ACCESS_DENIED',
    ],
    [
      'a session of a denied region',
      `{ session(regionId: "${region}", sessionId: "s-1") { __typename } }`,
      other,
      'ACCESS_DENIED',
    ],
    ['a denied region', `{ region(regionId: "${region}") { id } }`, other, 'ACCESS_DENIED'],
    [
      'an instance of a denied region',
      `{ instance(regionId: "${region}", instanceId: "i-1") { id } }`,
      other,
      'ACCESS_DENIED',
    ],
    ['a node of a denied region', `{ node(id: "${sessionNode}") { id } }`, other, 'ACCESS_DENIED'],
    ['nodes of a denied region', `{ nodes(ids: ["${sessionNode}"]) { id } }`, other, 'ACCESS_DENIED'],
    [
      'an entity of a denied region',
      `{ _entities(representations: [{ __typename: "Region", regionId: "${region}" }]) { __typename } }`,
      other,
      'ACCESS_DENIED',
    ],
    ['anything, without the scope', '{ regions { regionId } }', { scope: '' }, 'ACCESS_DENIED'],
  ])('%s is not "ok"', async (_what, query, claims, outcome) => {
    for (let time = 0; time < 3; time++) {
      pair.lines.length = 0;
      const line = await ask(query, {}, claims);
      expect(line).toMatchObject({ outcome, rows: 0 });
      // What was refused was asked all the same.
      if (query.includes(region) || query.includes(sessionNode)) {
        expect(line).toMatchObject({ regions: [region], asked: [{ regionIds: [region] }] });
      }
    }
  });
});

describe('upstream attempts, in the audit log', () => {
  const line = '{ sessions(regionIds: ["cn-hangzhou"], first: 1) { __typename } }';

  it('are more than the calls where one is tried again', async () => {
    expect(await ask(line)).toMatchObject({ upstreamCalls: 1, upstreamAttempts: 1, outcome: 'ok' });
    for (const times of [1, 2]) {
      pair.lines.length = 0;
      pair.emulator.misbehave({ kind: 'html', times });
      expect(await ask(line)).toMatchObject({ upstreamCalls: 1, upstreamAttempts: 1 + times, outcome: 'ok' });
    }
  });

  it('are as many as a call that fails in the end has taken', async () => {
    const heal = pair.emulator.misbehave({ kind: 'html' });
    const failed = { upstreamCalls: 1, upstreamAttempts: 3, outcome: 'UPSTREAM_UNAVAILABLE' };
    expect(await ask(line)).toMatchObject(failed);
    heal();
  });

  it('are none where the gateway itself lets no call out', async () => {
    const careful = await startPair();
    try {
      careful.emulator.misbehave({ kind: 'throttling' });
      await careful.ask(line);
      careful.lines.length = 0;
      await careful.ask(line);
      const audits = () => careful.lines.filter(({ msg }) => msg === 'audit');
      await expect
        .poll(audits)
        .toMatchObject([{ upstreamCalls: 1, upstreamAttempts: 0, outcome: 'THROTTLED' }]);
    } finally {
      await careful.close();
    }
  });
});

describe('without authentication', () => {
  it('beyond loopback the gateway warns when it starts', async () => {
    const open = await startPair({ HOST: '0.0.0.0', AUTH: 'none' });
    expect(open.lines).toContainEqual(
      expect.objectContaining({ level: 40, msg: expect.stringMatching(/AUTH=none/) }),
    );
    await open.close();
  });
});
