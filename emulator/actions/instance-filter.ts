import {
  type ApiError,
  invalidParameter,
  malformedInstanceIds,
  missingParameter,
  tooManyTags,
} from '../api-error.ts';
import type { WireInstance } from '../fleet.ts';
import { listAt, valueAt } from '../value-at.ts';
import { matchesWildcard } from '../wildcard.ts';
import { numberedParameter } from './numbered-parameter.ts';

type Params = Readonly<Record<string, string>>;

const maxTags = 20;
const maxListed = 100;

/**
 * A function that returns whether an instance meets every condition of a DescribeInstances call.
 *
 * @throws ApiError where a condition is malformed
 */
export function instanceFilter(params: Params): (instance: WireInstance) => boolean {
  const ids = jsonListParameter(params.InstanceIds, malformedInstanceIds);
  const addresses = privateAddresses(params);
  const tags = tagConditions(params);
  const { InstanceName, VpcId, ResourceGroupId, InstanceNetworkType } = params;
  return (instance) =>
    (ids === null || ids.has(instance.InstanceId)) &&
    (InstanceName === undefined || matchesWildcard(InstanceName, textOf(instance.InstanceName))) &&
    (VpcId === undefined || valueAt(instance, 'VpcAttributes', 'VpcId') === VpcId) &&
    (ResourceGroupId === undefined || instance.ResourceGroupId === ResourceGroupId) &&
    (InstanceNetworkType === undefined || networkTypeOf(instance) === InstanceNetworkType) &&
    (addresses === null || privateAddressesOf(instance).some((address) => addresses.has(address))) &&
    tags.every(({ key, value }) =>
      listAt(instance, 'Tags', 'Tag').some(
        (tag) =>
          valueAt(tag, 'TagKey') === key && (value === undefined || valueAt(tag, 'TagValue') === value),
      ),
    );
}

/** Without InstanceNetworkType=vpc the addresses are ignored, as ECS does. */
function privateAddresses(params: Params): Set<unknown> | null {
  const addresses = jsonListParameter(params.PrivateIpAddresses, () =>
    invalidParameter('PrivateIpAddresses'),
  );
  return params.InstanceNetworkType === 'vpc' ? addresses : null;
}

/** A tag without a value matches any value. */
function tagConditions(params: Params): { key: string; value: string | undefined }[] {
  const parameter = { name: 'Tag', max: maxTags, outOfRange: tooManyTags };
  const keys = numberedParameter(params, { ...parameter, ending: '.Key' });
  const values = numberedParameter(params, { ...parameter, ending: '.Value' });
  const keyless = [...values.keys()].find((number) => !keys.has(number));
  if (keyless !== undefined) throw missingParameter(`Tag.${keyless}.Key`);
  return [...keys].map(([number, key]) => ({ key, value: values.get(number) }));
}

function networkTypeOf(instance: WireInstance): string {
  return valueAt(instance, 'VpcAttributes', 'VpcId') ? 'vpc' : 'classic';
}

function privateAddressesOf(instance: WireInstance): unknown[] {
  return listAt(instance, 'VpcAttributes', 'PrivateIpAddress', 'IpAddress');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/**
 * A parameter that is a JSON array of at most 100 texts; null where it is absent.
 *
 * @throws the error that `malformed` makes, where it is anything else
 */
function jsonListParameter(text: string | undefined, malformed: () => ApiError): Set<unknown> | null {
  if (text === undefined) return null;
  const list = parseJson(text);
  const isValid =
    Array.isArray(list) && list.length <= maxListed && list.every((entry) => typeof entry === 'string');
  if (!isValid) throw malformed();
  return new Set(list);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
