import { TooManyCallsError } from './errors.ts';

/** What one request has used of ECS, and how old the answers are that it was given. It goes with each call. */
export class Usage {
  /** Calls made for it: not what the cache answered, nor a call that another request began. */
  calls = 0;
  /** Requests that these calls took: more than one where a call was tried again, none where it was not let out. */
  attempts = 0;
  /** Age of the oldest cached answer that it was given, in milliseconds; 0 for none. */
  cachedMs = 0;
  /** Age of the oldest answer that was served in place of a failed call, in milliseconds; null for none. */
  staleMs: number | null = null;
  readonly #maxCalls: number;

  /** @param maxCalls most calls, retries not counted; any number unless given */
  constructor(maxCalls = Number.POSITIVE_INFINITY) {
    this.#maxCalls = maxCalls;
  }

  /**
   * Counts a call that is about to be made. Whatever was foreseen: empty pages, and accounts with more of everything than
   * others, may cost more.
   *
   * @throws TooManyCallsError where it would be one too many; then it must not be made
   */
  countCall(): void {
    if (this.calls >= this.#maxCalls) throw new TooManyCallsError(this.calls, this.#maxCalls);
    this.calls += 1;
  }

  /** Counts a request that is sent to ECS. */
  countAttempt(): void {
    this.attempts += 1;
  }

  /** Notes that a cached answer of this age, in milliseconds, was given. */
  noteCached(ageMs: number): void {
    this.cachedMs = Math.max(this.cachedMs, ageMs);
  }

  /** Notes that an answer of this age, in milliseconds, was given in place of a failed call. */
  noteStale(ageMs: number): void {
    this.staleMs = Math.max(this.staleMs ?? 0, ageMs);
  }
}
