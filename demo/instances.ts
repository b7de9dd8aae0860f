import type { WireInstance } from '../emulator/fleet.ts';
import type { Random } from './random.ts';

/** An instance of the demo. One that has been released is known from sessions alone. */
export interface DemoInstance {
  instanceId: string;
  privateIp: string;
  isWindows: boolean;
  /** The instance in DescribeInstances; undefined where it has been released. */
  wire: WireInstance | undefined;
}

/** The teams whose machines these are, as the machines' names and their tag `team` say. */
export type Teams = readonly [string, ...string[]];

const roles = ['web', 'api', 'worker', 'db', 'cache'] as const;
const types = [
  'ecs.g7.xlarge',
  'ecs.c7.2xlarge',
  'ecs.r7.xlarge',
  'ecs.g8i.large',
  'ecs.t6-c1m2.large',
] as const;
const linux = [
  'Alibaba Cloud Linux  3.2104 LTS 64 bit',
  'Ubuntu  22.04 64 bit',
  'Debian  12.4 64 bit',
  'CentOS  7.9 64 bit',
] as const;
const windows = ['Windows Server 2022 Datacenter 64 bit'] as const;
const environments = ['prod', 'prod', 'staging', 'dev'] as const;
const day = 86_400_000;

/** What the instances of one region are made from. */
export interface InstancePlan {
  regionId: string;
  idPrefix: string;
  count: number;
  teams: Teams;
  /** Epoch milliseconds. */
  now: number;
}

/**
 * The instances of one region; about one in eight has been released. `aside` is a second source of chance: ids and
 * sessions do not depend on it.
 */
export function makeInstances(
  random: Random,
  aside: Random,
  region: InstancePlan,
): [DemoInstance, ...DemoInstance[]] {
  const { teams } = region;
  const block = 16 + random.below(64);
  const place = region.idPrefix.slice('i-'.length);
  const vpcs = [0, 1].map(() => ({
    vpcId: `vpc-${place}${aside.id(17)}`,
    vSwitchId: `vsw-${place}${aside.id(17)}`,
    resourceGroupId: `rg-${aside.id(15)}`,
  }));
  const make = (index: number): DemoInstance => {
    const instanceId = `${region.idPrefix}${random.id(17)}`;
    const team = teams[Math.floor(index / roles.length) % teams.length] ?? teams[0];
    const role = roles[index % roles.length];
    const number = 1 + Math.floor(index / (teams.length * roles.length));
    const name = index === 0 ? 'bastion-01' : `${team}-${role}-0${number}`;
    const isWindows = index > 0 && random.chance(0.08);
    const privateIp = `10.${block}.${random.below(8)}.${2 + random.below(250)}`;
    const publicIp = `198.51.100.${100 + random.below(150)}`;
    const env = aside.pickSkewed(environments);
    const vpc = vpcs[env === 'prod' ? 0 : 1];
    const tags = [
      { TagKey: 'env', TagValue: env },
      { TagKey: 'team', TagValue: index === 0 ? 'platform' : team },
    ];
    const wire: WireInstance = {
      InstanceId: instanceId,
      InstanceName: name,
      HostName: isWindows ? name.replaceAll('-', '').toUpperCase() : name,
      Status: random.chance(0.93) ? 'Running' : 'Stopped',
      InstanceType: random.pick(types),
      OSType: isWindows ? 'windows' : 'linux',
      OSName: random.pick(isWindows ? windows : linux),
      ZoneId: `${region.regionId}${random.pick(['-b', '-h', '-k'])}`,
      // DescribeInstances leaves the seconds out.
      CreationTime: `${new Date(region.now - (40 + random.below(900)) * day).toISOString().slice(0, 16)}Z`,
      ExpiredTime: '2099-12-31T15:59Z',
      InstanceNetworkType: 'vpc',
      ResourceGroupId: vpc?.resourceGroupId ?? '',
      KeyPairName: isWindows ? '' : `${env}-key`,
      OperationLocks: { LockReason: aside.chance(0.03) ? [{ LockReason: 'financial' }] : [] },
      // Some machines nobody has tagged.
      Tags: { Tag: aside.chance(0.92) ? tags : [] },
      VpcAttributes: {
        VpcId: vpc?.vpcId ?? '',
        VSwitchId: vpc?.vSwitchId ?? '',
        PrivateIpAddress: { IpAddress: [privateIp] },
      },
      PublicIpAddress: { IpAddress: role === 'web' && index > 0 ? [publicIp] : [] },
      EipAddress: { IpAddress: index === 0 ? publicIp : '' },
      InnerIpAddress: { IpAddress: [] },
    };
    const isReleased = index > 0 && random.chance(0.12);
    return { instanceId, privateIp, isWindows, wire: isReleased ? undefined : wire };
  };
  return [make(0), ...Array.from({ length: region.count - 1 }, (_, index) => make(index + 1))];
}
