import { randomBytes } from 'node:crypto';
import type { Account, RamRole } from './account.ts';
import type { Caller } from './caller.ts';
import { fullAccess, type RamPolicy } from './ram-policy.ts';

/** What AssumeRole begins a session of a role with. */
export interface RoleSessionStart {
  /** The account of the role: every call with the session's key is of that account. */
  account: Account;
  role: RamRole;
  sessionName: string;
  durationSeconds: number;
  /** A policy that must allow each call beside the role's own, or null. */
  policy: RamPolicy | null;
}

/** A session of a role, with the STS key issued for it. */
export interface RoleSession extends RoleSessionStart {
  pair: { accessKeyId: string; accessKeySecret: string; securityToken: string };
  /** Epoch milliseconds. */
  expiresAt: number;
}

/** The sessions that AssumeRole has begun, expired ones included: their keys are refused as "expired". */
export interface RoleSessions {
  begin(start: RoleSessionStart): RoleSession;
  find(accessKeyId: string): RoleSession | undefined;
  isExpired(session: RoleSession): boolean;
  /** Expires all sessions now, or those of one account's roles. */
  expire(accountId?: string): void;
  /** Oldest first. */
  all(): RoleSession[];
}

/** One an hour and account is what a gateway begins; this is more than a year of them. */
const maxSessions = 10_000;

/** `now` gives epoch milliseconds. */
export function createRoleSessions(now: () => number): RoleSessions {
  const sessions = new Map<string, RoleSession>();
  return {
    begin(start) {
      // In whole seconds, like the Expiration in the answer.
      const expiresAt = Math.floor(now() / 1000) * 1000 + start.durationSeconds * 1000;
      const session = { ...start, pair: newPair(), expiresAt };
      sessions.set(session.pair.accessKeyId, session);
      const [oldest] = sessions.keys();
      if (sessions.size > maxSessions && oldest !== undefined) sessions.delete(oldest);
      return session;
    },
    find: (accessKeyId) => sessions.get(accessKeyId),
    isExpired: ({ expiresAt }) => now() >= expiresAt,
    expire(accountId) {
      for (const session of sessions.values()) {
        if (accountId === undefined || session.account.accountId === accountId) {
          session.expiresAt = Math.min(session.expiresAt, now());
        }
      }
    },
    all: () => [...sessions.values()],
  };
}

/** The caller behind a session. Both the role's policy and the session's own must allow a call. */
export function callerWithSession({ account, role, sessionName, policy }: RoleSession): Caller {
  return {
    account,
    identity: { type: 'AssumedRoleUser', role, sessionName },
    policies: [role.policy ?? fullAccess, ...(policy ? [policy] : [])],
  };
}

/** They look like real ones. */
function newPair(): RoleSession['pair'] {
  return {
    accessKeyId: `STS.${randomBytes(13).toString('hex').slice(0, 25)}`,
    accessKeySecret: randomBytes(33).toString('base64url').slice(0, 44),
    securityToken: `CAIS${randomBytes(300).toString('base64')}`,
  };
}
