import { afterEach, describe, expect, it } from 'vitest';
import { allow, createEmulator, type Emulator, type EmulatorOptions } from '../../emulator/emulator.ts';
import { list, pick } from './support/gateway.ts';
import { jsonCall } from './support/signed-call.ts';

/** What ECS says of machines, their agents and what is recorded; and the one call that changes something. */
const key = { accessKeyId: 'key', accessKeySecret: 'secret' };
const RegionId = 'cn-hangzhou';

interface Machine {
  id: string;
  name: string;
  address?: string;
  vpc?: string;
  tags?: Record<string, string>;
}
const wire = ({ id, name, address = '10.0.0.1', vpc = 'vpc-a', tags = {} }: Machine) => ({
  InstanceId: id,
  InstanceName: name,
  ResourceGroupId: `rg-of-${vpc}`,
  VpcAttributes: { VpcId: vpc, PrivateIpAddress: { IpAddress: [address] } },
  Tags: { Tag: Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })) },
});
const machines: Machine[] = [
  { id: 'i-1', name: 'shop-web-01', address: '10.0.0.11', tags: { env: 'prod', team: 'shop' } },
  { id: 'i-2', name: 'shop-web-02', address: '10.0.0.12', vpc: 'vpc-b', tags: { env: 'dev', team: 'shop' } },
  { id: 'i-3', name: 'shop-db-01', address: '10.0.0.13', tags: { env: 'prod' } },
  { id: 'i-4', name: 'web', address: '10.0.0.14', vpc: '' },
];

let emulator: Emulator;
let url: string;
afterEach(() => emulator.close());
const start = async (options: Partial<EmulatorOptions> = {}, instances = machines.map(wire)) => {
  const region = { localName: '', localNameEnglish: '', endpoint: '' };
  emulator = createEmulator({
    credentials: [key],
    fleet: {
      regions: [
        { ...region, regionId: RegionId, sessions: [], instances },
        { ...region, regionId: 'cn-beijing', sessions: [], instances: [] },
      ],
    },
    ...options,
  });
  url = await emulator.listen();
};
const call = async (action: string, query: Record<string, string> = {}) =>
  (await jsonCall(url, { action, key, query: { RegionId, ...query } })).json;
const codeOf = async (...args: Parameters<typeof call>) => pick(await call(...args), 'Code');
const found = async (query: Record<string, string>) =>
  list(await call('DescribeInstances', query), 'Instances.Instance').map((one) => pick(one, 'InstanceId'));

describe('DescribeInstances', () => {
  it.each<[Record<string, string>, string[]]>([
    [{}, ['i-1', 'i-2', 'i-3', 'i-4']],
    [{ InstanceName: 'shop-web-01' }, ['i-1']],
    [{ InstanceName: 'shop-web-*' }, ['i-1', 'i-2']],
    [{ InstanceName: '*web*' }, ['i-1', 'i-2', 'i-4']],
    [{ InstanceName: 's*-*-01' }, ['i-1', 'i-3']],
    [{ InstanceName: 'web' }, ['i-4']],
    [{ InstanceName: '*' }, ['i-1', 'i-2', 'i-3', 'i-4']],
    [{ InstanceName: 'shop' }, []],
    [{ InstanceName: 'Web' }, []],
    [{ InstanceName: 'we*eb' }, []],
    [{ 'Tag.1.Key': 'env', 'Tag.1.Value': 'prod' }, ['i-1', 'i-3']],
    [{ 'Tag.1.Key': 'team' }, ['i-1', 'i-2']],
    [{ 'Tag.1.Key': 'env', 'Tag.1.Value': 'prod', 'Tag.20.Key': 'team' }, ['i-1']],
    [{ 'Tag.1.Key': 'env', 'Tag.1.Value': 'prod', InstanceName: '*-db-*' }, ['i-3']],
    [{ 'Tag.1.Key': 'ENV' }, []],
    [{ VpcId: 'vpc-b' }, ['i-2']],
    [{ ResourceGroupId: 'rg-of-vpc-a' }, ['i-1', 'i-3']],
    [{ InstanceNetworkType: 'vpc', PrivateIpAddresses: '["10.0.0.12","10.0.0.13"]' }, ['i-2', 'i-3']],
    [{ InstanceNetworkType: 'vpc', PrivateIpAddresses: '["10.0.0.1"]' }, []],
    // The trap: without the network type ECS does not look at the addresses.
    [{ PrivateIpAddresses: '["10.0.0.12"]' }, ['i-1', 'i-2', 'i-3', 'i-4']],
    [{ InstanceNetworkType: 'vpc' }, ['i-1', 'i-2', 'i-3']],
    [{ InstanceIds: '["i-4","i-0"]' }, ['i-4']],
  ])('by %j finds %j', async (query, ids) => {
    await start();
    expect(await found(query)).toEqual(ids);
    expect(await found({ ...query, RegionId: 'cn-beijing' })).toEqual([]);
  });

  it('gives tags, network and group of each', async () => {
    await start();
    expect(await call('DescribeInstances', { InstanceName: 'shop-web-01' })).toMatchObject({
      Instances: {
        Instance: [
          {
            ResourceGroupId: 'rg-of-vpc-a',
            VpcAttributes: { VpcId: 'vpc-a', PrivateIpAddress: { IpAddress: ['10.0.0.11'] } },
            Tags: { Tag: [{ TagKey: 'env', TagValue: 'prod' }, { TagKey: 'team' }] },
          },
        ],
      },
    });
  });

  it.each<[Record<string, string>, string]>([
    [{ RegionId: '' }, 'MissingParameter'],
    [{ RegionId: 'xx-nowhere' }, 'InvalidRegionId.NotFound'],
    [{ 'Tag.21.Key': 'env' }, 'InvalidTagCount'],
    [{ 'Tag.0.Key': 'env' }, 'InvalidTagCount'],
    [{ 'Tag.1.Value': 'prod' }, 'MissingParameter'],
    [{ PrivateIpAddresses: '10.0.0.1' }, 'InvalidParameter.PrivateIpAddresses'],
    [{ PrivateIpAddresses: '[1]' }, 'InvalidParameter.PrivateIpAddresses'],
    [{ InstanceIds: 'i-1' }, 'InvalidInstanceIds.Malformed'],
    [{ MaxResults: 'ten' }, 'InvalidParameter.MaxResults'],
  ])('with %j is refused', async (query, code) => {
    await start();
    expect(await codeOf('DescribeInstances', query)).toBe(code);
  });

  it('comes ten at least and a hundred at most, whatever is asked for, and a token counts for its conditions only', async () => {
    const many = Array.from({ length: 130 }, (_, n) => wire({ id: `i-${n}`, name: n < 25 ? 'a' : 'b' }));
    await start({}, many);
    const lengths = [];
    for (const MaxResults of ['1', '9', '10', '11', '100', '101', '5000']) {
      lengths.push((await found({ MaxResults })).length);
    }
    expect(lengths).toEqual([10, 10, 10, 11, 100, 100, 100]);
    const walked = [];
    let NextToken = '';
    do {
      const query = { InstanceName: 'a', MaxResults: '3', ...(NextToken && { NextToken }) };
      const json = await call('DescribeInstances', query);
      walked.push(list(json, 'Instances.Instance').length);
      NextToken = String(pick(json, 'NextToken'));
      if (NextToken !== '') {
        expect(await codeOf('DescribeInstances', { NextToken })).toBe('InvalidParameter.NextToken');
        expect(await codeOf('DescribeInstances', { NextToken, InstanceName: 'b' })).toBe(
          'InvalidParameter.NextToken',
        );
      }
    } while (NextToken !== '');
    expect(walked).toEqual([10, 10, 5]);
  });

  it('without the right is Forbidden or empty, and a dry run alone shows which', async () => {
    const users = [
      {
        userId: '1',
        userName: 'u',
        accessKeyIds: [key.accessKeyId],
        policy: allow('ecs:DescribeTerminalSessions'),
      },
    ];
    for (const unpermitted of ['forbidden', 'empty'] as const) {
      await start({ users, unpermitted });
      const plain = await call('DescribeInstances', { InstanceName: '*' });
      if (unpermitted === 'empty') expect(list(plain, 'Instances.Instance')).toEqual([]);
      else expect(pick(plain, 'Code')).toBe('Forbidden.RAM');
      expect(await codeOf('DescribeInstances', { DryRun: 'true' })).toBe('Forbidden.RAM');
      for (const action of [
        'DescribeRegions',
        'DescribeCloudAssistantStatus',
        'DescribeCloudAssistantSettings',
        'EndTerminalSession',
      ]) {
        expect(await codeOf(action)).toBe('Forbidden.RAM');
      }
      expect(list(await call('DescribeTerminalSessions'), 'Sessions.Session')).toEqual([]);
      await emulator.close();
    }
    await start();
    expect(await codeOf('DescribeInstances', { DryRun: 'true' })).toBe('DryRunOperation');
    expect(await codeOf('DescribeInstances', { DryRun: 'true', InstanceName: 'no such' })).toBe(
      'DryRunOperation',
    );
    expect(await codeOf('DescribeInstances', { DryRun: 'true', InstanceIds: 'x' })).toBe(
      'InvalidInstanceIds.Malformed',
    );
    expect(await found({ DryRun: 'false', InstanceName: 'web' })).toEqual(['i-4']);
  });
});

describe('DescribeCloudAssistantStatus', () => {
  const statuses = async (query: Record<string, string>) =>
    list(
      await call('DescribeCloudAssistantStatus', query),
      'InstanceCloudAssistantStatusSet.InstanceCloudAssistantStatus',
    );
  const agents = (count: number) =>
    Array.from({ length: count }, (_, n) => ({
      InstanceId: `i-${n}`,
      CloudAssistantStatus: n === 1 ? 'false' : 'true',
    }));
  const numbered = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`InstanceId.${n + 1}`, `i-${n}`]));

  it('gives up to 50 instances by id; those without an agent are absent', async () => {
    await start();
    const [region] = emulator.fleet.regions;
    if (region) region.assistants = agents(60);
    expect(
      await statuses({ 'InstanceId.1': 'i-1', 'InstanceId.2': 'i-none', 'InstanceId.3': 'i-0' }),
    ).toEqual([
      { InstanceId: 'i-0', CloudAssistantStatus: 'true' },
      { InstanceId: 'i-1', CloudAssistantStatus: 'false' },
    ]);
    expect(await statuses({ ...numbered(50), MaxResults: '10' })).toHaveLength(50);
    expect(await codeOf('DescribeCloudAssistantStatus', numbered(51))).toBe('InvalidParameter.InstanceId');
    expect(await statuses({ RegionId: 'cn-beijing', ...numbered(3) })).toEqual([]);
    expect(await codeOf('DescribeCloudAssistantStatus', { RegionId: '' })).toBe('MissingParameter');
  });

  it('without ids is walked page by page, of 50 at most', async () => {
    await start();
    const [region] = emulator.fleet.regions;
    if (region) region.assistants = agents(60);
    const first = await call('DescribeCloudAssistantStatus', { MaxResults: '100' });
    const NextToken = String(pick(first, 'NextToken'));
    const rest = await statuses({ NextToken, MaxResults: '50' });
    expect(rest.map((one) => pick(one, 'InstanceId'))).toEqual(
      agents(60)
        .slice(50)
        .map((one) => one.InstanceId),
    );
    expect(await statuses({})).toHaveLength(10);
    expect(await codeOf('DescribeCloudAssistantStatus', { NextToken, RegionId: 'cn-beijing' })).toBe(
      'InvalidParameter.NextToken',
    );
  });
});

describe('DescribeCloudAssistantSettings', () => {
  const bucket = { DeliveryType: 'SessionManager', Enabled: true, BucketName: 'b', Prefix: 'p' };
  const ofCommands = { ...bucket, DeliveryType: 'Invocation' };

  it('gives the settings asked for: the switch of the account, the deliveries of the region', async () => {
    await start();
    emulator.fleet.sessionManagerEnabled = true;
    const [hangzhou] = emulator.fleet.regions;
    if (hangzhou) hangzhou.ossDeliveries = [bucket, ofCommands];
    const config = { SessionManagerConfig: { SessionManagerEnabled: true } };
    const deliveries = {
      OssDeliveryConfigs: { OssDeliveryConfig: [bucket, ofCommands] },
      SlsDeliveryConfigs: { SlsDeliveryConfig: [] },
    };
    const settings = async (query: Record<string, string>) => {
      const { RequestId: _, ...rest } = Object(await call('DescribeCloudAssistantSettings', query));
      return rest;
    };
    const both = { 'SettingType.1': 'SessionManagerConfig', 'SettingType.2': 'SessionManagerDelivery' };
    expect(await settings({ 'SettingType.1': 'SessionManagerConfig' })).toEqual(config);
    expect(await settings({ 'SettingType.1': 'SessionManagerDelivery' })).toEqual(deliveries);
    expect(await settings(both)).toEqual({ ...config, ...deliveries });
    expect(await settings({ ...both, RegionId: 'cn-beijing' })).toEqual({
      ...config,
      OssDeliveryConfigs: { OssDeliveryConfig: [] },
      SlsDeliveryConfigs: { SlsDeliveryConfig: [] },
    });
    emulator.fleet.sessionManagerEnabled = false;
    expect(await settings({ ...both, RegionId: 'cn-beijing' })).toMatchObject({
      SessionManagerConfig: { SessionManagerEnabled: false },
    });
    // A fleet that does not say is answered without the field.
    emulator.fleet.sessionManagerEnabled = undefined;
    expect(await settings({ 'SettingType.1': 'SessionManagerConfig' })).toEqual({ SessionManagerConfig: {} });
  });

  it.each<[Record<string, string>, string]>([
    [{}, 'MissingParameter'],
    [{ SettingType: 'SessionManagerConfig' }, 'MissingParameter'],
    [{ 'SettingType.1': 'Sessions' }, 'InvalidParameter.SettingType'],
    [{ 'SettingType.1': 'SessionManagerConfig', 'SettingType.2': '' }, 'InvalidParameter.SettingType'],
    [{ 'SettingType.9': 'SessionManagerConfig' }, 'InvalidParameter.SettingType'],
    [{ 'SettingType.1': 'SessionManagerConfig', RegionId: '' }, 'MissingParameter'],
  ])('with %j is refused', async (query, code) => {
    await start();
    expect(await codeOf('DescribeCloudAssistantSettings', query)).toBe(code);
  });
});

describe('EndTerminalSession', () => {
  const now = Date.now();
  const endTime = `${new Date(now).toISOString().slice(0, 19)}Z`;
  const over = { InstanceId: 'i-3', Status: 'Failed', ClosedReason: 'AgentNotOnline' };
  const session = (SessionId: string) => ({
    SessionId,
    Username: 'root',
    Connections: {
      Connection: [
        { InstanceId: 'i-1', Status: 'Connected', StartTime: '2026-01-19T09:00:00Z' },
        { InstanceId: 'i-2', Status: 'Connecting' },
        over,
      ],
    },
  });
  const read = async (SessionId: string) =>
    list(await call('DescribeTerminalSessions', { SessionId }), 'Sessions.Session.0.Connections.Connection');

  it('ends each live connection of one session, once and for good', async () => {
    await start({ now: () => now });
    const record = session('s-1');
    emulator.arrive(RegionId, record, session('s-2'));
    emulator.arrive('cn-beijing', session('s-1'));
    const answer = await call('EndTerminalSession', { SessionId: 's-1' });
    expect(Object.keys(Object(answer))).toEqual(['RequestId']);
    const ended = [
      { InstanceId: 'i-1', Status: 'Terminated', StartTime: '2026-01-19T09:00:00Z', EndTime: endTime },
      { InstanceId: 'i-2', Status: 'Terminated', EndTime: endTime },
      over,
    ];
    expect(await read('s-1')).toMatchObject(ended);
    expect(await codeOf('EndTerminalSession', { SessionId: 's-1' })).toBeUndefined();
    expect(await read('s-1')).toMatchObject(ended);
    expect(await read('s-2')).toEqual(session('s-2').Connections.Connection);
    expect(emulator.fleet.regions[1]?.sessions).toEqual([session('s-1')]);
    expect(record).toEqual(session('s-1'));
  });

  it('does so under half an answer, too, and not at all under none', async () => {
    await start({ now: () => now });
    emulator.arrive(RegionId, session('s-1'), session('s-2'));
    emulator.misbehave({ kind: 'truncate', action: 'EndTerminalSession', times: 1 });
    emulator.misbehave({ kind: 'reset', action: 'EndTerminalSession', times: 1 });
    await expect(call('EndTerminalSession', { SessionId: 's-1' })).rejects.toThrow();
    await expect(call('EndTerminalSession', { SessionId: 's-2' })).rejects.toThrow();
    expect(pick(await read('s-1'), '0.Status')).toBe('Terminated');
    expect(pick(await read('s-2'), '0.Status')).toBe('Connected');
  });

  it.each<[Record<string, string>, string]>([
    [{}, 'MissingParameter'],
    [{ SessionId: 's-none' }, 'InvalidSessionId.NotFound'],
    [{ SessionId: 's-1', RegionId: 'cn-beijing' }, 'InvalidSessionId.NotFound'],
    [{ SessionId: 's-1', RegionId: '' }, 'MissingParameter'],
    [{ SessionId: 's-1', RegionId: 'xx-nowhere' }, 'InvalidRegionId.NotFound'],
  ])('with %j is refused', async (query, code) => {
    await start();
    emulator.arrive(RegionId, session('s-1'));
    expect(await codeOf('EndTerminalSession', query)).toBe(code);
    expect(await read('s-1')).toEqual(session('s-1').Connections.Connection);
  });
});
