import { roleArnOf } from '../account.ts';
import type { Action } from './action.ts';
import { defaultMaxSessionSeconds } from './assume-role.ts';
import { markerPage } from './marker-page.ts';

/** The RAM roles of the caller's account. */
export const listRoles: Action = {
  permission: 'ram:ListRoles',
  resource: ({ caller }) => `acs:ram:*:${caller.account.accountId}:role/*`,
  answer: (context) =>
    markerPage(context, {
      action: 'ListRoles',
      key: ['Roles', 'Role'],
      records: context.caller.account.roles.map((role) => ({
        RoleId: role.roleId,
        RoleName: role.roleName,
        Arn: roleArnOf(context.caller.account, role),
        Description: role.description ?? '',
        MaxSessionDuration: role.maxSessionSeconds ?? defaultMaxSessionSeconds,
        CreateDate: '2023-03-01T02:00:00Z',
        UpdateDate: '2023-03-01T02:00:00Z',
      })),
    }),
};
