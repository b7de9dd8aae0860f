import { LRUCache } from 'lru-cache';
import { type AccountRegion, keyOfRegion } from '../ecs/account-region.ts';

/** Regions whose ECS has no Session Manager: in a list over several they count as empty, and are asked again hourly. */
export class UnsupportedRegions {
  readonly #regions = new LRUCache<string, true>({ max: 1000, ttl: 3_600_000 });

  has(at: AccountRegion): boolean {
    return this.#regions.has(keyOfRegion(at));
  }

  add(at: AccountRegion): void {
    this.#regions.set(keyOfRegion(at), true);
  }
}
