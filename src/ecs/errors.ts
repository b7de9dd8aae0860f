import type { AccountKey } from './account.ts';
import type { AccountRegion } from './account-region.ts';
import { maxPageSize } from './limits.ts';
import type { RegionId } from './region-id.ts';

/** The stable code of a failure; the same in union members and in `errors[].extensions.code`. */
export type ErrorCode =
  | 'BAD_REQUEST'
  | 'INVALID_NEXT_TOKEN'
  | 'INVALID_MAX_RESULTS'
  | 'REGION_NOT_FOUND'
  | 'SESSION_NOT_FOUND'
  | 'ACCESS_DENIED'
  | 'THROTTLED'
  | 'UPSTREAM_INTERNAL_ERROR'
  | 'UPSTREAM_UNAVAILABLE';

/** Where a failure comes from. The first two are null where the gateway itself refused or nothing was answered. */
export interface UpstreamAnswer {
  /** RequestId of the failed call, for a support ticket. */
  requestId?: string | null;
  /** The Code ECS returned, such as `InvalidParameter.NextToken`. */
  upstreamCode?: string | null;
  /** The one region that it belongs to. */
  regionId?: RegionId | null;
  /** The one account that it belongs to. */
  accountKey?: AccountKey | null;
}

/**
 * Every failure a caller may see. The message is for people and safe to show: it never holds a URL, a token, a key id
 * or bytes of an answer, which is why no cause is attached.
 */
export abstract class GatewayError extends Error {
  abstract readonly code: ErrorCode;
  /** Whether the same request may succeed later without a change. */
  abstract readonly retryable: boolean;
  readonly requestId: string | null;
  readonly upstreamCode: string | null;
  /** The region that it belongs to; null where that is no single one. */
  regionId: RegionId | null;
  /** The account that it belongs to, 16 digits; null where that is no single one, or its id is not known. */
  accountId: string | null = null;
  /** The key of that account, for the gateway itself: callers are shown its id alone. */
  accountKey: AccountKey | null;

  constructor(message: string, answer: UpstreamAnswer = {}) {
    super(message);
    this.name = new.target.name;
    this.requestId = answer.requestId ?? null;
    this.upstreamCode = answer.upstreamCode ?? null;
    this.regionId = answer.regionId ?? null;
    this.accountKey = answer.accountKey ?? null;
  }

  /**
   * Notes the account and region that it belongs to, the region in its message as well; keeps those that are known.
   *
   * @param at without a region for what fails for the whole account
   */
  in({ accountKey, regionId }: Pick<AccountRegion, 'accountKey'> & Partial<AccountRegion>): this {
    this.accountKey ??= accountKey;
    if (this.regionId === null && regionId !== undefined) {
      this.regionId = regionId;
      this.message = `Region ${regionId}: ${this.message}`;
    }
    return this;
  }

  /** The same failure for one of several who share it: what is noted in the copy shows to nobody else. */
  copy(): this {
    const { message, stack } = this;
    // As with any error, these two are not enumerable: what is, callers get to see.
    const hidden = { configurable: true, writable: true, enumerable: false };
    return Object.defineProperties(Object.assign(Object.create(Object.getPrototypeOf(this)), this), {
      message: { value: message, ...hidden },
      stack: { value: stack, ...hidden },
    });
  }
}

/** Arguments that no retry can make right and no more specific class describes. */
export class BadRequestError extends GatewayError {
  readonly code = 'BAD_REQUEST';
  readonly retryable = false;
}

/** A request has made all the upstream calls it may; what would need another fails, what has been answered is served. */
export class TooManyCallsError extends BadRequestError {
  constructor(made: number, most: number) {
    super(
      `This request has made ${made} upstream calls of the ${most} that MAX_UPSTREAM_CALLS allows, and this needs another; ask for it in a request of its own, or for fewer records.`,
    );
  }
}

/** A cursor of another list, mangled, of another version, or whose upstream token has expired. */
export class InvalidNextTokenError extends GatewayError {
  readonly code = 'INVALID_NEXT_TOKEN';
  readonly retryable = false;
}

/** A page size the upstream does not serve. */
export class InvalidMaxResultsError extends GatewayError {
  static readonly minimum = 1;
  static readonly maximum = maxPageSize;
  readonly code = 'INVALID_MAX_RESULTS';
  readonly retryable = false;
  readonly minimum = InvalidMaxResultsError.minimum;
  readonly maximum = InvalidMaxResultsError.maximum;
}

/** A region that does not exist, or has no Session Manager. */
export class RegionNotFoundError extends GatewayError {
  readonly code = 'REGION_NOT_FOUND';
  readonly retryable = false;
  override readonly regionId: RegionId;

  constructor(regionId: RegionId, answer?: UpstreamAnswer) {
    super(
      `ECS knows no region ${regionId} with session records; the regions field lists those that exist.`,
      answer,
    );
    this.regionId = regionId;
  }
}

/** A session that the region holds no record of: never existed, or older than the four weeks records are kept. */
export class SessionNotFoundError extends GatewayError {
  readonly code = 'SESSION_NOT_FOUND';
  readonly retryable = false;
  readonly sessionId: string;

  constructor(at: AccountRegion, sessionId: string, answer?: UpstreamAnswer) {
    super(`Region ${at.regionId} holds no record of this session; records are kept for four weeks.`, {
      ...answer,
      accountKey: at.accountKey,
      regionId: at.regionId,
    });
    this.sessionId = sessionId;
  }
}

/** ECS refused the gateway's credentials, or their RAM policy does not allow the call. */
export class AccessDeniedError extends GatewayError {
  readonly code = 'ACCESS_DENIED';
  readonly retryable = false;
}

/** ECS counts calls per API, region and account by the minute; once over, all are refused until the next minute. */
export class ThrottledError extends GatewayError {
  readonly code = 'THROTTLED';
  readonly retryable = true;
  /** Whole seconds after which a new try makes sense. */
  readonly retryAfterSeconds: number;

  constructor(
    retryAfterSeconds: number,
    answer?: UpstreamAnswer,
    reason = 'ECS is throttling this call for the whole account, the console included',
  ) {
    super(`${reason}; try again in ${retryAfterSeconds} s.`, answer);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The gateway's own queue for one API and region is too long for this call; ECS was not asked. */
export class QueueFullError extends ThrottledError {
  /**
   * @param waitMs until a place in the queue comes free, in milliseconds
   * @param withinMs what the call had left, in milliseconds
   */
  constructor(waitMs: number, withinMs: number) {
    super(
      Math.max(1, Math.ceil(waitMs / 1000)),
      {},
      `The gateway's own queue for this API and region is too long: no call could begin within ${Math.round(withinMs)} ms (ECS_MAX_CONCURRENCY calls run at once, each is given ECS_DEADLINE_MS)`,
    );
  }
}

/** ECS reported InternalError. */
export class UpstreamInternalError extends GatewayError {
  readonly code = 'UPSTREAM_INTERNAL_ERROR';
  readonly retryable = true;
}

/** No usable answer: nothing came in time, the connection broke, or what came was not an ECS answer. */
export class UpstreamUnavailableError extends GatewayError {
  readonly code = 'UPSTREAM_UNAVAILABLE';
  readonly retryable: boolean = true;
}

/** No connection came about: not a byte of the request has left the gateway. */
export class UnreachableError extends UpstreamUnavailableError {}

/** A call that changes something has left, and no clear answer came: nobody knows whether it took effect. */
export class OutcomeUnknownError extends UpstreamUnavailableError {
  override readonly retryable = false;

  /**
   * @param inDoubt a sentence that says what may have happened, and how to find out
   * @param failure what came in place of a clear answer
   */
  constructor(inDoubt: string, { requestId, upstreamCode }: GatewayError) {
    super(`No clear answer came to a call that may have taken effect. ${inDoubt}`, {
      requestId,
      upstreamCode,
    });
  }
}

/**
 * A 4xx that ECS did not word itself: something between the gateway and ECS refused this one call. It is no sign of an
 * outage, since other calls may pass, and not tried again within the request.
 */
export class RefusedOnTheWayError extends UpstreamUnavailableError {
  override readonly retryable: boolean;

  /**
   * @param status 400 to 499
   * @param service what was called
   */
  constructor(action: string, status: number, answer?: UpstreamAnswer, service = 'ECS') {
    super(
      `Something before ${service} refused ${action} with HTTP ${status}, in an answer that is not one of ${service}'s own; ask for less at once, or look at the proxies on the way.`,
      answer,
    );
    // Request Timeout, Too Early, Too Many Requests (RFC 9110, RFC 8470, RFC 6585).
    this.retryable = [408, 425, 429].includes(status);
  }
}

/**
 * There is no key to sign a call with, for a reason that may pass: nothing was sent to ECS. It says nothing of ECS, and
 * is not tried again within the request, since whoever asks for keys has done so.
 */
export class CredentialsUnavailableError extends UpstreamUnavailableError {}

/** One field of one record that is not what ECS documents. It stands in the field's place; the page is served. */
export class MalformedFieldError extends UpstreamUnavailableError {
  override readonly retryable = false;

  constructor(field: string, expected: string) {
    super(`ECS sent a ${field} that is not ${expected}; of a session, the raw field holds what came.`);
  }
}

/** Given to a caller that went away before ECS answered; nobody reads it. */
export class CallerGone extends UpstreamUnavailableError {
  constructor() {
    super('The caller went away before ECS answered.');
  }
}
