import {
  AccessDeniedError,
  GatewayError,
  RefusedOnTheWayError,
  ThrottledError,
  UpstreamInternalError,
  UpstreamUnavailableError,
} from '../errors.ts';
import {
  type Failure,
  isClientError,
  readFailure,
  reasonOf,
  refusedSignature,
  retryAfterSeconds,
} from './translate-error.ts';

/** What a failed call of STS or RAM was about, for the error's own words. */
export interface ServiceCallContext {
  service: 'STS' | 'RAM';
  /** The API, such as `AssumeRole`. */
  action: string;
  /** Now, in epoch milliseconds. */
  now: number;
  /** A sentence for a refusal: what is missing and what to do. */
  refusal(failure: Failure): string;
}

/**
 * Turns whatever a call to STS or RAM threw into the gateway's error. Every 4xx with a Code is a refusal: callers have no
 * say in what is sent, so the operator's configuration is at fault. The text of the answer is read but never passed on:
 * it can hold the ARN that was sent, and what was signed.
 */
export function toServiceError(thrown: unknown, call: ServiceCallContext): GatewayError {
  if (thrown instanceof GatewayError) return thrown;
  const { service, action, now } = call;
  const failure = readFailure(thrown);
  const { upstreamCode, status } = failure;
  const isRefused = status !== null && isClientError(status);
  if (upstreamCode === null && isRefused) return new RefusedOnTheWayError(action, status, failure, service);
  if (upstreamCode?.startsWith('Throttling')) {
    return new ThrottledError(retryAfterSeconds(failure, now), failure, throttlingReason(service, action));
  }
  if (upstreamCode !== null && refusedSignature.test(upstreamCode)) {
    return new AccessDeniedError(`${service} refused the gateway's credentials or its signature.`, failure);
  }
  if (isRefused) return new AccessDeniedError(call.refusal(failure), failure);
  if (upstreamCode === 'InternalError') {
    return new UpstreamInternalError(`${service} failed with an internal error in ${action}.`, failure);
  }
  return new UpstreamUnavailableError(
    `${service} gave no usable answer to ${action} (${reasonOf(thrown)}).`,
    failure,
  );
}

/** What is said of a call that is throttled, or not sent because one was. */
export function throttlingReason(service: string, action: string): string {
  return `${service} is throttling ${action} for the whole account, its other users included`;
}
