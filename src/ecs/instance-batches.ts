import { maxInstanceIdBytes, maxInstanceIds } from './limits.ts';

/** Cuts the ids of one region into as many as one DescribeInstances call takes, in their order. */
export function instanceBatches(instanceIds: readonly string[]): string[][] {
  const batches: string[][] = [];
  let batch: string[] = [];
  let bytes = 0;
  for (const id of instanceIds) {
    const idBytes = encodedBytes(id);
    if (batch.length === maxInstanceIds || (batch.length > 0 && bytes + idBytes > maxInstanceIdBytes)) {
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

/** Length of an id in a JSON array in a query string, its comma or bracket included. */
function encodedBytes(id: string): number {
  return encodeURIComponent(JSON.stringify(id)).length + '%2C'.length;
}
