import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, list, type Pair, pick, startPair } from './support/gateway.ts';
import { comparable, createPlainGraphQL } from './support/plain-graphql.ts';

/* Each is asked three times: the first answer, the second and the third are what graphql-js says. */
describe.each([
  ['no answer is kept', '0'],
  ['answers are kept', '60000'],
])('where %s', (_what, CACHE_TTL_MS) => {
  let pair: Pair;
  let plain: ReturnType<typeof createPlainGraphQL>;
  beforeAll(async () => {
    pair = await startPair({ CACHE_TTL_MS });
    plain = createPlainGraphQL(pair.endpoint);
  });
  afterAll(() => pair.close());

  async function askThrice(query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
    const expected = await plain({ query, variables });
    const answers = [];
    for (let time = 0; time < 3; time += 1) answers.push(await pair.ask(query, variables));
    const withoutCode = (answer: Answer) => {
      const { data, errors } = comparable(answer);
      return { data, errors: errors?.map(({ code: _code, ...error }) => error) };
    };
    for (const answer of answers) expect(withoutCode(answer)).toEqual(withoutCode(expected));
    const [first, ...others] = answers;
    for (const other of others) expect(comparable(other)).toEqual(comparable(first ?? {}));
    return first ?? {};
  }

  const nodes = (fields: string) =>
    `sessions(regionIds: ["cn-hangzhou"], first: 2) { ... on SessionConnection { nodes { ${fields} } } }`;
  const session = { username: expect.any(String) };

  it.each([
    [
      'a fragment that is spread twice, once under a condition',
      'query ($a: Boolean!)',
      nodes('sessionId ...U @include(if: $a) ...U'),
    ],
    ['the same with a literal', 'query', nodes('sessionId ...U @include(if: false) ...U')],
    [
      'a fragment in two inline fragments, one of them skipped',
      'query ($a: Boolean!)',
      nodes('sessionId ... @include(if: $a) { ...U } ... { ...U }'),
    ],
    [
      'a field that is asked for twice, once skipped',
      'query',
      nodes('sessionId username @skip(if: true) ...U'),
    ],
  ])('%s is served', async (_name, head, selection) => {
    const document = `${head} { ${selection} } fragment U on Session { username }`;
    const { data } = await askThrice(document, head.includes('$a') ? { a: false } : {});
    expect(list(data, 'sessions.nodes')).toMatchObject([session, session]);
  });

  it('a fragment of two parents is served under one and not under the other, which is skipped', async () => {
    const document = `query ($a: Boolean!) { a: region(regionId: "cn-hangzhou") @include(if: $a) { ...R }
      b: region(regionId: "cn-hangzhou") { ...R } } fragment R on Region { regionId }`;
    expect(await askThrice(document, { a: false })).toEqual({ data: { b: { regionId: 'cn-hangzhou' } } });
    const both = { a: { regionId: 'cn-hangzhou' }, b: { regionId: 'cn-hangzhou' } };
    expect(await askThrice(document, { a: true })).toEqual({ data: both });
    const lists = await askThrice(
      `query ($a: Boolean!) { ${nodes('a: connections { ... @include(if: $a) { ...C } } b: connections { ...C }')} }
        fragment C on Connection { instanceId }`,
      { a: false },
    );
    const [node] = list(lists.data, 'sessions.nodes');
    expect(node).toEqual({ a: [{}], b: [{ instanceId: expect.any(String) }] });
  });

  it('of equal fields under opposite conditions only the selection of one is served', async () => {
    const document = `query ($a: Boolean!) { region(regionId: "cn-hangzhou") @include(if: $a) { localName }
      region(regionId: "cn-hangzhou") @skip(if: $a) { regionId } }`;
    expect(await askThrice(document, { a: false })).toEqual({
      data: { region: { regionId: 'cn-hangzhou' } },
    });
    expect(await askThrice(document, { a: true })).toEqual({
      data: { region: { localName: 'China (Hangzhou)' } },
    });
  });

  it.each([
    ['regions', '$r: [RegionId!]! = ["cn-hangzhou"]', 'regionIds: $r, first: 2'],
    ['a number', '$n: Int = 2', 'regionIds: ["cn-hangzhou"], first: $n'],
    ['a list in place of which one stands', '$r: [RegionId!] = "cn-hangzhou"', 'regionIds: $r, first: 2'],
    [
      'a time',
      '$t: DateTime = "2026-01-01T00:00:00Z"',
      'regionIds: ["cn-hangzhou"], first: 2, filter: { createdAfter: $t }',
    ],
    [
      'a filter',
      '$f: SessionFilter = { createdAfter: "2026-01-01T00:00:00Z", identityTypes: [ACCOUNT, RAM_USER, ASSUMED_ROLE_USER] }',
      'regionIds: ["cn-hangzhou"], first: 2, filter: $f',
    ],
    [
      'a kind and a truth',
      '$k: IdentityType! = RAM_USER, $b: Boolean = false',
      'regionIds: ["cn-hangzhou"], first: 2, filter: { identityTypes: [$k], active: $b }',
    ],
  ])('%s by default', async (_name, declared, args) => {
    const document = `query (${declared}) { sessions(${args}) {
      ... on SessionConnection { nodes { username creationTime } } ... on GatewayError { message } } }`;
    expect(list((await askThrice(document)).data, 'sessions.nodes')).toMatchObject([session, session]);
  });

  it.each<[string, unknown, string]>([
    ['a list', [], 'Expected type "SessionFilter" to be an object'],
    ['a text', 'x', 'Expected type "SessionFilter" to be an object'],
    ['an unknown key', { user: 'root' }, 'Field "user" is not defined by type "SessionFilter"'],
    ['a wrong item', { usernames: ['root', 1] }, 'at "f.usernames[1]"'],
    ['a wrong kind', { identityTypes: ['ROBOT'] }, 'at "f.identityTypes[0]"'],
    ['no time', { createdAfter: 'yesterday' }, 'at "f.createdAfter"'],
  ])('%s is no filter, and never the list without one', async (_name, f, message) => {
    const { data, errors } = await askThrice(
      `query ($f: SessionFilter) { sessions(regionIds: ["cn-hangzhou"], filter: $f) {
        ... on SessionConnection { nodes { id } } } }`,
      { f },
    );
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([{ message: expect.stringContaining(message) }]);
    expect(errors?.[0]?.message).toContain('"$f"');
  });

  it('null in a variable that has a default fails at its own field, and the others are served', async () => {
    const { data, errors } = await askThrice(
      `query ($i: ID = "x") { node(id: $i) { id } region(regionId: "cn-hangzhou") { regionId } }`,
      { i: null },
    );
    expect(data).toEqual({ node: null, region: { regionId: 'cn-hangzhou' } });
    expect(errors).toMatchObject([{ path: ['node'] }]);
  });

  it('null for the condition of a field fails at the object it belongs to', async () => {
    const { data, errors } = await askThrice(
      `query ($s: Boolean = true) { nodes(ids: ["${Buffer.from('Region:cn-hangzhou').toString('base64url')}"]) {
        id @skip(if: $s) } b: region(regionId: "cn-hangzhou") { regionId } }`,
      { s: null },
    );
    expect(data).toEqual({ nodes: [null], b: { regionId: 'cn-hangzhou' } });
    expect(errors).toMatchObject([{ path: ['nodes', 0] }]);
  });

  it('a failing field of a type that is never null ends the answer with its error, beside those before it', async () => {
    const { data, errors } = await askThrice(
      `{ a: instance(regionId: "cn-hangzhou", instanceId: "") { id } node(id: "malformed") { id }
        b: instance(regionId: "cn-hangzhou", instanceId: "") { id } }`,
    );
    expect(data).toBeNull();
    expect(errors).toMatchObject([{ path: ['node'] }, { path: ['a'] }]);
  });

  // A compiler of operations took these signs for its own, and executed what follows them.
  it('text is never executed', async () => {
    const text = '__MAGIC_DATE__33a9e76d_02e0_4128_8e92_3530ad3da74dglobalThis.executedText=1';
    for (const args of [`sessionId: "${text}"`, `filter: { usernames: ["${text}"] }`]) {
      await askThrice(`{ sessions(regionIds: ["cn-hangzhou"], ${args}) { __typename } }`);
    }
    expect(pick(globalThis, 'executedText')).toBeUndefined();
  });
});
