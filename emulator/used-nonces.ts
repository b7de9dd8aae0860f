/** Maximum difference between a request's date and the server's clock, in milliseconds, either way. */
export const maxClockSkewMs = 15 * 60 * 1000;

/** A request dated 15 minutes ahead stays valid for 30, and its nonce must be known that long. */
const keepMs = 2 * maxClockSkewMs;
const maxNonces = 100_000;

/** The nonces of the last half hour. */
export interface UsedNonces {
  /** Marks a nonce as used. Returns false where it was already; `now` is in epoch milliseconds. */
  use(nonce: string, now: number): boolean;
}

/** Keeps nonces for half an hour, and at most 100,000 of them. */
export function createUsedNonces(): UsedNonces {
  // A Map keeps the order of insertion, so the oldest stand first.
  const used = new Map<string, number>();
  return {
    use(nonce, now) {
      for (const [old, at] of used) {
        if (now - at <= keepMs && used.size < maxNonces) break;
        used.delete(old);
      }
      if (used.has(nonce)) return false;
      used.set(nonce, now);
      return true;
    },
  };
}
