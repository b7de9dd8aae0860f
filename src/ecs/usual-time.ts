/** How much the newest counts at least. */
const leastWeight = 0.1;
/** What is older than this, in milliseconds, says nothing of now. */
const memoryMs = 60_000;

/** How long something has taken of late: a mean in which older times count less and less. */
export class UsualTime {
  readonly #enough: number;
  readonly #now: () => number;
  #ms = 0;
  #times = 0;
  #lastAt = Number.NEGATIVE_INFINITY;

  /**
   * @param enough how many times must be noted before there is a mean: the first ones open connections
   * @param now milliseconds
   */
  constructor(enough: number, now: () => number) {
    this.#enough = enough;
    this.#now = now;
  }

  /** Milliseconds; 0 where too little is known. */
  get ms(): number {
    return this.#isOld() || this.#times < this.#enough ? 0 : this.#ms;
  }

  note(ms: number): void {
    if (this.#isOld()) this.#times = 0;
    this.#times += 1;
    this.#lastAt = this.#now();
    this.#ms += (ms - this.#ms) * Math.max(1 / this.#times, leastWeight);
  }

  #isOld(): boolean {
    return this.#now() - this.#lastAt > memoryMs;
  }
}
