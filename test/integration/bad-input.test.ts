import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { encodeNodeId } from '../../src/schema/object-key.ts';
import { hostileRegionIds } from '../unit/ecs/support/hostile-region-ids.ts';
import { list, type Pair, pick, startPair } from './support/gateway.ts';

let pair: Pair;
beforeAll(async () => {
  pair = await startPair();
});
beforeEach(() => pair.emulator.clearCalls());
afterAll(() => pair.close());

describe('bad input costs no upstream call', () => {
  it.each(hostileRegionIds)('a hostile region id: %j', async (regionId) => {
    const queries = [
      '($regionId: RegionId!) { sessions(regionIds: [$regionId]) { __typename } }',
      '($regionId: RegionId!) { session(regionId: $regionId, sessionId: "s") { __typename } }',
      '($regionId: RegionId!) { region(regionId: $regionId) { sessions { nodes { id } } } }',
      '($regionId: RegionId!) { instance(regionId: $regionId, instanceId: "i") { name } }',
    ];
    for (const query of queries) {
      const { data, errors } = await pair.ask(`query ${query}`, { regionId });
      expect(data).toBeUndefined();
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }]);
    }
    const literal = await pair.ask(`{ region(regionId: ${JSON.stringify(regionId)}) { localName } }`);
    expect(literal.data).toBeUndefined();
    const ids = [`Session:${regionId}:s-1`, `Instance:${regionId}:i-1`, `Region:${regionId}`]
      .map((text) => Buffer.from(text).toString('base64url'))
      // With a colon behind the region, the rest is the id within it: another, harmless id.
      .filter(() => !regionId.startsWith('cn-hangzhou:'));
    const hidden = await pair.ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
    expect(list(hidden.data, 'nodes')).toEqual(ids.map(() => null));
    expect(hidden.errors ?? []).toHaveLength(ids.length);
    expect(pair.emulator.calls).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['no region', '{ sessions(regionIds: []) { __typename } }', 'BadRequestError'],
    [
      'a negative first',
      '{ sessions(regionIds: ["cn-hangzhou"], first: -1) { __typename } }',
      'InvalidMaxResultsError',
    ],
    [
      'first 0',
      '{ sessions(regionIds: ["cn-hangzhou"], first: 0) { __typename } }',
      'InvalidMaxResultsError',
    ],
    [
      'first 101',
      '{ sessions(regionIds: ["cn-hangzhou"], first: 101) { __typename } }',
      'InvalidMaxResultsError',
    ],
    [
      'an empty cursor',
      '{ sessions(regionIds: ["cn-hangzhou"], after: "") { __typename } }',
      'InvalidNextTokenError',
    ],
    [
      'a mangled cursor',
      '{ sessions(regionIds: ["cn-hangzhou"], after: "AAAA") { __typename } }',
      'InvalidNextTokenError',
    ],
    [
      'an empty instance id',
      '{ sessions(regionIds: ["cn-hangzhou"], instanceId: "") { __typename } }',
      'BadRequestError',
    ],
    [
      'an over-long instance id',
      `{ sessions(regionIds: ["cn-hangzhou"], instanceId: "${'i'.repeat(257)}") { __typename } }`,
      'BadRequestError',
    ],
    [
      'an over-long session id',
      `{ sessions(regionIds: ["cn-hangzhou"], sessionId: "${'s'.repeat(257)}") { __typename } }`,
      'BadRequestError',
    ],
    [
      'an over-long id of one session',
      `{ sessions: session(regionId: "cn-hangzhou", sessionId: "${'s'.repeat(257)}") { __typename } }`,
      'BadRequestError',
    ],
    [
      'an empty id of one session',
      '{ sessions: session(regionId: "cn-hangzhou", sessionId: "") { __typename } }',
      'BadRequestError',
    ],
    [
      '51 regions',
      `{ sessions(regionIds: [${Array.from({ length: 51 }, (_, n) => `"cn-test-${n}"`)}]) { __typename } }`,
      'BadRequestError',
    ],
  ])('%s', async (_what, query, typename) => {
    expect(await pair.ask(query)).toEqual({ data: { sessions: { __typename: typename } } });
    expect(pair.emulator.calls).toEqual([]);
  });

  it('first with its limits, on a plain connection as well', async () => {
    const { data, errors } = await pair.ask(`{
      sessions(regionIds: ["cn-hangzhou"], first: 500) { ... on InvalidMaxResultsError { code minimum maximum } }
      region(regionId: "cn-hangzhou") { sessions(first: 500) { nodes { id } } } }`);
    const limits = { code: 'INVALID_MAX_RESULTS', minimum: 1, maximum: 100 };
    expect(data).toEqual({ sessions: limits, region: { sessions: null } });
    expect(errors).toMatchObject([{ path: ['region', 'sessions'], extensions: limits }]);
  });

  it('null for first means 10', async () => {
    const { data } = await pair.ask(
      '{ region(regionId: "cn-hangzhou") { sessions(first: null) { nodes { id } } } }',
    );
    expect(list(data, 'region.sessions.nodes')).toHaveLength(10);
  });

  it('a cursor of another list', async () => {
    const { data } = await pair.ask(
      '{ region(regionId: "cn-hangzhou") { sessions { pageInfo { endCursor } } } }',
    );
    const after = pick(data, 'region.sessions.pageInfo.endCursor');
    pair.emulator.clearCalls();
    const query = `query ($after: String) {
      a: sessions(regionIds: ["cn-shanghai"], after: $after) { __typename }
      b: sessions(regionIds: ["cn-hangzhou"], instanceId: "i-1", after: $after) { __typename }
      c: sessions(regionIds: ["cn-hangzhou"], filter: { active: true }, after: $after) { __typename } }`;
    const foreign = { __typename: 'InvalidNextTokenError' };
    expect(await pair.ask(query, { after })).toEqual({ data: { a: foreign, b: foreign, c: foreign } });
    expect(pair.emulator.calls).toEqual([]);
    const own = await pair.ask(
      'query ($after: String) { sessions(regionIds: ["cn-hangzhou"], after: $after) { __typename } }',
      { after },
    );
    expect(own.data).toEqual({ sessions: { __typename: 'SessionConnection' } });
  });

  it('more lists than one request may cost', async () => {
    const { data, errors } = await pair.ask(`{ region(regionId: "cn-hangzhou") { sessions(first: 100) {
      nodes { connections { instance { sessions(first: 1) { nodes { id } } } } } } } }`);
    expect(pick(data, 'region')).toBeFalsy();
    expect(errors).toMatchObject([
      { extensions: { code: 'BAD_REQUEST' }, message: expect.stringContaining('150') },
    ]);
    expect(pair.emulator.calls).toEqual([]);
  });

  it('but 50 aliases of a list are welcome', async () => {
    const aliases = Array.from(
      { length: 50 },
      (_, n) => `a${n}: sessions(regionIds: ["cn-hangzhou"]) { __typename }`,
    );
    const { errors } = await pair.ask(`{ ${aliases.join('\n')} }`);
    expect(errors).toBeUndefined();
  });
});

describe('what only ECS can know', () => {
  it('an unknown region', async () => {
    const { data } = await pair.ask(`{ sessions(regionIds: ["xx-nowhere-1"]) {
      ... on RegionNotFoundError { code regionId upstreamCode retryable } } }`);
    const upstreamCode = 'InvalidRegionId.NotFound';
    expect(data).toEqual({
      sessions: { code: 'REGION_NOT_FOUND', regionId: 'xx-nowhere-1', upstreamCode, retryable: false },
    });
    expect(pair.emulator.calls).toHaveLength(1);
  });

  it('an unknown session', async () => {
    const { data } = await pair.ask(`{ session(regionId: "cn-hangzhou", sessionId: "s-unknown") {
      ... on SessionNotFoundError { code sessionId requestId upstreamCode retryable } } }`);
    expect(data).toEqual({
      session: {
        code: 'SESSION_NOT_FOUND',
        sessionId: 's-unknown',
        requestId: null,
        upstreamCode: null,
        retryable: false,
      },
    });
  });

  it('an unknown node is null without an error, a malformed id null with one, and the others are served', async () => {
    const { data, errors } = await pair.ask(
      'query ($ids: [ID!]!, $id: ID!) { nodes(ids: $ids) { id } node(id: $id) { id } }',
      {
        ids: [
          encodeNodeId('Session', 'cn-hangzhou:s-unknown'),
          'malformed',
          encodeNodeId('Region', 'cn-hangzhou'),
        ],
        id: 'malformed',
      },
    );
    expect(data).toEqual({ nodes: [null, null, { id: encodeNodeId('Region', 'cn-hangzhou') }], node: null });
    expect(errors?.map(({ path }) => path?.join('.')).sort()).toEqual(['node', 'nodes.1']);
    for (const error of errors ?? []) expect(error.extensions).toMatchObject({ code: 'BAD_REQUEST' });
  });
});
