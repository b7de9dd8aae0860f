/** What is older than this, in milliseconds, says nothing of now. */
const memoryMs = 60_000;

/**
 * How long something takes of late, when it goes well: the lower quartile of the last times. Of a burst the first times
 * are long for reasons that pass (connections are opened, the process is busy reading), so they alone tell nothing.
 */
export class UsualTime {
  readonly #window: number;
  readonly #now: () => number;
  #times: number[] = [];
  #noted = 0;
  #lastAt = 0;
  /** Undefined where it must be found anew. */
  #ms: number | undefined = 0;

  /**
   * @param window how many of the last times count; twice as many must be noted before there is an answer
   * @param now milliseconds
   */
  constructor(window: number, now: () => number) {
    this.#window = window;
    this.#now = now;
  }

  /** Milliseconds; 0 where too little is known. */
  get ms(): number {
    if (this.#noted < 2 * this.#window || this.#now() - this.#lastAt > memoryMs) return 0;
    this.#ms ??= [...this.#times].sort((a, b) => a - b)[Math.floor((this.#times.length - 1) / 4)] ?? 0;
    return this.#ms;
  }

  note(ms: number): void {
    const now = this.#now();
    if (now - this.#lastAt > memoryMs) this.#noted = 0;
    this.#lastAt = now;
    this.#times[this.#noted % this.#window] = ms;
    this.#noted += 1;
    this.#ms = undefined;
  }
}
