import type { AccountRegion } from '../account-region.ts';
import {
  AccessDeniedError,
  BadRequestError,
  GatewayError,
  InvalidMaxResultsError,
  InvalidNextTokenError,
  RefusedOnTheWayError,
  RegionNotFoundError,
  SessionNotFoundError,
  ThrottledError,
  UnreachableError,
  UpstreamInternalError,
  UpstreamUnavailableError,
} from '../errors.ts';

/** What a failed call was about, for the error's own words. */
export interface CallContext extends AccountRegion {
  /** The API, such as `DescribeTerminalSessions`. */
  action: string;
  /** The one session that it is about. */
  sessionId?: string | undefined;
  /** Now, in epoch milliseconds. */
  now: number;
}

/** A failure as the SDK throws it; only what is worth reading, each field checked. */
export interface Failure {
  status: number | null;
  upstreamCode: string | null;
  requestId: string | null;
  /** The upstream's own sentence, or null. */
  text: string | null;
  retryAfterMs: number | null;
}

type Translation = (failure: Failure, call: CallContext) => GatewayError;

/** One row: the Codes it is for (and the HTTP status, where the Code alone does not tell), and what they become. */
interface Row {
  code: RegExp;
  status?: (status: number) => boolean;
  to: Translation;
}

export const isClientError = (status: number) => status >= 400 && status < 500;

/** Codes of a refused key or signature, of every service. The text with them can hold the key id and what was signed. */
export const refusedSignature =
  /^(InvalidAccessKeyId|SignatureDoesNotMatch|IncompleteSignature|InvalidTimeStamp\.Expired|IllegalTimestamp|InvalidSecurityToken|SignatureNonceUsed|MissingSecurityToken)/;

/** First match wins. ECS documents Throttling with 400, 429 and 503: only the Code says. */
const table: readonly Row[] = [
  { code: /^Throttling/, to: (f, call) => new ThrottledError(retryAfterSeconds(f, call.now), f) },
  {
    code: /^InvalidParameter\.NextToken$/,
    to: (f) =>
      new InvalidNextTokenError(
        'ECS no longer accepts the token behind this cursor; start again without after.',
        f,
      ),
  },
  {
    code: /^InvalidParameter\.MaxResults$/,
    to: (f) => new InvalidMaxResultsError('ECS refused this page size.', f),
  },
  {
    code: /^(InvalidRegionId\.NotFound|RegionId\.ApiNotSupported)$/,
    to: (f, call) => new RegionNotFoundError(call.regionId, f),
  },
  {
    code: /^InvalidSessionId\.NotFound$/,
    to: (f, call) => new SessionNotFoundError(call, call.sessionId ?? '', f),
  },
  {
    code: refusedSignature,
    to: (f) => new AccessDeniedError("ECS refused the gateway's credentials or its signature.", f),
  },
  {
    code: /./,
    status: (status) => status === 401 || status === 403,
    to: (f, call) =>
      new AccessDeniedError(f.text ?? `The gateway's RAM policy does not allow ${call.action} here.`, f),
  },
  {
    code: /./,
    status: isClientError,
    to: (f) => new BadRequestError(f.text ?? 'ECS refused the request.', f),
  },
  {
    code: /^InternalError$/,
    to: (f, call) => new UpstreamInternalError(`ECS failed with an internal error in ${call.action}.`, f),
  },
];

/**
 * Turns whatever a call through the SDK threw into the gateway's error. Only what ECS itself said in a documented
 * error body is passed on; messages of the SDK and of Node carry URLs, tokens and bytes of the answer.
 *
 * Source of the table: "Error codes" of the DescribeTerminalSessions API page, and ECS's common errors.
 */
export function toGatewayError(thrown: unknown, call: CallContext): GatewayError {
  if (thrown instanceof GatewayError) return thrown;
  const failure = readFailure(thrown);
  const { upstreamCode, status } = failure;
  if (upstreamCode !== null && status !== null) {
    const row = table.find((row) => row.code.test(upstreamCode) && (row.status?.(status) ?? true));
    if (row) return row.to(failure, call);
  }
  if (upstreamCode === null && status !== null && isClientError(status)) {
    return new RefusedOnTheWayError(call.action, status, failure);
  }
  if (thrown instanceof URIError) {
    return new BadRequestError(
      'A parameter holds half of a surrogate pair, which is no text that can be sent.',
    );
  }
  const NoAnswer = hasNoConnection(thrown) ? UnreachableError : UpstreamUnavailableError;
  return new NoAnswer(`ECS gave no usable answer to ${call.action} (${reasonOf(thrown)}).`, failure);
}

/** Codes that deserve one more try with a fresh signature: new credentials from the chain, a new nonce. */
export function deservesFreshSignature(error: GatewayError): boolean {
  return /^(InvalidSecurityToken|SignatureNonceUsed)/.test(error.upstreamCode ?? '');
}

/** Returns whether ECS has had a request with this nonce before; each has its own. */
export function isUsedNonce(error: GatewayError): boolean {
  return error.upstreamCode === 'SignatureNonceUsed';
}

/** Returns whether nothing is known under the name of the host that was called. */
export function isUnknownHost(thrown: unknown): boolean {
  return property(thrown, 'code') === 'ENOTFOUND';
}

/** Returns whether it failed before there was anything to send to. */
function hasNoConnection(thrown: unknown): boolean {
  return ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'].includes(String(property(thrown, 'code')));
}

/** Reads what the SDK has thrown. */
export function readFailure(thrown: unknown): Failure {
  const data = property(thrown, 'data');
  const status = property(thrown, 'statusCode');
  const retryAfter = property(thrown, 'retryAfter');
  return {
    status: typeof status === 'number' ? status : null,
    upstreamCode: said(property(data, 'Code')),
    requestId: said(property(data, 'RequestId')),
    text: said(property(data, 'Message'))?.slice(0, 500) ?? null,
    retryAfterMs: typeof retryAfter === 'number' && retryAfter >= 0 ? retryAfter : null,
  };
}

/**
 * `x-acs-retry-after` where given, else the seconds to the next minute, when the upstream's count starts anew. It counts
 * by the minute: a longer wait would be a slip of the upstream's, and take its records from everybody for as long.
 */
export function retryAfterSeconds(failure: Failure, now: number): number {
  if (failure.retryAfterMs !== null) return Math.min(60, Math.ceil(failure.retryAfterMs / 1000));
  return Math.ceil((60_000 - (now % 60_000)) / 1000);
}

/** A word that says what broke without saying where: an errno such as ECONNRESET, or the error's name. */
export function reasonOf(thrown: unknown): string {
  const status = property(thrown, 'statusCode');
  if (typeof status === 'number') return `HTTP ${status}`;
  const word = property(thrown, 'code') ?? property(thrown, 'name');
  return typeof word === 'string' && /^[A-Za-z_]{1,40}$/.test(word) ? word : 'unknown failure';
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function said(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
