import { type Account, type AccountKey, isRoleAccount } from '../account.ts';
import type { AccountIdentity } from '../account-directory.ts';
import type { Log } from '../api.ts';
import type { AccountClock } from './account-clock.ts';
import { AssumedRole } from './assumed-role.ts';
import type { CredentialSource } from './credentials.ts';
import { OwnAccount } from './own-account.ts';
import { sessionPolicy } from './session-policy.ts';
import type { StsApi } from './sts-api.ts';

/** Where the calls to one account get their keys, and which account it is. */
export type AccountCredentials = CredentialSource & AccountIdentity;

/** Options of createAccountCredentials. */
export interface AccountCredentialsOptions extends AccountClock {
  /** The gateway's own: those of the own account, and what roles are assumed with. */
  credentials: CredentialSource;
  sts: StsApi;
  /** Whether sessions of roles may end terminal sessions (ALLOW_END_SESSION). */
  allowEndSession: boolean;
  log: Log;
}

/**
 * The credentials of each account, by its key. What befalls one account's touches no other's.
 *
 * @example
 * const sts = createStsApi({ credentials, endpoint: stsEndpointOf(homeRegion, STS_ENDPOINT), ...limits });
 * const sources = createAccountCredentials(accounts, { credentials, sts, allowEndSession: false, log });
 * for (const [key, credentials] of sources) createSdkApi({ credentials, ...options });
 */
export function createAccountCredentials(
  accounts: readonly Account[],
  options: AccountCredentialsOptions,
): ReadonlyMap<AccountKey, AccountCredentials> {
  const policy = sessionPolicy(options.allowEndSession);
  return new Map(
    accounts.map((account) => [
      account.key,
      isRoleAccount(account)
        ? new AssumedRole({ ...options, account, policy })
        : new OwnAccount({ ...options, account }),
    ]),
  );
}
