/** The clocks and the dice of what keeps sessions and refusals; the real ones unless given. */
export interface AccountClock {
  /** Epoch milliseconds, by which STS says when a session ends. It may jump. */
  now?: (() => number) | undefined;
  /** Milliseconds by a clock that only goes on. It may stand still while the machine sleeps. */
  uptime?: (() => number) | undefined;
  /** 0 to 1. */
  random?: (() => number) | undefined;
}
