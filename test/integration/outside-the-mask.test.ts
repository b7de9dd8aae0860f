import { Writable } from 'node:stream';
import { createSchema } from 'graphql-yoga';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GatewayServer, startServer } from '../../src/server/server.ts';

/** What breaks before GraphQL has its say, or behind it, is masked and logged as what breaks within. */
describe.each<[string, Partial<Parameters<typeof startServer>[0]>, Record<string, string>]>([
  [
    'the folder of the stored operations has gone, in which GraphiQL finds its tabs',
    { graphiql: new URL('file:///nonexistent/secret-folder/') },
    { accept: 'text/html' },
  ],
  [
    'the stored operations cannot be written for the schema',
    {
      graphiql: new URL('../../schema/operations/', import.meta.url),
      adaptOperation: () => {
        throw new TypeError('secret-folder');
      },
    },
    { accept: 'text/html' },
  ],
  [
    'the keys cannot be had, in a way that nobody foresaw',
    {
      authentication: {
        issuer: 'https://login.example.com/',
        audience: 'a',
        keys: () => {
          throw new TypeError('secret-folder');
        },
      },
    },
    { authorization: 'Bearer eyJhbGciOiJFUzI1NiJ9.e30.AA' },
  ],
])('where %s', (_what, options, headers) => {
  const lines: Record<string, unknown>[] = [];
  let server: GatewayServer;
  beforeAll(async () => {
    const log = new Writable({
      write(chunk, _encoding, done) {
        lines.push(JSON.parse(String(chunk)));
        done();
      },
    });
    server = await startServer({
      schema: createSchema({ typeDefs: 'type Query { fine: String }' }),
      createContext: () => ({}),
      checkCost: () => undefined,
      describeFailure: () => undefined,
      responseCache: { ttlMs: 0, maxBytes: 0 },
      adaptOperation: (document) => document,
      graphiql: null,
      introspection: true,
      corsOrigins: [],
      allowedHosts: [],
      log: pino({}, log),
      isReady: () => Promise.reject(new Error('secret-folder')),
      host: '127.0.0.1',
      port: 0,
      ...options,
    });
  });
  afterAll(() => server.stop(0));

  it('the caller gets a code and an id, the log the rest, and the next request is served', async () => {
    for (let ask = 0; ask < 3; ask++) {
      const answer = await fetch(server.url, { headers });
      const text = await answer.text();
      expect(text).not.toMatch(/secret-folder|nonexistent|\n\s+at /);
      expect([500, 503]).toContain(answer.status);
      expect(JSON.parse(text)).toMatchObject({
        errors: [{ extensions: { code: expect.stringMatching(/^[A-Z_]+$/) } }],
      });
      expect(answer.headers.get('cache-control')).toBe('no-store');
      const requestId = answer.headers.get('x-request-id');
      expect(lines).toContainEqual(expect.objectContaining({ requestId, level: 50 }));
      expect((await fetch(new URL('/health', server.url))).status).toBe(200);
      expect((await fetch(new URL('/ready', server.url))).status).toBe(503);
    }
  });
});
