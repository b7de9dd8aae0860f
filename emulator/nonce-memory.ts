/** Milliseconds by which a request's date may differ from the server's clock, either way. */
export const maxClockSkewMs = 15 * 60 * 1000;

/** A request dated 15 minutes ahead stays valid for 30: a nonce must be known that long. */
const rememberMs = 2 * maxClockSkewMs;
const maxNonces = 100_000;

/** Tells nonces seen before from new ones. */
export interface NonceMemory {
  /** True for a nonce not seen within the last half hour; from now on it is. */
  isNew(nonce: string, now: number): boolean;
}

/** A memory bounded in time, and in number for what calls faster than anybody would. */
export function createNonceMemory(): NonceMemory {
  // A Map keeps the order of insertion, so the oldest stand first.
  const seen = new Map<string, number>();
  return {
    isNew(nonce, now) {
      for (const [old, at] of seen) {
        if (now - at <= rememberMs && seen.size < maxNonces) break;
        seen.delete(old);
      }
      if (seen.has(nonce)) return false;
      seen.set(nonce, now);
      return true;
    },
  };
}
