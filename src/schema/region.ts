import { type AccountRegion, keyOfRegion } from '../ecs/account-region.ts';
import type { Field, RegionRecord } from '../ecs/record.ts';
import { builder } from './builder.ts';
import { regionDetailCost } from './cost/cost-rules.ts';
import { valueOrThrow } from './failure.ts';
import { encodeNodeId, nodeIdDescription } from './object-key.ts';
import type { Context } from './schema-types.ts';

/** A region of an account, by its ids. */
export const Region = builder.objectRef<AccountRegion>('Region');

builder.objectType(Region, {
  description: 'An Alibaba Cloud region, as one account has it.',
  directives: [
    { name: 'key', args: { fields: 'id' } },
    { name: 'key', args: { fields: 'accountId regionId' } },
    { name: 'key', args: { fields: 'regionId' } },
  ],
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
      resolve: (region) => encodeNodeId('Region', keyOfRegion(region)),
    }),
    regionId: t.expose('regionId', {
      type: 'RegionId',
      nullable: false,
      description: 'Id of the region, such as `cn-hangzhou`.',
    }),
    localName: t.string(
      detail(
        'English name of the region; null for a region that the account cannot see. Source: DescribeRegions.',
        ({ localName }) => localName,
      ),
    ),
    endpoint: t.string(
      detail(
        'Host name of ECS in the region; null for a region that the account cannot see. Source: DescribeRegions.',
        ({ endpoint }) => endpoint,
      ),
    ),
  }),
});

/**
 * The options of a field that DescribeRegions answers: one call for all regions, and its answer is kept for an hour.
 *
 * @param description of the field in the schema
 * @param read takes the field from the record
 */
function detail<T>(description: string, read: (region: RegionRecord) => Field<T>) {
  return {
    ...regionDetailCost,
    description,
    nullable: true as const,
    resolve: async (at: AccountRegion, _args: object, { loaders }: Context): Promise<T | null> => {
      const regions = await loaders.regionsOf(loaders.accountOf(at));
      const region = regions.find(({ regionId }) => regionId === at.regionId);
      return region === undefined ? null : valueOrThrow(read(region), at);
    },
  };
}
