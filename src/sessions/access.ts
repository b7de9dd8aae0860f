import { AccessDeniedError } from '../ecs/errors.ts';
import type { RegionId } from '../ecs/region-id.ts';

/** What a caller may see. */
export interface Access {
  /** Whether it may read session records at all. */
  mayRead: boolean;
  /** The regions it is limited to; null for all. */
  regions: ReadonlySet<string> | null;
}

/** For a gateway that does not ask who is there. */
export const fullAccess: Access = { mayRead: true, regions: null };

/**
 * Called for each region that a request names, however it names it.
 *
 * @throws AccessDeniedError that names the region
 */
export function checkAccess(access: Access, regionId: RegionId): void {
  checkMayRead(access);
  if (maySee(access, regionId)) return;
  throw new AccessDeniedError(`Your token does not allow region ${regionId} (claim ecs_regions).`, {
    regionId,
  });
}

/** @throws AccessDeniedError for a caller who may not read at all */
export function checkMayRead({ mayRead }: Access): void {
  if (!mayRead) throw new AccessDeniedError('Your token lacks the scope ecs-sessions:read.');
}

/** Whether a caller who may read is not limited to other regions. */
export function maySee({ regions }: Access, regionId: RegionId): boolean {
  return regions?.has(regionId) ?? true;
}
