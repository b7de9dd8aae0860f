import type { Account } from '../account.ts';
import { missingParameter, unknownRegion } from '../api-error.ts';
import type { Caller } from '../caller.ts';
import { type FleetRegion, findRegion } from '../fleet.ts';
import type { RoleSessions } from '../role-sessions.ts';
import type { SessionRecords } from '../session-records.ts';
import type { PageLimits } from './page.ts';
import type { TokenKind } from './position.ts';

/** What the actions of one emulator share. */
export interface Cloud {
  /** The emulator's own account first. */
  accounts: readonly Account[];
  roleSessions: RoleSessions;
  sessionRecords: SessionRecords;
  tokens: TokenKind;
  /** What DescribeInstances answers to a caller who may not call it. */
  unpermitted: 'forbidden' | 'empty';
  /** Epoch milliseconds. */
  now: () => number;
}

/** What an action knows of one call. */
export interface ActionContext extends Cloud {
  caller: Caller;
  params: Readonly<Record<string, string>>;
  limits: PageLimits;
}

/** One action of ECS, STS or RAM. */
export interface Action {
  /** Its name in a policy; null where everybody may call it. */
  permission: string | null;
  /** The ARN that a policy's Resource must match; `*` where the action has none. */
  resource(context: ActionContext): string;
  /**
   * The body of the answer, but for the RequestId.
   *
   * @throws ApiError where the action refuses the call
   */
  answer(context: ActionContext): Record<string, unknown>;
  /** The answer to a caller without permission, for an action that may answer with nothing instead of a refusal. */
  emptyAnswer?(context: ActionContext): Record<string, unknown>;
}

/**
 * The region of the caller's account that RegionId names.
 *
 * @throws ApiError where there is none
 */
export function regionOf({ caller, params }: ActionContext): FleetRegion {
  if (!params.RegionId) throw missingParameter('RegionId');
  const region = findRegion(caller.account.fleet, params.RegionId);
  if (!region) throw unknownRegion();
  return region;
}

/** The ARN of a resource of ECS, such as `instance/*`, in the call's region. */
export function ecsResource({ caller, params }: ActionContext, resource: string): string {
  return `acs:ecs:${params.RegionId ?? '*'}:${caller.account.accountId}:${resource}`;
}
