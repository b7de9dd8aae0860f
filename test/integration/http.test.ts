import { get } from 'node:http';
import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditEntry } from '../../src/server/audit-entry.ts';
import { createGraphQLHandler } from '../../src/server/graphql.ts';
import { type Pair, startPair } from './support/gateway.ts';

let pair: Pair;
beforeAll(async () => {
  pair = await startPair({ CORS_ORIGINS: 'https://console.example.com' });
});
afterAll(() => pair.close());

const at = (path: string) => new URL(path, pair.url);

describe('GraphQL over HTTP', () => {
  const audits = serverAudits({ url: () => pair.url });
  it.each(audits.map((audit) => [audit.name, audit] as const))('%s', async (_name, audit) => {
    const result = await audit.fn();
    expect(result.status === 'ok' ? 'ok' : `${result.status}: ${result.reason}`).toBe('ok');
  });
});

describe('the server', () => {
  it('is alive and ready', async () => {
    expect(await (await fetch(at('/health'))).json()).toEqual({ status: 'alive' });
    const ready = await fetch(at('/ready'));
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready' }]);
  });

  it('knows no other path', async () => {
    expect((await fetch(at('/'))).status).toBe(404);
  });

  it('gives every request an id, in the answer and in the log, or takes the caller’s', async () => {
    const made = await fetch(at('/graphql?query={__typename}'));
    const id = made.headers.get('x-request-id');
    expect(id).toMatch(/^[\w-]{36}$/);
    const given = await fetch(at('/graphql?query={__typename}'), { headers: { 'x-request-id': 'mine-1' } });
    expect(given.headers.get('x-request-id')).toBe('mine-1');
    const hostile = await fetch(at('/health'), { headers: { 'x-request-id': 'a b{}' } });
    expect(hostile.headers.get('x-request-id')).not.toBe('a b{}');
    await Promise.all([made.text(), given.text(), hostile.text()]);
    await expect
      .poll(() => pair.lines.map(({ requestId }) => requestId))
      .toEqual(expect.arrayContaining([id, 'mine-1']));
  });

  it('answers fields in the order of the query, whatever had to be waited for', async () => {
    const { data } =
      await pair.ask(`{ sessions(regionIds: ["cn-hangzhou"], first: 1) { ... on SessionConnection {
      edges { node { id sessionId connections { instance { name instanceId } status } active } } pageInfo { endCursor } } }
      regions { id regionId } __typename }`);
    expect(
      JSON.stringify(data)
        .match(/"\w+":/g)
        ?.slice(0, 12)
        .join(''),
    ).toBe(
      '"sessions":"edges":"node":"id":"sessionId":"connections":"instance":"name":"instanceId":"status":"active":"pageInfo":',
    );
    expect(Object.keys(Object(data))).toEqual(['sessions', 'regions', '__typename']);
  });

  it('lets only the named origins read', async () => {
    const from = (origin: string) => fetch(at('/graphql?query={__typename}'), { headers: { origin } });
    const named = await from('https://console.example.com');
    expect(named.headers.get('access-control-allow-origin')).toBe('https://console.example.com');
    const other = await from('https://evil.example');
    expect(other.headers.get('access-control-allow-origin')).not.toBe('https://evil.example');
    expect(other.headers.get('access-control-allow-origin')).not.toBe('*');
  });

  it('serves GraphiQL as one compressed page that loads nothing from elsewhere', async () => {
    const headers = await new Promise<NodeJS.Dict<string | string[]>>((resolve) => {
      get(pair.url, { headers: { accept: 'text/html', 'accept-encoding': 'gzip' } }, (response) => {
        response.resume();
        resolve(response.headers);
      });
    });
    expect(headers).toMatchObject({ 'content-encoding': 'gzip', 'content-type': 'text/html; charset=utf-8' });
    const html = await (await fetch(pair.url, { headers: { accept: 'text/html' } })).text();
    expect(html).toContain('RecentSessions');
    expect(html).not.toMatch(/<(script|link)[^>]+(src|href)="https?:/);
  });

  it('stops upstream work when its only caller hangs up', async () => {
    pair.emulator.clearCalls();
    pair.emulator.misbehave({ kind: 'latency', ms: 200 });
    const controller = new AbortController();
    // A scan of all ten pages, one after another: two seconds, if nobody stops it.
    const query = encodeURIComponent(
      '{sessions(regionIds:["cn-hangzhou"],filter:{usernames:["nobody"]}){__typename}}',
    );
    const request = fetch(at(`/graphql?query=${query}`), { signal: controller.signal }).catch(() => 'gone');
    await expect.poll(() => pair.emulator.calls.length, { interval: 20 }).toBeGreaterThan(0);
    controller.abort();
    expect(await request).toBe('gone');
    await new Promise((resolve) => setTimeout(resolve, 2500));
    pair.emulator.heal();
    expect(pair.emulator.calls.length).toBeLessThan(10);
  });
});

describe('what nobody foresaw', () => {
  it('is masked for the caller and logged under the id of the request', async () => {
    const { createSchema } = await import('graphql-yoga');
    const lines: object[] = [];
    const log = { error: (details: object) => lines.push(details) };
    const handler = createGraphQLHandler({
      schema: createSchema({
        typeDefs: 'type Query { broken: String }',
        resolvers: {
          Query: {
            broken: () => {
              throw new Error('POST https://ecs.example/?Signature=secret failed');
            },
          },
        },
      }),
      createContext: () => ({}),
      checkCost: () => undefined,
      describeFailure: () => undefined,
      responseCache: { ttlMs: 0, maxBytes: 0 },
      adaptOperation: (document) => document,
      graphiql: null,
      introspection: true,
      corsOrigins: [],
      allowedHosts: [],
      // A logger that keeps what it is told.
      log: log as unknown as Parameters<typeof createGraphQLHandler>[0]['log'],
    });
    const response = await handler.fetch(
      'http://localhost/graphql?query={broken}',
      { headers: { host: 'localhost' } },
      { requestId: 'r-1', audit: new AuditEntry() },
    );
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({
      data: { broken: null },
      errors: [{ path: ['broken'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    });
    expect(lines).toMatchObject([{ requestId: 'r-1', path: ['broken'], error: 'Error' }]);
    expect(text + JSON.stringify(lines)).not.toContain('secret');
  });
});
