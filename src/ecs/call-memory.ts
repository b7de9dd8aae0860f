import { LRUCache } from 'lru-cache';
import { SharedCalls } from './shared-calls.ts';

/** For whom a call is made. */
export interface Caller {
  /** Aborts when the caller has gone. */
  signal?: AbortSignal | undefined;
  /** Hears of each call that is made for it: not of what memory answers, nor of a call that another began. */
  onCall?: (() => void) | undefined;
}

/** Options of a CallMemory. */
export interface MemoryOptions<T> {
  /** How long an answer may be reused, in milliseconds; 0 keeps none. */
  ttlMs: number;
  /** How much is kept, in bytes of its JSON. */
  maxBytes: number;
  /** A clock in milliseconds, for tests. */
  now?: (() => number) | undefined;
  /** Hears of each answer that is kept, and of each that no longer is. */
  onKeep?: (answer: T, key: string) => void;
  onForget?: (answer: T, key: string) => void;
}

/** The answers of one API: shared by equal calls while under way, then reused for a while. Failures are not kept. */
export class CallMemory<T extends object> {
  readonly #underWay = new SharedCalls<T>();
  readonly #answers: LRUCache<string, T> | undefined;
  readonly #onKeep: MemoryOptions<T>['onKeep'];

  constructor({ ttlMs, maxBytes, now, onKeep, onForget }: MemoryOptions<T>) {
    this.#onKeep = onKeep;
    if (ttlMs === 0 || maxBytes < 1) return;
    this.#answers = new LRUCache<string, T>({
      ttl: ttlMs,
      ttlResolution: 0,
      maxSize: Math.floor(maxBytes),
      sizeCalculation: (answer) => JSON.stringify(answer).length,
      ...(onForget && { dispose: onForget }),
      ...(now && { perf: { now } }),
    });
  }

  /** The answer kept for `key`, else that of a call, which others with the same key may have begun. */
  get(key: string, call: (signal: AbortSignal) => Promise<T>, caller?: Caller): Promise<T> {
    const kept = this.#answers?.get(key);
    if (kept) return Promise.resolve(kept);
    const callAndKeep = async (signal: AbortSignal) => {
      caller?.onCall?.();
      const answer = await call(signal);
      this.#answers?.set(key, answer);
      // One that is larger than all the memory is not kept.
      if (this.has(key)) this.#onKeep?.(answer, key);
      return answer;
    };
    return this.#underWay.join(key, callAndKeep, caller?.signal);
  }

  /** Whether an answer is kept for `key`. */
  has(key: string): boolean {
    return this.#answers?.has(key) ?? false;
  }
}
