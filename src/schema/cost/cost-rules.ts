import { GatewayError, InvalidMaxResultsError } from '../../ecs/errors.ts';
import { isRegionId } from '../../ecs/region-id.ts';
import { maxExtraCalls } from '../../sessions/take-page.ts';
import { maxObjects } from '../load-object.ts';
import { decodeNodeId, decodeRepresentation, type ObjectKey } from '../object-key.ts';
import { maxConnections, objects, type Placement } from './call-count.ts';
import { type CostRule, costs } from './costly-fields.ts';

/*
 * What each field may cost in upstream calls. upstream-cost.ts adds it up before a request is executed.
 */

/** Regions of an account, where the real number is not known before the call. */
const typicalRegions = 30;

/** Records a list may hold, whatever stands in `first`. */
export function listSize(first: unknown): number {
  const { minimum, maximum } = InvalidMaxResultsError;
  return typeof first === 'number' ? Math.min(Math.max(first, minimum), maximum) : 10;
}

/**
 * A list over its own regions, or over the one region of the object it belongs to. Each region is asked once, and once
 * more where a record of it is taken from a page that an earlier one had begun.
 */
export const listCost = costs(({ regionIds, first, filter }, scope, tab) => {
  const regions = Array.isArray(regionIds) ? new Set(regionIds.map(String)).size : 1;
  const sessions = listSize(first);
  tab.addCalls(scope.times * (regions + (filter ? maxExtraCalls + 1 : Math.min(regions, sessions))));
  const from = { lists: scope.times, sessions, regions };
  return { times: scope.times * sessions, from, onConnections: false };
});

/** The connections of a session: as many objects for each. */
export const connectionsCost = costs((_args, scope) => ({
  ...scope,
  times: scope.times * maxConnections,
  onConnections: true,
}));

/** One region, which its id makes. */
export const regionCost = costs(() => objects(1));

/** One instance, which its ids make. */
export const instanceCost = costs(({ regionId, instanceId }) =>
  isRegionId(regionId)
    ? { ...objects(1), from: { instances: [{ regionId, instanceId: String(instanceId) }], sessions: [] } }
    : objects(1),
);

/** One session, named by its region's id and its own. */
export const sessionCost = costs(({ regionId, sessionId }, _scope, tab) =>
  isRegionId(regionId)
    ? scopeOf([() => ({ type: 'Session', regionId, identity: String(sessionId) })], tab)
    : objects(1),
);

/** Objects named by node ids; malformed ones cost nothing. */
export const nodesCost = costs(({ id, ids }, _scope, tab) =>
  scopeOf(
    [ids ?? id].flat().map((id) => () => decodeNodeId(String(id))),
    tab,
  ),
);

/** Objects named by the keys of a supergraph; malformed ones cost nothing. */
export const entitiesCost = costs(({ representations }, _scope, tab) =>
  scopeOf(
    [representations].flat().map((representation) => () => {
      const { __typename, ...key } = Object(representation);
      // With a prefix the name only ends so; taking more for a session than will be one is on the safe side.
      const type = /(Session|Instance|Region)$/.exec(String(__typename))?.[1];
      return decodeRepresentation(type, key);
    }),
    tab,
  ),
);

/** The account's regions. */
export const regionsCost = costs((_args, _scope, tab) => {
  tab.addRegions();
  return objects(typicalRegions);
});

/** A field that DescribeRegions tells. */
export const regionDetailCost = costs((_args, scope, tab) => {
  tab.addRegions();
  return scope;
});

/** A field that DescribeInstances tells. */
export const instanceDetailCost = costs((_args, scope, tab) => {
  tab.addInstanceDetails(scope);
  return scope;
});

function scopeOf(readers: (() => ObjectKey)[], tab: Parameters<CostRule>[2]): Placement {
  // More are refused when they are executed: they cost nothing.
  const keys = readers.slice(0, maxObjects).flatMap((read) => {
    try {
      return [read()];
    } catch (error) {
      if (error instanceof GatewayError) return [];
      throw error;
    }
  });
  const sessions = keys.filter((key) => key.type === 'Session');
  const instances = keys.filter((key) => key.type === 'Instance');
  for (const key of sessions) tab.addSession(key);
  return { ...objects(Math.max(keys.length, 1)), from: { instances, sessions } };
}
