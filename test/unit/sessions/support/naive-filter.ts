import { BlockList, isIP } from 'node:net';
import type { FilterContext, SessionFilter } from '../../../../src/sessions/session-filter.ts';

/*
 * The same rules as the gateway's, from what ECS sends and step by step: no records, no sets, and time as so many moments.
 * It knows whole seconds, of a few minutes.
 */

type Wire = Record<string, unknown>;

/** Returns whether a record on the wire matches a filter; times are within `seconds` of the epoch. */
export function naiveMatch(
  record: Wire,
  filter: SessionFilter,
  { now, instanceId, principals = [] }: FilterContext,
  seconds: number,
): boolean {
  const { createdAfter, createdBefore, portForwarding } = filter;
  const created = secondOf(record.CreationTime);
  if (createdAfter && !(created !== null && created * 1000 >= createdAfter.getTime())) return false;
  if (createdBefore && !(created !== null && created * 1000 < createdBefore.getTime())) return false;

  const principal = textOf(record.PrincipalId);
  if (filter.principalIds && !filter.principalIds.some((id) => id === principal)) return false;
  if (filter.excludePrincipalIds?.some((id) => id === principal)) return false;
  if (filter.principalNames) {
    const isThis = (id: string) => principal === id || principal?.startsWith(`${id}:`);
    if (filter.principalNames.length === 0) return false;
    if (!principals.some((one) => one.accountKey === 'own' && isThis(one.principalId))) return false;
  }
  const username = textOf(record.Username);
  if (filter.usernames && !filter.usernames.some((name) => name === username)) return false;
  if (filter.excludeUsernames?.some((name) => name === username)) return false;
  if (filter.clientIps && !filter.clientIps.some((network) => isInNetwork(record.ClientIP, network)))
    return false;
  if (filter.excludeClientIps?.some((network) => isInNetwork(record.ClientIP, network))) return false;
  const types: Wire = { Account: 'ACCOUNT', RAMUser: 'RAM_USER', AssumedRoleUser: 'ASSUMED_ROLE_USER' };
  if (filter.identityTypes && !isOneOf(record.IdentityType, types, filter.identityTypes)) return false;

  const hasServer = !isNothing(record.TargetServer);
  const hasPort = !isNothing(record.PortNumber) && Number(record.PortNumber) !== 0;
  if (portForwarding === true && !hasServer && !hasPort) return false;
  if (portForwarding === false && (hasServer || hasPort)) return false;
  if (
    filter.portNumbers &&
    !(hasPort && filter.portNumbers.some((port) => String(port) === String(record.PortNumber)))
  )
    return false;
  if (filter.targetServers) {
    const server = textOf(record.TargetServer);
    if (!filter.targetServers.some((other) => server !== null && isSameServer(server, other))) return false;
  }

  const wireConnections = Object(record.Connections).Connection;
  const all: Wire[] = Array.isArray(wireConnections) ? wireConnections : [];
  const named = all.filter(
    ({ InstanceId }) =>
      (instanceId === undefined || InstanceId === instanceId) &&
      (!filter.instanceIds || filter.instanceIds.some((id) => id === InstanceId)),
  );
  if (filter.active === false) for (const connection of named) if (isOpen(connection)) return false;
  const asked = [
    filter.instanceIds,
    filter.statuses,
    filter.closedReasons,
    filter.activeAt,
    filter.activeDuring,
    filter.minDurationSeconds,
    filter.maxDurationSeconds,
    filter.active || null,
  ];
  if (asked.every((condition) => condition === null || condition === undefined)) return true;
  for (const connection of named) if (connectionFits(connection, filter, now, seconds)) return true;
  return false;
}

function connectionFits(connection: Wire, filter: SessionFilter, now: number, seconds: number): boolean {
  if (filter.active && !isOpen(connection)) return false;
  const statuses: Wire = {
    Connecting: 'CONNECTING',
    Connected: 'CONNECTED',
    Disconnected: 'DISCONNECTED',
    Terminated: 'TERMINATED',
    Failed: 'FAILED',
  };
  if (filter.statuses && !isOneOf(connection.Status, statuses, filter.statuses)) return false;
  const reasons: Wire = { ClientClosed: 'CLIENT_CLOSED', AgentNotOnline: 'AGENT_NOT_ONLINE' };
  if (filter.closedReasons && !isOneOf(connection.ClosedReason, reasons, filter.closedReasons)) return false;

  const start = secondOf(connection.StartTime);
  const end = secondOf(connection.EndTime);
  const hasEnded = ['Terminated', 'Failed', 'Disconnected'].includes(String(connection.Status));
  /** Every moment at which it was open for sure. */
  const moments = new Set<number>();
  for (let second = 0; second < seconds; second++) {
    if (start === null || second < start) continue;
    if (isOpen(connection) || (end === null && !hasEnded) || (end !== null && second < end))
      moments.add(second);
  }
  if (filter.activeAt && !moments.has(filter.activeAt.getTime() / 1000)) return false;
  if (filter.activeDuring) {
    if (start !== null) moments.add(start);
    const { from, to } = filter.activeDuring;
    let isWithin = false;
    for (let second = from.getTime() / 1000; second < to.getTime() / 1000; second++) {
      if (moments.has(second)) isWithin = true;
    }
    if (!isWithin) return false;
  }
  const { minDurationSeconds: min, maxDurationSeconds: max } = filter;
  if (typeof min === 'number' || typeof max === 'number') {
    const last = isOpen(connection) ? Math.floor(now / 1000) : end;
    if (start === null || last === null) return false;
    const length = last < start ? 0 : last - start;
    if (typeof min === 'number' && length < min) return false;
    if (typeof max === 'number' && length > max) return false;
  }
  return true;
}

function isOpen({ Status }: Wire): boolean {
  return Status === 'Connected' || Status === 'Connecting';
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function secondOf(value: unknown): number | null {
  const time = typeof value === 'string' ? Date.parse(value) / 1000 : Number.NaN;
  return Number.isNaN(time) ? null : time;
}

function isOneOf(value: unknown, known: Wire, wanted: readonly string[]): boolean {
  const text = textOf(value);
  return text !== null && wanted.includes(String(known[text] ?? 'UNKNOWN'));
}

function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}

function isInNetwork(value: unknown, network: string): boolean {
  const address = plain(textOf(value) ?? '');
  if (isIP(address) === 0) return false;
  const [first = '', length] = plain(network).split('/');
  const family = isIP(first) === 4 ? 'ipv4' : 'ipv6';
  if (isIP(address) !== isIP(first)) return false;
  const list = new BlockList();
  list.addSubnet(first, Number(length ?? (family === 'ipv4' ? 32 : 128)), family);
  return list.check(address, family);
}

function isSameServer(one: string, other: string): boolean {
  if (isIP(plain(other)) !== 0) return isInNetwork(one, other);
  return one.localeCompare(other, 'en', { sensitivity: 'accent' }) === 0;
}
