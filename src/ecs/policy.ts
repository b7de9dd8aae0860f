import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  fullJitterGenerator,
  handleWhen,
  retry,
  TimeoutStrategy,
  timeout,
} from 'cockatiel';
import pLimit, { type LimitFunction } from 'p-limit';
import { GatewayError, ThrottledError, UpstreamUnavailableError } from './errors.ts';
import { CallerGone } from './shared-calls.ts';
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
  // Nothing is left to abort once a call has returned, and making the exception for it is not free.
  const strategy = { strategy: TimeoutStrategy.Aggressive, abortOnReturn: false };
  const deadline = timeout(options.deadlineMs, strategy);
  const oneAttempt = timeout(options.timeoutMs, strategy);
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

  function withinDeadline<T>(lane: Lane, attempt: () => Promise<T>, caller?: AbortSignal): Promise<T> {
    return deadline
      .execute(
        ({ signal }) =>
          again.execute(
            () =>
              freshSignature.execute(
                () =>
                  lane.limit(async () => {
                    // Its caller has gone while it waited for its place: nothing is sent for nobody.
                    if (signal.aborted) throw timeIsUp(options.deadlineMs);
                    return oneAttempt.execute(attempt).catch(orTimeIsUp(options.timeoutMs));
                  }),
                signal,
              ),
            signal,
          ),
        caller,
      )
      .catch((error) => {
        throw caller?.aborted ? new CallerGone() : error;
      })
      .catch(orTimeIsUp(options.deadlineMs));
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
  return error instanceof GatewayError && error.retryable && !(error instanceof ThrottledError);
}

function isSignatureFailure(error: Error): boolean {
  return error instanceof GatewayError && deservesFreshSignature(error);
}

function timeIsUp(ms: number): GatewayError {
  return new UpstreamUnavailableError(`ECS did not answer within ${ms} ms.`);
}

/** Whatever is not a GatewayError here is cockatiel's own word that the time is up or the caller has gone. */
function orTimeIsUp(ms: number) {
  return (error: unknown): never => {
    throw error instanceof GatewayError ? error : timeIsUp(ms);
  };
}
