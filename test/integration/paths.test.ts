import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Pair, startPair } from './support/gateway.ts';
import { createIdentityProvider, trusting } from './support/tokens.ts';

/** No other way of writing the path leads around what stands before it. */
let guarded: Pair;
let open: Pair;
beforeAll(async () => {
  guarded = await startPair(trusting((await createIdentityProvider()).file));
  open = await startPair();
});
afterAll(() => Promise.all([guarded.close(), open.close()]));

function send(pair: Pair, path: string, headers: Record<string, string>) {
  return new Promise<string>((resolve, reject) => {
    const { hostname, port } = new URL(pair.url);
    const call = request(
      { hostname, port, path, method: 'POST', headers: { 'content-type': 'application/json', ...headers } },
      (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => resolve(text));
      },
    );
    call.on('error', reject);
    call.end(JSON.stringify({ query: '{ regions { regionId } }' }));
  });
}

describe.each([
  '/graphql',
  '/graphql/',
  '//graphql',
  '/./graphql',
  '/x/../graphql',
  '/%67raphql',
  '/GraphQL',
  '/graphql?x=/health',
  '/graphql;x',
  '/health/../graphql',
  '/',
])('the path %s', (path) => {
  it('gives no data without a token', async () => {
    expect(await send(guarded, path, {})).not.toContain('cn-hangzhou');
    expect(guarded.emulator.calls).toEqual([]);
  });

  it('gives no data to a foreign host', async () => {
    expect(await send(open, path, { host: 'evil.example' })).not.toContain('cn-hangzhou');
    expect(open.emulator.calls).toEqual([]);
  });
});
