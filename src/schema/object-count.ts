import { BadRequestError } from '../ecs/errors.ts';

/**
 * Most objects that one field finds by ids or keys. A supergraph asks for the instances of a page of sessions at once:
 * twenty for each of a hundred, at most.
 */
export const maxObjects = 2000;

/** @throws BadRequestError for more */
export function checkObjectCount(argument: string, objects: readonly unknown[]): void {
  if (objects.length <= maxObjects) return;
  throw new BadRequestError(
    `${argument} may name up to ${maxObjects} objects at once, but got: ${objects.length}.`,
  );
}
