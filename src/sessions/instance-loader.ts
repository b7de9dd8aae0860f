import DataLoader from 'dataloader';
import type { CallOptions, EcsApi } from '../ecs/api.ts';
import { instanceBatches } from '../ecs/instance-batches.ts';
import type { InstanceRecord } from '../ecs/record.ts';
import type { RegionId } from '../ecs/region-id.ts';
import { groupBy } from './group-by.ts';

/** One instance. */
export interface InstanceKey {
  regionId: RegionId;
  instanceId: string;
}

/** Loads what DescribeInstances says; undefined for a released instance. */
export type InstanceLoader = DataLoader<InstanceKey, InstanceRecord | undefined, string>;

/** Batches the instances of one request: up to 100 of a region in one call, all calls at the same time. */
export function createInstanceLoader(api: EcsApi, options?: CallOptions): InstanceLoader {
  return new DataLoader<InstanceKey, InstanceRecord | undefined, string>(
    async (keys) => {
      const results = new Map<string, InstanceRecord | Error>();
      const batches = [...groupBy(keys, (key) => key.regionId)].flatMap(([regionId, keys]) =>
        instanceBatches(keys.map((key) => key.instanceId)).map((ids) => ({ regionId, ids })),
      );
      await Promise.all(
        batches.map(async ({ regionId, ids }) => {
          try {
            for (const instance of await api.instances(regionId, ids, options)) {
              results.set(keyOf({ regionId, instanceId: instance.instanceId }), instance);
            }
          } catch (error) {
            const failure = error instanceof Error ? error : new Error(String(error));
            for (const instanceId of ids) results.set(keyOf({ regionId, instanceId }), failure);
          }
        }),
      );
      return keys.map((key) => results.get(keyOf(key)));
    },
    { cacheKeyFn: keyOf },
  );
}

function keyOf({ regionId, instanceId }: InstanceKey): string {
  return `${regionId}/${instanceId}`;
}
