import { isAccountId } from '../../ecs/account.ts';
import { GatewayError, InvalidMaxResultsError } from '../../ecs/errors.ts';
import { isRegionId } from '../../ecs/region-id.ts';
import { defaultInstances } from '../../sessions/find-instances.ts';
import { maxExtraCalls } from '../../sessions/take-page.ts';
import { maxPairs } from '../../sessions/visible-accounts.ts';
import { maxObjects } from '../load-object.ts';
import { decodeNodeId, decodeRepresentation, type NamedKey, type ObjectKey } from '../object-key.ts';
import { type Accounts, accountsIn } from './account-set.ts';
import { type CallCount, typicalRegions } from './call-count.ts';
import { costs } from './costly-fields.ts';
import { accountIn } from './keys-by-region.ts';
import { maxConnections, onUnnamed, type Placement } from './placement.ts';

/*
 * What each field may cost in upstream calls at worst. upstream-cost.ts adds the costs up before a request is executed.
 */

/**
 * Returns the maximum records of a page.
 *
 * @param first the argument, of any value: one out of range is refused when the field is resolved
 */
export function listSize(first: unknown): number {
  const { minimum, maximum } = InvalidMaxResultsError;
  return typeof first === 'number' ? Math.min(Math.max(first, minimum), maximum) : 10;
}

/**
 * A list over regions of accounts. Each region costs one call, and one more where the page begins inside an upstream page
 * and goes on in the next. A filter may cost 11 more. Without regionIds there are as many regions as a list may have, and
 * one call for each account lists them.
 *
 * @example
 * // sessions(regionIds: ["cn-hangzhou"]): 1 + 1 calls
 * // sessions(regionIds: [<50 regions>], first: 10): 50 + 10 calls
 * // sessions(regionIds: ["cn-hangzhou"], filter: { active: true }): 1 + 11 calls
 * // sessions(first: 10), where there are three accounts: 3 + 50 + 10 calls
 */
export const listCost = costs((args, placement, count) => {
  const accounts = accountsNamed(args.accountIds, count);
  const regions = chosenRegions(args.regionIds, accounts, count.numberOf(accounts), count);
  return addList({ lists: placement.times, regions, accounts, args }, count);
});

/** A list over regions of one account. */
export const accountListCost = costs((args, { times, accounts }, count) => {
  const regions = chosenRegions(args.regionIds, accounts, 1, count);
  return addList({ lists: times, regions, accounts, args }, count);
});

/** A list over one region. */
export const regionListCost = costs((args, { times, accounts }, count) =>
  addList({ lists: times, regions: 1, accounts, args }, count),
);

/** The connections of a session: no calls, but up to 20 objects for each session. */
export const connectionsCost = costs((_args, placement) => ({
  ...placement,
  times: placement.times * maxConnections,
  onConnections: true,
}));

/** All accounts: no calls. */
export const accountsCost = costs((_args, _placement, count) => onUnnamed(count.numberOf(null)));

/** One account, by its id or name. */
export const accountCost = costs(({ accountId }, _placement, count) =>
  onUnnamed(1, accountsNamed(accountId, count)),
);

/** The account of an object: no calls. Objects of the same account have the same one. */
export const ownAccountCost = costs((_args, { times, accounts }, count) =>
  onUnnamed(Math.min(times, count.numberOf(accounts)), accounts),
);

/** The id of an account, which STS may have to say. */
export const accountIdCost = costs((_args, placement, count) => {
  count.addIdentity();
  return placement;
});

/** Whether Session Manager is on in an account. */
export const switchCost = costs((_args, placement, count) => {
  count.addSwitches(placement.accounts);
  return placement;
});

/** One region, made from its id: no calls. */
export const regionCost = costs(({ accountId, regionId }, _placement, count) =>
  onNamed(isRegionId(regionId) ? [{ type: 'Region', accountId: textOf(accountId), regionId }] : [], count),
);

/** One instance, made from its ids: no calls. */
export const instanceCost = costs(({ accountId, regionId, instanceId }, _placement, count) =>
  onNamed(
    isRegionId(regionId)
      ? [{ type: 'Instance', accountId: textOf(accountId), regionId, instanceId: String(instanceId) }]
      : [],
    count,
  ),
);

/** One session, found by its region's id and its own. */
export const sessionCost = costs(({ accountId, regionId, sessionId }, _placement, count) =>
  onNamed(
    isRegionId(regionId)
      ? [{ type: 'Session', accountId: textOf(accountId), regionId, identity: String(sessionId) }]
      : [],
    count,
  ),
);

/** Ending a session: it is read, ended, and read again. */
export const endSessionCost = costs(({ accountId, regionId, sessionId }, _placement, count) => {
  count.addCalls(3);
  const accounts = accountsNamed(accountId ?? '', count);
  const session = isRegionId(regionId)
    ? [{ accountId: textOf(accountId), regionId, identity: String(sessionId) }]
    : [];
  return { ...onUnnamed(1, accounts), from: { regions: [], instances: [], sessions: session } };
});

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
      const type = /(Session|Instance|Region|CloudAccount)$/.exec(String(__typename))?.[1];
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
  const accounts = accountsNamed(accountIds, count);
  const regions = chosenRegions(regionIds, accounts, count.numberOf(accounts), count);
  count.addCalls(placement.times * (2 * regions + (typeof after === 'string' ? 1 : 0)));
  const instances = listSize(first ?? defaultInstances);
  return {
    times: placement.times * instances,
    accounts,
    from: { everyRegion: true },
    onConnections: false,
  };
});

/** All regions of one account, or of all accounts where none is given. */
export const regionsCost = costs(({ accountId }, _placement, count) => {
  const accounts = accountsNamed(accountId, count);
  return everyRegion(count.numberOf(accounts), accounts, count);
});

/** All regions of an account. */
export const accountRegionsCost = costs((_args, { times, accounts }, count) =>
  everyRegion(times, accounts, count),
);

/** A field that DescribeRegions answers. */
export const regionDetailCost = costs((_args, placement, count) => {
  count.addRegions(placement.accounts);
  return placement;
});

/** A field that DescribeCloudAssistantSettings answers. */
export const recordingCost = costs((_args, placement, count) => {
  count.addRecordings(placement);
  return placement;
});

/** A field that DescribeInstances answers. */
export const instanceDetailCost = costs((_args, placement, count) => {
  count.addInstanceDetails(placement);
  return placement;
});

/** A field that DescribeCloudAssistantStatus answers. */
export const assistantCost = costs((_args, placement, count) => {
  count.addAssistants(placement);
  return placement;
});

/** A field that ListUsers and ListRoles answer. */
export const principalCost = costs((_args, placement, count) => {
  count.addPrincipals(placement.accounts);
  return placement;
});

/** Returns the accounts that an argument names; null for all. Comparing an id may take a call to STS. */
function accountsNamed(given: unknown, count: CallCount): Accounts {
  const accounts = accountsIn(given);
  if ([...(accounts ?? [])].some(isAccountId)) count.addIdentity();
  return accounts;
}

/** Returns the maximum regions of a list over so many accounts; more than a list may have are refused without a call. */
function chosenRegions(regionIds: unknown, accounts: Accounts, perList: number, count: CallCount): number {
  if (Array.isArray(regionIds)) return Math.min(new Set(regionIds.map(String)).size * perList, maxPairs);
  count.addRegions(accounts);
  return perList > 0 ? maxPairs : 0;
}

/** One list field. */
interface ListField {
  /** How often it is resolved at most. */
  lists: number;
  /** Regions of accounts of each list. */
  regions: number;
  accounts: Accounts;
  args: Record<string, unknown>;
}

/** Adds the calls of lists to the count, and returns the placement of fields on their sessions. */
function addList(
  { lists, regions, accounts, args: { first, filter } }: ListField,
  count: CallCount,
): Placement {
  const sessions = listSize(first);
  const extraCalls = filter ? maxExtraCalls + 1 : Math.min(regions, sessions);
  count.addCalls(lists * (regions + extraCalls));
  if (Array.isArray(Object(filter).principalNames)) count.addPrincipals(accounts);
  return { times: lists * sessions, accounts, from: { lists, sessions, regions }, onConnections: false };
}

function everyRegion(accountCount: number, accounts: Accounts, count: CallCount): Placement {
  count.addRegions(accounts);
  return {
    times: accountCount * typicalRegions,
    accounts,
    from: { everyRegion: true },
    onConnections: false,
  };
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
  const of = <T extends ObjectKey['type']>(type: T) =>
    keys.filter((key): key is Extract<ObjectKey | NamedKey, { type: T }> => key.type === type);
  const from = { regions: of('Region'), instances: of('Instance'), sessions: of('Session') };
  for (const key of from.sessions) count.addSession(key);
  // An account in a node id is a key, and compared as it is.
  if (keys.some((key) => 'accountId' in key && isAccountId(key.accountId))) count.addIdentity();
  const accounts = new Set(keys.map(accountIn));
  return { times: Math.max(keys.length, 1), accounts, from, onConnections: false };
}

/** Returns an argument that is a text or missing, as the schema has checked. */
function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
