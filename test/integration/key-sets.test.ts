import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Pair, startPair } from './support/gateway.ts';
import { audience, issuer } from './support/tokens.ts';

/** One odd key in a set takes nothing from the tokens that the others have signed. */
interface Key {
  jwk: object;
  sign: (header?: object) => Promise<string>;
}

async function createKey(alg: 'RS256' | 'ES256', kid: string, inSet: object = {}): Promise<Key> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return {
    jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig', ...inSet },
    sign: (header = { kid }) =>
      new SignJWT({ sub: 'alice', iss: issuer, aud: audience, scope: 'ecs-sessions:read' })
        .setProtectedHeader({ alg, ...header })
        .setExpirationTime('10m')
        .sign(privateKey),
  };
}

const rsa = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength });
const weak = { ...rsa(1024).publicKey.export({ format: 'jwk' }), kid: 'weak', alg: 'RS256', use: 'sig' };
const unnamedWeak = { ...rsa(1024).publicKey.export({ format: 'jwk' }) };
const secret = { ...rsa(2048).privateKey.export({ format: 'jwk' }), kid: 'private', alg: 'RS256' };
const odd = [
  { kty: 'RSA', kid: 'no-modulus', e: 'AQAB' },
  { kty: 'XYZ', kid: 'unknown-kind' },
  { kty: 'oct', kid: 'symmetric', k: 'c2VjcmV0' },
  'text',
  null,
  [],
];

let first: Key;
let second: Key;
let other: Key;
let unnamed: Key;
let stranger: Key;
beforeAll(async () => {
  first = await createKey('RS256', 'first');
  second = await createKey('RS256', 'second');
  other = await createKey('ES256', 'other');
  unnamed = await createKey('RS256', 'unnamed', { kid: undefined, alg: undefined });
  stranger = await createKey('RS256', 'first');
});

/** The same set in a file and at a URL. */
describe.each(['file', 'URL'])('of a key set in a %s', (place) => {
  const running: { pair: Pair; server: Server | undefined }[] = [];
  const trustingSet = async (keys: unknown[]) => {
    const set = JSON.stringify({ keys });
    const file = join(mkdtempSync(join(tmpdir(), 'jwks-')), 'jwks.json');
    writeFileSync(file, set);
    const server = place === 'URL' ? createServer((_request, response) => response.end(set)) : undefined;
    await new Promise<void>((resolve) => (server ? server.listen(0, '127.0.0.1', resolve) : resolve()));
    const source = server
      ? { AUTH_JWKS_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` }
      : { AUTH_JWKS_FILE: file };
    const pair = await startPair({ AUTH: 'jwt', AUTH_ISSUER: issuer, AUTH_AUDIENCE: audience, ...source });
    running.push({ pair, server });
    return pair;
  };
  afterAll(async () => {
    for (const { pair, server } of running) {
      await pair.close();
      server?.close();
    }
  });
  const statuses = async ({ url }: Pair, sign: () => Promise<string>) => {
    const seen: number[] = [];
    for (let ask = 0; ask < 3; ask++) {
      const headers = { authorization: `Bearer ${await sign()}` };
      seen.push((await fetch(`${url}?query={__typename}`, { headers })).status);
    }
    return seen;
  };
  const passedOver = ({ lines }: Pair) =>
    lines.filter(({ msg }) => msg === 'a key of the key set is ignored').map(({ kid }) => kid);

  it('a token that names no key is tried with each that fits', async () => {
    for (const keys of [
      [first.jwk],
      [first.jwk, second.jwk],
      [second.jwk, other.jwk, unnamed.jwk, first.jwk],
      [first.jwk, { ...Object(second.jwk), kid: 'first' }],
    ]) {
      const pair = await trustingSet(keys);
      expect(await statuses(pair, () => first.sign({}))).toEqual([200, 200, 200]);
      expect(await statuses(pair, () => first.sign())).toEqual([200, 200, 200]);
      expect(await statuses(pair, () => stranger.sign({}))).toEqual([401, 401, 401]);
      expect(await statuses(pair, () => stranger.sign())).toEqual([401, 401, 401]);
    }
  });

  it.each<[string, unknown[], (string | null)[]]>([
    ['one weak key', [weak], ['weak']],
    ['several, one without a name', [weak, unnamedWeak], ['weak', null]],
    ['a private key', [secret], ['private']],
    ['what is no key', odd, ['no-modulus', 'unknown-kind', 'symmetric', null]],
  ])('%s beside good ones is passed over, and logged once', async (_what, bad, logged) => {
    for (const keys of [
      [...bad, first.jwk, other.jwk],
      [first.jwk, other.jwk, ...bad],
      [first.jwk, ...bad, other.jwk, second.jwk],
    ]) {
      const pair = await trustingSet(keys);
      for (const header of [{ kid: 'first' }, {}]) {
        expect(await statuses(pair, () => first.sign(header))).toEqual([200, 200, 200]);
      }
      for (const header of [{ kid: 'other' }, {}]) {
        expect(await statuses(pair, () => other.sign(header))).toEqual([200, 200, 200]);
      }
      for (const kid of ['weak', 'private', 'no-modulus', 'symmetric']) {
        expect(await statuses(pair, () => first.sign({ kid }))).toEqual([401, 401, 401]);
      }
      expect(passedOver(pair)).toEqual(logged);
    }
  });

  it('none of whose keys is any good nobody gets in', async () => {
    for (const keys of [[], [weak], odd]) {
      const pair = await trustingSet(keys);
      for (const header of [{ kid: 'first' }, {}, { kid: 'weak' }]) {
        expect(await statuses(pair, () => first.sign(header))).toEqual([401, 401, 401]);
      }
    }
  });
});
