import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Pair, startPair } from './support/gateway.ts';

/** Every entry of errors[] has a code, and a request that fails before it is executed has the status to it. */
const file = new URL('../../schema/persisted-operations.json', import.meta.url);
let pair: Pair;
let persisted: Pair;
beforeAll(async () => {
  pair = await startPair();
  persisted = await startPair({ PERSISTED_OPERATIONS_FILE: file.pathname });
});
afterAll(async () => {
  await pair.close();
  await persisted.close();
});

const graphql = 'application/graphql-response+json';
const json = 'application/json';

async function send(to: Pair, accept: string, body: unknown, path = '', method = 'POST') {
  to.lines.length = 0;
  const response = await fetch(to.url + path, {
    method,
    headers: { accept, ...(method === 'POST' && { 'content-type': json }) },
    ...(method === 'POST' && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const answer: Answer = await response.json();
  return { status: response.status, answer, codes: answer.errors?.map(({ extensions }) => extensions?.code) };
}

const region = 'query ($r: RegionId!) { region(regionId: $r) { id } }';
const sessions =
  'query ($n: Int, $f: SessionFilter) { sessions(regionIds: ["cn-hangzhou"], first: $n, filter: $f) { __typename } }';
const costly = `{ ${Array.from({ length: 90 }, (_, n) => `a${n}: sessions(regionIds: ["cn-a", "cn-b"], first: ${n + 1}) { __typename }`).join(' ')} }`;

describe('a request that fails before it is executed', () => {
  it.each<[string, string, unknown]>([
    ['syntax', 'GRAPHQL_PARSE_FAILED', { query: '{' }],
    ['nothing', 'GRAPHQL_PARSE_FAILED', { query: '' }],
    ['too many words and signs', 'GRAPHQL_PARSE_FAILED', { query: `{ ${'__typename '.repeat(3001)} }` }],
    ['an unknown field', 'GRAPHQL_VALIDATION_FAILED', { query: '{ x }' }],
    ['an unknown argument', 'GRAPHQL_VALIDATION_FAILED', { query: '{ regions(x: 1) { regionId } }' }],
    [
      'a wrong literal',
      'GRAPHQL_VALIDATION_FAILED',
      { query: sessions.replace('$n,', '"x",').replace('$n: Int, ', '') },
    ],
    [
      'a directive that is not served',
      'GRAPHQL_VALIDATION_FAILED',
      { query: '{ ... @defer { __typename } }' },
    ],
    ['a hostile region', 'BAD_REQUEST', { query: '{ region(regionId: "a@evil.example/") { id } }' }],
    ['a missing variable', 'BAD_REQUEST', { query: region }],
    ['a null variable', 'BAD_REQUEST', { query: region, variables: { r: null } }],
    ['a hostile region in a variable', 'BAD_REQUEST', { query: region, variables: { r: 'a@evil.example/' } }],
    ['a variable of another type', 'BAD_REQUEST', { query: sessions, variables: { n: 'x' } }],
    ['a variable with an unknown field', 'BAD_REQUEST', { query: sessions, variables: { f: { x: 1 } } }],
    ['an unknown mutation', 'GRAPHQL_VALIDATION_FAILED', { query: 'mutation { x }' }],
    [
      'a mutation that lacks an argument',
      'GRAPHQL_VALIDATION_FAILED',
      { query: 'mutation { endSession { __typename } }' },
    ],
    ['a subscription', 'BAD_REQUEST', { query: 'subscription { x }' }],
    ['a subscription to nothing', 'BAD_REQUEST', { query: 'subscription { __typename }' }],
    ['too many levels', 'BAD_REQUEST', { query: `${'{ region '.repeat(16)} { id } ${'}'.repeat(16)}` }],
    ['too many upstream calls', 'BAD_REQUEST', { query: costly }],
    ['no query', 'BAD_REQUEST', {}],
    [
      'a hash for which there is no file',
      'PERSISTED_QUERY_NOT_SUPPORTED',
      { extensions: { persistedQuery: { version: 1, sha256Hash: 'ab' } } },
    ],
  ])('for %s has the code %s, and 400 or 200 as its client understands it', async (_what, code, body) => {
    for (let time = 0; time < 3; time++) {
      for (const [accept, status] of [
        [graphql, 400],
        [json, 200],
      ] as const) {
        const got = await send(pair, accept, body);
        expect(got.codes?.length).toBeGreaterThan(0);
        expect(new Set(got.codes)).toEqual(new Set([code]));
        expect(got.answer).not.toHaveProperty('data');
        expect(got.status).toBe(status);
        await expect
          .poll(() => pair.lines.filter(({ msg }) => msg === 'audit'))
          .toMatchObject([{ outcome: code, rows: 0, upstreamCalls: 0, upstreamAttempts: 0 }]);
      }
    }
    expect(pair.emulator.calls).toEqual([]);
  });

  it.each<[string, string, unknown]>([
    [
      'several operations and no name',
      'OPERATION_RESOLUTION_FAILURE',
      { query: 'query A { __typename } query B { __typename }' },
    ],
    [
      'a name that no operation has',
      'OPERATION_RESOLUTION_FAILURE',
      { query: 'query A { __typename }', operationName: 'B' },
    ],
    ['no operation at all', 'OPERATION_RESOLUTION_FAILURE', { query: 'fragment F on Query { __typename }' }],
    ['a batch', 'BAD_REQUEST', [{ query: '{ __typename }' }, { query: '{ __typename }' }]],
    ['an empty batch', 'BAD_REQUEST', []],
    ['a body that is not JSON', 'BAD_REQUEST', '{'],
    ['a body that is no object', 'BAD_REQUEST', '7'],
    ['a query that is no text', 'BAD_REQUEST', { query: 7 }],
    ['variables that are no object', 'BAD_REQUEST', { query: '{ __typename }', variables: 'x' }],
    ['a parameter nobody knows', 'BAD_REQUEST', { query: '{ __typename }', x: 1 }],
  ])('for %s has the code %s and 400 for any client', async (_what, code, body) => {
    for (const accept of [graphql, json, graphql]) {
      const got = await send(pair, accept, body);
      expect(new Set(got.codes)).toEqual(new Set([code]));
      expect(got.status).toBe(400);
    }
  });

  it.each<[string, string, number, string]>([
    ['PUT', '', 405, 'METHOD_NOT_ALLOWED'],
    ['DELETE', '', 405, 'METHOD_NOT_ALLOWED'],
    ['GET', '?query=mutation{__typename}', 405, 'BAD_REQUEST'],
  ])('by %s at %s has %i and the code %s', async (method, path, status, code) => {
    for (const accept of [graphql, json, graphql]) {
      const got = await send(pair, accept, undefined, path, method);
      expect([got.status, got.codes]).toEqual([status, [code]]);
    }
  });

  it.each<[string, string, unknown]>([
    ['a document of its own', 'CANNOT_SEND_PQ_ID_AND_BODY', { query: '{ __typename }' }],
    ['no id', 'PERSISTED_QUERY_ID_REQUIRED', {}],
    ['an unknown id', 'PERSISTED_QUERY_NOT_IN_LIST', { documentId: 'x' }],
  ])('with a file of operations: %s has the code %s', async (_what, code, body) => {
    for (const [accept, status] of [
      [graphql, 400],
      [json, 200],
      [graphql, 400],
    ] as const) {
      const got = await send(persisted, accept, body);
      expect([got.status, got.codes]).toEqual([status, [code]]);
    }
  });

  it('with a stored operation is refused for its variables as any other', async () => {
    const operations: Record<string, string> = JSON.parse(readFileSync(file, 'utf8'));
    const [documentId] = Object.entries(operations).find(([, text]) => text.includes('$sessionId')) ?? [];
    for (const [accept, status] of [
      [graphql, 400],
      [json, 200],
      [graphql, 400],
    ] as const) {
      const got = await send(persisted, accept, { documentId });
      expect(got.status).toBe(status);
      expect(new Set(got.codes)).toEqual(new Set(['BAD_REQUEST']));
    }
  });

  it('at another path says where GraphQL is', async () => {
    const got = await send(pair, graphql, {}, '/other');
    expect([got.status, got.codes]).toEqual([404, ['NOT_FOUND']]);
  });
});

describe('a request that fails while it is executed', () => {
  it('is 200 with data and a code at each path', async () => {
    const query = `{ node(id: "x") { id } region(regionId: "xx-nowhere") { sessions { nodes { id } } } __typename }`;
    pair.emulator.misbehave({ kind: 'error', status: 403, code: 'Forbidden.RAM', message: 'no' });
    for (const accept of [graphql, json, graphql]) {
      const got = await send(pair, accept, { query });
      expect(got.status).toBe(200);
      expect(got.answer.data).toMatchObject({ node: null, __typename: 'Query' });
      expect(got.codes?.sort()).toEqual(['ACCESS_DENIED', 'BAD_REQUEST']);
    }
    pair.emulator.heal();
  });

  it('for a null that only a variable with a default lets in is the caller’s fault', async () => {
    const query = 'query ($r: RegionId = "cn-hangzhou") { region(regionId: $r) { id } }';
    for (let time = 0; time < 3; time++) {
      const got = await send(pair, graphql, { query, variables: { r: null } });
      expect(got.codes).toEqual(['BAD_REQUEST']);
    }
  });
});
