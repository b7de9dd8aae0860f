import type { CallOptions } from './api.ts';

/** Says which account it is. */
export interface AccountIdentity {
  /**
   * The account's id: as configured, else as STS answers, which is asked when it is first needed and then remembered.
   *
   * @throws GatewayError where STS does not say it
   */
  accountId(options?: CallOptions): Promise<string>;
}
