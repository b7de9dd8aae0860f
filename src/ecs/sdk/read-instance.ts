import type { AccountRegion } from '../account-region.ts';
import { type InstanceRecord, type JsonObject, type Tag, valueOrNull } from '../record.ts';
import { addresses, member, members, placedFields, text, time } from './read-field.ts';

/** Reads one entry of `Instances.Instance`; null for an entry without an id. */
export function readInstance(at: AccountRegion, raw: JsonObject): InstanceRecord | null {
  const instanceId = valueOrNull(text(raw, 'InstanceId'));
  if (instanceId === null) return null;
  const vpc = member(raw, 'VpcAttributes');
  const elastic = member(raw, 'EipAddress');
  return placedFields(at, {
    instanceId,
    name: text(raw, 'InstanceName'),
    hostName: text(raw, 'HostName'),
    status: text(raw, 'Status'),
    instanceType: text(raw, 'InstanceType'),
    osType: text(raw, 'OSType'),
    osName: text(raw, 'OSName'),
    zoneId: text(raw, 'ZoneId'),
    creationTime: time(raw, 'CreationTime'),
    privateIpAddresses: [
      ...addresses(member(vpc, 'PrivateIpAddress').IpAddress),
      ...addresses(member(raw, 'InnerIpAddress').IpAddress),
    ],
    publicIpAddresses: [
      ...addresses(member(raw, 'PublicIpAddress').IpAddress),
      ...addresses(elastic.IpAddress),
    ],
    vpcId: text(vpc, 'VpcId'),
    resourceGroupId: text(raw, 'ResourceGroupId'),
    tags: members(member(raw, 'Tags'), 'Tag').flatMap(readTag),
  });
}

/** A tag may have no value; without a key it is none. */
function readTag(raw: JsonObject): Tag[] {
  const key = valueOrNull(text(raw, 'TagKey'));
  return key === null ? [] : [{ key, value: valueOrNull(text(raw, 'TagValue')) ?? '' }];
}
