import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Pair, pick, startPair } from './support/gateway.ts';

const file = new URL('../../schema/persisted-operations.json', import.meta.url);
const operations: Record<string, string> = JSON.parse(readFileSync(file, 'utf8'));
const id =
  Object.entries(operations).find(([, document]) => document.startsWith('query Recordings'))?.[0] ?? '';
const variables = { accountId: 'default' };
const firstRegion = 'data.account.regions.0.regionId';

/** PERSISTED_OPERATIONS_FILE: these operations and no other. */
describe('with a file of operations', () => {
  let pair: Pair;
  beforeAll(async () => {
    pair = await startPair({ PERSISTED_OPERATIONS_FILE: file.pathname });
  });
  afterAll(() => pair.close());

  const post = async (body: object) => {
    const response = await fetch(pair.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  };

  it('an operation of the file is served by its id, as either kind of client sends it', async () => {
    for (const body of [
      { documentId: id, variables },
      { variables, extensions: { persistedQuery: { version: 1, sha256Hash: id } } },
      { documentId: id, operationName: 'Recordings', variables },
    ]) {
      const answer = await post(body);
      expect(pick(answer.body, firstRegion)).toBe('cn-hangzhou');
    }
    const get = await fetch(
      `${pair.url}?variables=${encodeURIComponent(JSON.stringify(variables))}&extensions=${encodeURIComponent(`{"persistedQuery":{"version":1,"sha256Hash":"${id}"}}`)}`,
    );
    expect(pick(await get.json(), firstRegion)).toBe('cn-hangzhou');
  });

  it.each<[string, object]>([
    ['a document of the caller’s own', { query: '{ regions { regionId } }' }],
    ['the text of a stored one', { query: operations[id] }],
    ['an id with a document', { documentId: id.replace(/^./, 'x'), query: '{ regions { regionId } }' }],
    ['an unknown id', { documentId: 'f'.repeat(64) }],
    ['the name of something every object has', { documentId: '__proto__' }],
    ['no id', { variables: {} }],
    ['an id that is not text', { documentId: { $ne: '' } }],
  ])('%s is refused', async (_what, body) => {
    pair.emulator.clearCalls();
    const answer = await post(body);
    expect(answer.body).not.toHaveProperty('data');
    expect(JSON.stringify(answer.body)).not.toContain('INTERNAL_SERVER_ERROR');
    expect(pair.emulator.calls).toEqual([]);
  });
});

describe('without a file of operations', () => {
  let pair: Pair;
  beforeAll(async () => {
    pair = await startPair();
  });
  afterAll(() => pair.close());
  const persistedQuery = { version: 1, sha256Hash: id };

  it.each<[string, number]>([
    ['application/json', 200],
    ['*/*', 200],
    ['application/graphql-response+json', 400],
  ])('a hash alone is answered, to Accept: %s, as Apollo’s clients understand it', async (accept, status) => {
    pair.emulator.clearCalls();
    for (let ask = 0; ask < 3; ask++) {
      for (const extensions of [{ persistedQuery }, { persistedQuery: { ...persistedQuery, version: 2 } }]) {
        const answers = await Promise.all([
          fetch(pair.url, {
            method: 'POST',
            headers: { 'content-type': 'application/json', accept },
            body: JSON.stringify({ operationName: 'Regions', variables: {}, extensions }),
          }),
          fetch(`${pair.url}?extensions=${encodeURIComponent(JSON.stringify(extensions))}`, {
            headers: { accept },
          }),
        ]);
        for (const answer of answers) {
          expect([answer.status, await answer.json()]).toEqual([
            status,
            {
              errors: [
                {
                  message: 'PersistedQueryNotSupported',
                  extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED' },
                },
              ],
            },
          ]);
        }
      }
    }
    expect(pair.emulator.calls).toEqual([]);
  });

  it('the document that a client then sends is served, with its hash or without', async () => {
    for (const extensions of [{ persistedQuery }, {}, undefined]) {
      const response = await fetch(pair.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: operations[id], variables, extensions }),
      });
      expect(pick(await response.json(), firstRegion)).toBe('cn-hangzhou');
    }
  });

  it('a question that is no question stays a BAD_REQUEST', async () => {
    for (const body of ['{}', '{"query":null}', '{"query":""}', '{"extensions":{}}', '{"query":5}']) {
      const response = await fetch(pair.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      expect(pick(await response.json(), 'errors.0.extensions.code')).not.toBe('INTERNAL_SERVER_ERROR');
    }
  });
});

it('a file of another shape keeps the gateway from starting', async () => {
  await expect(startPair({ PERSISTED_OPERATIONS_FILE: '/nonexistent.json' })).rejects.toThrow(/nonexistent/);
});
