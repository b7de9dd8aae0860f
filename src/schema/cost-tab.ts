import { maxExtraCalls } from '../sessions/take.ts';

/** Where a field stands in a request. */
export interface Scope {
  /** How often it may be resolved. */
  times: number;
  /** The regions its objects may lie in. */
  regions: readonly string[];
  /** How many groups of its objects load their details apart from each other; null where all load together. */
  groups: number | null;
}

/** Above all fields. */
export const scopeOfRequest: Scope = { times: 1, regions: [], groups: null };

/** Adds up what a request may cost. */
export class CostTab {
  #calls = 0;
  #needsRegions = false;
  readonly #sessions = new Map<string, number>();
  readonly #instanceRegions = new Set<string>();
  readonly #instanceGroups = new Map<Scope, number>();

  /** Calls that are shared with nothing else. */
  addCalls(calls: number): void {
    this.#calls += calls;
  }

  /** One record by its id. */
  addSession(regionId: string): void {
    this.#sessions.set(regionId, (this.#sessions.get(regionId) ?? 0) + 1);
  }

  /** The details of the instances in a scope: one call a region for each group of them. */
  addInstanceDetails(scope: Scope): void {
    if (scope.groups === null) for (const regionId of scope.regions) this.#instanceRegions.add(regionId);
    else this.#instanceGroups.set(scope, scope.groups * scope.regions.length);
  }

  /** The account's regions: one call, however often they are asked for. */
  addRegions(): void {
    this.#needsRegions = true;
  }

  total(): number {
    const most = 1 + maxExtraCalls;
    return (
      this.#calls +
      (this.#needsRegions ? 1 : 0) +
      sum([...this.#sessions.values()].map((count) => Math.min(count, most))) +
      this.#instanceRegions.size +
      sum([...this.#instanceGroups.values()])
    );
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
