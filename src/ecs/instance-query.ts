import { type AccountRegion, keyOfRegion } from './account-region.ts';
import type { InstanceRecord, Tag } from './record.ts';

/** One DescribeInstances call by conditions, all of which an instance meets. */
export interface InstanceQuery extends AccountRegion {
  /** Exact, or with `*` for any characters. */
  name?: string | undefined;
  /** A private address within a VPC. */
  privateIp?: string | undefined;
  /** Up to 20; an empty value finds any. */
  tags?: readonly Tag[] | undefined;
  vpcId?: string | undefined;
  /** 10 to `maxPageSize`: ECS takes less for 10. */
  maxResults: number;
  /** The token of the page before; absent on the first page. */
  nextToken?: string | undefined;
}

/** One answer, in the upstream's order. */
export interface InstancesPage {
  records: readonly InstanceRecord[];
  /** Null on the last page. */
  nextToken: string | null;
}

/** Equal for queries that ask the same. */
export function instanceQueryKey(query: InstanceQuery): string {
  const { name, privateIp, tags, vpcId, maxResults, nextToken } = query;
  return JSON.stringify([
    keyOfRegion(query),
    name || null,
    privateIp || null,
    (tags ?? []).map(({ key, value }) => [key, value]),
    vpcId || null,
    maxResults,
    nextToken || null,
  ]);
}
