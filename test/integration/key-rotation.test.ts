import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { startPair } from './support/gateway.ts';
import { audience, createIdentityProvider, issuer, trusting } from './support/tokens.ts';

/** Keys change without a restart, in a file as at a URL. */
let provider: Awaited<ReturnType<typeof createIdentityProvider>>;
beforeAll(async () => {
  provider = await createIdentityProvider();
});

const next = async () => {
  const keys = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'key-2', alg: 'ES256', use: 'sig' };
  return {
    jwks: JSON.stringify({ keys: [jwk] }),
    token: () => provider.token({}, { alg: 'ES256', kid: 'key-2' }, keys.privateKey),
  };
};
const statusFor = async (url: string, token: string) =>
  (await fetch(`${url}?query={__typename}`, { headers: { authorization: `Bearer ${token}` } })).status;

describe('a new key', () => {
  it('in the file is trusted at once, and the old one no more', async () => {
    const pair = await startPair(trusting(provider.file));
    try {
      const { jwks, token } = await next();
      expect(await statusFor(pair.url, await provider.token())).toBe(200);
      expect(await statusFor(pair.url, await token())).toBe(401);
      writeFileSync(provider.file, jwks);
      expect(await statusFor(pair.url, await token())).toBe(200);
      expect(await statusFor(pair.url, await provider.token())).toBe(401);
    } finally {
      await pair.close();
    }
  });

  it('at the URL is fetched when a token names it; a provider that is down is not the caller’s fault', async () => {
    const { jwks, token } = await next();
    let fetched = 0;
    let isDown = false;
    const server = createServer((_request, response) => {
      fetched += 1;
      response.writeHead(isDown ? 500 : 200, { 'content-type': 'application/json' });
      response.end(isDown ? 'down: secret detail' : jwks);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const environment = {
      AUTH: 'jwt',
      AUTH_JWKS_URL: `http://127.0.0.1:${port}/jwks.json`,
      AUTH_ISSUER: issuer,
      AUTH_AUDIENCE: audience,
    };
    const pair = await startPair(environment);
    try {
      isDown = true;
      const refused = await fetch(`${pair.url}?query={__typename}`, {
        headers: { authorization: `Bearer ${await token()}` },
      });
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
      expect(await refused.text()).not.toContain('secret detail');
      isDown = false;
      expect(await statusFor(pair.url, await token())).toBe(200);
      expect(await statusFor(pair.url, await token())).toBe(200);
      expect(fetched).toBe(2);
    } finally {
      await pair.close();
      server.close();
    }
  });
});

describe('a key file', () => {
  it('that cannot be read keeps the gateway from starting', async () => {
    await expect(startPair(trusting('/nonexistent/jwks.json'))).rejects.toThrow(/jwks\.json/);
  });
});
