import { hash } from 'node:crypto';
import { MalformedFieldError } from '../errors.ts';
import {
  type ClosedReason,
  type ConnectionRecord,
  type ConnectionStatus,
  type Field,
  type IdentityType,
  isLive,
  type JsonObject,
  type Moment,
  type SessionRecord,
  valueOrNull,
} from '../record.ts';
import type { RegionId } from '../region-id.ts';
import { isObject } from './answer-shape.ts';
import { ip, type OnUnknown, oneOf, port, text, time } from './read-field.ts';

const identityTypes = new Map<string, IdentityType>([
  ['Account', 'ACCOUNT'],
  ['RAMUser', 'RAM_USER'],
  ['AssumedRoleUser', 'ASSUMED_ROLE_USER'],
]);

const statuses = new Map<string, ConnectionStatus>([
  ['Connecting', 'CONNECTING'],
  ['Connected', 'CONNECTED'],
  ['Disconnected', 'DISCONNECTED'],
  ['Terminated', 'TERMINATED'],
  ['Failed', 'FAILED'],
]);

const closedReasons = new Map<string, ClosedReason>([
  ['InstanceNotExists', 'INSTANCE_NOT_EXISTS'],
  ['InstanceNotRunning', 'INSTANCE_NOT_RUNNING'],
  ['DeliveryTimeout', 'DELIVERY_TIMEOUT'],
  ['AgentNeedUpgrade', 'AGENT_NEED_UPGRADE'],
  ['AgentNotOnline', 'AGENT_NOT_ONLINE'],
  ['MessageFormatInvalid', 'MESSAGE_FORMAT_INVALID'],
  ['AgentSocketClosed', 'AGENT_SOCKET_CLOSED'],
  ['ClientClosed', 'CLIENT_CLOSED'],
]);

/** Reads one entry of `Sessions.Session`. */
export function readSession(regionId: RegionId, raw: JsonObject, onUnknown: OnUnknown): SessionRecord {
  return new SessionEntry(regionId, raw, onUnknown);
}

/**
 * What tells a record from others and what orders it is read at once, the rest when it is asked for: of ten merged
 * regions nine records in ten are compared and never served.
 */
class SessionEntry implements SessionRecord {
  readonly regionId: RegionId;
  readonly sessionId: string;
  readonly identity: string;
  readonly creationTime: SessionRecord['creationTime'];
  readonly raw: JsonObject;
  readonly #onUnknown: OnUnknown;
  #connections: readonly ConnectionRecord[] | undefined;

  constructor(regionId: RegionId, raw: JsonObject, onUnknown: OnUnknown) {
    this.regionId = regionId;
    this.sessionId = valueOrNull(text(raw, 'SessionId')) ?? '';
    this.identity = this.sessionId === '' ? hashIdentity(raw) : this.sessionId;
    this.creationTime = inRegion(regionId, time(raw, 'CreationTime'));
    this.raw = raw;
    this.#onUnknown = onUnknown;
  }

  get principalId() {
    return inRegion(this.regionId, text(this.raw, 'PrincipalId'));
  }

  get identityType() {
    return inRegion(this.regionId, oneOf(identityTypes, this.raw, 'IdentityType', this.#onUnknown));
  }

  get username() {
    return inRegion(this.regionId, text(this.raw, 'Username'));
  }

  get clientIp() {
    return inRegion(this.regionId, ip(this.raw, 'ClientIP'));
  }

  get targetServer() {
    return inRegion(this.regionId, text(this.raw, 'TargetServer'));
  }

  get portNumber() {
    return inRegion(this.regionId, port(this.raw, 'PortNumber'));
  }

  get connections() {
    this.#connections ??= connectionEntries(this.raw.Connections).map((entry) =>
      readConnection(this.regionId, entry, this.#onUnknown),
    );
    return this.#connections;
  }

  get active() {
    return this.connections.some(isLive);
  }
}

function hashIdentity(raw: JsonObject): string {
  return `#${hash('sha256', JSON.stringify(raw), 'base64url').slice(0, 22)}`;
}

/** `{ Connection: [...] }`. Anything else but nothing stays as one entry that says so, or it would go unseen. */
function connectionEntries(connections: unknown): readonly unknown[] {
  if (connections === undefined || connections === null || connections === '') return [];
  const list = isObject(connections) ? (connections.Connection ?? []) : connections;
  return Array.isArray(list) ? list : [list];
}

function readConnection(regionId: RegionId, entry: unknown, onUnknown: OnUnknown): ConnectionRecord {
  const raw = isObject(entry) ? entry : {};
  const status = isObject(entry)
    ? oneOf(statuses, raw, 'Status', onUnknown)
    : new MalformedFieldError('Connection', 'an object');
  const startTime = time(raw, 'StartTime');
  const endTime = time(raw, 'EndTime');
  return {
    regionId,
    instanceId: inRegion(regionId, text(raw, 'InstanceId')),
    status: inRegion(regionId, status),
    startTime: inRegion(regionId, startTime),
    endTime: inRegion(regionId, endTime),
    durationSeconds: isLive({ status }) ? null : secondsBetween(startTime, endTime),
    closedReason: inRegion(regionId, oneOf(closedReasons, raw, 'ClosedReason', onUnknown)),
    failedDetail: inRegion(regionId, text(raw, 'FailedDetail')),
  };
}

/** A field that is malformed says of which region its record is: records of several are served in one list. */
function inRegion<T>(regionId: RegionId, field: Field<T>): Field<T> {
  return field instanceof MalformedFieldError ? field.inRegion(regionId) : field;
}

/** Most that GraphQL's Int holds. A connection of 68 years is a clock gone wrong, which both times show. */
const largestInt = 2 ** 31 - 1;

function secondsBetween(start: Field<Moment>, end: Field<Moment>): number | null {
  const from = valueOrNull(start)?.epochMs;
  const to = valueOrNull(end)?.epochMs;
  if (from === undefined || to === undefined) return null;
  const seconds = Math.floor((to - from) / 1000);
  return Math.abs(seconds) <= largestInt ? seconds : null;
}
