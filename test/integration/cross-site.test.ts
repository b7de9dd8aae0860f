import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Pair, startPair } from './support/gateway.ts';

/** What other sites' pages must not be able to do with a browser that reaches the gateway. */
let pair: Pair;
beforeAll(async () => {
  pair = await startPair({ CORS_ORIGINS: 'https://console.example.com', ALLOWED_HOSTS: 'gateway.internal' });
});
afterAll(() => pair.close());

const query = '{ regions { regionId } }';
/** fetch sets Host and Sec-Fetch-Site itself, so these go over node:http. */
function send(method: string, headers: Record<string, string>, body?: string) {
  return new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    const url = method === 'GET' ? `${pair.url}?query=${encodeURIComponent(query)}` : pair.url;
    const call = request(url, { method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, text }));
    });
    call.on('error', reject);
    call.end(body);
  });
}
const json = JSON.stringify({ query });

describe('a Host header', () => {
  it.each([
    'localhost',
    'localhost:4000',
    '127.0.0.1:4000',
    '[::1]:4000',
    '[::1]',
    'gateway.internal:80',
    'LOCALHOST',
  ])('of %s is served', async (host) => {
    expect((await send('POST', { host, 'content-type': 'application/json' }, json)).status).toBe(200);
  });

  it.each([
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'evil.example:4000',
    '10.0.0.1',
  ])('of %j gets 403 and no call is made', async (host) => {
    pair.emulator.clearCalls();
    const answer = await send('POST', { host, 'content-type': 'application/json' }, json);
    expect(answer.status).toBe(403);
    expect(answer.text).not.toContain('cn-hangzhou');
    expect((await send('GET', { host, accept: 'text/html' })).status).toBe(403);
    expect(pair.emulator.calls).toEqual([]);
  });

  it('does not matter for health and readiness, which a prober asks by address', async () => {
    for (const path of ['/health', '/ready']) {
      const status = await new Promise((resolve) =>
        request(new URL(path, pair.url), { headers: { host: '10.0.0.7:4000' } }, (response) => {
          response.resume();
          resolve(response.statusCode);
        }).end(),
      );
      expect(status).toBe(200);
    }
  });
});

describe('a POST', () => {
  it.each([
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain',
    'text/plain; application/json',
    'application/graphql',
    'application/jsonp',
  ])('of %s is refused', async (contentType) => {
    const answer = await send('POST', { 'content-type': contentType }, json);
    expect(answer.status).toBe(415);
    expect(answer.text).not.toContain('cn-hangzhou');
  });

  it('without a content type is refused', async () => {
    expect((await send('POST', {}, json)).status).toBe(415);
  });

  it.each(['application/json', 'application/json; charset=utf-8'])('of %s is served', async (contentType) => {
    expect((await send('POST', { 'content-type': contentType }, json)).status).toBe(200);
  });
});

describe('a GET', () => {
  it('without an origin works', async () => {
    expect((await send('GET', {})).text).toContain('cn-hangzhou');
  });

  it('of the gateway’s own origin, of a named one, and of the address bar works', async () => {
    const { origin } = new URL(pair.url);
    for (const headers of [
      { origin, 'sec-fetch-site': 'same-origin' },
      { origin: 'https://console.example.com', 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'none' },
    ]) {
      expect((await send('GET', headers)).status).toBe(200);
    }
  });

  it.each<Record<string, string>>([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' },
  ])('of a foreign origin (%j) is refused', async (headers) => {
    pair.emulator.clearCalls();
    const answer = await send('GET', headers);
    expect(answer.status).toBe(403);
    expect(answer.text).not.toContain('cn-hangzhou');
    expect(pair.emulator.calls).toEqual([]);
  });
});
