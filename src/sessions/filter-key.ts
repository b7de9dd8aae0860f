import type { Conditions } from './filter-predicate.ts';

/**
 * A text that is equal for equal conditions; null where there are none. Cursors are bound to it, and so it stays as it
 * is: what has been added since is behind the rest, and only where it is given.
 */
export function keyOf(conditions: Conditions): string | null {
  const first = [
    conditions.createdAfter,
    conditions.createdBefore,
    conditions.activeAt,
    conditions.active,
    textsOf(conditions.principalIds),
    textsOf(conditions.usernames),
    textsOf(conditions.clientIps),
    textsOf(conditions.identityTypes),
    textsOf(conditions.statuses),
    textsOf(conditions.closedReasons),
  ].map((value) => value ?? null);
  const { activeDuring } = conditions;
  const added = JSON.stringify({
    excludePrincipalIds: textsOf(conditions.excludePrincipalIds),
    principals: textsOf(conditions.principals),
    excludeUsernames: textsOf(conditions.excludeUsernames),
    excludeClientIps: textsOf(conditions.excludeClientIps),
    portForwarding: conditions.portForwarding,
    portNumbers: textsOf(conditions.portNumbers),
    targetServers: textsOf(conditions.targetServers),
    instanceIds: textsOf(conditions.instanceIds),
    activeDuring: activeDuring && [activeDuring.from, activeDuring.to],
    minDurationSeconds: conditions.minDurationSeconds,
    maxDurationSeconds: conditions.maxDurationSeconds,
  });
  if (added !== '{}') return `${JSON.stringify(first).slice(0, -1)},${added}]`;
  return first.every((value) => value === null) ? null : JSON.stringify(first);
}

/** In an order of their own, since the caller's does not matter. */
function textsOf(set: { texts: ReadonlySet<string | number> } | undefined): unknown {
  return set && [...set.texts].sort();
}
