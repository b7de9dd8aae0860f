import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownAccountKey } from '../../../../src/ecs/account.ts';
import { parseRegionId } from '../../../../src/ecs/arguments.ts';
import { MalformedFieldError } from '../../../../src/ecs/errors.ts';
import type { JsonObject } from '../../../../src/ecs/record.ts';
import { readAssistant } from '../../../../src/ecs/sdk/read-assistant.ts';
import { readInstance } from '../../../../src/ecs/sdk/read-instance.ts';

const at = { accountKey: ownAccountKey, regionId: parseRegionId('cn-hangzhou') };
const instanceId = 'i-1';
const malformed = expect.any(MalformedFieldError);

describe('an instance', () => {
  const read = (raw: JsonObject) => readInstance(at, { InstanceId: instanceId, ...raw });

  it('has what ECS says of its tags, its network and its group', () => {
    const record = read({
      ResourceGroupId: 'rg-1',
      VpcAttributes: { VpcId: 'vpc-1', VSwitchId: 'vsw-1', PrivateIpAddress: { IpAddress: ['10.0.0.1'] } },
      Tags: {
        Tag: [
          { TagKey: 'env', TagValue: 'prod' },
          { TagKey: 'mark', TagValue: '' },
          { TagKey: 'number', TagValue: 7 },
        ],
      },
    });
    expect(record).toMatchObject({
      vpcId: 'vpc-1',
      resourceGroupId: 'rg-1',
      privateIpAddresses: ['10.0.0.1'],
      tags: [
        { key: 'env', value: 'prod' },
        { key: 'mark', value: '' },
        { key: 'number', value: '7' },
      ],
    });
  });

  it.each<JsonObject>([
    {},
    { Tags: null, VpcAttributes: null, ResourceGroupId: null },
    { Tags: '', VpcAttributes: '', ResourceGroupId: '' },
    { Tags: {}, VpcAttributes: {} },
    { Tags: { Tag: [] }, VpcAttributes: { VpcId: '' } },
    { Tags: { Tag: 'x' }, VpcAttributes: [] },
    { Tags: { Tag: [null, 'x', {}, { TagKey: '' }, { TagKey: {} }] } },
  ])('has none where there are none: %j', (raw) => {
    expect(read(raw)).toMatchObject({ tags: [], vpcId: null, resourceGroupId: null });
  });

  it('says of a field alone that it is malformed, and where', () => {
    const record = read({ InstanceName: {}, ResourceGroupId: [], VpcAttributes: { VpcId: true } });
    expect(record).toMatchObject({
      name: malformed,
      resourceGroupId: malformed,
      vpcId: malformed,
      status: null,
    });
    for (const field of [record?.name, record?.resourceGroupId, record?.vpcId]) {
      expect(field).toMatchObject({ ...at, message: expect.stringMatching(/^Region cn-hangzhou: /) });
    }
  });

  it('is none without an id', () => {
    for (const InstanceId of [undefined, null, '', {}]) expect(readInstance(at, { InstanceId })).toBeNull();
  });
});

describe('the agent of an instance', () => {
  const read = (raw: JsonObject) => readAssistant(at, { InstanceId: instanceId, ...raw });

  it('is read from what ECS sends, its switches as text or not', () => {
    const LastHeartbeatTime = '2024-01-19T09:15:46Z';
    const expected = {
      instanceId,
      version: '2.2.4.1065',
      lastHeartbeatTime: { epochMs: Date.parse(LastHeartbeatTime), text: '2024-01-19T09:15:46.000Z' },
    };
    const common = { CloudAssistantVersion: '2.2.4.1065', LastHeartbeatTime };
    for (const [yes, no] of [
      ['true', 'false'],
      ['True', 'FALSE'],
      [true, false],
    ]) {
      expect(read({ ...common, CloudAssistantStatus: yes, SupportSessionManager: no })).toEqual({
        ...expected,
        running: true,
        supportsSessionManager: false,
      });
      expect(read({ ...common, CloudAssistantStatus: no, SupportSessionManager: yes })).toEqual({
        ...expected,
        running: false,
        supportsSessionManager: true,
      });
    }
  });

  it.each([undefined, null, ''])('has nothing where ECS sends %j', (nothing) => {
    const raw = Object.fromEntries(
      ['CloudAssistantStatus', 'CloudAssistantVersion', 'LastHeartbeatTime', 'SupportSessionManager'].map(
        (name) => [name, nothing],
      ),
    );
    expect(read(raw)).toEqual({
      instanceId,
      running: null,
      version: null,
      lastHeartbeatTime: null,
      supportsSessionManager: null,
    });
  });

  it.each([0, 1, 'yes', 'truee', ' true', [], {}])('is neither running nor not where ECS sends %j', (odd) => {
    const record = read({ CloudAssistantStatus: odd, SupportSessionManager: odd });
    expect(record).toMatchObject({ running: malformed, supportsSessionManager: malformed, version: null });
    expect(record?.running).toMatchObject(at);
  });

  it('is none without an id', () => {
    for (const InstanceId of [undefined, null, '', {}]) expect(readAssistant(at, { InstanceId })).toBeNull();
  });
});

it('instances and agents are read from any JSON object without an exception', () => {
  const names = [
    ...[
      'InstanceId',
      'InstanceName',
      'VpcAttributes',
      'Tags',
      'EipAddress',
      'ResourceGroupId',
      'CreationTime',
    ],
    ...['CloudAssistantStatus', 'CloudAssistantVersion', 'LastHeartbeatTime', 'SupportSessionManager'],
  ];
  const raw = fc.record(Object.fromEntries(names.map((name) => [name, fc.jsonValue()])), {
    requiredKeys: [],
  });
  fc.assert(
    fc.property(raw, (raw) => {
      readInstance(at, raw);
      readAssistant(at, raw);
    }),
    { numRuns: 1000 },
  );
});
