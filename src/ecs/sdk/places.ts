import { CallerGone, QueueFullError, ThrottledError } from '../errors.ts';
import { UsualTime } from './usual-time.ts';

/** How many of the last attempts tell how long one takes. */
const window = { least: 8, most: 64 };
/** How much longer an attempt must usually take than before, until all who wait are asked whether that is too long. */
const notably = 1.1;

/** One who waits for a place. */
interface Waiter {
  /** Until when, by performance.now, its work must be done. */
  end: number;
  begin(): void;
  refuse(error: Error): void;
}

/**
 * The places of one lane: so many attempts at once, the others in their order. Who cannot get a place in time is refused
 * at once, by the length of the queue and by how long a place was taken of late. Who leaves makes the queue shorter.
 *
 * Its own code: p-limit cannot let go of those who wait, and cockatiel's bulkhead lets a later call overtake the queue.
 */
export class Places {
  readonly #count: number;
  /** In the order of their coming. */
  readonly #waiting = new Set<Waiter>();
  readonly #usual: UsualTime;
  #taken = 0;
  /** What was usual when all who wait were last asked. */
  #askedAtMs = 0;

  constructor(count: number) {
    this.#count = count;
    this.#usual = new UsualTime(Math.min(Math.max(count, window.least), window.most), () =>
      performance.now(),
    );
  }

  /**
   * Does `work` in a place.
   *
   * @param withinMs how long the caller can wait for the place and the work together
   * @param signal aborts when the caller waits no longer; work that has begun goes on
   * @throws QueueFullError where that is too short; what `work` throws
   */
  async take<T>(work: () => Promise<T>, withinMs: number, signal: AbortSignal): Promise<T> {
    if (signal.aborted) throw new CallerGone();
    if (this.#taken < this.#count) this.#taken += 1;
    else await this.#wait(withinMs, signal);
    const begin = performance.now();
    let isSent = true;
    try {
      return await work();
    } catch (error) {
      isSent = !(error instanceof ThrottledError);
      throw error;
    } finally {
      if (isSent) this.#usual.note(performance.now() - begin);
      this.#refuseHopeless();
      this.#leave();
    }
  }

  /** Milliseconds until one more in the queue would get a place, as far as can be told. */
  expectedWaitMs(): number {
    return this.#taken < this.#count ? 0 : this.#waitMsBehind(this.#waiting.size);
  }

  #waitMsBehind(others: number): number {
    return ((others + 1) / this.#count) * this.#usual.ms;
  }

  #wait(withinMs: number, signal: AbortSignal): Promise<void> {
    const expected = this.expectedWaitMs();
    if (expected + this.#usual.ms > withinMs) return Promise.reject(new QueueFullError(expected, withinMs));
    return new Promise((resolve, reject) => {
      const leave = () => {
        signal.removeEventListener('abort', giveUp);
        this.#waiting.delete(waiter);
      };
      const giveUp = () => waiter.refuse(new CallerGone());
      const waiter: Waiter = {
        end: performance.now() + withinMs,
        begin: () => {
          leave();
          resolve();
        },
        refuse: (error) => {
          leave();
          reject(error);
        },
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.#waiting.add(waiter);
    });
  }

  /** Attempts take longer than they did when these came: who would wait in vain need not wait. */
  #refuseHopeless(): void {
    const usual = this.#usual.ms;
    if (usual < this.#askedAtMs) this.#askedAtMs = usual;
    if (usual <= this.#askedAtMs * notably) return;
    this.#askedAtMs = usual;
    const now = performance.now();
    let others = 0;
    for (const waiter of this.#waiting) {
      const wait = this.#waitMsBehind(others);
      const left = waiter.end - now;
      if (wait + usual > left) waiter.refuse(new QueueFullError(wait, left));
      else others += 1;
    }
  }

  /** Hands the place to the next, so that nobody can come between. */
  #leave(): void {
    const [next] = this.#waiting;
    if (next) next.begin();
    else this.#taken -= 1;
  }
}
