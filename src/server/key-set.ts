import { readFileSync, statSync } from 'node:fs';
import { createLocalJWKSet, createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';

/** The keys that sign tokens, at a URL. They are fetched anew when a token names one that is not known yet. */
export function remoteKeySet(url: string): JWTVerifyGetKey {
  return createRemoteJWKSet(new URL(url), { timeoutDuration: 5000, cooldownDuration: 5000 });
}

/**
 * The keys in a file, read again whenever it changes.
 *
 * @throws where the file cannot be read or holds no JSON Web Key Set (RFC 7517)
 */
export function fileKeySet(path: string): JWTVerifyGetKey {
  const read = () => ({
    changed: statSync(path).mtimeMs,
    getKey: createLocalJWKSet(JSON.parse(readFileSync(path, 'utf8'))),
  });
  let keys = read();
  return (header, token) => {
    if (statSync(path).mtimeMs !== keys.changed) keys = read();
    return keys.getKey(header, token);
  };
}
