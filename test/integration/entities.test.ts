import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { encodeNodeId } from '../../src/schema/object-key.ts';
import { list, type Pair, pick, startPair } from './support/gateway.ts';

/** The gateway as one subgraph of a supergraph. Source: Apollo Federation, subgraph specification. */
let pair: Pair;
let sessionIds: string[];
beforeAll(async () => {
  pair = await startPair();
  sessionIds = (pair.emulator.fleet.regions[0]?.sessions ?? []).map(({ SessionId }) => String(SessionId));
});
beforeEach(() => pair.emulator.clearCalls());
afterAll(() => pair.close());

const regionId = 'cn-hangzhou';
const entities = (representations: unknown, url?: Pair) =>
  (url ?? pair).ask(
    `query ($representations: [_Any!]!) { _entities(representations: $representations) {
      __typename ... on Session { sessionId username } ... on Instance { instanceId } ... on Region { regionId } } }`,
    { representations },
  );

describe('the subgraph', () => {
  it('says of itself exactly what is committed', async () => {
    const { data } = await pair.ask('{ _service { sdl } }');
    const file = new URL('../../schema/subgraph.graphql', import.meta.url);
    expect(pick(data, '_service.sdl')).toBe(readFileSync(file, 'utf8'));
    expect(pair.emulator.calls).toEqual([]);
  });

  it('finds entities by each of their keys, in the order asked for', async () => {
    const [sessionId = '', other = ''] = sessionIds;
    const { data, errors } = await entities([
      { __typename: 'Region', regionId },
      { __typename: 'Session', regionId, sessionId },
      { __typename: 'Instance', regionId, instanceId: 'i-1' },
      { __typename: 'Session', id: encodeNodeId('Session', `${regionId}:${other}`) },
    ]);
    expect(errors).toBeUndefined();
    expect(list(data, '_entities')).toEqual([
      { __typename: 'Region', regionId },
      { __typename: 'Session', sessionId, username: expect.any(String) },
      { __typename: 'Instance', instanceId: 'i-1' },
      { __typename: 'Session', sessionId: other, username: expect.any(String) },
    ]);
  });

  it.each([1, 10, 11, 50])('finds %i sessions with at most min(k, 11) calls', async (k) => {
    const wanted = sessionIds
      .filter((_, index) => index % Math.floor(sessionIds.length / k) === 0)
      .slice(0, k);
    const { data } = await entities(
      wanted.map((sessionId) => ({ __typename: 'Session', regionId, sessionId })),
    );
    expect(list(data, '_entities').map((entity) => pick(entity, 'sessionId'))).toEqual(wanted);
    expect(pair.emulator.callsTo('DescribeTerminalSessions')).toBeLessThanOrEqual(Math.min(k, 11));
  });

  it('asks for nothing that an Instance or a Region representation already says', async () => {
    await entities([
      { __typename: 'Instance', regionId, instanceId: 'i-1' },
      { __typename: 'Region', regionId },
    ]);
    expect(pair.emulator.calls).toEqual([]);
  });

  it('asks once for the names of all instances, and once whether an empty answer is the truth', async () => {
    const representations = ['i-1', 'i-2', 'i-3'].map((instanceId) => ({
      __typename: 'Instance',
      regionId,
      instanceId,
    }));
    await pair.ask(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Instance { name hostName } } }',
      { r: representations },
    );
    expect(pair.emulator.calls.map(({ action, params }) => [action, params.DryRun])).toEqual([
      ['DescribeInstances', undefined],
      ['DescribeInstances', 'true'],
    ]);
  });

  it('gives null for a record that is not there', async () => {
    const { data, errors } = await entities([{ __typename: 'Session', regionId, sessionId: 's-gone' }]);
    expect([data, errors]).toEqual([{ _entities: [null] }, undefined]);
  });

  it.each([
    ['another type', { __typename: 'Query' }],
    ['no type', { regionId }],
    ['a type that is not a string', { __typename: 7, regionId }],
    ['no key', { __typename: 'Session', regionId }],
    ['half a key', { __typename: 'Instance', instanceId: 'i-1' }],
    ['a hostile region', { __typename: 'Region', regionId: 'a@evil.example/' }],
    ['a hostile region of a session', { __typename: 'Session', regionId: '__proto__', sessionId: 's-1' }],
    [
      'an id that hides a hostile region',
      { __typename: 'Session', id: encodeNodeId('Session', 'a@evil/:s-1') },
    ],
    ['the id of another type', { __typename: 'Session', id: encodeNodeId('Region', 'cn-hangzhou') }],
    ['an id that is not a string', { __typename: 'Instance', regionId, instanceId: { $ne: '' } }],
    ['an over-long id', { __typename: 'Session', regionId, sessionId: 's'.repeat(257) }],
    ['an empty id', { __typename: 'Instance', regionId, instanceId: '' }],
  ])('refuses %s, without a call, and serves the others', async (_what, representation) => {
    const { data, errors } = await entities([representation, { __typename: 'Region', regionId }]);
    expect(list(data, '_entities')).toEqual([null, { __typename: 'Region', regionId }]);
    expect(errors).toMatchObject([{ path: ['_entities', 0], extensions: { code: 'BAD_REQUEST' } }]);
    expect(pair.emulator.calls).toEqual([]);
  });

  it('passes the failure of a lookup on, with its code, and serves the others', async () => {
    pair.emulator.misbehave({ kind: 'throttling', times: 1 });
    const { data, errors } = await entities([
      { __typename: 'Session', regionId, sessionId: sessionIds[0] },
      { __typename: 'Region', regionId },
    ]);
    expect(list(data, '_entities')).toEqual([null, { __typename: 'Region', regionId }]);
    expect(errors).toMatchObject([{ path: ['_entities', 0], extensions: { code: 'THROTTLED' } }]);
  });

  it('finds a session for nothing while a page that holds it is cached', async () => {
    const cached = await startPair({ CACHE_TTL_MS: '60000' });
    try {
      const { data } = await cached.ask(
        `{ sessions(regionIds: ["${regionId}"]) { ... on SessionConnection { nodes { id } } } }`,
      );
      const ids = list(data, 'sessions.nodes').map((node) => pick(node, 'id'));
      cached.emulator.clearCalls();
      const again = await entities(
        ids.map((id) => ({ __typename: 'Session', id })),
        cached,
      );
      expect(list(again.data, '_entities')).toHaveLength(10);
      expect(again.errors).toBeUndefined();
      expect(cached.emulator.calls).toEqual([]);
    } finally {
      await cached.close();
    }
  });
});
