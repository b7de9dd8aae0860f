import { type AccountKey, accountKeyOf, isAccountId, isAccountKey, ownAccountKey } from '../ecs/account.ts';
import type { AccountRegion } from '../ecs/account-region.ts';
import { longestId } from '../ecs/arguments.ts';
import { BadRequestError } from '../ecs/errors.ts';
import type { JsonObject } from '../ecs/record.ts';
import { isRegionId, type RegionId } from '../ecs/region-id.ts';
import type { NamedRegion } from '../sessions/loaders.ts';

/*
 * An object of the gateway has one key, and clients hold it in two forms: Relay's node id, and the representation of an
 * entity that a supergraph sends. Both forms end in `parseKey`, so that no hostile region passes in either.
 */

/** What a node id names. */
export type ObjectKey =
  | ({ type: 'Session'; identity: string } & AccountRegion)
  | ({ type: 'Instance'; instanceId: string } & AccountRegion)
  | ({ type: 'Region' } & AccountRegion)
  | { type: 'CloudAccount'; accountKey: AccountKey };

/** What a representation names whose account is given by its id or its name, or goes without saying. */
export type NamedKey =
  | ({ type: 'Session'; identity: string } & NamedRegion)
  | ({ type: 'Instance'; instanceId: string } & NamedRegion)
  | ({ type: 'Region' } & NamedRegion);

/** The description of `id` in each type that has one. */
export const nodeIdDescription =
  'Globally unique and opaque; it stays the same as long as the object exists. Pass it to Query.node to load the object again.';

/** Characters of the longest node id that is given out: `longestId` characters of three bytes each, in base64url. */
const longestNodeId = 1225;

/**
 * Returns the node id of an object. Node ids that were given out once stay valid: clients store them.
 *
 * @param type name of its type, without a prefix
 * @param id its id within the type: the account's key of a CloudAccount, `keyOfRegion` of a Region, else that, `:` and the id
 *   within the region
 * @example
 * encodeNodeId('Region', 'cn-hangzhou'); // 'UmVnaW9uOmNuLWhhbmd6aG91'
 * encodeNodeId('Instance', 'cn-hangzhou:i-1'); // 'SW5zdGFuY2U6Y24taGFuZ3pob3U6aS0x'
 */
export function encodeNodeId(type: string, id: string): string {
  return Buffer.from(`${type}:${id}`).toString('base64url');
}

/**
 * Reads a node id.
 *
 * @throws BadRequestError for anything that is not a node id of this gateway, and for one that hides a hostile region
 * @example
 * decodeNodeId('SW5zdGFuY2U6Y24taGFuZ3pob3U6aS0x'); // { type: 'Instance', accountKey: 'own', regionId: 'cn-hangzhou', instanceId: 'i-1' }
 */
export function decodeNodeId(nodeId: string): ObjectKey {
  const text = nodeId.length <= longestNodeId ? Buffer.from(nodeId, 'base64url').toString() : '';
  const [type = '', ...parts] = text.split(':');
  // Only ids of other accounts carry the account; those of the own one keep their form for ever.
  const hasAccount = type !== 'CloudAccount' && isAccountId(parts[0]);
  const accountKey = hasAccount ? accountKeyOf(parts.shift() ?? '') : ownAccountKey;
  const [regionId, ...rest] = parts;
  // Base64 has several spellings of the same bytes. Only one of them is the id: caches of clients compare the text.
  const isCanonical = encodeNodeId(type, text.slice(type.length + 1)) === nodeId;
  const id = rest.length > 0 ? rest.join(':') : undefined;
  if (isCanonical && type === 'CloudAccount' && id === undefined && isAccountKey(regionId)) {
    return { type, accountKey: regionId };
  }
  const key = isCanonical ? parseKey(type, regionId, id) : undefined;
  if (key) return { ...key, accountKey };
  throw new BadRequestError(
    'This is not the id of a Session, an Instance, a Region or a CloudAccount of this gateway.',
  );
}

/**
 * Reads the representation of an entity. Fields that are not part of its key are ignored.
 *
 * @param type its `__typename`, without a prefix
 * @throws BadRequestError for another type, a missing key, and one with a malformed or hostile value
 * @see https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/subgraph-spec
 * @example
 * decodeRepresentation('Instance', { regionId: 'cn-hangzhou', instanceId: 'i-1' });
 * decodeRepresentation('Session', { id: 'U2Vzc2lvbjpjbi1oYW5nemhvdTpzLTE' });
 */
export function decodeRepresentation(type: unknown, fields: JsonObject): ObjectKey | NamedKey {
  const { id, accountId, regionId, sessionId, instanceId } = fields;
  // A record that came without a SessionId has an empty one, and is found by its node id.
  const ownId = type === 'Session' ? sessionId || undefined : instanceId;
  const key = parseKey(type, regionId, type === 'Region' ? undefined : ownId);
  if (key && isAccountGiven(accountId)) return { ...key, accountId: accountId ?? null };
  if (typeof id === 'string') {
    const named = decodeNodeId(id);
    if (named.type === type) return named;
  }
  throw new BadRequestError(
    `The representation of an entity must have the __typename Session (with regionId and sessionId), Instance (with regionId and instanceId) or Region (with regionId), each with accountId where there are several accounts, or one of these or CloudAccount with id. A region id is such as "cn-hangzhou"; other ids have 1 to ${longestId} characters.`,
  );
}

/** An account that is not known to who asks may be null. */
function isAccountGiven(value: unknown): value is string | null | undefined {
  return value === null || value === undefined || typeof value === 'string';
}

/** A key but for its account. */
type PlacelessKey =
  | { type: 'Session'; regionId: RegionId; identity: string }
  | { type: 'Instance'; regionId: RegionId; instanceId: string }
  | { type: 'Region'; regionId: RegionId };

/** Returns undefined for what is not a key. The `id` of a Region is undefined. */
function parseKey(type: unknown, regionId: unknown, id: unknown): PlacelessKey | undefined {
  if (!isRegionId(regionId)) return undefined;
  if (type === 'Region') return id === undefined ? { type, regionId } : undefined;
  if (typeof id !== 'string' || id === '' || id.length > longestId) return undefined;
  if (type === 'Session') return { type, regionId, identity: id };
  if (type === 'Instance') return { type, regionId, instanceId: id };
  return undefined;
}
