import type { Account, AccountKey } from '../account.ts';
import type { AccountDirectory, AccountIdentity } from '../account-directory.ts';
import type { PrincipalDirectory, RamApi } from '../principals.ts';
import { createPrincipalDirectory } from './principal-directory.ts';

/** Options of createAccountDirectory; `C` is what calls to an account are signed with. */
export interface AccountDirectoryOptions<C extends AccountIdentity> {
  credentialsOf: ReadonlyMap<AccountKey, C>;
  ramApiOf: (account: Account, credentials: C) => RamApi;
}

/** Remembers ids and names: an id once STS has said it, a walk of users or roles for an hour. */
export function createAccountDirectory<C extends AccountIdentity>(
  accounts: readonly Account[],
  { credentialsOf, ramApiOf }: AccountDirectoryOptions<C>,
): AccountDirectory {
  const known = new Map<AccountKey, string>();
  const principals = new Map<AccountKey, PrincipalDirectory>();
  const credentials = (account: Account) => {
    const found = credentialsOf.get(account.key);
    if (found) return found;
    throw new RangeError(`There are no credentials for account ${account.name}.`);
  };
  return {
    accounts,
    async idOf(account, options) {
      const id = account.id ?? known.get(account.key) ?? (await credentials(account).accountId(options));
      known.set(account.key, id);
      return id;
    },
    knownIdOf: (account) => account.id ?? known.get(account.key) ?? null,
    principalsOf(account) {
      const directory =
        principals.get(account.key) ??
        createPrincipalDirectory(account.name, ramApiOf(account, credentials(account)));
      principals.set(account.key, directory);
      return directory;
    },
  };
}
