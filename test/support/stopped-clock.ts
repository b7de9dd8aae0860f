import { onTestFinished, vi } from 'vitest';

const minuteMs = 60_000;

/** A clock that stands still until a test moves it. */
export interface StoppedClock {
  /** Moves it forward. */
  advance(ms: number): void;
}

/**
 * Stops the time of day of this process until the test ends: budgets and gates that open with a minute see it turn when
 * the test says so, and not while a slow machine is at work. Timers go on. Gateways and emulators must be started
 * afterwards.
 *
 * @param second of the current minute, at which the clock stands
 */
export function stopClock(second = 30): StoppedClock {
  const minute = Math.floor(Date.now() / minuteMs) * minuteMs;
  let now = minute + second * 1000;
  vi.setSystemTime(now);
  onTestFinished(() => {
    vi.useRealTimers();
  });
  return {
    advance(ms) {
      now += ms;
      vi.setSystemTime(now);
    },
  };
}
