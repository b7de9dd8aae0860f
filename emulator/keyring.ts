import type { Account, KeyPair } from './account.ts';
import {
  expiredSecurityToken,
  malformedSecurityToken,
  mismatchedSecurityToken,
  missingSecurityToken,
  unknownAccessKey,
} from './api-error.ts';
import { type Caller, callerWithPair } from './caller.ts';
import { callerWithSession, type RoleSessions } from './role-sessions.ts';

/** A key that may call now, and its caller. */
export interface AcceptedKey {
  accessKeySecret: string;
  caller: Caller;
}

/** The keys of all accounts, and those that AssumeRole has issued. */
export interface Keyring {
  /**
   * The key with this id.
   *
   * @throws ApiError where there is no such key, or the token belongs to another key or has expired
   */
  find(accessKeyId: string, securityToken: string | undefined): AcceptedKey;
  /**
   * Replaces the accepted key pairs of an account.
   *
   * @throws RangeError where another account has one of them
   */
  accept(account: Account, pairs: readonly KeyPair[]): void;
}

interface AcceptedPair {
  account: Account;
  pair: KeyPair;
}

/** A keyring that remembers STS keys after their removal: it refuses those as "expired", not as "unknown". */
export function createKeyring(sessions: RoleSessions): Keyring {
  let accepted: readonly AcceptedPair[] = [];
  let removed: readonly KeyPair[] = [];

  const isKnownToken = (token: string) =>
    [...removed, ...accepted.map(({ pair }) => pair), ...sessions.all().map(({ pair }) => pair)].some(
      ({ securityToken }) => securityToken === token,
    );

  const checkToken = (pair: KeyPair, token: string | undefined) => {
    if (pair.securityToken === token) return;
    if (token === undefined) throw missingSecurityToken();
    throw isKnownToken(token) ? mismatchedSecurityToken() : malformedSecurityToken();
  };

  return {
    find(accessKeyId, token) {
      if (removed.some((pair) => token !== undefined && isPair(pair, accessKeyId, token))) {
        throw expiredSecurityToken();
      }
      const session = sessions.find(accessKeyId);
      if (session) {
        checkToken(session.pair, token);
        if (sessions.isExpired(session)) throw expiredSecurityToken();
        return { accessKeySecret: session.pair.accessKeySecret, caller: callerWithSession(session) };
      }
      const found = accepted.find(({ pair }) => pair.accessKeyId === accessKeyId);
      if (!found) throw unknownAccessKey();
      const { account, pair } = found;
      checkToken(pair, token);
      return { accessKeySecret: pair.accessKeySecret, caller: callerWithPair(account, pair) };
    },
    accept(account, pairs) {
      const others = accepted.filter((other) => other.account !== account);
      const taken = pairs.find(({ accessKeyId }) =>
        others.some(({ pair }) => pair.accessKeyId === accessKeyId),
      );
      if (taken) throw new RangeError(`A key must belong to one account, but two have: ${taken.accessKeyId}`);
      const before = accepted.filter((own) => own.account === account).map(({ pair }) => pair);
      removed = [...removed, ...before].filter(
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
