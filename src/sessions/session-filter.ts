import type { ClosedReason, ConnectionStatus, IdentityType } from '../ecs/record.ts';

/** What the gateway itself filters by; see `SessionFilter` in the schema. All fields must match, one value of each. */
export interface SessionFilter {
  createdAfter?: Date | null | undefined;
  createdBefore?: Date | null | undefined;
  principalIds?: readonly string[] | null | undefined;
  excludePrincipalIds?: readonly string[] | null | undefined;
  /** Names of RAM users and roles. Whom they stand for is not known here: see `FilterContext.principals`. */
  principalNames?: readonly string[] | null | undefined;
  usernames?: readonly string[] | null | undefined;
  excludeUsernames?: readonly string[] | null | undefined;
  /** Addresses and networks, as in `excludeClientIps`. */
  clientIps?: readonly string[] | null | undefined;
  excludeClientIps?: readonly string[] | null | undefined;
  identityTypes?: readonly IdentityType[] | null | undefined;
  portForwarding?: boolean | null | undefined;
  portNumbers?: readonly number[] | null | undefined;
  targetServers?: readonly string[] | null | undefined;
  instanceIds?: readonly string[] | null | undefined;
  statuses?: readonly ConnectionStatus[] | null | undefined;
  closedReasons?: readonly ClosedReason[] | null | undefined;
  active?: boolean | null | undefined;
  activeAt?: Date | null | undefined;
  activeDuring?: { from: Date; to: Date } | null | undefined;
  minDurationSeconds?: number | null | undefined;
  maxDurationSeconds?: number | null | undefined;
}

/** What a filter means depends on these as well. */
export interface FilterContext {
  /** The moment until which live connections have been open, in epoch milliseconds: one for a whole request. */
  now: number;
  /** The instance that the whole list is of, where it is of one. */
  instanceId?: string | undefined;
  /** Whom the `principalNames` of the filter stand for, in all accounts of the list; needed only where it has any. */
  principals?: readonly ResolvedPrincipal[] | undefined;
}

/** Somebody whom a name was found to stand for. */
export interface ResolvedPrincipal {
  /** The key of the account that has a principal of this name. */
  accountKey: string;
  /** The id of the RAM user, or of the role. */
  principalId: string;
}
