import { LRUCache } from 'lru-cache';
import { ThrottledError } from '../errors.ts';

const minute = 60_000;

/**
 * Counts the calls of each minute, as ECS does, and stops before the account's limit is used up: it is shared with the
 * operators' console.
 */
export class MinuteBudget {
  /** Bounded, since callers choose the regions. */
  readonly #spent = new LRUCache<string, { minute: number; calls: number }>({ max: 1000 });
  readonly #callsPerMinute: number;
  readonly #now: () => number;

  /** @param now epoch milliseconds */
  constructor(callsPerMinute: number, now: () => number) {
    this.#callsPerMinute = callsPerMinute;
    this.#now = now;
  }

  /**
   * Stands before each call, retries included.
   *
   * @param key the API and the region
   * @throws ThrottledError where the calls of this minute are spent
   */
  spend(key: string): void {
    const now = this.#now();
    const current = Math.floor(now / minute);
    const known = this.#spent.get(key);
    const spent = known?.minute === current ? known : { minute: current, calls: 0 };
    if (spent.calls >= this.#callsPerMinute) {
      throw new ThrottledError(
        Math.ceil(((current + 1) * minute - now) / 1000),
        {},
        `The gateway's own budget of ${this.#callsPerMinute} calls a minute to this API and region is used up (ECS_CALLS_PER_MINUTE)`,
      );
    }
    spent.calls += 1;
    this.#spent.set(key, spent);
  }
}
