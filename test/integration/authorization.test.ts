import { generateKeyPair } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { encodeNodeId } from '../../src/schema/object-key.ts';
import { type Answer, list, type Pair, pick, startPair } from './support/gateway.ts';
import { createIdentityProvider, trusting } from './support/tokens.ts';

/*
 * Who may ask for what: every road to a record × every kind of caller. A refused caller costs no upstream call, and
 * learns nothing.
 */
const region = 'cn-hangzhou';
const other = 'cn-shanghai';
const page = '{ ... on SessionConnection { nodes { sessionId } } ... on GatewayError { code } }';

/** Each road, and where its answer or its error stands. */
const roads: Record<string, { query: string; at: string; union?: true }> = {
  sessions: { query: `{ sessions(regionIds: ["${region}"]) ${page} }`, at: 'sessions', union: true },
  'sessions of two regions': {
    query: `{ sessions(regionIds: ["${other}", "${region}"]) ${page} }`,
    at: 'sessions',
    union: true,
  },
  'sessions of an instance': {
    query: `{ sessions(regionIds: ["${region}"], instanceId: "i-1") ${page} }`,
    at: 'sessions',
    union: true,
  },
  'one session in a list': {
    query: `{ sessions(regionIds: ["${region}"], sessionId: "s-1") ${page} }`,
    at: 'sessions',
    union: true,
  },
  'sessions with a filter': {
    query: `{ sessions(regionIds: ["${region}"], filter: { active: true }) ${page} }`,
    at: 'sessions',
    union: true,
  },
  'sessions that a filter excludes': {
    query: `{ sessions(regionIds: ["${region}"], filter: { usernames: [] }) ${page} }`,
    at: 'sessions',
    union: true,
  },
  session: {
    query: `{ session(regionId: "${region}", sessionId: "s-1") { ... on Session { id } ... on GatewayError { code } } }`,
    at: 'session',
    union: true,
  },
  region: { query: `{ region(regionId: "${region}") { id } }`, at: 'region' },
  'sessions of a region': {
    query: `{ region(regionId: "${region}") { sessions { nodes { id } } } }`,
    at: 'region',
  },
  instance: { query: `{ instance(regionId: "${region}", instanceId: "i-1") { name } }`, at: 'instance' },
  instances: {
    query: `{ instances(regionIds: ["${region}"], name: "*") { nodes { id name } } }`,
    at: 'instances',
  },
  'sessions of machines by name': {
    query: `{ instances(regionIds: ["${region}"], name: "*", first: 1) { nodes { sessions { nodes { id } } } } }`,
    at: 'instances',
  },
  'sessions of an instance object': {
    query: `{ instance(regionId: "${region}", instanceId: "i-1") { sessions { nodes { id } } } }`,
    at: 'instance',
  },
  ...Object.fromEntries(
    [
      ['Session', `${region}:s-1`],
      ['Instance', `${region}:i-1`],
      ['Region', region],
    ].flatMap(([type = '', key = '']) => {
      const id = encodeNodeId(type, key);
      const [regionId = '', own = ''] = key.split(':');
      const keyField = type === 'Session' ? 'sessionId' : 'instanceId';
      const representation = `{ __typename: "${type}", regionId: "${regionId}", ${keyField}: "${own}" }`;
      return [
        [`node of a ${type}`, { query: `{ node(id: "${id}") { id } }`, at: 'node' }],
        [`nodes of a ${type}`, { query: `{ nodes(ids: ["${id}"]) { id } }`, at: 'nodes.0' }],
        [
          `_entities of a ${type}`,
          { query: `{ _entities(representations: [${representation}]) { __typename } }`, at: '_entities.0' },
        ],
      ];
    }),
  ),
  '_entities of a Session by id': {
    query: `{ _entities(representations: [{ __typename: "Session", id: "${encodeNodeId('Session', `${region}:s-1`)}" }]) { __typename } }`,
    at: '_entities.0',
  },
};

let provider: Awaited<ReturnType<typeof createIdentityProvider>>;
let pair: Pair;
beforeAll(async () => {
  provider = await createIdentityProvider();
  pair = await startPair(trusting(provider.file));
});
beforeEach(() => pair.emulator.clearCalls());
afterAll(() => pair.close());

const post = (query: string, authorization?: string) =>
  fetch(pair.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
    body: JSON.stringify({ query }),
  });

describe.each(Object.entries(roads))('%s', (_name, { query, at, union }) => {
  it('is open to a caller whose token allows its region', async () => {
    const ecs_regions = [region, other];
    const answer = await post(query, `Bearer ${await provider.token({ ecs_regions })}`);
    expect(answer.status).toBe(200);
    expect(await answer.text()).not.toContain('ACCESS_DENIED');
  });

  const callers: [string, () => Promise<string | undefined>][] = [
    ['no token', async () => undefined],
    ['an expired token', async () => `Bearer ${await provider.token({ exp: 1_000_000_000 })}`],
    ['a token without an end', async () => `Bearer ${await provider.token({ endless: true })}`],
    ['a token for another audience', async () => `Bearer ${await provider.token({ aud: 'other' })}`],
    [
      'a token of another issuer',
      async () => `Bearer ${await provider.token({ iss: 'https://evil.example/' })}`,
    ],
    ['a token that is not signed', async () => `Bearer ${provider.unsigned}`],
    ['a token signed with the public key', async () => `Bearer ${await provider.symmetric()}`],
    [
      'a token signed with another key',
      async () => `Bearer ${await provider.token({}, {}, (await generateKeyPair('RS256')).privateKey)}`,
    ],
    ['a token of an unknown key', async () => `Bearer ${await provider.token({}, { kid: 'key-9' })}`],
    ['a token that is not valid yet', async () => `Bearer ${await provider.token({ nbf: 4_000_000_000 })}`],
    ['another scheme', async () => `Basic ${Buffer.from('alice:secret').toString('base64')}`],
    ['something that is no token', async () => 'Bearer abc'],
    [
      'a limit to regions that cannot be read',
      async () => `Bearer ${await provider.token({ ecs_regions: region })}`,
    ],
  ];
  it.each(callers)('answers 401 to %s, before any GraphQL', async (_caller, authorization) => {
    const answer = await post(query, await authorization());
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
    const body: Answer = await answer.json();
    expect(body).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect(body).not.toHaveProperty('data');
    expect(pair.emulator.calls).toEqual([]);
  });

  it.each([
    ['without the scope', { scope: 'openid' }],
    ['with a scope that only looks like it', { scope: 'ecs-sessions:read:all not-ecs-sessions:read' }],
    ['limited to another region', { ecs_regions: [other] }],
    ['limited to no region', { ecs_regions: [] }],
    ['limited to hostile regions', { ecs_regions: ['a@evil.example/', '__proto__', '*'] }],
  ])('is denied to a caller %s, without an upstream call', async (_caller, claims) => {
    const body: Answer = await (await post(query, `Bearer ${await provider.token(claims)}`)).json();
    if (union) expect(pick(body.data, at)).toEqual({ code: 'ACCESS_DENIED' });
    else {
      expect(pick(body.data, at) ?? null).toBeNull();
      expect(body.errors).toMatchObject([{ extensions: { code: 'ACCESS_DENIED' } }]);
    }
    expect(pair.emulator.calls).toEqual([]);
  });
});

describe('a caller with a token', () => {
  const ask = async (query: string, claims: object = {}): Promise<Answer> =>
    (await post(query, `Bearer ${await provider.token({ ...claims })}`)).json();

  it('sees in regions only those that it may ask for', async () => {
    const regions = (answer: Answer) => list(answer.data, 'regions').map((item) => pick(item, 'regionId'));
    expect(regions(await ask('{ regions { regionId } }'))).toHaveLength(6);
    expect(regions(await ask('{ regions { regionId } }', { ecs_regions: [other, 'xx-nowhere'] }))).toEqual([
      other,
    ]);
    const denied = await ask('{ regions { regionId } }', { scope: '' });
    expect(denied).toMatchObject({
      data: { regions: null },
      errors: [{ extensions: { code: 'ACCESS_DENIED' } }],
    });
  });

  it('may have its scope in the claim scp, as a list or as text', async () => {
    for (const scp of [['ecs-sessions:read'], 'a ecs-sessions:read']) {
      const { errors } = await ask('{ regions { regionId } }', { scope: undefined, scp });
      expect(errors).toBeUndefined();
    }
  });

  it('cannot use the cursor of somebody who sees more', async () => {
    const query = (after = '') =>
      `{ sessions(regionIds: ["${region}"]${after}) { ... on SessionConnection { pageInfo { endCursor } } ... on GatewayError { code } } }`;
    const cursor = pick((await ask(query())).data, 'sessions.pageInfo.endCursor');
    pair.emulator.clearCalls();
    const { data } = await ask(query(`, after: "${cursor}"`), { ecs_regions: [other] });
    expect(data).toEqual({ sessions: { code: 'ACCESS_DENIED' } });
    expect(pair.emulator.calls).toEqual([]);
  });

  it('is not answered from what was cached for somebody who sees more', async () => {
    const cached = await startPair({ ...trusting(provider.file), CACHE_TTL_MS: '60000' });
    try {
      const query = `{ sessions(regionIds: ["${region}"]) ${page} }`;
      const headers = async (claims: object) => ({
        authorization: `Bearer ${await provider.token({ ...claims })}`,
      });
      const { data } = await cached.ask(query, {}, await headers({}));
      const [first] = list(data, 'sessions.nodes');
      const sessionId = pick(first, 'sessionId');
      const limited = await headers({ ecs_regions: [other] });
      expect((await cached.ask(query, {}, limited)).data).toEqual({ sessions: { code: 'ACCESS_DENIED' } });
      const one = `{ session(regionId: "${region}", sessionId: "${sessionId}") { ... on GatewayError { code } } }`;
      expect((await cached.ask(one, {}, limited)).data).toEqual({ session: { code: 'ACCESS_DENIED' } });
    } finally {
      await cached.close();
    }
  });

  it('keeps its answers from shared caches', async () => {
    const answer = await post('{ __typename }', `Bearer ${await provider.token()}`);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('vary')).toMatch(/authorization/i);
  });
});

describe('without a token', () => {
  it('GraphiQL’s page, health and readiness are served', async () => {
    const html = await fetch(pair.url, { headers: { accept: 'text/html' } });
    expect([html.status, html.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    await html.text();
    for (const path of ['/health', '/ready']) {
      expect((await fetch(new URL(path, pair.url))).status).toBe(200);
    }
  });

  it('not even __typename or the schema is', async () => {
    for (const query of ['{ __typename }', '{ __schema { types { name } } }', '{ _service { sdl } }', '{']) {
      expect((await post(query)).status).toBe(401);
      expect((await fetch(`${pair.url}?query=${encodeURIComponent(query)}`)).status).toBe(401);
    }
  });

  it('a preflight of a named origin is answered', async () => {
    const cors = await startPair({ ...trusting(provider.file), CORS_ORIGINS: 'https://console.example.com' });
    const answer = await fetch(cors.url, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://console.example.com',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://console.example.com');
    await cors.close();
  });
});
