/** A key pair that may call. With a `securityToken` it is an STS key, and each call must carry that token. */
export interface KeyPair {
  accessKeyId: string;
  accessKeySecret: string;
  securityToken?: string | undefined;
}

/** The accepted key pairs. */
export interface Keyring {
  find(accessKeyId: string): KeyPair | undefined;
  /** True for an STS key and token that were accepted once and are no more. */
  isExpired(accessKeyId: string, securityToken: string): boolean;
  /** Replaces the accepted key pairs. */
  accept(pairs: readonly KeyPair[]): void;
}

/** A keyring that remembers which STS keys it has let go: those are answered with "expired", not "unknown". */
export function createKeyring(pairs: readonly KeyPair[]): Keyring {
  let accepted = pairs;
  let expired: readonly KeyPair[] = [];
  return {
    find(accessKeyId) {
      return accepted.find((pair) => pair.accessKeyId === accessKeyId);
    },
    isExpired(accessKeyId, securityToken) {
      return expired.some((pair) => isPair(pair, accessKeyId, securityToken));
    },
    accept(next) {
      expired = [...expired, ...accepted].filter(
        ({ accessKeyId, securityToken }) =>
          securityToken !== undefined && !next.some((pair) => isPair(pair, accessKeyId, securityToken)),
      );
      accepted = next;
    },
  };
}

function isPair(pair: KeyPair, accessKeyId: string, securityToken: string): boolean {
  return pair.accessKeyId === accessKeyId && pair.securityToken === securityToken;
}
