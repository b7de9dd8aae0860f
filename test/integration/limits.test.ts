import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { encodeNodeId } from '../../src/schema/node-id.ts';
import { type Answer, type Pair, startPair } from './support/gateway.ts';

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
    ['instance names', 4, `{ sessions(regionIds: ["cn-hangzhou"]) ${names} }`],
    ['instance names of five regions', 16, `{ sessions(regionIds: ${regions(5)}) ${names} }`],
    ['ten sessions by id', 10, aliases(10, session)],
    ['forty sessions by id', 11, aliases(40, session)],
    [
      'sessions by alias and by node',
      4,
      `{ nodes(ids: ["${id(1)}", "${id(2)}", "${id(3, 'cn-beijing')}"]) { id } ${aliases(1, session).slice(1, -1)} }`,
    ],
    ['names of instances by id', 1, aliases(20, instance)],
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

describe('a document', () => {
  const refused = async (query: string, what: RegExp) => {
    const { data, errors } = await pair.ask(query);
    expect(data).toBeUndefined();
    expect(errors?.map(({ message }) => message).join('\n')).toMatch(what);
    expect(pair.emulator.calls).toEqual([]);
  };
  const nested = (levels: number) =>
    `{ region(regionId: "cn-hangzhou") ${'{ sessions(first: 1) { nodes { connections { instance '.repeat(levels)} { id } ${'} } } } '.repeat(levels)} }`;

  it('with 50 aliases or a depth of 12 is served', async () => {
    const fields = Array.from({ length: 50 }, (_, n) => `a${n}: __typename`).join(' ');
    expect((await pair.ask(`{ ${fields} }`)).errors).toBeUndefined();
    // region, twice four levels, id and two more: 12 levels
    const deep = `{ region(regionId: "cn-hangzhou") { sessions(first: 1) { nodes { connections { instance { sessions(first: 1) { nodes { connections { instance { sessions(first: 1) { pageInfo { hasNextPage } } } } } } } } } } } }`;
    const generous = await startPair({ MAX_UPSTREAM_CALLS: '1000' });
    expect((await generous.ask(deep)).errors).toBeUndefined();
    await generous.close();
  });

  it('that is too deep is refused', () => refused(nested(4), /depth 18, more than 15/));

  it('that hides its depth in fragments is refused', () =>
    refused(
      `{ region(regionId: "cn-hangzhou") { ...A } }
       fragment A on Region { sessions(first: 1) { nodes { connections { instance { ...B } } } } }
       fragment B on Instance { id sessions(first: 1) { nodes { connections { instance { ...C } } } } }
       fragment C on Instance { id sessions(first: 1) { nodes { connections { instance { ...D } } } } }
       fragment D on Instance { id sessions(first: 1) { nodes { connections { instance { id } } } } }`,
      /depth 18, more than 15/,
    ));

  it('with too many aliases is refused, those in fragments counted wherever they are spread', async () => {
    const fields = Array.from({ length: 40 }, (_, n) => `a${n}: __typename`).join(' ');
    await refused(
      `{ ${Array.from({ length: 101 }, (_, n) => `a${n}: __typename`).join(' ')} }`,
      /aliases 101/,
    );
    const instance = (n: number) => `i${n}: instance(regionId: "cn-hangzhou", instanceId: "i-${n}") { ...F }`;
    await refused(
      `{ ${instance(1)} ${instance(2)} ${instance(3)} } fragment F on Instance { ${fields} }`,
      /aliases 123/,
    );
  });

  it('with too many directives is refused', () =>
    refused(`{ __typename ${'@include(if: true) '.repeat(51)} }`, /directives 51/));

  it('with too many tokens is refused', () => refused(`{ ${'__typename '.repeat(3000)} }`, /token/i));

  it('that multiplies fragments is refused without the work', async () => {
    const levels = Array.from(
      { length: 40 },
      (_, n) => `fragment F${n} on Query { a${n}: __typename ...F${n + 1} b${n}: __typename ...F${n + 1} }`,
    );
    await refused(`{ ...F0 } ${levels.join(' ')} fragment F40 on Query { __typename }`, /aliases/);
  });
});

describe('a document of many equal parts', () => {
  const repeat = (times: number, part: (n: number) => string) =>
    Array.from({ length: times }, (_, n) => part(n)).join(' ');
  const inFragments = (fields: string) =>
    `{ ${repeat(100, (n) => `...F${n}`)} } ${repeat(100, (n) => `fragment F${n} on Query { ${fields} }`)}`;

  it.each<[string, string, RegExp]>([
    ['equal objects', `{ ${repeat(740, () => 'regions{regionId}')} }`, /pairs of equal fields/],
    ['equal fields', `{ ${repeat(2900, () => '__typename')} }`, /pairs of equal fields/],
    ['equal fields nobody knows', `{ ${repeat(740, () => 'x{y}')} }`, /pairs of equal fields/],
    ['equal objects with arguments', `{ ${repeat(300, () => 'node(id:"x"){id}')} }`, /pairs of equal fields/],
    [
      'equal objects one below the other',
      `{ regions { ${repeat(170, () => 'sessions { pageInfo { hasNextPage } }')} } regions { ${repeat(170, () => 'sessions { pageInfo { hasNextPage } }')} } }`,
      /pairs of equal fields/,
    ],
    [
      'equal objects in inline fragments',
      `{ ${repeat(300, () => '... on Query { regions { id } }')} }`,
      /pairs of equal fields/,
    ],
    ['equal fields in many fragments', inFragments(repeat(16, (n) => `f${n}`)), /pairs of equal fields/],
    [
      'equal objects below fragments that go round in circles',
      `{ ...A } fragment A on Query { ${repeat(400, () => 'regions{id}')} ...B } fragment B on Query { ...A }`,
      /pairs of equal fields/,
    ],
    [
      'fragments that multiply without aliases',
      `{ ...F0 } ${repeat(14, (n) => `fragment F${n} on Query { region { ...F${n + 1} } regions { ...F${n + 1} } }`)} fragment F14 on Query { __typename }`,
      /fields \d+, more than 5000/,
    ],
    [
      'the schema under many aliases',
      `{ ${repeat(50, (n) => `a${n}: __schema { types { name } }`)} }`,
      /aliases of introspection 50, more than 10/,
    ],
    [
      'parts of the schema under many aliases',
      `{ __schema { ${repeat(50, (n) => `a${n}: types { ...T }`)} } } fragment T on __Type { name fields { name } }`,
      /aliases of introspection 50, more than 10/,
    ],
  ])('is refused before it is checked: %s', async (_what, query, message) => {
    for (let time = 0; time < 3; time++) {
      const { data, errors } = await pair.ask(query);
      expect(data).toBeUndefined();
      expect(errors?.length).toBeLessThanOrEqual(10);
      expect(errors?.[0]).toMatchObject({
        message: expect.stringMatching(message),
        extensions: { code: 'BAD_REQUEST' },
      });
    }
    expect(pair.emulator.calls).toEqual([]);
  });

  it('is refused where many operations share a large fragment, whichever is asked for', async () => {
    const query = `${repeat(200, (n) => `query Q${n} { ...F }`)} fragment F on Query { ${repeat(30, (n) => `f${n}`)} }`;
    for (const operationName of ['Q0', 'Q199', 'Q0']) {
      const response = await fetch(pair.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, operationName }),
      });
      expect(await response.json()).toMatchObject({
        errors: [
          {
            message: expect.stringMatching(/fields 6000, more than 5000/),
            extensions: { code: 'BAD_REQUEST' },
          },
        ],
      });
    }
  });

  const folder = (path: string) => new URL(`../../${path}/`, import.meta.url);
  const stored = readdirSync(folder('schema/operations'))
    .filter((name) => name.endsWith('.graphql'))
    .map((name) => [name, readFileSync(new URL(name, folder('schema/operations')), 'utf8')] as const);
  const relay = readdirSync(folder('examples/web/src/relay/__generated__')).flatMap((name) => {
    const artifact = readFileSync(new URL(name, folder('examples/web/src/relay/__generated__')), 'utf8');
    const text = /"text": ("query .*")/.exec(artifact)?.[1];
    return text === undefined ? [] : [[name, String(JSON.parse(text))] as const];
  });
  const apollo = readFileSync(new URL('apollo/operations.graphql', folder('examples/web/src')), 'utf8');
  const introspection = getIntrospectionQuery({
    inputValueDeprecation: true,
    specifiedByUrl: true,
    directiveIsRepeatable: true,
    schemaDescription: true,
    oneOf: true,
  });
  /** What a code generator makes of a screen with many components, each with its fragment of the same object. */
  const components = `{ regions { ${repeat(25, (n) => `...C${n}`)} } } ${repeat(25, (n) => `fragment C${n} on Region { __typename id regionId localName endpoint sessions(first: 10) { nodes { __typename id sessionId creationTime username clientIp active connections { __typename instanceId status startTime endTime } } } }`)}`;

  it.each([
    ...stored,
    ...relay,
    ['the operations of the Apollo example', apollo] as const,
    ['the introspection query', introspection] as const,
    ['25 components with fragments of the same fields', components] as const,
    ['150 equal objects', `{ ${repeat(150, () => 'regions { regionId }')} }`] as const,
    [
      'ten aliases of introspection',
      `{ ${repeat(10, (n) => `a${n}: __type(name: "Session") { name }`)} }`,
    ] as const,
  ])('is served where an honest client makes it: %s', async (_name, query) => {
    const { errors = [] } = await pair.ask(query);
    // Variables are missing where an operation needs some.
    for (const { message } of errors) expect(message).not.toMatch(/more than|token/);
  });

  it('is found among the generated ones at all', () => {
    expect(relay.length).toBeGreaterThan(2);
    expect(stored.length).toBeGreaterThan(4);
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

describe('INTROSPECTION=off', () => {
  it('hides the schema, the SDL of the subgraph, and suggestions; data is served', async () => {
    const closed = await startPair({ INTROSPECTION: 'off' });
    try {
      for (const query of [
        '{ __schema { types { name } } }',
        '{ __type(name: "Session") { name } }',
        '{ _service { sdl } }',
      ]) {
        const { data, errors } = await closed.ask(query);
        expect(data).toBeUndefined();
        expect(errors?.[0]?.message).toMatch(/introspection/i);
      }
      const misspelt: Answer = await closed.ask('{ session { id } regionz { regionId } }');
      expect(JSON.stringify(misspelt)).not.toMatch(/did you mean/i);
      const variable: Answer = await closed.ask(
        'query ($f: SessionFilter) { sessions(regionIds: ["cn-hangzhou"], filter: $f) { __typename } }',
        { f: { usernamez: [] } },
      );
      expect(variable.errors).toMatchObject([{ message: expect.stringContaining('usernamez') }]);
      expect(JSON.stringify(variable)).not.toMatch(/did you mean/i);
      expect((await closed.ask('{ regions { regionId } }')).errors).toBeUndefined();
      expect((await closed.ask('{ _entities(representations: []) { __typename } }')).errors).toBeUndefined();
    } finally {
      await closed.close();
    }
  });
});
