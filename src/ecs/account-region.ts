import { type AccountKey, ownAccountKey } from './account.ts';
import type { RegionId } from './region-id.ts';

/** One region of one account: what ECS counts, throttles and lists apart from all others. */
export interface AccountRegion {
  readonly accountKey: AccountKey;
  readonly regionId: RegionId;
}

/**
 * One text for each account and region, for keys of caches, lanes and groups.
 *
 * @example keyOfRegion({ accountKey: ownAccountKey, regionId }) // 'cn-hangzhou'
 */
export function keyOfRegion({ accountKey, regionId }: AccountRegion): string {
  return accountKey === ownAccountKey ? regionId : `${accountKey}:${regionId}`;
}
