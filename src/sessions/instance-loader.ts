import DataLoader from 'dataloader';
import type { CachedEcsApi } from '../ecs/cached-api.ts';
import type { Caller } from '../ecs/call-memory.ts';
import type { InstanceRecord } from '../ecs/record.ts';
import type { RegionId } from '../ecs/region-id.ts';
import { groupBy } from './group-by.ts';

/** One instance. */
export interface InstanceKey {
  regionId: RegionId;
  instanceId: string;
}

/** Loads what DescribeInstances tells; undefined for a released instance. */
export type InstanceLoader = DataLoader<InstanceKey, InstanceRecord | undefined, string>;

/** Most ids DescribeInstances takes. */
const batchSize = 100;

/** Batches the instances of one request: 100 of a region in one call, all calls at the same time. */
export function createInstanceLoader(api: CachedEcsApi, caller?: Caller): InstanceLoader {
  return new DataLoader<InstanceKey, InstanceRecord | undefined, string>(
    async (keys) => {
      const results = new Map<string, InstanceRecord | Error>();
      const batches = [...groupBy(keys, (key) => key.regionId).values()].flatMap(inBatches);
      await Promise.all(
        batches.map(async (batch) => {
          const regionId = batch[0]?.regionId;
          if (regionId === undefined) return;
          try {
            const ids = batch.map((key) => key.instanceId);
            for (const instance of await api.instances(regionId, ids, caller)) {
              results.set(keyOf({ regionId, instanceId: instance.instanceId }), instance);
            }
          } catch (error) {
            for (const key of batch)
              results.set(keyOf(key), error instanceof Error ? error : new Error(String(error)));
          }
        }),
      );
      return keys.map((key) => results.get(keyOf(key)));
    },
    { cacheKeyFn: keyOf },
  );
}

function inBatches(keys: InstanceKey[]): InstanceKey[][] {
  const batches: InstanceKey[][] = [];
  for (let from = 0; from < keys.length; from += batchSize) batches.push(keys.slice(from, from + batchSize));
  return batches;
}

function keyOf({ regionId, instanceId }: InstanceKey): string {
  return `${regionId}/${instanceId}`;
}
