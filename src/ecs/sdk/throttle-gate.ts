import { LRUCache } from 'lru-cache';
import { ThrottledError } from '../errors.ts';

const minute = 60_000;
/** The documented advice for who has been throttled: one call a second, until one succeeds. */
const probeInterval = 1000;

interface Shut {
  /** Epoch milliseconds. */
  until: number;
  lastProbe: number;
}

/**
 * Keeps calls from ECS while it throttles them. Once throttled, an API of a region refuses all calls of the account
 * until the next minute, those of the operators' console too; each further call would only prolong that.
 */
export class ThrottleGate {
  /** Bounded, since callers choose the regions. */
  readonly #shut = new LRUCache<string, Shut>({ max: 1000 });
  readonly #now: () => number;

  /** @param now epoch milliseconds */
  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * Stands before each call.
   *
   * @param key the API and the region
   * @param reason said where it is shut; that ECS throttles unless given
   * @throws ThrottledError where nothing may be sent yet
   */
  pass(key: string, reason?: string): void {
    const shut = this.#shut.get(key);
    if (shut === undefined) return;
    const now = this.#now();
    const next = Math.max(shut.until, shut.lastProbe + probeInterval);
    if (now < next) throw new ThrottledError(Math.ceil((next - now) / 1000), {}, reason);
    shut.lastProbe = now;
  }

  /** Called when ECS has throttled a call. */
  shut(key: string, { retryAfterSeconds }: ThrottledError): void {
    const now = this.#now();
    const nextMinute = (Math.floor(now / minute) + 1) * minute;
    const until = Math.max(nextMinute, now + retryAfterSeconds * 1000);
    this.#shut.set(key, { until, lastProbe: 0 });
  }

  /** Called when ECS has answered a call. */
  open(key: string): void {
    this.#shut.delete(key);
  }
}
