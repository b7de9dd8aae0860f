import { keyOfRegion } from '../ecs/account-region.ts';
import type { Field, InstanceRecord } from '../ecs/record.ts';
import type { InstanceKey } from '../sessions/instance-loader.ts';
import { builder } from './builder.ts';
import { instanceDetailCost } from './cost/cost-rules.ts';
import { valueOrThrow } from './failure.ts';
import { encodeNodeId, nodeIdDescription } from './object-key.ts';
import type { Context } from './schema-types.ts';
import { Tag } from './tag.ts';

/** An ECS instance, by its key. */
export const Instance = builder.objectRef<InstanceKey>('Instance');

builder.objectType(Instance, {
  description:
    'An ECS instance on which sessions are opened. All fields but the ids and `sessions` come from DescribeInstances, which is called only if one of them is selected; they are null for a released instance.',
  directives: [
    { name: 'key', args: { fields: 'id' } },
    { name: 'key', args: { fields: 'accountId regionId instanceId' } },
    { name: 'key', args: { fields: 'regionId instanceId' } },
  ],
  interfaces: [builder.nodeInterfaceRef()],
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'instanceId' in value,
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: nodeIdDescription,
      resolve: (instance) => encodeNodeId('Instance', `${keyOfRegion(instance)}:${instance.instanceId}`),
    }),
    regionId: t.expose('regionId', {
      type: 'RegionId',
      nullable: false,
      description: 'Region of the instance.',
    }),
    instanceId: t.exposeString('instanceId', {
      nullable: false,
      description: 'Id of the instance, such as `i-bp1i7gg30r52z2em0001`.',
    }),
    name: t.string(detail('Name given to the instance (InstanceName).', ({ name }) => name)),
    hostName: t.string(
      detail('Host name within the operating system (HostName).', ({ hostName }) => hostName),
    ),
    status: t.string(
      detail(
        'State of the instance: the value of ECS, such as `Running` or `Stopped` (Status).',
        ({ status }) => status,
      ),
    ),
    instanceType: t.string(
      detail('Instance type, such as `ecs.g7.large` (InstanceType).', ({ instanceType }) => instanceType),
    ),
    osType: t.string(
      detail('Kind of the operating system: `linux` or `windows` (OSType).', ({ osType }) => osType),
    ),
    osName: t.string(detail('Name of the operating system (OSName).', ({ osName }) => osName)),
    zoneId: t.string(
      detail('Zone within the region, such as `cn-hangzhou-i` (ZoneId).', ({ zoneId }) => zoneId),
    ),
    creationTime: t.field({
      type: 'DateTime',
      ...detail(
        'When the instance was created, to the minute (CreationTime).',
        ({ creationTime }) => creationTime,
      ),
    }),
    privateIpAddresses: t.field({
      type: ['IP'],
      ...detail(
        'Private addresses of the instance, in its VPC or in the classic network; null for a released instance.',
        ({ privateIpAddresses }) => privateIpAddresses,
      ),
    }),
    publicIpAddresses: t.field({
      type: ['IP'],
      ...detail(
        'Public and elastic addresses of the instance; null for a released instance.',
        ({ publicIpAddresses }) => publicIpAddresses,
      ),
    }),
    vpcId: t.string(detail('Id of its VPC (VpcId); null in the classic network, too.', ({ vpcId }) => vpcId)),
    resourceGroupId: t.string(
      detail(
        'Id of its resource group (ResourceGroupId); null for the default one where ECS does not send it.',
        ({ resourceGroupId }) => resourceGroupId,
      ),
    ),
    tags: t.field({
      type: [Tag],
      ...detail('Its tags, in upstream order; null for a released instance.', ({ tags }) => tags),
    }),
  }),
});

/**
 * The options of a field that DescribeInstances answers. The loader asks for all instances of the request at once.
 *
 * @param description of the field in the schema
 * @param read takes the field from the record
 */
function detail<T>(description: string, read: (instance: InstanceRecord) => Field<T>) {
  return {
    ...instanceDetailCost,
    description,
    nullable: true as const,
    resolve: async (key: InstanceKey, _args: object, { loaders }: Context): Promise<T | null> => {
      const instance = await loaders.instance(key);
      return instance === undefined ? null : valueOrThrow(read(instance), key);
    },
  };
}
