import type { FleetRegion } from '../fleet.ts';
import type { Action } from './action.ts';

/** All regions of the account. Their names are Chinese unless AcceptLanguage asks for English. */
export const describeRegions: Action = {
  permission: 'ecs:DescribeRegions',
  resource: () => '*',
  answer: ({ caller, params }) => ({
    Regions: {
      Region: caller.account.fleet.regions.map((region) => ({
        RegionId: region.regionId,
        LocalName: nameOf(region, params.AcceptLanguage),
        RegionEndpoint: region.endpoint ?? `ecs.${region.regionId}.aliyuncs.com`,
        Status: 'available',
      })),
    },
  }),
};

function nameOf(
  { regionId, localName, localNameEnglish }: FleetRegion,
  language: string | undefined,
): string {
  return (language === 'en-US' ? localNameEnglish : localName) ?? regionId;
}
