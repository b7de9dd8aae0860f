/** The gateway's ErrorCode, and three more that only a client can meet. */
export type FailureCode =
  | 'BAD_REQUEST'
  | 'INVALID_NEXT_TOKEN'
  | 'INVALID_MAX_RESULTS'
  | 'REGION_NOT_FOUND'
  | 'SESSION_NOT_FOUND'
  | 'ACCESS_DENIED'
  | 'THROTTLED'
  | 'UPSTREAM_INTERNAL_ERROR'
  | 'UPSTREAM_UNAVAILABLE'
  /** The gateway itself met something nobody foresaw. */
  | 'INTERNAL_SERVER_ERROR'
  /** No GraphQL answer: the gateway is down, or a proxy answered in its place. */
  | 'GATEWAY_UNREACHABLE'
  /** A code that is newer than this page. */
  | 'UNKNOWN';

/** What the gateway tells of a failure, be it a union member or the extensions of an entry of `errors[]`. */
export interface FailureFields {
  readonly message: string;
  readonly code?: unknown;
  readonly requestId?: unknown;
  readonly retryAfterSeconds?: unknown;
}

const codes: ReadonlySet<string> = new Set<FailureCode>([
  'BAD_REQUEST',
  'INVALID_NEXT_TOKEN',
  'INVALID_MAX_RESULTS',
  'REGION_NOT_FOUND',
  'SESSION_NOT_FOUND',
  'ACCESS_DENIED',
  'THROTTLED',
  'UPSTREAM_INTERNAL_ERROR',
  'UPSTREAM_UNAVAILABLE',
  'INTERNAL_SERVER_ERROR',
  'GATEWAY_UNREACHABLE',
]);

/** A failed list or a failed record, the same for both data layers. */
export class GatewayFailure extends Error {
  readonly code: FailureCode;
  /** For a support ticket; null where ECS was not reached. */
  readonly requestId: string | null;
  /** Only where ECS throttles. */
  readonly retryAfterSeconds: number | null;

  constructor(fields: FailureFields) {
    super(fields.message);
    this.name = 'GatewayFailure';
    this.code = isFailureCode(fields.code) ? fields.code : 'UNKNOWN';
    this.requestId = typeof fields.requestId === 'string' ? fields.requestId : null;
    this.retryAfterSeconds = typeof fields.retryAfterSeconds === 'number' ? fields.retryAfterSeconds : null;
  }
}

/** Anything thrown while data was fetched. What is not from the gateway itself means that it was not reached. */
export function toFailure(thrown: unknown): GatewayFailure {
  if (thrown instanceof GatewayFailure) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new GatewayFailure({ code: 'GATEWAY_UNREACHABLE', message });
}

/** The first entry of an answer's `errors[]` as a failure. */
export function failureOfError(error: {
  message: string;
  extensions?: Record<string, unknown> | undefined;
}): GatewayFailure {
  return new GatewayFailure({ ...error.extensions, message: error.message });
}

function isFailureCode(code: unknown): code is FailureCode {
  return typeof code === 'string' && codes.has(code);
}
