import { LRUCache } from 'lru-cache';
import type { OnAttempt } from '../api.ts';
import { GatewayError } from '../errors.ts';
import { CallerGone, SharedCalls } from './shared-calls.ts';

/** For whom a call is made. */
export interface Caller {
  /** Aborts when the caller has gone. */
  signal?: AbortSignal | undefined;
  /**
   * Called before each call that is made for it: not for what memory answers, nor for a call that another began. What it
   * throws is this caller's alone, and no call is made.
   */
  onCall?: (() => void) | undefined;
  /** Called for each request to ECS that such a call takes. */
  onAttempt?: OnAttempt | undefined;
  /** Hears that memory has answered, with how old the answer is, in milliseconds. */
  onRemembered?: ((ageMs: number) => void) | undefined;
  /** Hears that an answer of this age, in milliseconds, stands in for a call that failed. */
  onStale?: ((ageMs: number) => void) | undefined;
}

/** Options of a AnswerCache. */
export interface MemoryOptions<T> {
  /** How long an answer may be reused, in milliseconds; 0 keeps none. */
  ttlMs: number;
  /** How long an answer may be reused by those who allow more than that, in milliseconds; `ttlMs` unless given. */
  longestMs?: number | undefined;
  /** How old an answer may be that stands in for a call that failed, in milliseconds; 0 unless given. */
  staleIfErrorMs?: number | undefined;
  /** Most bytes that are kept, keys included. */
  maxBytes: number;
  /** A clock in milliseconds, for tests. */
  now?: (() => number) | undefined;
  /** Hears of each answer that is kept, and of each that no longer is. */
  onKeep?: (answer: T, key: string) => void;
  onForget?: (answer: T, key: string) => void;
  /** What is kept for an answer elsewhere, in bytes. */
  bytesElsewhere?: (answer: T) => number;
}

/**
 * What is kept takes more than its text. Measured: a page of records takes 1.6 bytes for each character of its JSON, and
 * 2.4 once all of it has been read; texts beyond Latin-1 take two bytes a character, in keys as well.
 */
const bytesPerCharacter = 2.5;
const bytesPerKeyCharacter = 2;
/** The objects around an answer, its place in the cache, the timer that drops it. */
const bytesPerEntry = 800;

/** What a kept answer must be for one who asks, where its age alone does not say. */
export interface Reuse<T> {
  /** Whether the answer fits at all, also as a stand-in. */
  fits(answer: T): boolean;
  /** How old it may be, in milliseconds. */
  maxAgeMs(answer: T): number;
}

/** An answer and when it came. */
interface Kept<T> {
  answer: T;
  at: number;
}

/**
 * The answers of one API: shared by equal calls while under way, then reused for a while. Failures are not kept; where
 * one may pass, an older answer can stand in for it.
 */
export class AnswerCache<T extends object> {
  readonly #underWay = new SharedCalls<T>();
  readonly #kept: LRUCache<string, Kept<T>> | undefined;
  readonly #onKeep: MemoryOptions<T>['onKeep'];
  readonly #ttlMs: number;
  readonly #staleIfErrorMs: number;
  readonly #now: () => number;

  constructor(options: MemoryOptions<T>) {
    const { ttlMs, longestMs = ttlMs, staleIfErrorMs = 0, maxBytes } = options;
    const { now, onKeep, onForget, bytesElsewhere } = options;
    this.#onKeep = onKeep;
    this.#ttlMs = ttlMs;
    this.#staleIfErrorMs = staleIfErrorMs;
    this.#now = now ?? (() => performance.now());
    const longest = Math.max(longestMs, staleIfErrorMs);
    if (longest === 0 || maxBytes < 1) return;
    this.#kept = new LRUCache<string, Kept<T>>({
      ttl: longest,
      ttlResolution: 0,
      // Else what nobody asks for again would stay until its place is needed.
      ttlAutopurge: true,
      maxSize: Math.floor(maxBytes),
      sizeCalculation: ({ answer }, key) =>
        bytesPerEntry +
        key.length * bytesPerKeyCharacter +
        Math.ceil(JSON.stringify(answer).length * bytesPerCharacter) +
        (bytesElsewhere?.(answer) ?? 0),
      ...(onForget && { dispose: ({ answer }, key) => onForget(answer, key) }),
      perf: { now: this.#now },
    });
  }

  /** Bytes kept. */
  get bytes(): number {
    return this.#kept?.calculatedSize ?? 0;
  }

  /** The answer kept for `key`, else that of a call, which others with the same key may have begun. */
  get(
    key: string,
    call: (signal: AbortSignal, onAttempt?: OnAttempt) => Promise<T>,
    caller?: Caller,
    reuse: Reuse<T> = { fits: () => true, maxAgeMs: () => this.#ttlMs },
  ): Promise<T> {
    const kept = this.#kept?.get(key);
    if (kept && reuse.fits(kept.answer) && this.#ageOf(kept) < reuse.maxAgeMs(kept.answer)) {
      caller?.onRemembered?.(this.#ageOf(kept));
      return Promise.resolve(kept.answer);
    }
    const callAndKeep = async (signal: AbortSignal) => {
      const answer = await call(signal, caller?.onAttempt);
      this.#kept?.set(key, { answer, at: this.#now() });
      // One that is larger than all the memory is not kept.
      if (this.#kept?.has(key)) this.#onKeep?.(answer, key);
      return answer;
    };
    const answer = this.#underWay.join(key, callAndKeep, caller);
    return this.#staleIfErrorMs > 0
      ? answer.catch((error) => this.#standIn(key, error, caller, reuse))
      : answer;
  }

  /** How old the answer kept for `key` is, in milliseconds; undefined where none is that may be reused as it is. */
  ageOf(key: string): number | undefined {
    const kept = this.#kept?.peek(key);
    return kept && this.#ageOf(kept) < this.#ttlMs ? this.#ageOf(kept) : undefined;
  }

  #standIn(key: string, error: unknown, caller: Caller | undefined, { fits }: Reuse<T>): T {
    const kept = this.#kept?.get(key);
    const mayPass = error instanceof GatewayError && error.retryable && !(error instanceof CallerGone);
    if (kept === undefined || !fits(kept.answer) || !mayPass || this.#ageOf(kept) > this.#staleIfErrorMs)
      throw error;
    caller?.onStale?.(this.#ageOf(kept));
    return kept.answer;
  }

  #ageOf({ at }: Kept<T>): number {
    return this.#now() - at;
  }
}
