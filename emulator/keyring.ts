import type { Account } from './account.ts';
import {
  expiredSecurityToken,
  malformedSecurityToken,
  mismatchedSecurityToken,
  missingSecurityToken,
  unknownAccessKey,
} from './api-error.ts';
import { type Caller, callerWithPair } from './caller.ts';
import type { KeyPair } from './key-pair.ts';
import { callerWithSession, type RoleSessions } from './role-sessions.ts';

/** A key that may call now, and whose it is. */
export interface AcceptedKey {
  accessKeySecret: string;
  caller: Caller;
}

/** The keys of all accounts, and those that AssumeRole has given. */
export interface Keyring {
  /** @throws ApiError where there is no such key, or the token is not that key's, or has expired */
  find(accessKeyId: string, securityToken: string | undefined): AcceptedKey;
  /**
   * Replaces the accepted key pairs of an account.
   *
   * @throws RangeError where another account has one of them
   */
  accept(account: Account, pairs: readonly KeyPair[]): void;
}

interface Entry {
  account: Account;
  pair: KeyPair;
}

/** A keyring that remembers which STS keys it has let go: those are answered with "expired", not "unknown". */
export function createKeyring(sessions: RoleSessions): Keyring {
  let accepted: readonly Entry[] = [];
  let letGo: readonly KeyPair[] = [];

  const isKnownToken = (token: string) =>
    [...letGo, ...accepted.map(({ pair }) => pair), ...sessions.all().map(({ pair }) => pair)].some(
      ({ securityToken }) => securityToken === token,
    );

  const checkToken = (pair: KeyPair, token: string | undefined) => {
    if (pair.securityToken === token) return;
    if (token === undefined) throw missingSecurityToken();
    throw isKnownToken(token) ? mismatchedSecurityToken() : malformedSecurityToken();
  };

  return {
    find(accessKeyId, token) {
      if (letGo.some((pair) => token !== undefined && isPair(pair, accessKeyId, token))) {
        throw expiredSecurityToken();
      }
      const session = sessions.find(accessKeyId);
      if (session) {
        checkToken(session.pair, token);
        if (sessions.isExpired(session)) throw expiredSecurityToken();
        return { accessKeySecret: session.pair.accessKeySecret, caller: callerWithSession(session) };
      }
      const entry = accepted.find(({ pair }) => pair.accessKeyId === accessKeyId);
      if (!entry) throw unknownAccessKey();
      checkToken(entry.pair, token);
      const { account, pair } = entry;
      return { accessKeySecret: pair.accessKeySecret, caller: callerWithPair(account, pair) };
    },
    accept(account, pairs) {
      const others = accepted.filter((entry) => entry.account !== account);
      const taken = pairs.find(({ accessKeyId }) =>
        others.some(({ pair }) => pair.accessKeyId === accessKeyId),
      );
      if (taken) throw new RangeError(`A key is of one account, but two have: ${taken.accessKeyId}`);
      const before = accepted.filter((entry) => entry.account === account).map(({ pair }) => pair);
      letGo = [...letGo, ...before].filter(
        ({ accessKeyId, securityToken }) =>
          securityToken !== undefined && !pairs.some((pair) => isPair(pair, accessKeyId, securityToken)),
      );
      accepted = [...others, ...pairs.map((pair) => ({ account, pair }))];
    },
  };
}

function isPair(pair: KeyPair, accessKeyId: string, securityToken: string): boolean {
  return pair.accessKeyId === accessKeyId && pair.securityToken === securityToken;
}
