import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Pair, startPair } from './support/gateway.ts';

/* Whatever a caller sends: never a crash, never a hang, never a message that was not meant for callers. */
let pair: Pair;
beforeAll(async () => {
  pair = await startPair({ ECS_CALLS_PER_MINUTE: '100000' });
});
afterAll(() => pair.close());

describe('a caller that sends', () => {
  const post = async (body: string): Promise<Answer> => {
    const response = await fetch(pair.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    const text = await response.text();
    expect(response.status).toBeLessThan(500);
    expect(text).not.toContain('INTERNAL_SERVER_ERROR');
    return JSON.parse(text);
  };

  it('any text for a document gets an answer', async () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'grapheme' }),
      fc
        .array(
          fc.constantFrom(
            '{',
            '}',
            '(',
            ')',
            '...',
            'on',
            'query',
            'sessions',
            '@skip',
            '"',
            '$a',
            ':',
            '[',
            '!',
            '&',
            '#',
          ),
        )
        .map((words) => words.join(' ')),
    );
    await fc.assert(
      fc.asyncProperty(text, async (query) => void (await post(JSON.stringify({ query })))),
      { numRuns: 200 },
    );
  });

  it('any JSON for a request gets an answer', async () => {
    const part = fc.jsonValue();
    const body = fc.oneof(
      part,
      fc.record(
        {
          query: fc.oneof(part, fc.constant('{ __typename }')),
          variables: part,
          operationName: part,
          extensions: part,
          documentId: part,
        },
        { requiredKeys: [] },
      ),
    );
    await fc.assert(
      fc.asyncProperty(body, async (json) => void (await post(JSON.stringify(json)))),
      { numRuns: 200 },
    );
  });

  it('any variables for a valid operation gets an answer', async () => {
    const query = `query ($r: [RegionId!]!, $i: String, $s: String, $f: SessionFilter, $n: Int, $a: String, $ids: [ID!]!, $e: [_Any!]!) {
      sessions(regionIds: $r, instanceId: $i, sessionId: $s, filter: $f, first: $n, after: $a) { __typename ... on GatewayError { code message } }
      nodes(ids: $ids) { id } _entities(representations: $e) { __typename } }`;
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom('cn-hangzhou', 'a@evil.example/', '__proto__', '', 'x'.repeat(300)),
    );
    const filter = fc.record(
      {
        createdAfter: fc.oneof(text, fc.constant('2024-01-19T09:15:46Z')),
        usernames: fc.array(text),
        clientIps: fc.array(text),
        active: fc.boolean(),
        statuses: fc.array(fc.constantFrom('FAILED', 'UNKNOWN', 'x')),
      },
      { requiredKeys: [] },
    );
    const variables = fc.record(
      {
        r: fc.array(text, { maxLength: 5 }),
        i: text,
        s: text,
        f: fc.oneof(filter, fc.jsonValue()),
        n: fc.oneof(fc.integer(), fc.double()),
        a: text,
        ids: fc.array(text, { maxLength: 5 }),
        e: fc.array(
          fc.oneof(
            fc.record(
              {
                __typename: fc.constantFrom('Session', 'Instance', 'Region', 'x'),
                regionId: text,
                sessionId: text,
                id: text,
              },
              { requiredKeys: [] },
            ),
            fc.jsonValue(),
          ),
          { maxLength: 5 },
        ),
      },
      { requiredKeys: ['r', 'ids', 'e'] },
    );
    await fc.assert(
      fc.asyncProperty(variables, async (variables) => {
        const { errors } = await post(JSON.stringify({ query, variables }));
        for (const { message } of errors ?? [])
          expect(message).not.toMatch(/node_modules|\.ts:\d|Cannot read prop/);
      }),
      { numRuns: 200 },
    );
  });
});
