import type { Fleet } from './fleet.ts';
import type { RamPolicy } from './ram-policy.ts';

/** A key pair that may call. With a `securityToken` it is an STS key, and each call must carry that token. */
export interface KeyPair {
  accessKeyId: string;
  accessKeySecret: string;
  securityToken?: string | undefined;
}

/** A RAM user. */
export interface RamUser {
  userId: string;
  userName: string;
  displayName?: string | undefined;
  /** The ids of those of the account's key pairs that belong to this user. */
  accessKeyIds?: readonly string[] | undefined;
  /** What the user's keys may do; everything unless given. */
  policy?: RamPolicy | undefined;
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
  /** If given, AssumeRole must name the same. */
  externalId?: string | undefined;
  /** What sessions of the role may do; everything unless given. */
  policy?: RamPolicy | undefined;
  /** Maximum length of a session of the role, in seconds; 3600 unless given. */
  maxSessionSeconds?: number | undefined;
}

/** What is in an account. The data is not copied: a change to it shows in the next answer. */
export interface AccountData {
  fleet: Fleet;
  /** None unless given. */
  users?: RamUser[] | undefined;
  /** None unless given. */
  roles?: RamRole[] | undefined;
  /** The ids of the key pairs that are the root user's, who may not assume a role. */
  rootAccessKeyIds?: readonly string[] | undefined;
}

/** One account beside the emulator's own. */
export interface AccountOptions extends AccountData {
  /** 16 digits. */
  accountId: string;
  name: string;
  /** Key pairs of this account. Without any, its roles are the only way in. */
  credentials?: readonly KeyPair[] | undefined;
}

/** The id of the own account where createEmulator is given none, and of the demo's own account. */
export const ownAccountId = '1846029375510482';

/** One account with all that is in it. */
export interface Account {
  readonly accountId: string;
  /** A name for the tests. The cloud does not know it. */
  readonly name: string;
  readonly fleet: Fleet;
  readonly users: RamUser[];
  readonly roles: RamRole[];
  readonly rootAccessKeyIds: readonly string[];
}

/** @throws RangeError where the id does not have 16 digits */
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
