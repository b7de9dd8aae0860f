import type { Action } from './action.ts';
import { markerPage } from './marker-page.ts';

/** The RAM users of the caller's account; deleted ones are absent. */
export const listUsers: Action = {
  permission: 'ram:ListUsers',
  resource: ({ caller }) => `acs:ram:*:${caller.account.accountId}:user/*`,
  answer: (context) =>
    markerPage(context, {
      action: 'ListUsers',
      key: ['Users', 'User'],
      records: context.caller.account.users.map(({ userId, userName, displayName = '' }) => ({
        UserId: userId,
        UserName: userName,
        DisplayName: displayName,
        Comments: '',
        CreateDate: '2023-03-01T02:00:00Z',
        UpdateDate: '2023-03-01T02:00:00Z',
      })),
    }),
};
