import { longestId } from '../ecs/arguments.ts';
import { BadRequestError } from '../ecs/errors.ts';
import type { JsonObject } from '../ecs/record.ts';
import { isRegionId, type RegionId } from '../ecs/region-id.ts';

/*
 * An object of the gateway has one key, and clients hold it in two forms: Relay's node id, and the representation of an
 * entity that a supergraph sends. Both forms end in `parseKey`, so that no hostile region passes in either.
 */

/** What a node id or a representation names. */
export type ObjectKey =
  | { type: 'Session'; regionId: RegionId; identity: string }
  | { type: 'Instance'; regionId: RegionId; instanceId: string }
  | { type: 'Region'; regionId: RegionId };

/** The description of `id` in each type that has one. */
export const nodeIdDescription =
  'Globally unique and opaque; it stays the same as long as the object exists. Pass it to Query.node to load the object again.';

/** Characters of the longest node id that is given out: `longestId` characters of three bytes each, in base64url. */
const longestNodeId = 1200;

/**
 * Returns the node id of an object. Node ids that were given out once stay valid: clients store them.
 *
 * @param type name of its type, without a prefix
 * @param id its id within the type: `<regionId>` of a Region, else `<regionId>:<id within the region>`
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
 * decodeNodeId('SW5zdGFuY2U6Y24taGFuZ3pob3U6aS0x'); // { type: 'Instance', regionId: 'cn-hangzhou', instanceId: 'i-1' }
 */
export function decodeNodeId(nodeId: string): ObjectKey {
  const text = nodeId.length <= longestNodeId ? Buffer.from(nodeId, 'base64url').toString() : '';
  const [type = '', regionId, ...rest] = text.split(':');
  // Base64 has several spellings of the same bytes. Only one of them is the id: caches of clients compare the text.
  const isCanonical = encodeNodeId(type, text.slice(type.length + 1)) === nodeId;
  const key = isCanonical
    ? parseKey(type, regionId, rest.length > 0 ? rest.join(':') : undefined)
    : undefined;
  if (key) return key;
  throw new BadRequestError('This is not the id of a Session, an Instance or a Region of this gateway.');
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
export function decodeRepresentation(type: unknown, fields: JsonObject): ObjectKey {
  const key = keyOfRepresentation(type, fields);
  if (key !== undefined && key.type === type) return key;
  throw new BadRequestError(
    `The representation of an entity must have the __typename Session (with regionId and sessionId, or with id), Instance (with regionId and instanceId) or Region (with regionId). A region id is such as "cn-hangzhou"; other ids have 1 to ${longestId} characters.`,
  );
}

function keyOfRepresentation(type: unknown, { id, regionId, sessionId, instanceId }: JsonObject) {
  switch (type) {
    case 'Session': {
      // A record that came without a SessionId has an empty one, and is found by its node id.
      const hasSessionId = sessionId !== undefined && sessionId !== '';
      return hasSessionId
        ? parseKey(type, regionId, sessionId)
        : decodeNodeId(typeof id === 'string' ? id : '');
    }
    case 'Instance':
      return parseKey(type, regionId, instanceId);
    case 'Region':
      return parseKey(type, regionId, undefined);
    default:
      return undefined;
  }
}

/** Returns undefined for what is not a key. The `id` of a Region is undefined. */
function parseKey(type: unknown, regionId: unknown, id: unknown): ObjectKey | undefined {
  if (!isRegionId(regionId)) return undefined;
  if (type === 'Region') return id === undefined ? { type, regionId } : undefined;
  if (typeof id !== 'string' || id === '' || id.length > longestId) return undefined;
  if (type === 'Session') return { type, regionId, identity: id };
  if (type === 'Instance') return { type, regionId, instanceId: id };
  return undefined;
}
