import type { CredentialModel } from '@alicloud/credentials';
import type { RoleAccount } from '../account.ts';
import type { AccountIdentity } from '../account-directory.ts';
import type { Log } from '../api.ts';
import { AccessDeniedError, GatewayError, UpstreamUnavailableError } from '../errors.ts';
import { KeptRefusal } from '../kept-refusal.ts';
import type { AccountClock } from './account-clock.ts';
import { credentialFailure } from './credential-failure.ts';
import type { CredentialSource } from './credentials.ts';
import type { StsApi } from './sts-api.ts';

/** Options of an AssumedRole. */
export interface AssumedRoleOptions extends AccountClock {
  account: RoleAccount;
  sts: StsApi;
  /** What its sessions may do at most; see `sessionPolicy`. */
  policy: string;
  log: Log;
}

const minute = 60_000;
const durationSeconds = 3600;
/** A session is renewed within this time before its end: begun somewhere in the first half of it, by chance. */
const renewalMs = 10 * minute;
/** After a renewal that failed, until the next is begun; the old session is used meanwhile. */
const renewalPauseMs = 30_000;
/** So many sessions refused within a minute, each soon after it had begun, are more than bad luck. */
const refusedSessionsToStop = 5;

interface Session {
  key: CredentialModel;
  /** Epoch milliseconds. */
  endsAt: number;
  /** The same by the clock that does not jump. */
  endsAtUptime: number;
  /** Milliseconds before its end from which on it is renewed. */
  renewalMs: number;
}

/**
 * The keys of one account that is entered by a role: sessions of an hour, one AssumeRole call at a time. In the last ten
 * minutes of a session it is renewed beside the calls that still use it, and a renewal that fails changes nothing until
 * its end. A session that has ended, by whichever clock says so first, is never used.
 *
 * Our own code: the library's provider of assumed roles speaks https only, calls once for each of several first users,
 * and gives out the old session after a failed renewal however old it is.
 */
export class AssumedRole implements CredentialSource, AccountIdentity {
  readonly #options: AssumedRoleOptions;
  readonly #now: () => number;
  readonly #uptime: () => number;
  readonly #random: () => number;
  readonly #refusal: KeptRefusal;
  #session: Session | null = null;
  #underWay: Promise<Session> | null = null;
  #nextRenewal = Number.NEGATIVE_INFINITY;
  /** When sessions were refused by a service, within the last minute. */
  #refusedSessions: number[] = [];
  /** Why the account is not entered any more; there is no way back but a restart. */
  #disabled: AccessDeniedError | null = null;

  constructor(options: AssumedRoleOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#uptime = options.uptime ?? (() => performance.now());
    this.#random = options.random ?? Math.random;
    this.#refusal = new KeptRefusal(this.#uptime);
  }

  /** @throws AccessDeniedError, ThrottledError or CredentialsUnavailableError that names the account */
  async getCredential(): Promise<CredentialModel> {
    try {
      return await this.#key();
    } catch (error) {
      // One failure reaches all who wait for it.
      throw credentialFailure(error, this.#options.account.name);
    }
  }

  prepare(): Promise<CredentialModel> {
    return this.getCredential();
  }

  /** As configured: a session in another account is never used. */
  async accountId(): Promise<string> {
    return this.#options.account.id;
  }

  /** Drops the session, unless a newer one has taken the place of the refused one. */
  refresh(refused?: CredentialModel): void {
    if (this.#session === null) return;
    if (refused !== undefined && refused.accessKeyId !== this.#session.key.accessKeyId) return;
    this.#session = null;
    const now = this.#uptime();
    this.#refusedSessions = [...this.#refusedSessions.filter((at) => now - at < minute), now];
    if (this.#refusedSessions.length < refusedSessionsToStop) return;
    this.#refusal.note(
      new AccessDeniedError(
        "ECS refuses each new session of the role; compare this machine's clock with the real time, and the endpoints with each other.",
        { upstreamCode: 'InvalidSecurityToken' },
      ),
    );
  }

  async #key(): Promise<CredentialModel> {
    if (this.#disabled) throw this.#disabled;
    const session = this.#session;
    const leftMs = session ? this.#leftMs(session) : 0;
    if (session === null || leftMs <= 0) {
      this.#session = null;
      const refusal = this.#underWay ? null : this.#refusal.current;
      if (refusal) throw refusal;
      return (await this.#begin()).key;
    }
    const isDue = leftMs <= session.renewalMs && this.#uptime() >= this.#nextRenewal;
    if (isDue && !this.#refusal.current && !this.#underWay) this.#renew(leftMs);
    return session.key;
  }

  /** Not awaited by whoever notices that it is time: its failure is theirs to know who look after the gateway. */
  #renew(leftMs: number): void {
    const { account, log } = this.#options;
    this.#begin().catch((error) => {
      this.#nextRenewal = this.#uptime() + renewalPauseMs;
      const code = error instanceof GatewayError ? error.code : 'UNFORESEEN';
      const secondsLeft = Math.floor(leftMs / 1000);
      log.warn(
        { account: account.name, code, secondsLeft },
        "an account's session could not be renewed; the old one is used until it ends",
      );
    });
  }

  #begin(): Promise<Session> {
    this.#underWay ??= this.#assume().finally(() => {
      this.#underWay = null;
    });
    return this.#underWay;
  }

  async #assume(): Promise<Session> {
    const { account, sts, policy } = this.#options;
    const { roleArn, externalId } = account;
    // From before it was asked for, so that what a slow answer took is not added to it.
    const [began, beganUptime] = [this.#now(), this.#uptime()];
    const answer = await sts
      .assumeRole({ roleArn, externalId, durationSeconds, policy })
      .catch((error: unknown) => {
        this.#refusal.note(error);
        throw error;
      });
    if (answer.accountId !== account.id) throw this.#disable(answer.accountId);
    // More than was asked for is a clock that goes wrong, here or there.
    const lifeMs = Math.min(answer.endsAt - began, durationSeconds * 1000);
    const session: Session = {
      key: answer.key,
      endsAt: began + lifeMs,
      endsAtUptime: beganUptime + lifeMs,
      renewalMs: Math.min(renewalMs * (1 - this.#random() / 2), lifeMs / 2),
    };
    if (this.#leftMs(session) <= 0) {
      throw new UpstreamUnavailableError(
        "STS sent a session that has ended already; compare this machine's clock with the real time.",
      );
    }
    this.#session = session;
    return session;
  }

  #leftMs({ endsAt, endsAtUptime }: Session): number {
    return Math.min(endsAt - this.#now(), endsAtUptime - this.#uptime());
  }

  /** The session itself is dropped unused. */
  #disable(answeredId: string): AccessDeniedError {
    const { account, log } = this.#options;
    this.#session = null;
    this.#disabled = new AccessDeniedError(
      'STS has begun a session in another account than ACCOUNTS_FILE says; this account is not served until that is mended and the gateway restarted.',
    );
    log.warn(
      { account: account.name, accountId: account.id, answeredId },
      'an account is disabled until a restart: its role leads into another account',
    );
    return this.#disabled;
  }
}
