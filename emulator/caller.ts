import { type Account, type KeyPair, type RamRole, type RamUser, roleArnOf } from './account.ts';
import { fullAccess, type RamPolicy } from './ram-policy.ts';

/** Who somebody is to STS. */
export type Identity =
  | { type: 'Account' }
  | { type: 'RAMUser'; user: Pick<RamUser, 'userId' | 'userName'> }
  | { type: 'AssumedRoleUser'; role: Pick<RamRole, 'roleId' | 'roleName'>; sessionName: string };

/** Who calls. The account is that of the credentials: no call can name another. */
export interface Caller {
  account: Account;
  identity: Identity;
  /** Each of them must allow the call. */
  policies: readonly RamPolicy[];
}

/** The user of a key pair that no user of its account claims. */
const unclaimedUser = { userId: '200000000000000001', userName: 'emulator' };
/** The role of an STS key pair that a test gave to the emulator. */
const unclaimedRole = { roleId: '300000000000000001', roleName: 'emulator' };

/** The caller behind a key pair of the account. */
export function callerWithPair(account: Account, pair: KeyPair): Caller {
  const user = account.users.find(({ accessKeyIds = [] }) => accessKeyIds.includes(pair.accessKeyId));
  if (user) {
    return { account, identity: { type: 'RAMUser', user }, policies: [user.policy ?? fullAccess] };
  }
  return { account, identity: identityWithoutUser(account, pair), policies: [] };
}

function identityWithoutUser(account: Account, { accessKeyId, securityToken }: KeyPair): Identity {
  if (account.rootAccessKeyIds.includes(accessKeyId)) return { type: 'Account' };
  if (securityToken === undefined) return { type: 'RAMUser', user: unclaimedUser };
  return { type: 'AssumedRoleUser', role: unclaimedRole, sessionName: 'emulator' };
}

/** The ARN by which GetCallerIdentity names the caller. */
export function arnOf({ account: { accountId }, identity }: Caller): string {
  switch (identity.type) {
    case 'Account':
      return rootArnOf(accountId);
    case 'RAMUser':
      return `acs:ram::${accountId}:user/${identity.user.userName}`;
    case 'AssumedRoleUser':
      return `acs:ram::${accountId}:assumed-role/${identity.role.roleName}/${identity.sessionName}`;
  }
}

/** Returns whether the role trusts the caller. */
export function isTrusted(caller: Caller, role: RamRole): boolean {
  const { account, identity } = caller;
  const principal = identity.type === 'AssumedRoleUser' ? roleArnOf(account, identity.role) : arnOf(caller);
  return role.trusts.some((arn) => arn === principal || arn === rootArnOf(account.accountId));
}

function rootArnOf(accountId: string): string {
  return `acs:ram::${accountId}:root`;
}
