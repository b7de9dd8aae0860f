import { checkId, parseRegionId } from '../ecs/arguments.ts';
import { BadRequestError } from '../ecs/errors.ts';
import type { JsonObject } from '../ecs/record.ts';
import { decodeNodeId, type NodeKey } from './node-id.ts';

/**
 * Reads the representation of an entity: its type and the fields of one of its keys, whatever else it holds.
 *
 * @param type its `__typename`, without a prefix
 * @throws BadRequestError for another type, a missing key, or one with a malformed or hostile value
 */
export function entityKey(type: unknown, { id, regionId, sessionId, instanceId }: JsonObject): NodeKey {
  switch (type) {
    case 'Session': {
      if (sessionId !== undefined && sessionId !== '') {
        return { type, regionId: parseRegionId(regionId), identity: text('sessionId', sessionId) };
      }
      const key = decodeNodeId(text('id', id));
      if (key.type === type) return key;
      break;
    }
    case 'Instance':
      return { type, regionId: parseRegionId(regionId), instanceId: text('instanceId', instanceId) };
    case 'Region':
      return { type, regionId: parseRegionId(regionId) };
  }
  throw new BadRequestError(
    'A representation must have the __typename Session, Instance or Region, and the fields of one of its keys.',
  );
}

function text(field: string, value: unknown): string {
  const id = typeof value === 'string' ? checkId(field, value) : undefined;
  if (id !== undefined) return id;
  throw new BadRequestError(`The representation of an entity must have ${field} as a string.`);
}
