import type { Account } from '../ecs/account.ts';
import type { CallOptions } from '../ecs/api.ts';
import { type PrincipalDirectory, parseRolePrincipal } from '../ecs/principals.ts';
import { type IdentityType, type SessionRecord, valueOrNull } from '../ecs/record.ts';

/** Who opened a session, as far as it is known. */
export interface Principal {
  principalId: string | null;
  type: IdentityType | null;
  /** UserName, RoleName, or the account's name; null for a user or role that is not there any more. */
  name: string | null;
  displayName: string | null;
  /** Chosen by whoever assumed the role: no proof of who it was. */
  sessionName: string | null;
}

/**
 * Who opened a session; null where ECS says of nobody.
 *
 * @throws GatewayError where the account's users or roles are not known
 */
export async function principalOf(
  record: SessionRecord,
  account: Account,
  directory: PrincipalDirectory,
  options: CallOptions,
): Promise<Principal | null> {
  const principalId = valueOrNull(record.principalId);
  const type = valueOrNull(record.identityType);
  if (principalId === null && type === null) return null;
  const principal = { principalId, type, name: null, displayName: null, sessionName: null };
  if (type === 'ACCOUNT') return { ...principal, name: account.name };
  if (principalId === null) return principal;
  if (type === 'RAM_USER') {
    const user = await directory.user(principalId, options);
    return { ...principal, name: user?.userName ?? null, displayName: user?.displayName ?? null };
  }
  if (type === 'ASSUMED_ROLE_USER') {
    const { roleId, sessionName } = parseRolePrincipal(principalId);
    const role = await directory.role(roleId, options);
    return { ...principal, name: role?.roleName ?? null, sessionName };
  }
  return principal;
}
