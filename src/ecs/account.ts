import type { RegionId } from './region-id.ts';
import type { Secret } from './secret.ts';

declare const checked: unique symbol;

/**
 * What stands for an account in keys of caches, lanes, cursors and node ids: the constant `own` for the account of the
 * credentials, whose id need not be known, else the account's 16 digits. It never changes with the configuration's names.
 */
export type AccountKey = string & { readonly [checked]: true };

/** The key of the account that the gateway's own credentials are of. */
export const ownAccountKey = 'own' as AccountKey;

/** The name of the only account where none are configured. */
export const defaultAccountName = 'default';

/** One account whose session records the gateway reads. */
export interface Account {
  readonly key: AccountKey;
  /** 16 digits; null for the own account where no file says it: `AccountIdentity` asks for it. */
  readonly id: string | null;
  /** What people call it; unique among the accounts, and never an id. */
  readonly name: string;
  /** The role to assume for every call to it; absent for the own account. */
  readonly roleArn?: string | undefined;
  /** What the role wants to be told by those who assume it. */
  readonly externalId?: Secret | undefined;
  /** The regions to read where a list names none; null for all that DescribeRegions lists. */
  readonly regions: readonly RegionId[] | null;
}

/** An account that is entered by a role. */
export type RoleAccount = Account & { readonly id: string; readonly roleArn: string };

const idPattern = /^\d{16}$/;
const namePattern = /^[A-Za-z][\w-]{0,62}$/;
const roleArnPattern = /^acs:ram::(\d{16}):role\/[\w.-]{1,64}$/;

/** Returns whether `value` has the syntax of an account id: 16 digits. */
export function isAccountId(value: unknown): value is string {
  return typeof value === 'string' && idPattern.test(value);
}

/** Returns whether `value` has the syntax of an account's name: a letter, then up to 62 letters, digits, `_` or `-`. */
export function isAccountName(value: unknown): value is string {
  return typeof value === 'string' && namePattern.test(value);
}

/**
 * The account that a role is of; null for what is not the ARN of a role.
 *
 * @example accountOfRoleArn('acs:ram::1000000000000001:role/session-audit') // '1000000000000001'
 */
export function accountOfRoleArn(value: unknown): string | null {
  return typeof value === 'string' ? (roleArnPattern.exec(value)?.[1] ?? null) : null;
}

/**
 * The key of an account other than the own one.
 *
 * @throws RangeError for what has not the syntax of an account id
 */
export function accountKeyOf(id: string): AccountKey {
  if (isAccountId(id)) return id as string as AccountKey;
  throw new RangeError('An account id must have 16 digits.');
}

/** Returns whether `value` has the syntax of a key; whether there is such an account, the configuration says. */
export function isAccountKey(value: unknown): value is AccountKey {
  return value === ownAccountKey || isAccountId(value);
}

/** The account that the credentials are of, where no others are configured. */
export const defaultAccount: Account = {
  key: ownAccountKey,
  id: null,
  name: defaultAccountName,
  regions: null,
};

/** Returns whether an account is entered by a role. */
export function isRoleAccount(account: Account): account is RoleAccount {
  return account.roleArn !== undefined && account.id !== null;
}
