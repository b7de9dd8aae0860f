import DataLoader from 'dataloader';
import { type AccountRegion, keyOfRegion } from '../ecs/account-region.ts';
import { instanceBatches } from '../ecs/instance-batches.ts';
import { groupBy } from './group-by.ts';

/** One instance. */
export interface InstanceKey extends AccountRegion {
  instanceId: string;
}

/** Loads what ECS says of instances; undefined for one that it does not list, such as a released one. */
export type InstanceLoader<T> = DataLoader<InstanceKey, T | undefined, string>;

/** Makes one call for instances of one region. */
export type FetchInstances<T> = (
  at: AccountRegion,
  instanceIds: readonly string[],
) => Promise<readonly (T & { instanceId: string })[]>;

/**
 * Batches the instances of one request: as many of an account and region as one call takes, all calls at the same time.
 *
 * @param maxIds maximum of ids of one call
 */
export function createInstanceLoader<T>(fetch: FetchInstances<T>, maxIds?: number): InstanceLoader<T> {
  return new DataLoader<InstanceKey, T | undefined, string>(
    async (keys) => {
      const results = new Map<string, T | Error>();
      const batches = [...groupBy(keys, keyOfRegion).values()].flatMap((keys) =>
        instanceBatches(
          keys.map((key) => key.instanceId),
          maxIds,
        ).map((ids) => ({ at: keys[0], ids })),
      );
      await Promise.all(
        batches.map(async ({ at, ids }) => {
          if (at === undefined) return;
          const { accountKey, regionId } = at;
          try {
            for (const instance of await fetch({ accountKey, regionId }, ids)) {
              results.set(keyOf({ accountKey, regionId, instanceId: instance.instanceId }), instance);
            }
          } catch (error) {
            const failure = error instanceof Error ? error : new Error(String(error));
            for (const instanceId of ids) results.set(keyOf({ accountKey, regionId, instanceId }), failure);
          }
        }),
      );
      return keys.map((key) => results.get(keyOf(key)));
    },
    { cacheKeyFn: keyOf },
  );
}

function keyOf(key: InstanceKey): string {
  return `${keyOfRegion(key)}/${key.instanceId}`;
}
