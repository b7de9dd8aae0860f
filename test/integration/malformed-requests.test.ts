import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Pair, startPair } from './support/gateway.ts';
import { openSocket, type RawAnswer, rawRequest, sendRaw } from './support/raw-http.ts';
import { createIdentityProvider, trusting } from './support/tokens.ts';

const body = JSON.stringify({ query: '{ __typename }' });
const json = 'Content-Type: application/json';
const post = (headers: readonly string[], target = '/graphql', version = '1.1') =>
  rawRequest(`POST ${target} HTTP/${version}`, [json, ...headers], body);
const get = (target: string, headers: readonly string[] = ['Host: localhost']) =>
  rawRequest(`GET ${target} HTTP/1.1`, headers);
const chunked = (chunks: string) =>
  `POST /graphql HTTP/1.1\r\nHost: localhost\r\n${json}\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`;

/** What every answer owes, and what none may hold. */
function checkAnswer(answer: RawAnswer | null): asserts answer is RawAnswer {
  expect(answer).not.toBeNull();
  if (answer === null) return;
  expect(answer.headers['cache-control']).toBe('no-store');
  expect(answer.headers['x-request-id']).toMatch(/^[\w-]{1,64}$/);
  expect(answer.body).not.toMatch(/node_modules|\bat .*:\d+:\d+|Error:|ERR_|Invalid URL|\/src\/|\/dist\//);
}
const codeOf = ({ body }: RawAnswer) => {
  const parsed: { errors: [{ message: string; extensions: { code: string } }] } = JSON.parse(body);
  return parsed.errors[0].extensions.code;
};

/** Whatever a request is made of: it is answered with a code, tells nothing of the program, and the next is served. */
describe.each(['none', 'jwt'])('with AUTH=%s', (auth) => {
  let pair: Pair;
  let token: string[];
  beforeAll(async () => {
    const provider = await createIdentityProvider();
    token = auth === 'jwt' ? [`Authorization: Bearer ${await provider.token()}`] : [];
    pair = await startPair(auth === 'jwt' ? trusting(provider.file) : {});
  });
  afterAll(async () => {
    expect(pair.lines.filter(({ msg }) => msg === 'masked error')).toEqual([]);
    await pair.close();
  });

  const serves = async () => {
    const answer = await sendRaw(pair.url, post(['Host: localhost', ...token]));
    checkAnswer(answer);
    expect([answer.status, answer.body]).toEqual([200, '{"data":{"__typename":"Query"}}']);
  };
  /** Three times without a token and with one, and then a sound request. */
  const expectRefusal = async (make: (token: string[]) => string, status: number, code: string) => {
    for (const credentials of [[], token, []]) {
      const answer = await sendRaw(pair.url, make(credentials));
      checkAnswer(answer);
      expect([answer.status, codeOf(answer)]).toEqual([status, code]);
    }
    await serves();
  };

  it.each([
    '%',
    '%00',
    '[::1',
    '::1',
    '[::1]x',
    '[::1%25lo]',
    'a b',
    'a,b',
    'a:99999',
    'a:b',
    'a:-1',
    '',
    ':80',
    'a/b',
    'u@h',
    'a?b',
    'a#b',
    'a\\b',
    '1.2.3.4.5',
    'http://localhost',
    'caf\xe9',
    '\x80\xff',
    '<script>',
  ])('the Host header %j is a 400', async (host) => {
    await expectRefusal((token) => post([`Host: ${host}`, ...token]), 400, 'BAD_REQUEST');
    await expectRefusal(
      (token) => get('/graphql?query={__typename}', [`Host: ${host}`, 'Accept: text/html', ...token]),
      400,
      'BAD_REQUEST',
    );
    await expectRefusal((token) => get('/health', [`Host: ${host}`, ...token]), 400, 'BAD_REQUEST');
  });

  it('no Host header, or two, is a 400', async () => {
    await expectRefusal((token) => post(token), 400, 'BAD_REQUEST');
    await expectRefusal((token) => post(token, '/graphql', '1.0'), 400, 'BAD_REQUEST');
    for (const second of ['localhost', 'evil.example', '']) {
      await expectRefusal(
        (token) => post(['Host: localhost', `host: ${second}`, ...token]),
        400,
        'BAD_REQUEST',
      );
      await expectRefusal(
        (token) => post([`HOST: ${second}`, 'Host: localhost', ...token]),
        400,
        'BAD_REQUEST',
      );
    }
  });

  it('a prober that speaks HTTP/1.0 needs no Host header', async () => {
    for (const path of ['/health', '/ready', '/health']) {
      const answer = await sendRaw(pair.url, rawRequest(`GET ${path} HTTP/1.0`, []));
      checkAnswer(answer);
      expect(answer.status).toBe(200);
    }
  });

  it.each([
    '*',
    '//',
    '//graphql',
    '//evil.example/graphql',
    'http://',
    'http://localhost/graphql',
    'http://localhost:99999/graphql',
    'http://[::1/graphql',
    'https://evil.example/graphql?query={__typename}',
    'graphql',
    'javascript:alert(1)',
  ])('the target %s is a 400', async (target) => {
    await expectRefusal((token) => post(['Host: localhost', ...token], target), 400, 'BAD_REQUEST');
    await expectRefusal((token) => get(target, ['Host: localhost', ...token]), 400, 'BAD_REQUEST');
    await expectRefusal(
      (token) => rawRequest(`OPTIONS ${target} HTTP/1.1`, ['Host: localhost', ...token]),
      400,
      'BAD_REQUEST',
    );
  });

  it('no ending of the URL leads around authentication', async () => {
    for (const target of ['/graphql?/health', '/graphql?x=/health', '/graphql?query={__typename}&/health']) {
      const answer = await sendRaw(pair.url, get(target));
      checkAnswer(answer);
      expect(answer.headers).not.toHaveProperty('x-yoga-id');
      expect(answer.body).not.toBe('');
      if (auth === 'jwt') expect(answer.status).toBe(401);
    }
    await serves();
  });

  it.each<[string, string, number, string]>([
    ['junk', 'junk\r\n\r\n', 400, 'BAD_REQUEST'],
    ['a TLS handshake', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400, 'BAD_REQUEST'],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400, 'BAD_REQUEST'],
    ['an unknown version', 'GET /graphql HTTP/9.9\r\nHost: localhost\r\n\r\n', 400, 'BAD_REQUEST'],
    ['an unknown method', 'JUNK /graphql HTTP/1.1\r\nHost: localhost\r\n\r\n', 400, 'BAD_REQUEST'],
    ['a header without a colon', post(['Host: localhost', 'abc']), 400, 'BAD_REQUEST'],
    ['a blank in a header’s name', post(['Host: localhost', 'a b: c']), 400, 'BAD_REQUEST'],
    ['a NUL in a header', post(['Host: localhost', 'a: \0']), 400, 'BAD_REQUEST'],
    ['two lengths', post(['Host: localhost', 'Content-Length: 5']), 400, 'BAD_REQUEST'],
    ['a length that is none', post(['Host: localhost', 'Content-Length: x']), 400, 'BAD_REQUEST'],
    ['a length and chunks', post(['Host: localhost', 'Transfer-Encoding: chunked']), 400, 'BAD_REQUEST'],
    ['an unknown transfer encoding', post(['Host: localhost', 'Transfer-Encoding: x']), 400, 'BAD_REQUEST'],
    ['a chunk that is none', chunked('zz\r\n'), 400, 'BAD_REQUEST'],
    ['headers over 16 KiB', post(['Host: localhost', `a: ${'b'.repeat(20_000)}`]), 431, 'HEADERS_TOO_LARGE'],
    ['a target over 16 KiB', get(`/graphql?query=${'b'.repeat(20_000)}`), 431, 'HEADERS_TOO_LARGE'],
    ['CONNECT', rawRequest('CONNECT evil.example:443 HTTP/1.1', ['Host: x']), 405, 'METHOD_NOT_ALLOWED'],
    ['an Expect that nobody knows', post(['Host: localhost', 'Expect: x']), 417, 'EXPECTATION_FAILED'],
    ['a path that is not served', get('/graphql/x'), 404, 'NOT_FOUND'],
  ])('%s is answered with a code', async (_what, bytes, status, code) => {
    await expectRefusal(() => bytes, status, code);
  });

  it.each(['HEAD', 'TRACE', 'PUT', 'DELETE', 'PATCH', 'PROPFIND', 'QUERY'])(
    'the method %s is a 405 that says what is served',
    async (method) => {
      for (const credentials of [[], token, []]) {
        const answer = await sendRaw(
          pair.url,
          rawRequest(`${method} /graphql?query={__typename} HTTP/1.1`, ['Host: localhost', ...credentials]),
        );
        // Of the newest methods some versions of Node know nothing.
        if (answer?.status === 400) continue;
        checkAnswer(answer);
        expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, POST, OPTIONS']);
        expect(answer.body === '' ? 'METHOD_NOT_ALLOWED' : codeOf(answer)).toBe('METHOD_NOT_ALLOWED');
      }
      await serves();
    },
  );

  it('an upgrade is not made: the request is answered as any other', async () => {
    const headers = [
      'Host: localhost',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
    ];
    for (const credentials of [[], token, []]) {
      const answer = await sendRaw(
        pair.url,
        get('/graphql?query={__typename}', [...headers, ...credentials]),
      );
      checkAnswer(answer);
      expect(answer.status).toBe(auth === 'jwt' && credentials.length === 0 ? 401 : 200);
    }
  });

  it.each<[string, string, string]>([
    ['variables', '{', 'variables'],
    ['variables', 'x', 'variables'],
    ['variables', '%00', 'variables'],
    ['extensions', '[', 'extensions'],
    ['variables', '[]', 'variables'],
    ['variables', '5', 'variables'],
    ['extensions', '"x"', 'extensions'],
  ])('a GET with %s=%s is a 400 that names it', async (name, value, named) => {
    for (let ask = 0; ask < 3; ask++) {
      const target = `/graphql?query={__typename}&${name}=${value}`;
      const answer = await sendRaw(pair.url, get(target, ['Host: localhost', ...token]));
      checkAnswer(answer);
      expect([answer.status, codeOf(answer)]).toEqual([400, 'BAD_REQUEST']);
      expect(answer.body).toContain(named);
    }
    await serves();
  });

  it.each<[string, (token: string[]) => string, number, string]>([
    [
      'no JSON',
      (token) => rawRequest('POST /graphql HTTP/1.1', [json, 'Host: localhost', ...token], '{"secret'),
      400,
      'BAD_REQUEST',
    ],
    [
      'null',
      (token) => rawRequest('POST /graphql HTTP/1.1', [json, 'Host: localhost', ...token], 'null'),
      400,
      'BAD_REQUEST',
    ],
    [
      'a number',
      (token) => rawRequest('POST /graphql HTTP/1.1', [json, 'Host: localhost', ...token], '5'),
      400,
      'BAD_REQUEST',
    ],
    [
      'a list',
      (token) => rawRequest('POST /graphql HTTP/1.1', [json, 'Host: localhost', ...token], '[null]'),
      400,
      'BAD_REQUEST',
    ],
    [
      'null in chunks',
      (token) => chunked('4\r\nnull\r\n0\r\n\r\n').replace(json, [json, ...token].join('\r\n')),
      400,
      'BAD_REQUEST',
    ],
    [
      'compressed',
      (token) => post(['Host: localhost', 'Content-Encoding: gzip', ...token]),
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
  ])('a body that is %s is refused, and not quoted', async (_what, make, status, code) => {
    for (let ask = 0; ask < 3; ask++) {
      const answer = await sendRaw(pair.url, make(token));
      checkAnswer(answer);
      expect([answer.status, codeOf(answer)]).toEqual([status, code]);
      expect(answer.body).not.toContain('secret');
    }
    await serves();
  });

  it.each([
    'text/event-stream',
    'multipart/mixed',
    'application/graphql-response+json',
    'application/json',
    '*/*',
    '',
    'text/plain',
    ',;;q=x',
  ])('an answer to Accept: %s is kept by no cache, and has a body', async (accept) => {
    for (let ask = 0; ask < 3; ask++) {
      const answer = await sendRaw(pair.url, post(['Host: localhost', `Accept: ${accept}`, ...token]));
      checkAnswer(answer);
      expect([200, 406]).toContain(answer.status);
      expect(answer.body).toContain(
        answer.status === 200 ? '{"data":{"__typename":"Query"}}' : 'NOT_ACCEPTABLE',
      );
      expect(answer.headers.connection).toBe('close');
    }
  });

  it('a body that never arrives whole is no unexpected error', async () => {
    for (const framing of ['Content-Length: 1000', 'Transfer-Encoding: chunked']) {
      for (let ask = 0; ask < 3; ask++) {
        const before = pair.lines.length;
        const socket = openSocket(pair.url);
        const head = ['POST /graphql HTTP/1.1', 'Host: localhost', json, framing, ...token].join('\r\n');
        await new Promise<void>((resolve) =>
          socket.write(`${head}\r\n\r\n3e8\r\n{"query":"{`, () => resolve()),
        );
        // It must have been read before it breaks off, or there is no request at all.
        await serves();
        socket.resetAndDestroy();
        await expect
          .poll(() => pair.lines.slice(before).map(({ msg, outcome }) => outcome ?? msg))
          .toContain('hung up');
      }
    }
    expect(pair.lines.filter(({ msg }) => msg === 'masked error')).toEqual([]);
    await serves();
  });

  it('no bytes at all bring out more than a code, whatever they are', async () => {
    const line = fc.string({ unit: 'binary', maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'POST', 'OPTIONS', 'HEAD', 'TRACE', 'x'),
        fc.oneof(
          fc.constantFrom('/graphql', '/graphql?query={__typename}&variables=', '/health', ''),
          fc.webUrl(),
          line,
        ),
        fc.array(
          fc.tuple(
            fc.constantFrom('Host', 'Accept', 'Origin', 'Content-Type', 'Authorization', 'X', 'Expect'),
            line,
          ),
          {
            maxLength: 4,
          },
        ),
        line,
        async (method, target, headers, body) => {
          const lines = headers.map(([name, value]) => `${name}: ${Buffer.from(value).toString('latin1')}`);
          const bytes = `${rawRequest(`${method} ${Buffer.from(target).toString('latin1')} HTTP/1.1`, lines, Buffer.from(body).toString('latin1'))}\r\n\r\n`;
          const answer = await sendRaw(pair.url, bytes);
          checkAnswer(answer);
          expect(answer.status).not.toBe(500);
        },
      ),
      { numRuns: 300 },
    );
    await serves();
  }, 60_000);
});
