import { GatewayError, InvalidMaxResultsError } from '../../ecs/errors.ts';
import { isRegionId } from '../../ecs/region-id.ts';
import { defaultInstances } from '../../sessions/find-instances.ts';
import { maxExtraCalls } from '../../sessions/take-page.ts';
import { maxPairs } from '../../sessions/visible-accounts.ts';
import { maxObjects } from '../load-object.ts';
import { decodeNodeId, decodeRepresentation, type NamedKey, type ObjectKey } from '../object-key.ts';
import { type CallCount, maxConnections, onUnnamed, type Placement } from './call-count.ts';
import { costs } from './costly-fields.ts';

/*
 * What each field may cost in upstream calls at worst. upstream-cost.ts adds the costs up before a request is executed.
 */

/** Regions of an account: before DescribeRegions answers, the real number is not known. */
const typicalRegions = 30;

/**
 * Returns the maximum records of a page.
 *
 * @param first the argument, whatever it is: what is out of range is refused later, and costs nothing
 */
export function listSize(first: unknown): number {
  const { minimum, maximum } = InvalidMaxResultsError;
  return typeof first === 'number' ? Math.min(Math.max(first, minimum), maximum) : 10;
}

/**
 * A list over its own regions, or over the one region of the object it belongs to. Each region costs one call, and one
 * more where the page begins inside an upstream page and goes on in the next. A filter may cost 11 more.
 *
 * @example
 * // sessions(regionIds: ["cn-hangzhou"]): 1 + 1 calls
 * // sessions(regionIds: [<50 regions>], first: 10): 50 + 10 calls
 * // sessions(regionIds: ["cn-hangzhou"], filter: { active: true }): 1 + 11 calls
 */
export const listCost = costs(({ regionIds, first, filter }, placement, count) => {
  const regions = Array.isArray(regionIds) ? new Set(regionIds.map(String)).size : 1;
  const sessions = listSize(first);
  const extraCalls = filter ? maxExtraCalls + 1 : Math.min(regions, sessions);
  count.addCalls(placement.times * (regions + extraCalls));
  const from = { lists: placement.times, sessions, regions };
  return { times: placement.times * sessions, from, onConnections: false };
});

/** The connections of a session: no calls, but up to 20 objects for each session. */
export const connectionsCost = costs((_args, placement) => ({
  ...placement,
  times: placement.times * maxConnections,
  onConnections: true,
}));

/** One region, made from its id: no calls. */
export const regionCost = costs(() => onUnnamed(1));

/** One instance, made from its ids: no calls. */
export const instanceCost = costs(({ regionId, instanceId }, _placement, count) =>
  onNamed(
    isRegionId(regionId) ? [{ type: 'Instance', regionId, instanceId: String(instanceId) }] : [],
    count,
  ),
);

/** One session, found by its region's id and its own. */
export const sessionCost = costs(({ regionId, sessionId }, _placement, count) =>
  onNamed(isRegionId(regionId) ? [{ type: 'Session', regionId, identity: String(sessionId) }] : [], count),
);

/** Objects named by node ids; malformed ones cost nothing. */
export const nodesCost = costs(({ id, ids }, _placement, count) =>
  onNamed(
    readKeys([ids ?? id].flat(), (id) => decodeNodeId(String(id))),
    count,
  ),
);

/** Objects named by representations; malformed ones cost nothing. */
export const entitiesCost = costs(({ representations }, _placement, count) =>
  onNamed(
    readKeys([representations].flat(), (representation) => {
      const { __typename, ...fields } = Object(representation);
      // With a prefix the name only ends so; taking more for a session than will be one is on the safe side.
      const type = /(Session|Instance|Region)$/.exec(String(__typename))?.[1];
      return decodeRepresentation(type, fields);
    }),
    count,
  ),
);

/**
 * Machines found by conditions. Each region of an account costs one call, and one more where it answers nothing, since
 * that may be a refusal; behind a cursor one page is read again. Their details come with them.
 *
 * @example
 * // instances(regionIds: ["cn-hangzhou"], name: "web-*") { nodes { name sessions { nodes { id } } } }: 1 + 1 calls, and 2 for each of 20
 */
export const instancesCost = costs(({ accountIds, regionIds, first, after }, placement, count) => {
  const regions = Array.isArray(regionIds)
    ? Math.min(distinct(regionIds) * Math.max(distinct(accountIds), 1), maxPairs)
    : maxPairs;
  if (!Array.isArray(regionIds)) count.addRegions();
  count.addCalls(placement.times * (2 * regions + (typeof after === 'string' ? 1 : 0)));
  return onUnnamed(placement.times * listSize(first ?? defaultInstances));
});

/** The account's regions. */
export const regionsCost = costs((_args, _placement, count) => {
  count.addRegions();
  return onUnnamed(typicalRegions);
});

/** A field that DescribeRegions answers. */
export const regionDetailCost = costs((_args, placement, count) => {
  count.addRegions();
  return placement;
});

/** A field that DescribeInstances answers. */
export const instanceDetailCost = costs((_args, placement, count) => {
  count.addInstanceDetails(placement);
  return placement;
});

/** Returns how many values a list argument has; 0 for one that is left out. */
function distinct(values: unknown): number {
  return Array.isArray(values) ? new Set(values.map(String)).size : 0;
}

/** Reads those keys that are well-formed. More than `maxObjects` are refused when the field is resolved. */
function readKeys(
  items: readonly unknown[],
  decode: (item: unknown) => ObjectKey | NamedKey,
): (ObjectKey | NamedKey)[] {
  return items.slice(0, maxObjects).flatMap((item) => {
    try {
      return [decode(item)];
    } catch (error) {
      if (error instanceof GatewayError) return [];
      throw error;
    }
  });
}

/** Adds the sessions among named objects to the count, and returns the placement of fields on these objects. */
function onNamed(keys: readonly (ObjectKey | NamedKey)[], count: CallCount): Placement {
  const sessions = keys.filter((key) => key.type === 'Session');
  const instances = keys.filter((key) => key.type === 'Instance');
  for (const key of sessions) count.addSession(key);
  return { times: Math.max(keys.length, 1), from: { instances, sessions }, onConnections: false };
}
