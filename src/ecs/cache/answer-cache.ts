import { LRUCache } from 'lru-cache';
import type { CallOptions } from '../api.ts';
import { CallerGone, GatewayError } from '../errors.ts';
import { SharedCalls } from './shared-calls.ts';

/** Options of an AnswerCache. */
export interface AnswerCacheOptions<T> {
  /** How long an answer may be reused, in milliseconds; 0 keeps none. */
  ttlMs: number;
  /** How long an answer may be reused by those who allow more than that, in milliseconds; `ttlMs` unless given. */
  longestMs?: number | undefined;
  /** How old an answer may be that stands in for a call that failed, in milliseconds; 0 unless given. */
  staleIfErrorMs?: number | undefined;
  /** Maximum of bytes that are kept, keys included. */
  maxBytes: number;
  /** A clock in milliseconds, for tests. */
  now?: (() => number) | undefined;
  /** Called for each answer that is kept, and for each that no longer is. */
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
  /** Returns whether the answer fits at all, also as a stand-in. */
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
  readonly #onKeep: AnswerCacheOptions<T>['onKeep'];
  readonly #ttlMs: number;
  readonly #staleIfErrorMs: number;
  readonly #now: () => number;

  constructor(options: AnswerCacheOptions<T>) {
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

  /**
   * The answer kept for `key`, else that of a call, which others with the same key may have begun; for one who wants it
   * fresh that of a call which begins now.
   *
   * @param call makes the call; given the signal of all who wait for it, and where its attempts are counted
   * @param options of the one who asks
   * @param reuse any answer no older than `ttlMs` unless given
   */
  get(
    key: string,
    call: (options: CallOptions) => Promise<T>,
    options: CallOptions = {},
    reuse: Reuse<T> = { fits: () => true, maxAgeMs: () => this.#ttlMs },
  ): Promise<T> {
    const { usage, fresh } = options;
    const kept = fresh ? undefined : this.#kept?.get(key);
    if (kept && reuse.fits(kept.answer) && this.#ageOf(kept) < reuse.maxAgeMs(kept.answer)) {
      usage?.noteCached(this.#ageOf(kept));
      return Promise.resolve(kept.answer);
    }
    const callAndKeep = async (signal: AbortSignal, isOpen: () => boolean) => {
      const answer = await call({ signal, usage });
      // A call that began later may have answered already, or what was asked may have changed since.
      if (!isOpen()) return answer;
      this.#kept?.set(key, { answer, at: this.#now() });
      // One that is larger than all the memory is not kept.
      if (this.#kept?.has(key)) this.#onKeep?.(answer, key);
      return answer;
    };
    const answer = this.#underWay.join(key, callAndKeep, options);
    if (this.#staleIfErrorMs === 0 || fresh) return answer;
    return answer.catch((error) => {
      const standIn = this.#standIn(key, error, reuse);
      usage?.noteStale(this.#ageOf(standIn));
      return standIn.answer;
    });
  }

  /** How old the answer kept for `key` is, in milliseconds; undefined where none is that may be reused as it is. */
  ageOf(key: string): number | undefined {
    const kept = this.#kept?.peek(key);
    return kept && this.#ageOf(kept) < this.#ttlMs ? this.#ageOf(kept) : undefined;
  }

  /**
   * Forgets what may have changed: answers that are kept, and whatever calls under way will answer, since they may have
   * been asked before.
   *
   * @param isMeant returns whether a key may have such answers
   * @param isOld returns whether one of them has what changed in it
   */
  forget(isMeant: (key: string) => boolean, isOld: (answer: T) => boolean): void {
    this.#underWay.close(isMeant);
    const entries = [...(this.#kept?.entries() ?? [])];
    for (const [key, { answer }] of entries) {
      if (isMeant(key) && isOld(answer)) this.#kept?.delete(key);
    }
  }

  #standIn(key: string, error: unknown, { fits }: Reuse<T>): Kept<T> {
    const kept = this.#kept?.get(key);
    const mayPass = error instanceof GatewayError && error.retryable && !(error instanceof CallerGone);
    if (kept && mayPass && fits(kept.answer) && this.#ageOf(kept) <= this.#staleIfErrorMs) return kept;
    throw error;
  }

  #ageOf({ at }: Kept<T>): number {
    return this.#now() - at;
  }
}
