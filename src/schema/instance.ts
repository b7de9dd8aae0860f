import type { Field, InstanceRecord } from '../ecs/record.ts';
import type { InstanceKey } from '../sessions/instance-loader.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { instanceDetailCost } from './cost/cost-rules.ts';
import { valueOrThrow } from './failure.ts';
import { encodeNodeId, nodeIdDescription } from './object-key.ts';

/** An ECS instance, by its key. */
export const Instance = builder.objectRef<InstanceKey>('Instance');

builder.objectType(Instance, {
  description:
    'An ECS instance that sessions are opened on. Fields besides the ids come from DescribeInstances, and only if asked for; all of them are null for a released instance.',
  directives: { key: { fields: 'regionId instanceId' } },
  interfaces: [builder.nodeInterfaceRef()],
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'instanceId' in value,
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: nodeIdDescription,
      resolve: (instance) => encodeNodeId('Instance', `${instance.regionId}:${instance.instanceId}`),
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
    name: t.string({
      ...instanceDetailCost,
      nullable: true,
      description: 'Name given to the instance (InstanceName).',
      resolve: detail((instance) => instance.name),
    }),
    hostName: t.string({
      ...instanceDetailCost,
      nullable: true,
      description: 'Host name within the operating system (HostName).',
      resolve: detail((instance) => instance.hostName),
    }),
    status: t.string({
      ...instanceDetailCost,
      nullable: true,
      description: 'State of the instance as ECS words it, such as `Running` or `Stopped` (Status).',
      resolve: detail((instance) => instance.status),
    }),
    instanceType: t.string({
      ...instanceDetailCost,
      nullable: true,
      description: 'Instance type, such as `ecs.g7.large` (InstanceType).',
      resolve: detail((instance) => instance.instanceType),
    }),
    osType: t.string({
      ...instanceDetailCost,
      nullable: true,
      description: '`linux` or `windows` (OSType).',
      resolve: detail((instance) => instance.osType),
    }),
    osName: t.string({
      ...instanceDetailCost,
      nullable: true,
      description: 'Name of the operating system (OSName).',
      resolve: detail((instance) => instance.osName),
    }),
    zoneId: t.string({
      ...instanceDetailCost,
      nullable: true,
      description: 'Zone within the region, such as `cn-hangzhou-i` (ZoneId).',
      resolve: detail((instance) => instance.zoneId),
    }),
    creationTime: t.field({
      ...instanceDetailCost,
      type: 'DateTime',
      nullable: true,
      description: 'When the instance was created, to the minute (CreationTime).',
      resolve: detail((instance) => instance.creationTime),
    }),
    privateIpAddresses: t.field({
      ...instanceDetailCost,
      type: ['IP'],
      nullable: true,
      description: 'Its addresses within the VPC or the classic network; null for a released instance.',
      resolve: detail((instance) => instance.privateIpAddresses),
    }),
    publicIpAddresses: t.field({
      ...instanceDetailCost,
      type: ['IP'],
      nullable: true,
      description: 'Its public and elastic addresses; null for a released instance.',
      resolve: detail((instance) => instance.publicIpAddresses),
    }),
  }),
});

/** A field that DescribeInstances tells; the loader asks for all instances of the request at once. */
function detail<T>(read: (instance: InstanceRecord) => Field<T>) {
  return async (key: InstanceKey, _args: object, { loaders }: Context): Promise<T | null> => {
    const instance = await loaders.instance(key);
    return instance === undefined ? null : valueOrThrow(read(instance), key.regionId);
  };
}
