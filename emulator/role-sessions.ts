import { randomBytes } from 'node:crypto';
import type { Account, RamRole } from './account.ts';
import type { Caller } from './caller.ts';
import { fullAccess, type Policy } from './policy.ts';

/** What a role session begins with. */
export interface RoleSessionStart {
  /** The account of the role, and so of everything that is called with the session's key. */
  account: Account;
  role: RamRole;
  sessionName: string;
  durationSeconds: number;
  /** Narrows what the role may do; null where it does not. */
  policy: Policy | null;
}

/** A session of a role, with the STS key that was given for it. */
export interface RoleSession extends RoleSessionStart {
  pair: { accessKeyId: string; accessKeySecret: string; securityToken: string };
  /** Epoch milliseconds. */
  expiresAt: number;
}

/** The sessions that AssumeRole has begun, ended ones included: those are answered with "expired". */
export interface RoleSessions {
  begin(start: RoleSessionStart): RoleSession;
  find(accessKeyId: string): RoleSession | undefined;
  isExpired(session: RoleSession): boolean;
  /** Ends all sessions now, or those of one account's roles. */
  expire(accountId?: string): void;
  /** Oldest first. */
  all(): RoleSession[];
}

/** A renewing gateway begins one an hour and account; this is more than a year of them. */
const maxSessions = 10_000;

/** `now` gives epoch milliseconds. */
export function createRoleSessions(now: () => number): RoleSessions {
  const sessions = new Map<string, RoleSession>();
  return {
    begin(start) {
      // To the second, as its Expiration is given.
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

/** The caller behind a session: both the role's policy and the session's own must allow what is called. */
export function callerWithSession({ account, role, sessionName, policy }: RoleSession): Caller {
  return {
    account,
    identity: { type: 'AssumedRoleUser', role, sessionName },
    policies: [role.policy ?? fullAccess, ...(policy ? [policy] : [])],
  };
}

/** Of the look of real ones. */
function newPair(): RoleSession['pair'] {
  return {
    accessKeyId: `STS.${randomBytes(13).toString('hex').slice(0, 25)}`,
    accessKeySecret: randomBytes(33).toString('base64url').slice(0, 44),
    securityToken: `CAIS${randomBytes(300).toString('base64')}`,
  };
}
