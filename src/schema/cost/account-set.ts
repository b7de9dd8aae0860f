/** Accounts by their ids, names or keys; null for any of those that the gateway reads. */
export type Accounts = ReadonlySet<string> | null;

/** Returns the accounts that an argument names: null where it is left out, which means all. */
export function accountsIn(given: unknown): Accounts {
  if (given === null || given === undefined) return null;
  return new Set([given].flat().map(String));
}

/** Collects the accounts for which something is loaded once, however often it is asked for. */
export class AccountSet {
  readonly #most: number;
  readonly #named = new Set<string>();
  #isEvery = false;

  /** @param most the number of accounts that the gateway reads */
  constructor(most: number) {
    this.#most = most;
  }

  add(accounts: Accounts): void {
    if (accounts === null) this.#isEvery = true;
    else for (const account of accounts) this.#named.add(account);
  }

  /** Maximum accounts: one that is named by its id and by its name counts twice, but all count no more than there are. */
  get size(): number {
    return this.#isEvery ? this.#most : Math.min(this.#named.size, this.#most);
  }
}
