import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { keepCredential } from '../../support/suite-log.ts';

export const issuer = 'https://login.example.com/';
export const audience = 'ecs-sessions';

/** An identity provider of the tests: its keys, and tokens of every kind, good and bad. */
export async function createIdentityProvider() {
  const keys = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'key-1', alg: 'RS256', use: 'sig' };
  const file = join(mkdtempSync(join(tmpdir(), 'jwks-')), 'jwks.json');
  writeFileSync(file, JSON.stringify({ keys: [jwk] }));

  const token = async (
    { endless, ...claims }: JWTPayload & { endless?: boolean } = {},
    header: { alg?: string; kid?: string } = {},
    key?: CryptoKey,
  ) => {
    const payload = {
      sub: 'alice',
      iss: issuer,
      aud: audience,
      scope: 'openid ecs-sessions:read',
      ...claims,
    };
    const jwt = new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: 'key-1', ...header });
    if (!endless && !('exp' in claims)) jwt.setExpirationTime('10m');
    const text = await jwt.sign(key ?? keys.privateKey);
    keepCredential(text);
    return text;
  };
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const [, payload = ''] = (await token()).split('.');

  return {
    file,
    keys,
    token,
    /** Claims of a good token, with a header that says no signature is needed. */
    unsigned: `${encode({ alg: 'none' })}.${payload}.`,
    /** The old trick: the public key, which all know, as the secret of a symmetric algorithm. */
    async symmetric() {
      const secret = new TextEncoder().encode(await exportSPKI(keys.publicKey));
      return new SignJWT({ sub: 'alice', iss: issuer, aud: audience, scope: 'ecs-sessions:read' })
        .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
        .setExpirationTime('10m')
        .sign(secret);
    },
  };
}

/** The environment of a gateway that trusts a provider's key file. */
export function trusting(file: string) {
  return { AUTH: 'jwt', AUTH_JWKS_FILE: file, AUTH_ISSUER: issuer, AUTH_AUDIENCE: audience };
}
