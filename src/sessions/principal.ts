import type { Account } from '../ecs/account.ts';
import type { AccountDirectory } from '../ecs/account-directory.ts';
import type { CallOptions } from '../ecs/api.ts';
import { BadRequestError, GatewayError } from '../ecs/errors.ts';
import { type PrincipalDirectory, parseRolePrincipal } from '../ecs/principals.ts';
import { type IdentityType, type SessionRecord, valueOrNull } from '../ecs/record.ts';
import type { ResolvedPrincipal } from './filter.ts';

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
    const user = await ofAccount(account, directory.user(principalId, options));
    return { ...principal, name: user?.userName ?? null, displayName: user?.displayName ?? null };
  }
  if (type === 'ASSUMED_ROLE_USER') {
    const { roleId, sessionName } = parseRolePrincipal(principalId);
    const role = await ofAccount(account, directory.role(roleId, options));
    return { ...principal, name: role?.roleName ?? null, sessionName };
  }
  return principal;
}

/** Each who asks the directory gets an error of its own, so what is noted in it shows to nobody else. */
async function ofAccount<T>({ key }: Account, asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw error instanceof GatewayError ? error.in({ accountKey: key }) : error;
  }
}

/**
 * Finds those who have one of these names, in all accounts of a list: two accounts may share a name, and then both count.
 *
 * @returns undefined where no names are given
 * @throws BadRequestError for a name that nobody has; GatewayError where the users or roles of an account are not known
 */
export async function principalsNamed(
  names: readonly string[] | null | undefined,
  accounts: readonly Account[],
  directory: AccountDirectory,
  options: CallOptions,
): Promise<ResolvedPrincipal[] | undefined> {
  if (!names) return undefined;
  const found = await Promise.all(
    names.map(async (name) => {
      const inAccounts = await Promise.all(
        accounts.map(async (account) => {
          const { users, roles } = await ofAccount(
            account,
            directory.principalsOf(account).byName(name, options),
          );
          const ids = [...users.map(({ userId }) => userId), ...roles.map(({ roleId }) => roleId)];
          return ids.map((principalId) => ({ accountKey: account.key, principalId }));
        }),
      );
      const principals = inAccounts.flat();
      if (principals.length > 0) return principals;
      throw new BadRequestError(
        `No RAM user and no role is named ${JSON.stringify(name.slice(0, 64))} in the accounts of this list; one that has been deleted is found by its id, with principalIds.`,
      );
    }),
  );
  return found.flat();
}
