import type { EcsApi } from '../api.ts';
import { GatewayError } from '../errors.ts';
import type { RegionId } from '../region-id.ts';

/**
 * Names the region in every failure of its calls, in `regionId` and in the message: a list of thirty regions that fails
 * must say which of them it was. DescribeRegions is about no region.
 */
export function nameRegionInFailures(api: EcsApi): EcsApi {
  return {
    sessionsPage: (query, ...rest) => named(query.regionId, api.sessionsPage(query, ...rest)),
    instances: (regionId, ...rest) => named(regionId, api.instances(regionId, ...rest)),
    regions: (...rest) => api.regions(...rest),
  };
}

async function named<T>(regionId: RegionId, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    // Each call has an error of its own, so what is noted here is noted for its waiters alone.
    throw error instanceof GatewayError ? error.inRegion(regionId) : error;
  }
}
