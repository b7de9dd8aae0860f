import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  errors,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
} from 'jose';
import type { ServerLog } from './log.ts';

/** Source: RFC 7518, section 3.3. */
const minRsaBits = 2048;

/** Where the keys that sign tokens are. */
export type KeySetSource = { url: string } | { file: string };

/**
 * The keys that sign tokens.
 *
 * @throws where a file cannot be read or holds no JSON Web Key Set (RFC 7517)
 */
export function createKeySet(source: KeySetSource, log: ServerLog): JWTVerifyGetKey {
  return 'url' in source ? remoteKeySet(source.url, log) : fileKeySet(source.file, log);
}

/** The keys at a URL. They are fetched again when a token names an unknown one. */
function remoteKeySet(url: string, log: ServerLog): JWTVerifyGetKey {
  const usable = usableKeys(log);
  return createRemoteJWKSet(new URL(url), {
    timeoutDuration: 5000,
    cooldownDuration: 5000,
    [customFetch]: async (href, options) => {
      const response = await fetch(href, options);
      return response.status === 200 ? Response.json(usable(await response.json())) : response;
    },
  });
}

/** The keys in a file, read again whenever it changes. */
function fileKeySet(path: string, log: ServerLog): JWTVerifyGetKey {
  const usable = usableKeys(log);
  const read = () => ({
    changed: statSync(path).mtimeMs,
    getKey: createLocalJWKSet(usable(JSON.parse(readFileSync(path, 'utf8')))),
  });
  let keys = read();
  return (header, token) => {
    if (statSync(path).mtimeMs !== keys.changed) keys = read();
    return keys.getKey(header, token);
  };
}

/** Ignores the keys that cannot be trusted or read, so that one of them does not make the others unusable. */
function usableKeys(log: ServerLog) {
  const logged = new Set<string>();
  return (set: unknown): JSONWebKeySet => {
    if (!isKeySet(set)) throw new errors.JWKSInvalid('the key set must be a JSON object with a list "keys"');
    const keys = set.keys.filter((key): key is JSONWebKeySet['keys'][number] => {
      const problem = problemOf(key);
      if (problem === undefined) return true;
      const kid = isObject(key) && typeof key.kid === 'string' ? key.kid.slice(0, 100) : null;
      const line = `${kid} ${problem}`;
      if (!logged.has(line)) log.warn({ kid, problem }, 'a key of the key set is ignored');
      logged.add(line);
      return false;
    });
    return { keys };
  };
}

function problemOf(key: unknown): string | undefined {
  if (!isObject(key)) return 'not a JSON object';
  if ('d' in key) return 'a private key: publish only its public part, and replace it, since it may be known';
  try {
    const { modulusLength = minRsaBits } =
      createPublicKey({ key: key as JsonWebKey, format: 'jwk' }).asymmetricKeyDetails ?? {};
    return modulusLength < minRsaBits
      ? `an RSA key of ${modulusLength} bits, less than ${minRsaBits}`
      : undefined;
  } catch {
    return 'not a public key of a known kind';
  }
}

function isKeySet(value: unknown): value is { keys: unknown[] } {
  return isObject(value) && Array.isArray(value.keys);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
