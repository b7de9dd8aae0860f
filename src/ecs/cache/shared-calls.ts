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
   * @param start makes the call; its signal aborts when nobody waits any more
   * @param waiter its `signal` aborts when it has gone; a call that it begins is counted in its `usage`, which may refuse
   */
  async join(key: string, start: (signal: AbortSignal) => Promise<T>, waiter: CallOptions = {}): Promise<T> {
    const { signal, usage } = waiter;
    if (signal?.aborted) throw new CallerGone();
    let call = this.#underWay.get(key);
    if (call === undefined) {
      usage?.countCall();
      call = this.#begin(key, start);
      this.#underWay.set(key, call);
    }
    call.waiters += 1;
    return signal ? this.#untilGone(key, call, signal) : call.answer;
  }

  #begin(key: string, start: (signal: AbortSignal) => Promise<T>): SharedCall<T> {
    const controller = new AbortController();
    const call: SharedCall<T> = { waiters: 0, controller, answer: start(controller.signal) };
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

interface SharedCall<T> {
  waiters: number;
  controller: AbortController;
  answer: Promise<T>;
}
