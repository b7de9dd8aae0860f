import { longestId } from '../ecs/arguments.ts';
import { BadRequestError } from '../ecs/errors.ts';
import { isRegionId, type RegionId } from '../ecs/region-id.ts';

/** What a node id names. */
export type NodeKey =
  | { type: 'Session'; regionId: RegionId; identity: string }
  | { type: 'Instance'; regionId: RegionId; instanceId: string }
  | { type: 'Region'; regionId: RegionId };

/** Said of `id` in each type that has one. */
export const nodeIdDescription =
  'Globally unique and opaque; it stays the same as long as the object exists. Give it to Query.node to fetch the object again.';

/** Opaque text for a type and the id within it, such as `cn-hangzhou:s-hz023od0x90001`. */
export function encodeNodeId(type: string, id: string): string {
  return Buffer.from(`${type}:${id}`).toString('base64url');
}

/**
 * Reads a node id, region syntax included.
 *
 * @throws BadRequestError for anything that is not an id of this gateway
 */
export function decodeNodeId(nodeId: string): NodeKey {
  const text = nodeId.length <= 1024 ? Buffer.from(nodeId, 'base64url').toString() : '';
  const [type = '', regionId, ...rest] = text.split(':');
  const id = rest.join(':');
  if (
    isRegionId(regionId) &&
    id.length <= longestId &&
    encodeNodeId(type, text.slice(type.length + 1)) === nodeId
  ) {
    if (type === 'Region' && rest.length === 0) return { type, regionId };
    if (type === 'Instance' && id !== '') return { type, regionId, instanceId: id };
    if (type === 'Session' && id !== '') return { type, regionId, identity: id };
  }
  throw new BadRequestError('This is not the id of a Session, an Instance or a Region of this gateway.');
}
