import { maxInstanceIdBytes, maxInstanceIds } from './limits.ts';

/**
 * Cuts the ids of one region into as many as one call takes, in their order.
 *
 * @param maxIds of one call; those of DescribeInstances unless given
 */
export function instanceBatches(instanceIds: readonly string[], maxIds: number = maxInstanceIds): string[][] {
  const batches: string[][] = [];
  let batch: string[] = [];
  let bytes = 0;
  for (const id of instanceIds) {
    const idBytes = encodedBytes(id);
    if (batch.length === maxIds || (batch.length > 0 && bytes + idBytes > maxInstanceIdBytes)) {
      batches.push(batch);
      batch = [];
      bytes = 0;
    }
    batch.push(id);
    bytes += idBytes;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}

/**
 * Length of an id in a JSON array in a query string, its comma or bracket included. As a parameter of its own
 * (`InstanceId.50=`) it takes up to six bytes more, of which the limit leaves room for far more than fifty times.
 */
function encodedBytes(id: string): number {
  return encodeURIComponent(JSON.stringify(id)).length + '%2C'.length;
}
