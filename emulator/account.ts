import type { Fleet } from './fleet-region.ts';
import type { KeyPair } from './key-pair.ts';
import type { Policy } from './policy.ts';

/** A RAM user. */
export interface RamUser {
  userId: string;
  userName: string;
  displayName?: string | undefined;
  /** Which of the account's key pairs are this user's. */
  accessKeyIds?: readonly string[] | undefined;
  /** What the user's keys may do; everything unless given. */
  policy?: Policy | undefined;
}

/** A RAM role. */
export interface RamRole {
  roleId: string;
  roleName: string;
  description?: string | undefined;
  /**
   * The ARNs of those who may assume it: `acs:ram::<account>:root` (anyone of that account),
   * `acs:ram::<account>:user/<name>`, `acs:ram::<account>:role/<name>`.
   */
  trusts: readonly string[];
  /** Must be given with AssumeRole, and be this, where there is one. */
  externalId?: string | undefined;
  /** What sessions of the role may do; everything unless given. */
  policy?: Policy | undefined;
  /** How long a session of it lasts at most, in seconds; 3600 unless given. */
  maxSessionSeconds?: number | undefined;
}

/** What is in an account. The data is not copied: what changes in it shows in the next answer. */
export interface AccountData {
  fleet: Fleet;
  /** RAM users; none unless given. */
  users?: RamUser[] | undefined;
  /** RAM roles; none unless given. */
  roles?: RamRole[] | undefined;
  /** Which of the key pairs are the account's own, its root user's. Those assume no roles. */
  rootAccessKeyIds?: readonly string[] | undefined;
}

/** One account beside the emulator's own. */
export interface AccountOptions extends AccountData {
  /** 16 digits. */
  accountId: string;
  name: string;
  /** Key pairs of this account; none unless given: then it is entered by roles alone. */
  credentials?: readonly KeyPair[] | undefined;
}

/** The own account of an emulator that is not told which one it is, and of the demo. */
export const ownAccountId = '1846029375510482';

/** One account with all that is in it. */
export interface Account {
  readonly accountId: string;
  /** What those who run it call it. The cloud does not know this name. */
  readonly name: string;
  readonly fleet: Fleet;
  readonly users: RamUser[];
  readonly roles: RamRole[];
  readonly rootAccessKeyIds: readonly string[];
}

/** @throws RangeError where the id is none */
export function createAccount(options: AccountOptions): Account {
  const { accountId, name, fleet, users = [], roles = [], rootAccessKeyIds = [] } = options;
  if (!/^\d{16}$/.test(accountId)) {
    throw new RangeError(`The id of an account must have 16 digits, but got: ${accountId}`);
  }
  return { accountId, name, fleet, users, roles, rootAccessKeyIds };
}

/** The ARN of a role, by which AssumeRole and policies name it. */
export function roleArnOf(account: Pick<Account, 'accountId'>, role: Pick<RamRole, 'roleName'>): string {
  return `acs:ram::${account.accountId}:role/${role.roleName}`;
}
