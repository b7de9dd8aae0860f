import type { CallOptions } from './api.ts';

/** A user of RAM, as ListUsers names it. */
export interface RamUser {
  userId: string;
  userName: string;
  /** Null where it has none. */
  displayName: string | null;
}

/** A role of RAM, as ListRoles names it. */
export interface RamRole {
  roleId: string;
  roleName: string;
}

/** The RAM calls of one account. Each rejects with a GatewayError of its own and with nothing else. */
export interface RamApi {
  /** ListUsers, from its first page to its last: all of them or a failure. */
  users(options?: CallOptions): Promise<readonly RamUser[]>;
  /** ListRoles, from its first page to its last: all of them or a failure. */
  roles(options?: CallOptions): Promise<readonly RamRole[]>;
}

/** Those of one account who have a name; several only where names differ in case alone. */
export interface NamedPrincipals {
  users: readonly RamUser[];
  roles: readonly RamRole[];
}

/** Who the ids in the session records of one account are. */
export interface PrincipalDirectory {
  /**
   * The user with this id; null where the account has none, such as one that has been deleted.
   *
   * @throws GatewayError where the account's users are not known: AccessDeniedError without `ram:ListUsers`
   */
  user(userId: string, options?: CallOptions): Promise<RamUser | null>;
  /**
   * The role with this id; null where the account has none.
   *
   * @throws GatewayError where the account's roles are not known: AccessDeniedError without `ram:ListRoles`
   */
  role(roleId: string, options?: CallOptions): Promise<RamRole | null>;
  /**
   * The users and roles with exactly this name, upper and lower case being the same.
   *
   * @throws GatewayError where one of the two is not known: then "nobody" would be a guess
   */
  byName(name: string, options?: CallOptions): Promise<NamedPrincipals>;
}

/** The parts of the PrincipalId of somebody who has assumed a role. */
export interface RolePrincipal {
  roleId: string;
  /** Chosen by whoever assumed the role, and so no proof of who it was; null where ECS sends the role's id alone. */
  sessionName: string | null;
}

/**
 * Takes the PrincipalId of an assumed role apart: the role's id is the text before the first colon, where there is one.
 *
 * @example parseRolePrincipal('300000000000000001:alice') // { roleId: '300000000000000001', sessionName: 'alice' }
 */
export function parseRolePrincipal(principalId: string): RolePrincipal {
  const colon = principalId.indexOf(':');
  if (colon < 0) return { roleId: principalId, sessionName: null };
  return { roleId: principalId.slice(0, colon), sessionName: principalId.slice(colon + 1) };
}
