import type { CredentialModel } from '@alicloud/credentials';
import type { Account } from '../account.ts';
import type { AccountIdentity } from '../account-directory.ts';
import type { CallOptions, Log } from '../api.ts';
import { AccessDeniedError, GatewayError } from '../errors.ts';
import { isRefusal, refusalKeptMs } from '../kept-refusal.ts';
import type { AccountClock } from './account-clock.ts';
import { credentialFailure } from './credential-failure.ts';
import type { CredentialSource } from './credentials.ts';
import type { StsApi } from './sts-api.ts';
import { deservesFreshSignature } from './translate-error.ts';

/** Options of an OwnAccount. */
export interface OwnAccountOptions extends AccountClock {
  account: Account;
  /** The gateway's own. */
  credentials: CredentialSource;
  sts: StsApi;
  log: Log;
}

/** The key that was asked about last, and what came of it. */
interface Asked {
  accessKeyId: string | undefined;
  answer: Promise<string>;
  /** By the clock that does not jump. */
  until: number;
}

/**
 * The account that the gateway's own credentials are of. Where the configuration says its id, STS is asked whose a key is
 * before anything is called with it: once for each key, since a rotation may bring one of another account. Where no id is
 * configured, the keys are used as they are, and STS is asked only for who wants to know the id.
 */
export class OwnAccount implements CredentialSource, AccountIdentity {
  readonly #options: OwnAccountOptions;
  readonly #uptime: () => number;
  #asked: Asked | null = null;
  #id: string | null = null;
  #disabled: AccessDeniedError | null = null;

  constructor(options: OwnAccountOptions) {
    this.#options = options;
    this.#uptime = options.uptime ?? (() => performance.now());
  }

  /** @throws AccessDeniedError, ThrottledError or CredentialsUnavailableError */
  async getCredential(): Promise<CredentialModel> {
    if (this.#options.account.id === null) return this.#options.credentials.getCredential();
    return this.#named(async () => (await this.#ask()).key);
  }

  prepare(): Promise<CredentialModel> {
    return this.getCredential();
  }

  refresh(refused?: CredentialModel): void {
    this.#options.credentials.refresh(refused);
  }

  async accountId(options?: CallOptions): Promise<string> {
    const { id } = this.#options.account;
    if (id !== null) return id;
    this.#id ??= await this.#named(async () => (await this.#ask(options)).accountId);
    return this.#id;
  }

  async #ask(options?: CallOptions): Promise<{ key: CredentialModel; accountId: string }> {
    if (this.#disabled) throw this.#disabled;
    const { credentials } = this.#options;
    const key = await credentials.getCredential();
    try {
      return { key, accountId: await this.#accountOf(key, options) };
    } catch (error) {
      if (!(error instanceof GatewayError) || !deservesFreshSignature(error)) throw error;
      credentials.refresh(key);
      const fresh = await credentials.getCredential();
      if (fresh.accessKeyId === key.accessKeyId && fresh.securityToken === key.securityToken) throw error;
      return { key: fresh, accountId: await this.#accountOf(fresh, options) };
    }
  }

  /** Asked once for each key, by however many at once. */
  async #accountOf(key: CredentialModel, options?: CallOptions): Promise<string> {
    const known = this.#asked;
    if (known && known.accessKeyId === key.accessKeyId && this.#uptime() < known.until) return known.answer;
    options?.usage?.countCall();
    const asked: Asked = {
      accessKeyId: key.accessKeyId,
      answer: this.#askSts(key, options),
      until: Number.POSITIVE_INFINITY,
    };
    this.#asked = asked;
    asked.answer.catch((error: unknown) => {
      asked.until = isRefusal(error) ? this.#uptime() + refusalKeptMs : Number.NEGATIVE_INFINITY;
    });
    return asked.answer;
  }

  async #askSts(key: CredentialModel, options?: CallOptions): Promise<string> {
    const { account, sts } = this.#options;
    // The answer is everybody's: that one caller leaves, takes it from nobody.
    const accountId = await sts.accountOf(key, { usage: options?.usage });
    if (account.id !== null && accountId !== account.id) throw this.#disable(accountId);
    return accountId;
  }

  #disable(answeredId: string): AccessDeniedError {
    const { account, log } = this.#options;
    this.#disabled = new AccessDeniedError(
      "The gateway's credentials are of another account than ACCOUNTS_FILE says; this account is not served until that is mended and the gateway restarted.",
    );
    log.warn(
      { account: account.name, accountId: account.id, answeredId },
      "an account is disabled until a restart: the gateway's credentials are of another one",
    );
    return this.#disabled;
  }

  async #named<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw credentialFailure(error, this.#options.account.name);
    }
  }
}
