import { BadRequestError } from '../ecs/errors.ts';
import type { Loaders } from '../sessions/loaders.ts';
import type { NamedKey, ObjectKey } from './object-key.ts';

/**
 * Maximum objects that one field loads by ids or keys. A supergraph loads the instances of a page of sessions at
 * once: at most twenty for each of a hundred.
 */
export const maxObjects = 2000;

/**
 * Loads the object that a key names. Only a Session costs an upstream call: the others are made from their keys, and
 * load their details where these are selected.
 *
 * @returns null for a record that does not exist
 * @throws BadRequestError for an account, AccessDeniedError for a region that the caller may not see; what a call throws
 */
export async function loadObject(key: ObjectKey | NamedKey, loaders: Loaders) {
  if (key.type === 'CloudAccount') return loaders.visibleAccount(key.accountKey);
  if (!('accountKey' in key)) {
    const { accountId: _account, ...rest } = key;
    const { accountKey } = await loaders.region(key, instanceIdOf(key));
    const placed: ObjectKey = { ...rest, accountKey };
    return placed.type === 'Session' ? ((await loaders.session(placed)) ?? null) : placed;
  }
  if (key.type === 'Session') return (await loaders.session(key)) ?? null;
  await loaders.check(key, instanceIdOf(key));
  return key;
}

function instanceIdOf(key: ObjectKey | NamedKey): string | undefined {
  return key.type === 'Instance' ? key.instanceId : undefined;
}

/**
 * Loads a list of objects, each in a promise of its own: graphql-js answers null for one that rejects, with the error at
 * its path, and serves the others.
 *
 * @param argument name of the argument that holds the items
 * @param decode reads the key of an item; what it throws is the failure of that item
 * @throws BadRequestError for more than `maxObjects`
 */
export function loadObjects<Item>(
  argument: string,
  items: readonly Item[],
  decode: (item: Item) => ObjectKey | NamedKey,
  loaders: Loaders,
) {
  if (items.length > maxObjects) {
    throw new BadRequestError(
      `${argument} may name up to ${maxObjects} objects at once, but got: ${items.length}.`,
    );
  }
  return items.map(async (item) => loadObject(decode(item), loaders));
}
