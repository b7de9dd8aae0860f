import { missingParameter, unknownRegion } from './ecs-error.ts';
import { type Fleet, type FleetRegion, findRegion } from './fleet-region.ts';
import type { PageLimits } from './page.ts';
import type { TokenKind } from './position.ts';

/** What an action gets to see. */
export interface ActionContext {
  fleet: Fleet;
  tokens: TokenKind;
  params: Readonly<Record<string, string>>;
  limits: PageLimits;
}

/**
 * One API of ECS: gives the body of its answer, but for the RequestId.
 *
 * @throws EcsError where it refuses
 */
export type Action = (context: ActionContext) => Record<string, unknown>;

/** The region that RegionId names. */
export function regionOf({ fleet, params }: ActionContext): FleetRegion {
  if (!params.RegionId) throw missingParameter('RegionId');
  const region = findRegion(fleet, params.RegionId);
  if (!region) throw unknownRegion();
  return region;
}
