import type { MalformedFieldError } from './errors.ts';
import type { RegionId } from './region-id.ts';

/** A field of a record: its value, null where ECS sent nothing, or what is wrong with what it sent. */
export type Field<T> = T | null | MalformedFieldError;

/** A moment, as ECS sent it. */
export interface Moment {
  epochMs: number;
  /** In UTC with milliseconds, such as `2024-01-19T09:15:46.000Z`. Source: RFC 3339, section 5.6. */
  text: string;
}

export type IdentityType = 'ACCOUNT' | 'RAM_USER' | 'ASSUMED_ROLE_USER' | 'UNKNOWN';
export type ConnectionStatus =
  | 'CONNECTING'
  | 'CONNECTED'
  | 'DISCONNECTED'
  | 'TERMINATED'
  | 'FAILED'
  | 'UNKNOWN';
export type ClosedReason =
  | 'INSTANCE_NOT_EXISTS'
  | 'INSTANCE_NOT_RUNNING'
  | 'DELIVERY_TIMEOUT'
  | 'AGENT_NEED_UPGRADE'
  | 'AGENT_NOT_ONLINE'
  | 'MESSAGE_FORMAT_INVALID'
  | 'AGENT_SOCKET_CLOSED'
  | 'CLIENT_CLOSED'
  | 'UNKNOWN';

/**
 * A JSON object as ECS sent it, fields that nobody documented included. Numbers that JavaScript does not hold exactly are
 * strings with their text; see `exact-json.ts`.
 */
export type JsonObject = Readonly<Record<string, unknown>>;

/** One Session Manager session. The region is the one that was asked; ECS does not repeat it. */
export interface SessionRecord {
  regionId: RegionId;
  /** Empty where ECS sent none. */
  sessionId: string;
  /** What tells this record from the others of its region: the session id, else `#` and a hash of the record. */
  identity: string;
  creationTime: Field<Moment>;
  principalId: Field<string>;
  identityType: Field<IdentityType>;
  username: Field<string>;
  clientIp: Field<string>;
  /** Set for port forwardings only, as is portNumber. */
  targetServer: Field<string>;
  /** 1 to 65535. */
  portNumber: Field<number>;
  connections: readonly ConnectionRecord[];
  /** Whether any of the connections is open now. */
  active: boolean;
  raw: JsonObject;
}

/** One instance's part of a session. */
export interface ConnectionRecord {
  regionId: RegionId;
  instanceId: Field<string>;
  status: Field<ConnectionStatus>;
  startTime: Field<Moment>;
  endTime: Field<Moment>;
  /** endTime − startTime, rounded down; null while live or where either is missing. */
  durationSeconds: number | null;
  closedReason: Field<ClosedReason>;
  failedDetail: Field<string>;
}

/** What DescribeInstances tells of an instance that still exists. */
export interface InstanceRecord {
  instanceId: string;
  name: Field<string>;
  hostName: Field<string>;
  status: Field<string>;
  instanceType: Field<string>;
  osType: Field<string>;
  osName: Field<string>;
  zoneId: Field<string>;
  creationTime: Field<Moment>;
  privateIpAddresses: readonly string[];
  publicIpAddresses: readonly string[];
}

/** A region as DescribeRegions lists it, with its English name. */
export interface RegionRecord {
  regionId: RegionId;
  localName: Field<string>;
  endpoint: Field<string>;
}

/** The value of a field, or null where there is none that could be understood. */
export function valueOrNull<T>(field: Field<T>): T | null {
  return field instanceof Error ? null : field;
}

/** Whether a connection is open now. EndTime does not tell: ECS documents live records that carry one. */
export function isLive({ status }: Pick<ConnectionRecord, 'status'>): boolean {
  return status === 'CONNECTING' || status === 'CONNECTED';
}

/** Returns whether an identity is the hash of a record that ECS sent without a session id. */
export function isHashIdentity(identity: string): boolean {
  return identity.startsWith('#');
}
