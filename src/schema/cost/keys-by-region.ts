/** Where an object is. */
export interface InRegion {
  accountKey?: string;
  accountId?: string | null | undefined;
  regionId: string;
}

/** Returns a text that is equal for the same region of the same account, as the request names them. */
export type PlaceOf = (at: InRegion) => string;

/**
 * Makes the function that says where objects are.
 *
 * @param accounts the number of accounts that the gateway reads: of a single one, its key, its id, its name and none at
 *   all mean the same
 */
export function createPlaceOf(accounts: number): PlaceOf {
  return accounts === 1 ? ({ regionId }) => regionId : (at) => `${accountIn(at)}:${at.regionId}`;
}

/** Returns a text that is equal for the same account, as the request names it; empty where it goes without saying. */
export function accountIn({ accountKey, accountId }: Omit<InRegion, 'regionId'>): string {
  return accountKey ?? accountId ?? '';
}

/** Keys of objects, by the region of an account that they are in. */
export class KeysByRegion {
  readonly #placeOf: PlaceOf;
  readonly #keys = new Map<string, Set<string>>();

  constructor(placeOf: PlaceOf) {
    this.#placeOf = placeOf;
  }

  add(at: InRegion, key: string): void {
    const place = this.#placeOf(at);
    const keys = this.#keys.get(place) ?? new Set();
    this.#keys.set(place, keys.add(key));
  }

  /** The regions of accounts that have any. */
  places(): Iterable<string> {
    return this.#keys.keys();
  }

  /** Returns what the keys of each region cost together. */
  sum(callsFor: (keys: ReadonlySet<string>) => number): number {
    return [...this.#keys.values()].reduce((total, keys) => total + callsFor(keys), 0);
  }
}
