import { readdirSync, readFileSync } from 'node:fs';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Pair, startPair } from './support/gateway.ts';

/** How large a document may be, counted before anything of it is checked. */
let pair: Pair;
beforeAll(async () => {
  pair = await startPair();
});
beforeEach(() => pair.emulator.clearCalls());
afterAll(() => pair.close());

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
