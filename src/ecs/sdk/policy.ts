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
import {
  CallerGone,
  CredentialsUnavailableError,
  GatewayError,
  QueueFullError,
  RefusedOnTheWayError,
  ThrottledError,
  UpstreamUnavailableError,
} from '../errors.ts';
import { Places } from './places.ts';
import { withTimeLimit } from './time-limit.ts';
import { deservesFreshSignature } from './translate-error.ts';

/** How long and how often one upstream call is tried. */
export interface PolicyOptions {
  /** Milliseconds for one attempt. */
  timeoutMs: number;
  /** Milliseconds for all attempts of one call, waiting included. */
  deadlineMs: number;
  /** At least 1. */
  maxAttempts: number;
  /** Attempts of one lane under way at once. */
  maxConcurrency: number;
  /** What is called, in the words of messages; ECS unless given. */
  service?: string;
  /** Whether an API that fails again and again in a region is left alone for a while; it is unless told. */
  circuitBreaker?: boolean;
}

/** Calls of a lane that must fail one after another, before it is left alone. */
const failuresToBreak = 5;
/** How long it is left alone, until one call may try again; milliseconds. */
const pauseMs = 10_000;
/** What share of its time an attempt must have had, before its lack of an answer says anything of ECS. */
const fairShare = 0.9;

/** One try of a call. Its signal aborts when its time is up, and with it the use of going on. */
export type Attempt<T> = (timeIsUp: AbortSignal) => Promise<T>;

/** Runs calls within their time, number of attempts and concurrency. */
export interface Policy {
  /** For the calls of one API in one region. */
  lane(): Lane;
  /**
   * @param attempt must reject with a GatewayError
   * @throws GatewayError of the last attempt; UpstreamUnavailableError when the time is up; QueueFullError where the
   *   time does not suffice, or has not sufficed, for the queue before this call
   */
  run<T>(lane: Lane, attempt: Attempt<T>, signal?: AbortSignal): Promise<T>;
  /**
   * The same for a call that must not be tried again, whatever becomes of it. When `signal` aborts it is not begun any
   * more; one that has begun is awaited, since what became of it matters.
   */
  runOnce<T>(lane: Lane, attempt: Attempt<T>, signal?: AbortSignal): Promise<T>;
}

/** What the calls of one API in one region share, and with no others: one cannot take ECS from another. */
export interface Lane {
  places: Places;
  /** Null where there is none. */
  breaker: CircuitBreakerPolicy | null;
}

/**
 * The lane's circuit breaker around the deadline around retries around a place in the lane around one timed attempt.
 * The breaker stands outside, since a call is what fails for a caller: not one attempt of it.
 *
 * Throttling is never retried (a retry would only keep the account's console locked out), nor any other 4xx; the rest
 * is, since calls only read, and the one that does not goes by `runOnce`. Full jitter keeps gateways that failed together
 * from trying again together. Waiting for a place is the gateway's own doing: a call that fails for it alone is
 * throttled, and says nothing of ECS.
 */
export function createPolicy(options: PolicyOptions): Policy {
  const { timeoutMs, deadlineMs, service = 'ECS' } = options;
  const noAnswer = (ms: number) => new UpstreamUnavailableError(`${service} did not answer within ${ms} ms.`);
  const again = retry(handleWhen(isRetryable), {
    maxAttempts: options.maxAttempts - 1,
    backoff: new ExponentialBackoff({ initialDelay: 100, maxDelay: 2000, generator: fullJitterGenerator }),
  });
  const freshSignature = retry(handleWhen(isSignatureFailure), { maxAttempts: 1 });
  const inLane = <T>(lane: Lane, call: () => Promise<T>) =>
    lane.breaker ? lane.breaker.execute(call).catch(orLeftAlone(service)) : call();

  return {
    lane: () => ({
      places: new Places(options.maxConcurrency),
      breaker: options.circuitBreaker === false ? null : createBreaker(),
    }),
    run: (lane, attempt, signal) => inLane(lane, () => withinDeadline(lane, attempt, signal)),
    runOnce: (lane, attempt, signal) => inLane(lane, () => withinDeadline(lane, attempt, signal, 'once')),
  };

  async function withinDeadline<T>(
    lane: Lane,
    attempt: Attempt<T>,
    signal?: AbortSignal,
    tries: 'once' | 'again' = 'again',
  ): Promise<T> {
    const end = performance.now() + deadlineMs;
    const over = new AbortController();
    const leave = () => over.abort();
    signal?.addEventListener('abort', leave, { once: true });
    if (signal?.aborted) leave();
    const clock = new AttemptClock();

    const inPlace = () => {
      const work = () => clock.time(() => timed(attempt));
      return lane.places.take(work, end - performance.now(), over.signal);
    };
    const attempts =
      tries === 'once'
        ? inPlace()
        : again.execute(() => freshSignature.execute(inPlace, over.signal), over.signal);
    const isDropped = () => tries === 'again' && signal?.aborted;
    const timeIsUp = () => {
      if (clock.failure) return clock.failure;
      const isFair = clock.spentMs() >= fairShare * Math.min(timeoutMs, deadlineMs);
      return isFair ? noAnswer(deadlineMs) : new QueueFullError(lane.places.expectedWaitMs(), deadlineMs);
    };
    try {
      const answer = await withTimeLimit(attempts, deadlineMs, timeIsUp);
      if (!isDropped()) return answer;
    } catch (error) {
      // What ECS said to an earlier attempt is more than that there was no place for another.
      if (!isDropped()) throw error instanceof QueueFullError ? (clock.failure ?? error) : error;
    } finally {
      signal?.removeEventListener('abort', leave);
      // Whoever still waits leaves the queue.
      leave();
    }
    // Its answer is dropped, and its failure says nothing of the region: it was not tried again.
    throw new CallerGone();
  }

  function timed<T>(attempt: Attempt<T>): Promise<T> {
    const timeIsUp = new AbortController();
    return withTimeLimit(attempt(timeIsUp.signal), timeoutMs, () => {
      timeIsUp.abort();
      return noAnswer(timeoutMs);
    });
  }
}

/** What the attempts of one call have come to so far. */
class AttemptClock {
  /** Of the last attempt that failed, if it deserved another. */
  failure: Error | null = null;
  #endedMs = 0;
  #began: number | null = null;

  async time<T>(attempt: () => Promise<T>): Promise<T> {
    this.#began = performance.now();
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof Error && isRetryable(error)) this.failure = error;
      throw error;
    } finally {
      this.#endedMs = this.spentMs();
      this.#began = null;
    }
  }

  /** Milliseconds that attempts have taken, waiting not included. */
  spentMs(): number {
    return this.#endedMs + (this.#began === null ? 0 : performance.now() - this.#began);
  }
}

/** Opens for what only time can heal: not for what anybody refuses, nor for callers who went away. */
function createBreaker(): CircuitBreakerPolicy {
  const isOutage = (error: Error) =>
    error instanceof UpstreamUnavailableError && !saysNothingOfService(error);
  return circuitBreaker(handleWhen(isOutage), {
    halfOpenAfter: pauseMs,
    breaker: new ConsecutiveBreaker(failuresToBreak),
  });
}

function orLeftAlone(service: string): (error: unknown) => never {
  const call = service === 'ECS' ? 'this call in this region' : 'this call';
  return (error) => {
    if (!(error instanceof BrokenCircuitError)) throw error;
    throw new UpstreamUnavailableError(
      `${service} has failed at ${call} again and again; it is tried again every ${pauseMs / 1000} s.`,
    );
  };
}

/** Failures of one call that another call need not have, and that no second try would heal. */
function saysNothingOfService(error: Error): boolean {
  return (
    error instanceof CallerGone ||
    error instanceof RefusedOnTheWayError ||
    error instanceof CredentialsUnavailableError
  );
}

function isRetryable(error: Error): boolean {
  if (error instanceof ThrottledError || saysNothingOfService(error)) return false;
  return error instanceof GatewayError && error.retryable;
}

function isSignatureFailure(error: Error): boolean {
  return error instanceof GatewayError && deservesFreshSignature(error);
}
