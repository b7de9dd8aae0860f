import { writtenId } from '../ecs/arguments.ts';
import { BadRequestError } from '../ecs/errors.ts';
import { checkFilter } from './check-filter.ts';
import type { Conditions, Values } from './filter-predicate.ts';
import { NetworkSet } from './ip-network.ts';
import { PrincipalSet } from './principal-set.ts';
import { ServerNames } from './server-names.ts';
import type { FilterContext, SessionFilter } from './session-filter.ts';

/**
 * Makes a filter ready for use. What says nothing, such as null or that nobody is excluded, is no condition, and neither
 * is what another one implies: filters that mean the same have the same conditions.
 *
 * @throws BadRequestError for what can match nothing by mistake
 */
export function readConditions(filter: SessionFilter, context: FilterContext): Conditions {
  checkFilter(filter);
  const { clientIps, excludeClientIps, portNumbers, targetServers } = filter;
  const { activeDuring, minDurationSeconds, maxDurationSeconds } = filter;
  const impliesForwarding = Boolean(portNumbers ?? targetServers);
  const impliesDuration = minDurationSeconds === 0 && typeof maxDurationSeconds === 'number';
  return {
    now: context.now,
    ofInstance: context.instanceId,
    createdAfter: filter.createdAfter?.getTime(),
    createdBefore: filter.createdBefore?.getTime(),
    principalIds: oneOf(filter.principalIds),
    excludePrincipalIds: oneOf(unlessEmpty(filter.excludePrincipalIds)),
    principals: principalsOf(filter, context),
    usernames: oneOf(filter.usernames),
    excludeUsernames: oneOf(unlessEmpty(filter.excludeUsernames)),
    clientIps: clientIps ? new NetworkSet(clientIps) : undefined,
    excludeClientIps: excludeClientIps?.length ? new NetworkSet(excludeClientIps) : undefined,
    identityTypes: oneOf(filter.identityTypes),
    portForwarding: impliesForwarding ? undefined : (filter.portForwarding ?? undefined),
    portNumbers: oneOf(portNumbers),
    targetServers: targetServers ? new ServerNames(targetServers) : undefined,
    instanceIds: oneOf(filter.instanceIds?.map(checkInstanceId)),
    statuses: oneOf(filter.statuses),
    closedReasons: oneOf(filter.closedReasons),
    active: filter.active ?? undefined,
    activeAt: filter.activeAt?.getTime(),
    activeDuring: activeDuring
      ? { from: activeDuring.from.getTime(), to: activeDuring.to.getTime() }
      : undefined,
    minDurationSeconds: impliesDuration ? undefined : (minDurationSeconds ?? undefined),
    maxDurationSeconds: maxDurationSeconds ?? undefined,
  };
}

function principalsOf(
  { principalNames }: SessionFilter,
  { principals }: FilterContext,
): PrincipalSet | undefined {
  if (!principalNames) return undefined;
  if (principalNames.length === 0) return new PrincipalSet([]);
  if (principals) return new PrincipalSet(principals);
  throw new BadRequestError(
    'principalNames cannot be looked up here; give the ids of the principals as principalIds.',
  );
}

function checkInstanceId(id: string): string {
  return writtenId('instanceId', id, 'each of instanceIds') ?? id;
}

function oneOf<T>(values: readonly T[] | null | undefined): Values<T> | undefined {
  if (!values) return undefined;
  const texts = new Set(values);
  return { texts, has: (value) => texts.has(value) };
}

function unlessEmpty<T>(values: readonly T[] | null | undefined): readonly T[] | undefined {
  return values?.length ? values : undefined;
}
