import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Pair, startPair } from './support/gateway.ts';
import { createIdentityProvider, trusting } from './support/tokens.ts';

/** Whatever CORS_ORIGINS names, the pages of these origins may read, and those of no other. */
const origins = ['https://a.example', 'https://b.example:8443', 'http://c.example'];
const lookAlikes = [
  'https://evil.example',
  'null',
  'https://a.example.evil.com',
  'https://evil-a.example',
  'https://a.example:444',
  'https://a.example:443',
  'https://A.example',
  'HTTPS://a.example',
  'https://a.example.',
  'https://a.example/',
  'https://a.example, https://evil.example',
  'http://a.example',
  'https://b.example',
  'https://c.example',
  'https://user@a.example',
  'file://',
  '*',
];
const question = JSON.stringify({ query: '{ regions { regionId } }' });

interface Answer {
  status: number | undefined;
  headers: NodeJS.Dict<string | string[]>;
  text: string;
}

/** fetch sets Origin itself, so these go over node:http. */
function send(url: string, method: string, headers: Record<string, string>): Promise<Answer> {
  const target = method === 'GET' ? `${url}?query=${encodeURIComponent('{ regions { regionId } }')}` : url;
  const preflight = {
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization,content-type',
  };
  const own: Record<string, string> =
    method === 'POST' ? { 'content-type': 'application/json' } : method === 'OPTIONS' ? preflight : {};
  return new Promise((resolve, reject) => {
    const call = request(target, { method, headers: { ...own, ...headers } }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }));
    });
    call.on('error', reject);
    call.end(method === 'POST' ? question : undefined);
  });
}

const corsHeaders = ({ headers }: Answer) =>
  Object.keys(headers).filter((name) => name.startsWith('access-control-'));

describe.each([0, 1, 2, 3])('with %i origins named', (count) => {
  describe.each(['none', 'jwt'])('and AUTH=%s', (auth) => {
    const named = origins.slice(0, count);
    let pair: Pair;
    let token: Record<string, string>;
    beforeAll(async () => {
      const provider = await createIdentityProvider();
      token = auth === 'jwt' ? { authorization: `Bearer ${await provider.token()}` } : {};
      const authentication = auth === 'jwt' ? trusting(provider.file) : {};
      pair = await startPair({ ...authentication, CORS_ORIGINS: named.join(',') });
    });
    afterAll(() => pair.close());

    /** Three times, the third without its token. */
    const ask = async (method: string, headers: Record<string, string>) => {
      const answers: Answer[] = [];
      for (const credentials of method === 'OPTIONS' ? [{}, {}, {}] : [token, token, {}]) {
        answers.push(await send(pair.url, method, { ...credentials, ...headers }));
      }
      for (const { headers } of answers) {
        expect(String(headers.vary).split(', ')).toEqual(expect.arrayContaining(['authorization', 'origin']));
        expect(headers['cache-control']).toBe('no-store');
        expect(headers).not.toHaveProperty('access-control-allow-credentials');
      }
      return answers;
    };

    it.each(['GET', 'POST'])(
      'a %s of a page of an origin that is named may be read, refusals too',
      async (method) => {
        for (const origin of named) {
          const answers = await ask(method, { origin, 'sec-fetch-site': 'cross-site' });
          expect(answers.map(({ status }) => status)).toEqual([200, 200, auth === 'jwt' ? 401 : 200]);
          for (const { headers } of answers) expect(headers['access-control-allow-origin']).toBe(origin);
          expect(answers[1]?.text).toContain('cn-hangzhou');
        }
      },
    );

    it('a preflight of an origin that is named allows what a client needs', async () => {
      for (const origin of named) {
        for (const { status, headers, text } of await ask('OPTIONS', { origin })) {
          expect([status, text]).toEqual([204, '']);
          expect(headers).toMatchObject({
            'access-control-allow-origin': origin,
            'access-control-allow-methods': 'GET, POST',
            'access-control-allow-headers': 'authorization,content-type',
            'access-control-max-age': '7200',
          });
        }
        const junk = await send(pair.url, 'OPTIONS', {
          origin,
          'access-control-request-headers': 'a:b, <c>',
        });
        expect(junk.headers['access-control-allow-headers']).toBe(
          'authorization, content-type, x-request-id',
        );
      }
    });

    it.each(['GET', 'POST', 'OPTIONS'])(
      'a %s of any other page is refused, and no word of CORS said',
      async (method) => {
        pair.emulator.clearCalls();
        for (const origin of [...lookAlikes, ...origins.slice(count)]) {
          for (const answer of await ask(method, { origin })) {
            expect([origin, answer.status, corsHeaders(answer)]).toEqual([origin, 403, []]);
            expect(JSON.parse(answer.text)).toMatchObject({
              errors: [{ extensions: { code: 'FORBIDDEN' } }],
            });
          }
        }
        expect(pair.emulator.calls).toEqual([]);
      },
    );

    it('the gateway’s own pages, and what is no page, are served without CORS', async () => {
      const { origin, host, port } = new URL(pair.url);
      for (const own of [
        {},
        { origin, 'sec-fetch-site': 'same-origin' },
        { origin: `https://${host}` }, // behind a proxy that takes the TLS off
        { origin: 'http://localhost', host: 'localhost:80' },
        { origin: `http://localhost:${port}`, host: `LOCALHOST:${port}` },
      ]) {
        for (const method of ['GET', 'POST', 'OPTIONS']) {
          const [first, second, third] = await ask(method, own);
          const served = method === 'OPTIONS' ? 204 : 200;
          expect([first?.status, second?.status]).toEqual([served, served]);
          expect(third?.status).toBe(method !== 'OPTIONS' && auth === 'jwt' ? 401 : served);
          for (const answer of [first, second, third]) expect(answer && corsHeaders(answer)).toEqual([]);
        }
      }
    });
  });
});
