import { type InstanceRecord, type JsonObject, valueOrNull } from '../record.ts';
import { isObject } from './answer-shape.ts';
import { addresses, text, time } from './read-field.ts';

/** Reads one entry of `Instances.Instance`; null for an entry without an id, which nobody asked for. */
export function readInstance(raw: JsonObject): InstanceRecord | null {
  const instanceId = valueOrNull(text(raw, 'InstanceId'));
  if (instanceId === null) return null;
  const vpc = member(raw, 'VpcAttributes');
  const elastic = member(raw, 'EipAddress');
  return {
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
  };
}

function member(record: JsonObject, name: string): JsonObject {
  const value = record[name];
  return isObject(value) ? value : {};
}
