/** A generator of repeatable random values. */
export interface Random {
  /** A whole number from 0 up to, and not including, the limit. */
  below(limit: number): number;
  /** True with this probability, 0 to 1. */
  chance(probability: number): boolean;
  pick<T>(list: readonly [T, ...T[]]): T;
  /** Like pick, but the earlier an entry, the more often it is picked: some machines and people are seen every day. */
  pickSkewed<T>(list: readonly [T, ...T[]]): T;
  /** This many letters and digits, as in the ids of the cloud. */
  id(length: number): string;
}

const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz';

/** The same seed gives the same numbers, on every machine (mulberry32). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    chance: (probability) => next() < probability,
    pick: (list) => list[below(list.length)] ?? list[0],
    pickSkewed: (list) => list[Math.floor(list.length * next() ** 2)] ?? list[0],
    id: (length) => Array.from({ length }, () => alphabet[below(alphabet.length)]).join(''),
  };
}
