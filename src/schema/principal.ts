import type { Principal as SessionPrincipal } from '../sessions/principal.ts';
import { builder } from './builder.ts';
import { principalCost } from './cost/cost-rules.ts';
import { IdentityType } from './identity-type.ts';
import { Session } from './session.ts';

/** Who opened a session. */
export const Principal = builder.objectRef<SessionPrincipal>('Principal');

builder.objectType(Principal, {
  description:
    'Who opened a session. Names come from RAM (ListUsers, ListRoles), and are kept for an hour. It has no id and is no entity: one principal is found by `SessionFilter.principalIds`.',
  fields: (t) => ({
    principalId: t.exposeString('principalId', {
      nullable: true,
      description: 'Id of the principal, as in Session.principalId.',
    }),
    type: t.expose('type', {
      type: IdentityType,
      nullable: true,
      description: 'Kind of the principal, as in Session.identityType.',
    }),
    name: t.exposeString('name', {
      nullable: true,
      description:
        'UserName of a RAM user, RoleName of a role, or the name of the account in the accounts file. Null for a user or role that RAM does not list, such as one that has been deleted.',
    }),
    displayName: t.exposeString('displayName', {
      nullable: true,
      description: 'DisplayName of a RAM user; null where it has none, and for all others.',
    }),
    sessionName: t.exposeString('sessionName', {
      nullable: true,
      description:
        'Name of the role session: what follows the first colon in the principalId of an assumed role. Whoever assumed the role chose it, so it is no proof of who that was.',
    }),
  }),
});

builder.objectField(Session, 'principal', (t) =>
  t.field({
    type: Principal,
    nullable: true,
    description:
      'Who opened the session, by name. Null where ECS says nothing of it; null with ACCESS_DENIED where the gateway lacks `ram:ListUsers` or `ram:ListRoles`. The names of any number of sessions cost at most 2 upstream calls for each account; the answers are kept for an hour.',
    ...principalCost,
    resolve: (session, _args, { loaders }) => loaders.principal(session),
  }),
);
