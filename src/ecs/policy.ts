import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  fullJitterGenerator,
  handleWhen,
  retry,
} from 'cockatiel';
import pLimit, { type LimitFunction } from 'p-limit';
import { GatewayError, ThrottledError, UpstreamUnavailableError } from './errors.ts';
import { CallerGone } from './shared-calls.ts';
import { withTimeLimit } from './time-limit.ts';
import { deservesFreshSignature } from './translate.ts';

/** How long and how often one upstream call is tried. */
export interface PolicyOptions {
  /** Milliseconds for one attempt. */
  timeoutMs: number;
  /** Milliseconds for all attempts of one call, waiting included. */
  deadlineMs: number;
  /** At least 1. */
  maxAttempts: number;
  /** Attempts of one region under way at once. */
  maxConcurrency: number;
  /** Whether a region that fails again and again is left alone for a while; it is unless told. */
  circuitBreaker?: boolean;
}

/** Calls of a region that must fail one after another, before it is left alone. */
const failuresToBreak = 5;
/** How long it is left alone, until one call may try again; milliseconds. */
const pauseMs = 10_000;

/** Runs the calls of all regions within their time, number of attempts and concurrency. */
export interface Policy {
  /** The queue of one region. */
  lane(): Lane;
  /**
   * @param attempt one try; must reject with a GatewayError
   * @throws GatewayError of the last attempt, or UpstreamUnavailableError when the time is up
   */
  run<T>(lane: Lane, attempt: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/** What the calls of one region share. */
export interface Lane {
  /** Its attempts, in order, so many at once. */
  limit: LimitFunction;
  /** Null where there is none. */
  breaker: CircuitBreakerPolicy | null;
}

/**
 * The region's circuit breaker around the deadline around retries around a place in the region's lane around one timed
 * attempt. The breaker stands outside, since a call is what fails for a caller: not one attempt of it.
 *
 * Throttling is never retried (a retry would only keep the account's console locked out), nor any other 4xx; the rest
 * is, since every call only reads. Full jitter keeps gateways that failed together from trying again together. The
 * lane is p-limit's: cockatiel's bulkhead lets a later call overtake the queue and stalls behind abandoned ones.
 */
export function createPolicy(options: PolicyOptions): Policy {
  const { timeoutMs, deadlineMs } = options;
  const again = retry(handleWhen(isRetryable), {
    maxAttempts: options.maxAttempts - 1,
    backoff: new ExponentialBackoff({ initialDelay: 100, maxDelay: 2000, generator: fullJitterGenerator }),
  });
  const freshSignature = retry(handleWhen(isSignatureFailure), { maxAttempts: 1 });

  return {
    lane: () => ({
      limit: pLimit(options.maxConcurrency),
      breaker: options.circuitBreaker === false ? null : createBreaker(),
    }),
    run: (lane, attempt, signal) => {
      const call = () => withinDeadline(lane, attempt, signal);
      return lane.breaker ? lane.breaker.execute(call).catch(orLeftAlone) : call();
    },
  };

  async function withinDeadline<T>(lane: Lane, attempt: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    let isOver = false;
    const inLane = () =>
      lane.limit(() => {
        // Nobody waits any more: the time went by, or the caller, while this waited for its place.
        if (isOver || signal?.aborted) throw new CallerGone();
        return withTimeLimit(attempt(), timeoutMs, () => timeIsUp(timeoutMs));
      });
    const attempts = again.execute(() => freshSignature.execute(inLane, signal), signal);
    try {
      const answer = await withTimeLimit(attempts, deadlineMs, () => timeIsUp(deadlineMs));
      if (!signal?.aborted) return answer;
    } catch (error) {
      if (!signal?.aborted) throw error;
    } finally {
      isOver = true;
    }
    // Its answer is dropped, and its failure says nothing of the region: it was not tried again.
    throw new CallerGone();
  }
}

/** Opens for what only time can heal: not for what ECS refuses, nor for callers who went away. */
function createBreaker(): CircuitBreakerPolicy {
  const isOutage = (error: Error) =>
    error instanceof UpstreamUnavailableError && !(error instanceof CallerGone);
  return circuitBreaker(handleWhen(isOutage), {
    halfOpenAfter: pauseMs,
    breaker: new ConsecutiveBreaker(failuresToBreak),
  });
}

function orLeftAlone(error: unknown): never {
  if (!(error instanceof BrokenCircuitError)) throw error;
  throw new UpstreamUnavailableError(
    `ECS has failed in this region again and again; it is tried again every ${pauseMs / 1000} s.`,
  );
}

function isRetryable(error: Error): boolean {
  if (error instanceof ThrottledError || error instanceof CallerGone) return false;
  return error instanceof GatewayError && error.retryable;
}

function isSignatureFailure(error: Error): boolean {
  return error instanceof GatewayError && deservesFreshSignature(error);
}

function timeIsUp(ms: number): GatewayError {
  return new UpstreamUnavailableError(`ECS did not answer within ${ms} ms.`);
}
