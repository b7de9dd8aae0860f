import type { AccountDirectory } from '../ecs/account-directory.ts';
import type { GatewayError } from '../ecs/errors.ts';

/** Gives a failure the id of its account as callers know it, as far as it is known without a call. */
export function nameAccount(error: GatewayError, directory: AccountDirectory): void {
  const account = directory.accounts.find(({ key }) => key === error.accountKey);
  if (account) error.accountId ??= directory.knownIdOf(account);
}
