import { BadRequestError } from '../ecs/errors.ts';
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
import { NetworkSet } from './ip-network.ts';

/** What the gateway itself filters by; see `SessionFilter` in the schema. All fields must match, one value of each. */
export interface SessionFilter {
  createdAfter?: Date | null | undefined;
  createdBefore?: Date | null | undefined;
  principalIds?: readonly string[] | null | undefined;
  usernames?: readonly string[] | null | undefined;
  /** Addresses and networks. */
  clientIps?: readonly string[] | null | undefined;
  identityTypes?: readonly IdentityType[] | null | undefined;
  statuses?: readonly ConnectionStatus[] | null | undefined;
  closedReasons?: readonly ClosedReason[] | null | undefined;
  active?: boolean | null | undefined;
  activeAt?: Date | null | undefined;
}

/** A filter ready for use. */
export interface Matcher {
  matches(record: SessionRecord): boolean;
  /** True where no record at all can match: an empty list of values. */
  readonly never: boolean;
  /** Whether it asks for what is open now, which no answer tells for long. */
  readonly asksForLive: boolean;
  /** Equal for filters that mean the same; null where the filter lets everything through. */
  readonly key: string | null;
}

/**
 * Prepares a filter: sets for lists, prefixes for networks.
 *
 * @throws BadRequestError for what can match nothing by mistake: a range that ends before it begins, no address at all
 */
export function compileFilter(filter: SessionFilter | null | undefined): Matcher {
  const { active, createdAfter, createdBefore, activeAt } = filter ?? {};
  const after = createdAfter?.getTime();
  const before = createdBefore?.getTime();
  checkRange(after, before);
  const at = activeAt?.getTime();
  const principalIds = asSet(filter?.principalIds);
  const usernames = asSet(filter?.usernames);
  const networks = filter?.clientIps ? new NetworkSet(filter.clientIps) : undefined;
  const identityTypes = asSet(filter?.identityTypes);
  const statuses = asSet(filter?.statuses);
  const closedReasons = asSet(filter?.closedReasons);
  const lists = [principalIds, usernames, networks?.texts, identityTypes, statuses, closedReasons];

  const tests: ((record: SessionRecord) => boolean)[] = [];
  if (after !== undefined) tests.push((record) => createdAt(record) >= after);
  if (before !== undefined) tests.push((record) => createdAt(record) < before);
  if (principalIds) tests.push((record) => has(principalIds, record.principalId));
  if (usernames) tests.push((record) => has(usernames, record.username));
  if (networks) tests.push(({ clientIp }) => typeof clientIp === 'string' && networks.has(clientIp));
  if (identityTypes) tests.push((record) => has(identityTypes, record.identityType));
  if (statuses) tests.push((record) => record.connections.some(({ status }) => has(statuses, status)));
  if (closedReasons) {
    tests.push((record) => record.connections.some(({ closedReason }) => has(closedReasons, closedReason)));
  }
  if (typeof active === 'boolean') tests.push((record) => record.active === active);
  if (at !== undefined)
    tests.push((record) => record.connections.some((connection) => wasOpen(connection, at)));

  const values = [after, before, at, active, ...lists.map((set) => set && [...set].sort())];
  return {
    matches: (record) => tests.every((test) => test(record)),
    never: lists.some((set) => set?.size === 0),
    asksForLive:
      active === true ||
      at !== undefined ||
      Boolean(statuses?.has('CONNECTING') || statuses?.has('CONNECTED')),
    key: tests.length === 0 ? null : JSON.stringify(values.map((value) => value ?? null)),
  };
}

/** NaN for a record without a time: no comparison holds, so it does not match. */
function createdAt(record: SessionRecord): number {
  return valueOrNull(record.creationTime)?.epochMs ?? Number.NaN;
}

function wasOpen(connection: ConnectionRecord, at: number): boolean {
  const start = valueOrNull(connection.startTime)?.epochMs;
  if (start === undefined || start > at) return false;
  const end = valueOrNull(connection.endTime)?.epochMs;
  return isLive(connection) || (end === undefined ? !hasEnded(connection) : end > at);
}

/** A connection that has ended at a time ECS did not tell matches no moment. */
function hasEnded({ status }: ConnectionRecord): boolean {
  return status === 'DISCONNECTED' || status === 'TERMINATED' || status === 'FAILED';
}

function checkRange(after: number | undefined, before: number | undefined): void {
  if (after === undefined || before === undefined || after < before) return;
  const [from, to] = [after, before].map((epochMs) => new Date(epochMs).toISOString());
  throw new BadRequestError(
    `createdAfter must be earlier than createdBefore, which is not in the range itself, but got: ${from} and ${to}. For one day, give that day and the next.`,
  );
}

function asSet<T>(values: readonly T[] | null | undefined): ReadonlySet<T> | undefined {
  return values ? new Set(values) : undefined;
}

function has<T>(set: ReadonlySet<T>, field: Field<T>): boolean {
  return field !== null && !(field instanceof Error) && set.has(field);
}
