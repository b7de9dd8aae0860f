import { arnOf, type Caller } from '../caller.ts';
import type { Action } from './action.ts';

/** Who the caller is. Everybody may ask. */
export const getCallerIdentity: Action = {
  permission: null,
  resource: () => '*',
  answer: ({ caller }) => ({
    AccountId: caller.account.accountId,
    Arn: arnOf(caller),
    IdentityType: caller.identity.type,
    ...idsOf(caller),
  }),
};

function idsOf({ account: { accountId }, identity }: Caller): Record<string, string> {
  switch (identity.type) {
    case 'Account':
      return { PrincipalId: accountId, UserId: accountId };
    case 'RAMUser':
      return { PrincipalId: identity.user.userId, UserId: identity.user.userId };
    case 'AssumedRoleUser': {
      const { roleId } = identity.role;
      return { PrincipalId: `${roleId}:${identity.sessionName}`, RoleId: roleId };
    }
  }
}
