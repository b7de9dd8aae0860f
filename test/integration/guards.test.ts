import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Pair, startPair } from './support/gateway.ts';
import { rawRequest, sendRaw } from './support/raw-http.ts';
import { createIdentityProvider, trusting } from './support/tokens.ts';

/*
 * A request that is wrong in every way is refused for what the first guard looks at. Mended, it is refused by the next,
 * to the end of the list in src/server/guards.ts.
 */

const tooManyRegions = JSON.stringify(Array.from({ length: 50 }, (_, n) => `xx-region-${n}`));
const costly = `query ($n: Int) { ${[1, 2, 3].map((n) => `a${n}: sessions(regionIds: ${tooManyRegions}, first: $n) { __typename }`).join(' ')} }`;
const deep = `${'{ nonsense '.repeat(20)}${'}'.repeat(20)}`;

/** What is wrong, from the first guard to the last; each request has the faults from its place on. */
const faults = {
  host: 'BAD_REQUEST',
  expect: 'EXPECTATION_FAILED',
  path: 'NOT_FOUND',
  method: 'METHOD_NOT_ALLOWED',
  encoding: 'UNSUPPORTED_MEDIA_TYPE',
  length: 'PAYLOAD_TOO_LARGE',
  origin: 'FORBIDDEN',
  contentType: 'UNSUPPORTED_MEDIA_TYPE',
  token: 'UNAUTHENTICATED',
  json: 'BAD_REQUEST',
  id: 'PERSISTED_QUERY_NOT_SUPPORTED',
  syntax: 'GRAPHQL_PARSE_FAILED',
  size: 'BAD_REQUEST',
  validity: 'GRAPHQL_VALIDATION_FAILED',
  kind: 'OPERATION_RESOLUTION_FAILURE',
  variables: 'BAD_REQUEST',
  cost: 'BAD_REQUEST',
  none: undefined,
};
type Fault = keyof typeof faults;
const order = Object.keys(faults) as Fault[];

/** The JSON bodies from the parameters on, each without the fault before it. */
const bodies: Partial<Record<Fault, object>> = {
  id: { documentId: 'x', variables: { n: 'x' } },
  syntax: { query: '{ nonsense', variables: { n: 'x' } },
  size: { query: deep, variables: { n: 'x' } },
  validity: { query: '{ nonsense }', variables: { n: 'x' } },
  kind: { query: costly, operationName: 'Other', variables: { n: 'x' } },
  variables: { query: costly, variables: { n: 'x' } },
  cost: { query: costly, variables: { n: 1 } },
  none: { query: '{ __typename }' },
};

let pair: Pair;
let token: string;
beforeAll(async () => {
  const provider = await createIdentityProvider();
  pair = await startPair(trusting(provider.file));
  token = await provider.token();
});
afterAll(() => pair.close());

function requestFrom(place: Fault): string {
  const has = (fault: Fault) => order.indexOf(fault) >= order.indexOf(place);
  const json = JSON.stringify(bodies[place] ?? {});
  const body = has('length') ? 'x'.repeat(200_000) : has('json') ? '{' : json;
  return rawRequest(
    `${has('method') ? 'PUT' : 'POST'} ${has('path') ? '/nothing' : '/graphql'} HTTP/1.1`,
    [
      'Host: localhost',
      ...(has('host') ? ['Host: localhost'] : []),
      ...(has('expect') ? ['Expect: miracles'] : []),
      ...(has('encoding') ? ['Content-Encoding: gzip'] : []),
      ...(has('origin') ? ['Origin: https://evil.example'] : []),
      `Content-Type: ${has('contentType') ? 'text/plain' : 'application/json'}`,
      ...(has('token') ? [] : [`Authorization: Bearer ${token}`]),
    ],
    body,
  );
}

describe('of a request that is wrong in every way, and mended fault by fault', () => {
  it.each(order.map((fault) => [fault, faults[fault]] as const))(
    'the next fault is %s',
    async (fault, code) => {
      for (let time = 0; time < 3; time++) {
        const answer = await sendRaw(pair.url, requestFrom(fault));
        const { errors, data } = JSON.parse(answer?.body ?? '{}');
        expect({ code: errors?.[0]?.extensions?.code, data }).toEqual({
          code,
          data: fault === 'none' ? { __typename: 'Query' } : undefined,
        });
        expect(answer?.headers['x-request-id']).toMatch(/^[\w-]+$/);
        expect(pair.emulator.calls).toEqual([]);
      }
    },
  );

  it('none of the refusals is an error of the gateway', () => {
    expect(pair.lines.filter(({ msg }) => msg === 'masked error')).toEqual([]);
  });
});

describe('a refusal', () => {
  // Of the others, graphql-js, Yoga and the protocol of Apollo choose the words.
  const ours = [
    'host',
    'expect',
    'path',
    'method',
    'encoding',
    'length',
    'origin',
    'contentType',
    'token',
    'json',
    'size',
    'cost',
  ] as const;
  it.each(ours)('for %s says what to do in a sentence', async (fault) => {
    const answer = await sendRaw(pair.url, requestFrom(fault));
    const [error] = JSON.parse(answer?.body ?? '{}').errors;
    expect(error.message).toMatch(/^[A-Z].*\b(send|set|add|ask|call|must|fit|allow|may only)\b.*\.$/s);
  });
});
