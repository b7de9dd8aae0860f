import { DescribeRegionsRequest } from '@alicloud/ecs20140526/dist/models/DescribeRegionsRequest.js';
import type { AccountRegion } from '../account-region.ts';
import type { CallOptions } from '../api.ts';
import type { RegionRecord } from '../record.ts';
import { isRegionId } from '../region-id.ts';
import { regionsAnswer } from './answer-shape.ts';
import type { CallPipeline } from './call-pipeline.ts';
import { type OnUnknown, text } from './read-field.ts';

/**
 * Every region that an account can use.
 *
 * @param at the region that is asked
 */
export async function describeRegions(
  call: CallPipeline,
  at: AccountRegion,
  { onUnknown, ...options }: CallOptions & { onUnknown: OnUnknown },
): Promise<RegionRecord[]> {
  const request = new DescribeRegionsRequest({ acceptLanguage: 'en-US' });
  const answer = await call({ at, action: 'DescribeRegions', request, shape: regionsAnswer }, options);
  return answer.Regions.Region.flatMap((raw): RegionRecord[] => {
    const regionId = text(raw, 'RegionId');
    if (!isRegionId(regionId)) {
      onUnknown('RegionId', String(regionId));
      return [];
    }
    return [{ regionId, localName: text(raw, 'LocalName'), endpoint: text(raw, 'RegionEndpoint') }];
  });
}
