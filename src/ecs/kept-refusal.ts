import { AccessDeniedError } from './errors.ts';

/** How long a refusal is kept, in milliseconds: whoever mends a policy sees it within a minute. */
export const refusalKeptMs = 60_000;

/**
 * Returns whether a failure is Alibaba Cloud's own refusal. One without a Code was not sent by it, and costs nothing to
 * find out again.
 */
export function isRefusal(error: unknown): error is AccessDeniedError {
  return error instanceof AccessDeniedError && error.upstreamCode !== null;
}

/**
 * The last refusal of something, for a minute: a role that may not be assumed is not asked for again by each of a
 * hundred calls.
 */
export class KeptRefusal {
  readonly #uptime: () => number;
  #refusal: { error: AccessDeniedError; until: number } | null = null;

  /** @param uptime milliseconds by a clock that only goes on */
  constructor(uptime: () => number) {
    this.#uptime = uptime;
  }

  /** The refusal that is kept; null for none. */
  get current(): AccessDeniedError | null {
    return this.#refusal && this.#uptime() < this.#refusal.until ? this.#refusal.error : null;
  }

  /** Keeps a failure where it is a refusal. */
  note(error: unknown): void {
    if (isRefusal(error)) this.#refusal = { error, until: this.#uptime() + refusalKeptMs };
  }
}
