import { hash } from 'node:crypto';
import { MalformedFieldError } from './errors.ts';
import { ip, type OnUnknown, oneOf, port, text, time } from './field.ts';
import {
  type ClosedReason,
  type ConnectionRecord,
  type ConnectionStatus,
  type IdentityType,
  type JsonObject,
  known,
  type SessionRecord,
} from './record.ts';
import type { RegionId } from './region-id.ts';
import { isObject } from './wire.ts';

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
  const sessionId = known(text(raw, 'SessionId')) ?? '';
  return {
    regionId,
    sessionId,
    identity: sessionId === '' ? hashIdentity(raw) : sessionId,
    creationTime: time(raw, 'CreationTime'),
    principalId: text(raw, 'PrincipalId'),
    identityType: oneOf(identityTypes, raw, 'IdentityType', onUnknown),
    username: text(raw, 'Username'),
    clientIp: ip(raw, 'ClientIP'),
    targetServer: text(raw, 'TargetServer'),
    portNumber: port(raw, 'PortNumber'),
    connections: connectionEntries(raw.Connections).map((entry) =>
      readConnection(regionId, entry, onUnknown),
    ),
    raw,
  };
}

/** Tells an identity made by hashing from a session id. */
export function isHashIdentity(identity: string): boolean {
  return identity.startsWith('#');
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
  return {
    regionId,
    instanceId: text(raw, 'InstanceId'),
    status: isObject(entry)
      ? oneOf(statuses, raw, 'Status', onUnknown)
      : new MalformedFieldError('Connection', 'an object'),
    startTime: time(raw, 'StartTime'),
    endTime: time(raw, 'EndTime'),
    closedReason: oneOf(closedReasons, raw, 'ClosedReason', onUnknown),
    failedDetail: text(raw, 'FailedDetail'),
  };
}
