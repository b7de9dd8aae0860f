import type { Action } from './action.ts';

/** All regions. Their names are Chinese unless AcceptLanguage asks for English. */
export const describeRegions: Action = {
  permission: 'ecs:DescribeRegions',
  resource: () => '*',
  answer: ({ caller, params }) => ({
    Regions: {
      Region: caller.account.fleet.regions.map((region) => ({
        RegionId: region.regionId,
        LocalName: params.AcceptLanguage === 'en-US' ? region.localNameEnglish : region.localName,
        RegionEndpoint: region.endpoint,
        Status: 'available',
      })),
    },
  }),
};
