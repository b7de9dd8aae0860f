import type { Account } from './account.ts';
import { missingParameter, unknownRegion } from './api-error.ts';
import type { Caller } from './caller.ts';
import { type FleetRegion, findRegion } from './fleet-region.ts';
import type { PageLimits } from './page.ts';
import type { TokenKind } from './position.ts';
import type { RoleSessions } from './role-sessions.ts';

/** What one emulator's actions share. */
export interface World {
  /** The emulator's own account first. */
  accounts: readonly Account[];
  roleSessions: RoleSessions;
  tokens: TokenKind;
  /** What DescribeInstances answers to whoever may not call it. */
  unpermitted: 'forbidden' | 'empty';
  /** Epoch milliseconds. */
  now: () => number;
}

/** What an action gets to see. */
export interface ActionContext extends World {
  caller: Caller;
  params: Readonly<Record<string, string>>;
  limits: PageLimits;
}

/** One API of ECS, STS or RAM. */
export interface Action {
  /** What a policy calls it; null for what everybody may call. */
  permission: string | null;
  /** The ARN of what the call is about, as a policy's Resource may name it; `*` where it has none. */
  resource(context: ActionContext): string;
  /**
   * The body of the answer, but for the RequestId.
   *
   * @throws ApiError where it refuses
   */
  answer(context: ActionContext): Record<string, unknown>;
  /** The answer to whoever may not call it, for an API that may say "nothing" in place of "forbidden". */
  emptyAnswer?(context: ActionContext): Record<string, unknown>;
}

/** The region of the caller's account that RegionId names. */
export function regionOf({ caller, params }: ActionContext): FleetRegion {
  if (!params.RegionId) throw missingParameter('RegionId');
  const region = findRegion(caller.account.fleet, params.RegionId);
  if (!region) throw unknownRegion();
  return region;
}

/** The ARN of something of ECS in the call's region, such as `instance/*`. */
export function ecsResource({ caller, params }: ActionContext, what: string): string {
  return `acs:ecs:${params.RegionId ?? '*'}:${caller.account.accountId}:${what}`;
}
