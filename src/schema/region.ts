import type { Field, RegionRecord } from '../ecs/record.ts';
import type { RegionId } from '../ecs/region-id.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { regionDetailCost } from './cost/cost-rules.ts';
import { valueOrThrow } from './failure.ts';
import { encodeNodeId, nodeIdDescription } from './object-key.ts';

/** A region, by its id. */
export const Region = builder.objectRef<{ regionId: RegionId }>('Region');

builder.objectType(Region, {
  description: 'An Alibaba Cloud region.',
  directives: { key: { fields: 'regionId' } },
  interfaces: [builder.nodeInterfaceRef()],
  isTypeOf: (value) =>
    typeof value === 'object' &&
    value !== null &&
    'regionId' in value &&
    !('instanceId' in value) &&
    !('identity' in value),
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: nodeIdDescription,
      resolve: (region) => encodeNodeId('Region', region.regionId),
    }),
    regionId: t.expose('regionId', {
      type: 'RegionId',
      nullable: false,
      description: 'Id of the region, such as `cn-hangzhou`.',
    }),
    localName: t.string({
      ...regionDetailCost,
      nullable: true,
      description:
        'English name of the region; null for one the account cannot see. Source: DescribeRegions.',
      resolve: detail((region) => region.localName),
    }),
    endpoint: t.string({
      ...regionDetailCost,
      nullable: true,
      description:
        'Host name of ECS in the region; null for a region the account cannot see. Source: DescribeRegions.',
      resolve: detail((region) => region.endpoint),
    }),
  }),
});

/** A field that DescribeRegions tells; the whole list is one call and is kept for an hour. */
function detail<T>(read: (region: RegionRecord) => Field<T>) {
  return async (
    { regionId }: { regionId: RegionId },
    _args: object,
    { loaders }: Context,
  ): Promise<T | null> => {
    const region = (await loaders.regions()).find((region) => region.regionId === regionId);
    return region === undefined ? null : valueOrThrow(read(region), regionId);
  };
}
