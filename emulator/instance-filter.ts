import { invalidParameter, malformedInstanceIds, missingParameter, tooManyTags } from './api-error.ts';
import type { WireInstance } from './fleet-region.ts';
import { parseJsonList } from './json-list.ts';
import { NumberBeyondRange, numberedParameter } from './numbered-parameter.ts';
import { matchesWildcard } from './wildcard.ts';
import { wireField, wireList } from './wire-field.ts';

type Params = Readonly<Record<string, string>>;

const maxTags = 20;

/**
 * Whether an instance meets every condition of a DescribeInstances call.
 *
 * @throws ApiError where a condition is malformed
 */
export function instanceFilter(params: Params): (instance: WireInstance) => boolean {
  const ids = parseJsonList(params.InstanceIds, malformedInstanceIds);
  const addresses = privateAddresses(params);
  const tags = tagConditions(params);
  const { InstanceName, VpcId, ResourceGroupId, InstanceNetworkType } = params;
  return (instance) =>
    (ids === null || ids.has(instance.InstanceId)) &&
    (InstanceName === undefined || matchesWildcard(InstanceName, textOf(instance.InstanceName))) &&
    (VpcId === undefined || wireField(instance, 'VpcAttributes', 'VpcId') === VpcId) &&
    (ResourceGroupId === undefined || instance.ResourceGroupId === ResourceGroupId) &&
    (InstanceNetworkType === undefined || networkTypeOf(instance) === InstanceNetworkType) &&
    (addresses === null || privateAddressesOf(instance).some((address) => addresses.has(address))) &&
    tags.every(({ key, value }) =>
      wireList(instance, 'Tags', 'Tag').some(
        (tag) =>
          wireField(tag, 'TagKey') === key && (value === undefined || wireField(tag, 'TagValue') === value),
      ),
    );
}

/** Without InstanceNetworkType=vpc the addresses are not looked at: ECS then answers with everything else that fits. */
function privateAddresses(params: Params): Set<unknown> | null {
  const addresses = parseJsonList(params.PrivateIpAddresses, () => invalidParameter('PrivateIpAddresses'));
  return params.InstanceNetworkType === 'vpc' ? addresses : null;
}

/** A tag without a value is met by any value. */
function tagConditions(params: Params): { key: string; value: string | undefined }[] {
  const keys = tagParameter(params, '.Key');
  const values = tagParameter(params, '.Value');
  const lonely = [...values.keys()].find((number) => !keys.has(number));
  if (lonely !== undefined) throw missingParameter(`Tag.${lonely}.Key`);
  return [...keys].map(([number, key]) => ({ key, value: values.get(number) }));
}

function tagParameter(params: Params, ending: string): Map<number, string> {
  try {
    return numberedParameter(params, { name: 'Tag', ending, highest: maxTags });
  } catch (error) {
    throw error instanceof NumberBeyondRange ? tooManyTags() : error;
  }
}

function networkTypeOf(instance: WireInstance): string {
  return wireField(instance, 'VpcAttributes', 'VpcId') ? 'vpc' : 'classic';
}

function privateAddressesOf(instance: WireInstance): unknown[] {
  return wireList(instance, 'VpcAttributes', 'PrivateIpAddress', 'IpAddress');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
