import { request } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { encodeNodeId } from '../../src/schema/object-key.ts';
import { type Pair, startPair } from './support/gateway.ts';

/** What one request may cost. */
let pair: Pair;
beforeAll(async () => {
  pair = await startPair();
});
beforeEach(() => pair.emulator.clearCalls());
afterAll(() => pair.close());

const regions = (count: number) =>
  JSON.stringify(Array.from({ length: count }, (_, index) => `xx-region-${index}`));
const page = '{ ... on SessionConnection { nodes { id } } }';

describe('the upstream calls a request may cost', () => {
  const costOf = async (query: string, variables: object = {}) => {
    const tight = await startPair({ MAX_UPSTREAM_CALLS: '1' });
    try {
      const { data, errors } = await tight.ask(query, variables);
      if (!errors?.[0]?.message.startsWith('This request may cost')) return 1;
      expect(data).toBeUndefined();
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }]);
      expect(errors[0].message).toContain('more than the 1 that MAX_UPSTREAM_CALLS allows');
      expect(tight.emulator.calls).toEqual([]);
      return Number(/may cost (\d+)/.exec(errors[0].message)?.[1]);
    } finally {
      await tight.close();
    }
  };
  const id = (n: number, region = 'cn-hangzhou') => encodeNodeId('Session', `${region}:s-${n}`);
  const aliases = (count: number, field: (n: number) => string) =>
    `{ ${Array.from({ length: count }, (_, n) => `a${n}: ${field(n)}`).join(' ')} }`;
  const session = (n: number) => `session(regionId: "cn-hangzhou", sessionId: "s-${n}") { __typename }`;
  const instance = (n: number) => `instance(regionId: "cn-hangzhou", instanceId: "i-${n}") { name hostName }`;
  const names = '{ ... on SessionConnection { nodes { connections { instance { name osName } } } } }';

  it.each<[string, number, string, object?]>([
    ['a list of one region', 2, `{ sessions(regionIds: ["cn-hangzhou"]) ${page} }`],
    ['a list of five regions', 10, `{ sessions(regionIds: ${regions(5)}) ${page} }`],
    ['regions named twice', 2, `{ sessions(regionIds: ["cn-hangzhou", "cn-hangzhou"]) ${page} }`],
    ['a filter', 12, `{ sessions(regionIds: ["cn-hangzhou"], filter: { active: true }) ${page} }`],
    ['instance names', 5, `{ sessions(regionIds: ["cn-hangzhou"]) ${names} }`],
    ['instance names of five regions', 21, `{ sessions(regionIds: ${regions(5)}) ${names} }`],
    ['ten sessions by id', 10, aliases(10, session)],
    ['forty sessions by id', 11, aliases(40, session)],
    [
      'sessions by alias and by node',
      4,
      `{ nodes(ids: ["${id(1)}", "${id(2)}", "${id(3, 'cn-beijing')}"]) { id } ${aliases(1, session).slice(1, -1)} }`,
    ],
    ['names of instances by id', 2, aliases(20, instance)],
    ['regions', 1, '{ regions { regionId localName } }'],
    ['the lists of all regions', 61, '{ regions { sessions { nodes { id } } } }'],
    [
      'a list within a list',
      2 + 10 * 20 * 2,
      '{ region(regionId: "cn-hangzhou") { sessions { nodes { connections { instance { sessions { nodes { id } } } } } } } }',
    ],
    [
      'the same list in two fragments',
      2,
      `{ ...A ...B } fragment A on Query { sessions(regionIds: ["cn-hangzhou"]) { __typename } } fragment B on Query { sessions(regionIds: ["cn-hangzhou"]) ${page} }`,
    ],
    [
      'what is left out',
      1,
      `query ($no: Boolean = false) { regions { regionId } sessions(regionIds: ["cn-hangzhou"]) @include(if: $no) ${page} }`,
    ],
    [
      'regions in a variable',
      6,
      `query ($r: [RegionId!]!) { sessions(regionIds: $r) ${page} }`,
      { r: ['cn-a', 'cn-b', 'cn-c'] },
    ],
    [
      'entities',
      2,
      'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }',
      { r: [1, 2].map((n) => ({ __typename: 'Session', regionId: 'cn-hangzhou', sessionId: `s-${n}` })) },
    ],
    ['nothing', 1, '{ __typename region(regionId: "cn-hangzhou") { id } }'],
  ])('are counted for %s', async (_what, expected, query, variables) => {
    expect(await costOf(query, variables)).toBe(expected);
  });

  it('are counted anew for each request: variables may put in what they left out before', async () => {
    const query = `query ($more: Boolean!, $r: [RegionId!]!) {
      sessions(regionIds: $r) { __typename } more: sessions(regionIds: $r, first: 2) @include(if: $more) { __typename }
    }`;
    const fixed = 'query ($r: [RegionId!]!) { sessions(regionIds: $r) { __typename } }';
    const tight = await startPair({ MAX_UPSTREAM_CALLS: '3' });
    const isRefused = async (document: string, variables: object) =>
      Boolean((await tight.ask(document, variables)).errors);
    const one = ['cn-hangzhou'];
    const three = ['cn-hangzhou', 'cn-beijing', 'cn-shanghai'];
    expect(await isRefused(query, { r: one, more: false })).toBe(false);
    expect(await isRefused(query, { r: one, more: true })).toBe(true);
    expect(await isRefused(query, { r: one, more: false })).toBe(false);
    expect(await isRefused(fixed, { r: one })).toBe(false);
    expect(await isRefused(fixed, { r: three })).toBe(true);
    await tight.close();
  });

  it('are 150 at most, unless told', async () => {
    const list = (n: number) => `a${n}: sessions(regionIds: ${regions(n === 1 ? 49 : 50)}) { __typename }`;
    const fresh = await startPair();
    const { errors } = await fresh.ask(`{ ${list(0)} ${list(1)} ${list(2)} }`);
    expect(errors?.[0]?.message).toMatch(/may cost 179 upstream calls, more than the 150/);
    expect(fresh.emulator.calls).toEqual([]);
    const { errors: none } = await fresh.ask(`{ ${list(0)} ${list(1)} }`);
    expect(none).toBeUndefined();
    await fresh.close();
  });
});

describe('variables', () => {
  const many = (value: unknown, times = 30_000) => Array.from({ length: times }, () => value);

  it.each<[string, string, object]>([
    [
      'regions that are none',
      'query ($r: [RegionId!]!) { sessions(regionIds: $r) { __typename } }',
      { r: many('') },
    ],
    [
      'values of another type',
      'query ($r: [RegionId!]!) { sessions(regionIds: $r) { __typename } }',
      { r: many(1) },
    ],
    [
      'unknown values of an enum',
      'query ($f: SessionFilter) { sessions(regionIds: ["cn-hangzhou"], filter: $f) { __typename } }',
      { f: { statuses: many('X', 20_000) } },
    ],
    [
      'unknown fields of an input',
      'query ($f: SessionFilter) { sessions(regionIds: ["cn-hangzhou"], filter: $f) { __typename } }',
      { f: Object.fromEntries(many(1, 8000).map((value, n) => [`u${n}`, value])) },
    ],
  ])(
    'that are wrong thousands of times get ten errors, and short ones: %s',
    async (_what, query, variables) => {
      for (let time = 0; time < 3; time++) {
        const { data, errors } = await pair.ask(query, variables);
        expect(data).toBeUndefined();
        expect(errors).toHaveLength(11);
        for (const { message, extensions } of errors ?? []) {
          expect(message.length).toBeLessThanOrEqual(501);
          expect(extensions?.code).toBe('BAD_REQUEST');
        }
        expect(errors?.at(-1)?.message).toMatch(/Too many errors/);
      }
      expect(pair.emulator.calls).toEqual([]);
    },
  );

  it.each<[string, string, unknown]>([
    ['ids', 'query ($many: [ID!]!) { nodes(ids: $many) { id } }', encodeNodeId('Region', 'cn-hangzhou')],
    ['ids', 'query ($many: [ID!]!) { nodes(ids: $many) { id } }', ''],
    [
      'representations',
      'query ($many: [_Any!]!) { _entities(representations: $many) { __typename } }',
      { __typename: 'Region', regionId: 'cn-hangzhou' },
    ],
    ['representations', 'query ($many: [_Any!]!) { _entities(representations: $many) { __typename } }', {}],
  ])('may name 2,000 objects at once, and no more: %s', async (argument, query, object) => {
    for (let time = 0; time < 3; time++) {
      const served = await pair.ask(query, { many: many(object, 1000) });
      expect(served.data).toBeTruthy();
      const refused = await pair.ask(query, { many: many(object, 2001) });
      expect(refused.errors).toMatchObject([
        {
          message: `${argument} may name up to 2000 objects at once, but got: 2001.`,
          extensions: { code: 'BAD_REQUEST' },
        },
      ]);
    }
    expect(pair.emulator.calls).toEqual([]);
  });
});

describe.each(['0', '2000'])('a body, with CACHE_TTL_MS=%s', (CACHE_TTL_MS) => {
  let pair: Pair;
  beforeAll(async () => {
    pair = await startPair({ CACHE_TTL_MS });
  });
  afterAll(() => pair.close());

  const filler = (bytes: number) =>
    JSON.stringify({ query: '{ __typename }', variables: { filler: 'x'.repeat(bytes) } });
  const post = (body: string, chunked: boolean) =>
    new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
      const headers = {
        'content-type': 'application/json',
        ...(!chunked && { 'content-length': String(body.length) }),
      };
      const call = request(pair.url, { method: 'POST', headers }, (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode, text }));
      });
      call.on('error', reject);
      if (chunked)
        for (let from = 0; from < body.length; from += 10_000) call.write(body.slice(from, from + 10_000));
      else call.write(body);
      call.end();
    });

  it.each([false, true])('of up to 100 KiB is read (chunked: %s)', async (chunked) => {
    const { status, text } = await post(filler(102_300), chunked);
    expect([status, JSON.parse(text)]).toEqual([200, { data: { __typename: 'Query' } }]);
  });

  it.each([false, true])('of more is refused (chunked: %s)', async (chunked) => {
    expect((await post(filler(102_400), chunked)).status).toBe(413);
  });

  it.each(['', '{', 'null', '[]', '"text"', '7', '{"query":7}'])(
    'of %j is a bad request, not a failure',
    async (body) => {
      for (const chunked of [false, true]) {
        const { status, text } = await post(body, chunked);
        expect(status).toBeGreaterThanOrEqual(400);
        expect(status).toBeLessThan(500);
        expect(text).not.toContain('INTERNAL_SERVER_ERROR');
      }
    },
  );

  it('is answered however deep its variables are nested', async () => {
    const deep = `${'['.repeat(49_000)}${']'.repeat(49_000)}`;
    const { status, text } = await post(`{"query":"{ __typename }","variables":{"x":${deep}}}`, false);
    expect([status, JSON.parse(text)]).toEqual([200, { data: { __typename: 'Query' } }]);
  });

  it('of several operations at once is refused', async () => {
    const { status, text } = await post(
      JSON.stringify([{ query: '{ __typename }' }, { query: '{ __typename }' }]),
      false,
    );
    expect(status).toBe(400);
    expect(text).not.toContain('"data"');
  });
});
