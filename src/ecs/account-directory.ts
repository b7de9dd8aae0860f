import type { Account } from './account.ts';
import type { CallOptions } from './api.ts';
import type { PrincipalDirectory } from './principals.ts';

/** Says which account it is. */
export interface AccountIdentity {
  /**
   * The account's id: as configured, else as STS answers, which is asked when it is first needed and then remembered.
   *
   * @throws GatewayError where STS does not say it
   */
  accountId(options?: CallOptions): Promise<string>;
}

/** The accounts that the gateway reads, and what is known of them beside their records. */
export interface AccountDirectory {
  /** In the order of the accounts file; one at least. */
  readonly accounts: readonly Account[];
  /**
   * The account's id, 16 digits. That of the own account may have to be asked of STS; then it is remembered.
   *
   * @throws GatewayError where STS does not say it
   */
  idOf(account: Account, options?: CallOptions): Promise<string>;
  /** The account's id where it is known without a call, else null. */
  knownIdOf(account: Account): string | null;
  /** Who the ids in the account's records are. */
  principalsOf(account: Account): PrincipalDirectory;
}
