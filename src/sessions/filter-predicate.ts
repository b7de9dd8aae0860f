import {
  type ClosedReason,
  type ConnectionRecord,
  type ConnectionStatus,
  type Field,
  type IdentityType,
  isLive,
  type SessionRecord,
  valueOrNull,
} from '../ecs/record.ts';
import type { PrincipalSet } from './principal-set.ts';
import { secondsOpen, wasOpenAt, wasOpenDuring } from './time-open.ts';

/** A set of values of a field, whatever "the same" means among them. */
export interface Values<T> {
  has(value: T): boolean;
  /** Each once, in the one way to write it; equal for sets that mean the same. */
  readonly texts: ReadonlySet<T | string>;
}

/** A filter that is ready for use: sets for lists, epoch milliseconds for times. What is undefined is no condition. */
export interface Conditions {
  /** The moment until which live connections have been open. */
  now: number;
  /** The instance that the whole list is of: then nothing is asked of connections to others. */
  ofInstance: string | undefined;
  createdAfter: number | undefined;
  createdBefore: number | undefined;
  principalIds: Values<string> | undefined;
  excludePrincipalIds: Values<string> | undefined;
  principals: PrincipalSet | undefined;
  usernames: Values<string> | undefined;
  excludeUsernames: Values<string> | undefined;
  clientIps: Values<string> | undefined;
  excludeClientIps: Values<string> | undefined;
  identityTypes: Values<IdentityType> | undefined;
  portForwarding: boolean | undefined;
  portNumbers: Values<number> | undefined;
  targetServers: Values<string> | undefined;
  instanceIds: Values<string> | undefined;
  statuses: Values<ConnectionStatus> | undefined;
  closedReasons: Values<ClosedReason> | undefined;
  active: boolean | undefined;
  activeAt: number | undefined;
  activeDuring: { from: number; to: number } | undefined;
  minDurationSeconds: number | undefined;
  maxDurationSeconds: number | undefined;
}

/** Returns whether a record meets all conditions; `test/unit/sessions/filter-table.ts` has examples of each. */
export function meetsConditions(record: SessionRecord, conditions: Conditions): boolean {
  return sessionMeets(record, conditions) && connectionsMeet(record, conditions);
}

function sessionMeets(record: SessionRecord, conditions: Conditions): boolean {
  const { createdAfter, createdBefore, principals, portForwarding } = conditions;
  return (
    (createdAfter === undefined || createdAt(record) >= createdAfter) &&
    (createdBefore === undefined || createdAt(record) < createdBefore) &&
    isAmong(record.principalId, conditions.principalIds) &&
    isNotAmong(record.principalId, conditions.excludePrincipalIds) &&
    (principals === undefined || principals.hasOpened(record)) &&
    isAmong(record.username, conditions.usernames) &&
    isNotAmong(record.username, conditions.excludeUsernames) &&
    isAmong(record.clientIp, conditions.clientIps) &&
    isNotAmong(record.clientIp, conditions.excludeClientIps) &&
    isAmong(record.identityType, conditions.identityTypes) &&
    (portForwarding === undefined || isPortForwarding(record) === portForwarding) &&
    isAmong(record.portNumber, conditions.portNumbers) &&
    isAmong(record.targetServer, conditions.targetServers)
  );
}

/**
 * All that is asked of a connection must be met by one and the same, to an instance that is named where any is. That none
 * is open is said of all of them.
 */
function connectionsMeet(record: SessionRecord, conditions: Conditions): boolean {
  let isMet = !asksOfConnection(conditions);
  if (isMet && conditions.active === undefined) return true;
  for (const connection of record.connections) {
    if (!isToNamedInstance(connection, conditions)) continue;
    if (conditions.active === false && isLive(connection)) return false;
    isMet ||= connectionMeets(connection, conditions);
  }
  return isMet;
}

/** Returns whether there must be a connection at all. */
function asksOfConnection(conditions: Conditions): boolean {
  return (
    conditions.active === true ||
    conditions.instanceIds !== undefined ||
    conditions.statuses !== undefined ||
    conditions.closedReasons !== undefined ||
    conditions.activeAt !== undefined ||
    conditions.activeDuring !== undefined ||
    conditions.minDurationSeconds !== undefined ||
    conditions.maxDurationSeconds !== undefined
  );
}

function isToNamedInstance(
  { instanceId }: ConnectionRecord,
  { ofInstance, instanceIds }: Conditions,
): boolean {
  return (ofInstance === undefined || instanceId === ofInstance) && isAmong(instanceId, instanceIds);
}

function connectionMeets(connection: ConnectionRecord, conditions: Conditions): boolean {
  const { now, activeAt, activeDuring, minDurationSeconds, maxDurationSeconds } = conditions;
  return (
    (conditions.active !== true || isLive(connection)) &&
    isAmong(connection.status, conditions.statuses) &&
    isAmong(connection.closedReason, conditions.closedReasons) &&
    (activeAt === undefined || wasOpenAt(connection, activeAt)) &&
    (activeDuring === undefined || wasOpenDuring(connection, activeDuring)) &&
    (minDurationSeconds === undefined || secondsOpen(connection, now) >= minDurationSeconds) &&
    (maxDurationSeconds === undefined || secondsOpen(connection, now) <= maxDurationSeconds)
  );
}

/** Returns whether a field has one of the values; one that is missing or cannot be understood has none. */
function isAmong<T>(field: Field<T>, values: Values<T> | undefined): boolean {
  return values === undefined || has(values, field);
}

/** The opposite, and so true of what is missing or cannot be understood: it must not vanish for that. */
function isNotAmong<T>(field: Field<T>, values: Values<T> | undefined): boolean {
  return values === undefined || !has(values, field);
}

function has<T>(values: Values<T>, field: Field<T>): boolean {
  return field !== null && !(field instanceof Error) && values.has(field);
}

/** ECS sets either field for port forwardings only. One that cannot be understood has been set all the same. */
function isPortForwarding({ targetServer, portNumber }: SessionRecord): boolean {
  return targetServer !== null || portNumber !== null;
}

/** NaN for a record without a time: no comparison holds. */
function createdAt(record: SessionRecord): number {
  return valueOrNull(record.creationTime)?.epochMs ?? Number.NaN;
}
