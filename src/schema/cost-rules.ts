import { GatewayError } from '../ecs/errors.ts';
import { maxExtraCalls } from '../sessions/take.ts';
import type { Scope } from './cost-tab.ts';
import { type CostRule, costs } from './costly-fields.ts';
import { entityKey } from './entity-key.ts';
import { decodeNodeId, type NodeKey } from './node-id.ts';
import { maxObjects } from './object-count.ts';

/*
 * What each field may cost in upstream calls. upstream-cost.ts adds it up before a request is executed.
 */

/** Regions an account has, where the real number is not known before the call. */
const typicalRegions = Array.from({ length: 30 }, (_, index) => `region ${index}`);

/** A list over its own regions, or over the one region of the object it belongs to. */
export const listCost = costs(({ regionIds, first, filter }, scope, tab) => {
  const regions = Array.isArray(regionIds) ? [...new Set(regionIds.map(String))] : null;
  const calls = (regions?.length ?? 1) + 1 + (filter ? maxExtraCalls : 0);
  tab.addCalls(scope.times * calls);
  const size = typeof first === 'number' ? Math.min(Math.max(first, 1), 100) : 10;
  return { times: scope.times * size, regions: regions ?? ['its own'], groups: scope.times };
});

/** One object, named by its region's id and its own. */
export const objectCost = costs(({ regionId }) => ({ ...oneObject, regions: [String(regionId)] }));

/** One session, named by its region's id and its own. */
export const sessionCost = costs(({ regionId }, _scope, tab) => {
  tab.addSession(String(regionId));
  return { ...oneObject, regions: [String(regionId)] };
});

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
      return entityKey(type, key);
    }),
    tab,
  ),
);

/** The account's regions. */
export const regionsCost = costs((_args, _scope, tab) => {
  tab.addRegions();
  return { times: typicalRegions.length, regions: typicalRegions, groups: null };
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

const oneObject = { times: 1, groups: null };

function scopeOf(readers: (() => NodeKey)[], tab: Parameters<CostRule>[2]): Scope {
  // More are refused when they are executed: they cost nothing.
  const keys = readers.slice(0, maxObjects).flatMap((read) => {
    try {
      return [read()];
    } catch (error) {
      if (error instanceof GatewayError) return [];
      throw error;
    }
  });
  for (const key of keys) if (key.type === 'Session') tab.addSession(key.regionId);
  return {
    times: Math.max(keys.length, 1),
    regions: [...new Set(keys.map(({ regionId }) => regionId))],
    groups: null,
  };
}
