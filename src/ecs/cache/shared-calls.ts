import type { CallOptions } from '../api.ts';
import { CallerGone } from '../errors.ts';

/**
 * Lets equal calls that are under way at the same time share one. The shared call is abandoned only when the last of
 * its waiters has gone; one that leaves early does not take it from the others.
 */
export class SharedCalls<T> {
  /** Bounded by the requests under way: each key is gone with its call. */
  readonly #underWay = new Map<string, SharedCall<T>>();

  /**
   * @param key equal for equal calls
   * @param start makes the call
   * @param waiter its `signal` aborts when it has gone; a call that it begins is counted in its `usage`, which may refuse;
   *   one that wants it `fresh` takes none that has begun
   */
  async join(key: string, start: Start<T>, waiter: CallOptions = {}): Promise<T> {
    const { signal, usage, fresh } = waiter;
    if (signal?.aborted) throw new CallerGone();
    let call = fresh ? undefined : this.#underWay.get(key);
    if (call === undefined) {
      usage?.countCall();
      call = this.#begin(key, start);
      this.#underWay.set(key, call);
    }
    call.waiters += 1;
    return signal ? this.#untilGone(key, call, signal) : call.answer;
  }

  /** Lets nobody else join the calls whose keys are meant; those who wait for them still get their answers. */
  close(isMeant: (key: string) => boolean): void {
    for (const key of [...this.#underWay.keys()].filter(isMeant)) this.#underWay.delete(key);
  }

  #begin(key: string, start: Start<T>): SharedCall<T> {
    const controller = new AbortController();
    const isOpen = () => this.#underWay.get(key) === call;
    const call: SharedCall<T> = { waiters: 0, controller, answer: start(controller.signal, isOpen) };
    const forget = () => this.#forget(key, call);
    call.answer.then(forget, forget);
    return call;
  }

  #untilGone(key: string, call: SharedCall<T>, signal: AbortSignal): Promise<T> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        call.waiters -= 1;
        if (call.waiters === 0) {
          this.#forget(key, call);
          call.controller.abort();
        }
        reject(new CallerGone());
      };
      signal.addEventListener('abort', leave, { once: true });
      const stay = () => signal.removeEventListener('abort', leave);
      call.answer.then(resolve, reject);
      call.answer.then(stay, stay);
    });
  }

  #forget(key: string, call: SharedCall<T>): void {
    if (this.#underWay.get(key) === call) this.#underWay.delete(key);
  }
}

/**
 * Makes a call.
 *
 * @param signal aborts when nobody waits any more
 * @param isOpen returns whether others may still join; of an answer that came too late for that nobody else should know
 */
type Start<T> = (signal: AbortSignal, isOpen: () => boolean) => Promise<T>;

interface SharedCall<T> {
  waiters: number;
  controller: AbortController;
  answer: Promise<T>;
}
