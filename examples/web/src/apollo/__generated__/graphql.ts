/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Why a connection is disconnected, terminated or failed. Source: DescribeTerminalSessions, Connection.ClosedReason. */
export type ClosedReason =
  /** The Cloud Assistant Agent is too old (`AgentNeedUpgrade`). */
  | 'AGENT_NEED_UPGRADE'
  /** The Cloud Assistant Agent is offline (`AgentNotOnline`). */
  | 'AGENT_NOT_ONLINE'
  /** The agent closed its socket (`AgentSocketClosed`). */
  | 'AGENT_SOCKET_CLOSED'
  /** The person at the terminal closed it (`ClientClosed`). */
  | 'CLIENT_CLOSED'
  /** The request did not reach the instance in time (`DeliveryTimeout`). */
  | 'DELIVERY_TIMEOUT'
  /** The instance does not exist (`InstanceNotExists`). */
  | 'INSTANCE_NOT_EXISTS'
  /** The instance is not running (`InstanceNotRunning`). */
  | 'INSTANCE_NOT_RUNNING'
  /** A message had the wrong format (`MessageFormatInvalid`). */
  | 'MESSAGE_FORMAT_INVALID'
  /** A value that ECS does not document; Session.raw holds it. */
  | 'UNKNOWN';

/** State of a connection. Source: DescribeTerminalSessions, Connection.Status. */
export type ConnectionStatus =
  /** Open (`Connected`). */
  | 'CONNECTED'
  /** Being opened (`Connecting`). */
  | 'CONNECTING'
  /** Lost or closed by one side (`Disconnected`). */
  | 'DISCONNECTED'
  /** Failed (`Failed`); closedReason and failedDetail say why. */
  | 'FAILED'
  /** Ended (`Terminated`). */
  | 'TERMINATED'
  /** A value that ECS does not document; Session.raw holds it. */
  | 'UNKNOWN';

/** The kind of a failure; stable. Where a failure is not a union member, the same code is in `errors[].extensions.code`. */
export type ErrorCode =
  /** Alibaba Cloud refused the gateway's credentials, their role or their RAM policy; or your token does not allow it; or the gateway does not. */
  | 'ACCESS_DENIED'
  /** The arguments are wrong, in a way that no more specific code describes. A retry fails again. */
  | 'BAD_REQUEST'
  /** `first` is outside 1 to 100. */
  | 'INVALID_MAX_RESULTS'
  /** The cursor belongs to another list, was changed, has another version, or has expired. */
  | 'INVALID_NEXT_TOKEN'
  /** ECS knows no such region, or the region has no Session Manager. */
  | 'REGION_NOT_FOUND'
  /** The region holds no record of the session; records are kept for four weeks. */
  | 'SESSION_NOT_FOUND'
  /** Too many calls of the whole account in this minute, the console included; or too many at once for the gateway itself. */
  | 'THROTTLED'
  /** ECS returned InternalError; a retry may succeed. */
  | 'UPSTREAM_INTERNAL_ERROR'
  /** No usable answer from ECS: a timeout, a broken connection, or something that is not an ECS answer. */
  | 'UPSTREAM_UNAVAILABLE';

/** Kind of the identity that opened the session. Source: DescribeTerminalSessions, IdentityType. */
export type IdentityType =
  /** The Alibaba Cloud account itself (`Account`). */
  | 'ACCOUNT'
  /** Someone who assumed a RAM role (`AssumedRoleUser`). */
  | 'ASSUMED_ROLE_USER'
  /** A RAM user (`RAMUser`). */
  | 'RAM_USER'
  /** A value that ECS does not document; Session.raw holds it. */
  | 'UNKNOWN';

/** Which records to keep. All fields combine with AND, the values of one field with OR. A record that lacks the field does not match; an empty list matches nothing; null means no condition. Fields that exclude are the opposite: a record that lacks the field matches, and an empty list excludes nothing. All conditions on connections (statuses, closedReasons, active: true, activeAt, activeDuring, minDurationSeconds, maxDurationSeconds) must be true of one and the same connection. Where instances are named (Instance.sessions, instanceId, instanceIds), only connections to them count. */
export type SessionFilter = {
  /** True: any connection is open now. False: none is (Session.active). Where instances are named, only connections to them count. */
  active?: boolean | null | undefined;
  /** Any connection was open at this moment: it had started, and has not ended, or ended later. A connection that has ended without an endTime matches no moment. */
  activeAt?: string | null | undefined;
  /** Any connection was open at some moment of this range; one over midnight matches both days. A connection that started within the range matches even if it ended at once, or without an endTime. */
  activeDuring?: TimeRange | null | undefined;
  /** Opened from one of these addresses, or from an address in one of these networks (Session.clientIp). Spelling does not matter: `10.0.0.0/8` finds `10.1.2.3`, `10.1.2.3/8` is the same network, `2001:DB8::0` finds `2001:db8::`, and `::ffff:10.1.2.3` is `10.1.2.3`. */
  clientIps?: Array<string> | null | undefined;
  /** Any connection closed for one of these reasons. UNKNOWN finds undocumented values, not absent ones. */
  closedReasons?: Array<ClosedReason> | null | undefined;
  /** Created at this moment or later. Must be earlier than createdBefore where both are given, or it is a BAD_REQUEST. */
  createdAfter?: string | null | undefined;
  /** Created before this moment. */
  createdBefore?: string | null | undefined;
  /** Not opened from one of these addresses, nor from an address in one of these networks (Session.clientIp), in any spelling. Records without a readable address stay. */
  excludeClientIps?: Array<string> | null | undefined;
  /** Opened by none of these principals (Session.principalId). Records without a readable value stay. */
  excludePrincipalIds?: Array<string> | null | undefined;
  /** Opened for none of these operating system users (Session.username). Case matters. Records without a readable value stay. */
  excludeUsernames?: Array<string> | null | undefined;
  /** Opened by one of these kinds of identity. UNKNOWN finds undocumented values, not absent ones. */
  identityTypes?: Array<IdentityType> | null | undefined;
  /** Any connection is to one of these instances: `i-` (a managed one: `mi-`, an old one: `AY`), then letters and digits. Anything else is a BAD_REQUEST. The gateway applies it, like all fields of the filter; for one instance the argument instanceId costs fewer upstream calls. In the list of one instance, other ids match nothing. */
  instanceIds?: Array<string> | null | undefined;
  /** Any connection was open for at most so many whole seconds, counted as in minDurationSeconds. */
  maxDurationSeconds?: number | null | undefined;
  /** Any connection was open for at least so many whole seconds; a live one counts until now. A connection without a startTime, or one that has ended without an endTime, does not match; one that ended before it started counts as 0. A negative value, or one above maxDurationSeconds, is a BAD_REQUEST. */
  minDurationSeconds?: number | null | undefined;
  /** True: port forwardings, which have a targetServer or a portNumber, readable or not. False: all other sessions; a BAD_REQUEST together with portNumbers or targetServers. */
  portForwarding?: boolean | null | undefined;
  /** Port forwardings to one of these ports (Session.portNumber). */
  portNumbers?: Array<number> | null | undefined;
  /** Opened by one of these principals (Session.principalId). */
  principalIds?: Array<string> | null | undefined;
  /** Opened by a RAM user or role with one of these names; case does not matter. A name that nobody has is a BAD_REQUEST: find deleted users by principalIds. */
  principalNames?: Array<string> | null | undefined;
  /** Any connection has one of these statuses. UNKNOWN finds undocumented values, not absent ones. */
  statuses?: Array<ConnectionStatus> | null | undefined;
  /** Port forwardings to one of these hosts (Session.targetServer): addresses in any spelling, or names in any case. A network is a BAD_REQUEST. */
  targetServers?: Array<string> | null | undefined;
  /** Opened for one of these operating system users (Session.username). Case matters. */
  usernames?: Array<string> | null | undefined;
};

/** A range of time. For one day, give that day and the next. An empty or reversed range is a BAD_REQUEST. */
export type TimeRange = {
  /** Start of the range, included. */
  from: string;
  /** End of the range, not included. */
  to: string;
};

export type RegionsQueryVariables = Exact<{ [key: string]: never; }>;


export type RegionsQuery = { regions: Array<{ id: string, regionId: string, localName: string | null }> | null };

export type SessionsQueryVariables = Exact<{
  regionIds: Array<string> | string;
  filter?: SessionFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type SessionsQuery = { sessions:
    | { __typename: 'AccessDeniedError', code: ErrorCode, message: string, requestId: string | null }
    | { __typename: 'BadRequestError', code: ErrorCode, message: string, requestId: string | null }
    | { __typename: 'InvalidMaxResultsError', code: ErrorCode, message: string, requestId: string | null }
    | { __typename: 'InvalidNextTokenError', code: ErrorCode, message: string, requestId: string | null }
    | { __typename: 'RegionNotFoundError', code: ErrorCode, message: string, requestId: string | null }
    | { __typename: 'SessionConnection', edges: Array<{ cursor: string, node: { id: string, sessionId: string, regionId: string, creationTime: string | null, username: string | null, clientIp: string | null, active: boolean, connections: Array<{ instanceId: string | null, status: ConnectionStatus | null }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }
    | { __typename: 'ThrottledError', retryAfterSeconds: number | null, code: ErrorCode, message: string, requestId: string | null }
    | { __typename: 'UpstreamInternalError', code: ErrorCode, message: string, requestId: string | null }
    | { __typename: 'UpstreamUnavailableError', code: ErrorCode, message: string, requestId: string | null }
   };

export type SessionQueryVariables = Exact<{
  regionId: string;
  sessionId: string;
}>;


export type SessionQuery = { session:
    | { __typename: 'AccessDeniedError', code: ErrorCode, message: string, requestId: string | null }
    | { __typename: 'BadRequestError', code: ErrorCode, message: string, requestId: string | null }
    | { __typename: 'RegionNotFoundError', code: ErrorCode, message: string, requestId: string | null }
    | { __typename: 'Session', id: string, sessionId: string, regionId: string, creationTime: string | null, username: string | null, identityType: IdentityType | null, principalId: string | null, clientIp: string | null, active: boolean, connections: Array<{ instanceId: string | null, status: ConnectionStatus | null, startTime: string | null, durationSeconds: number | null, closedReason: ClosedReason | null, failedDetail: string | null, instance: { id: string, name: string | null, hostName: string | null, privateIpAddresses: Array<string> | null } | null }> }
    | { __typename: 'SessionNotFoundError', code: ErrorCode, message: string, requestId: string | null }
    | { __typename: 'ThrottledError', retryAfterSeconds: number | null, code: ErrorCode, message: string, requestId: string | null }
    | { __typename: 'UpstreamInternalError', code: ErrorCode, message: string, requestId: string | null }
    | { __typename: 'UpstreamUnavailableError', code: ErrorCode, message: string, requestId: string | null }
   };

type Failure_AccessDeniedError_Fragment = { code: ErrorCode, message: string, requestId: string | null };

type Failure_BadRequestError_Fragment = { code: ErrorCode, message: string, requestId: string | null };

type Failure_InvalidMaxResultsError_Fragment = { code: ErrorCode, message: string, requestId: string | null };

type Failure_InvalidNextTokenError_Fragment = { code: ErrorCode, message: string, requestId: string | null };

type Failure_RegionNotFoundError_Fragment = { code: ErrorCode, message: string, requestId: string | null };

type Failure_SessionNotFoundError_Fragment = { code: ErrorCode, message: string, requestId: string | null };

type Failure_ThrottledError_Fragment = { retryAfterSeconds: number | null, code: ErrorCode, message: string, requestId: string | null };

type Failure_UpstreamInternalError_Fragment = { code: ErrorCode, message: string, requestId: string | null };

type Failure_UpstreamUnavailableError_Fragment = { code: ErrorCode, message: string, requestId: string | null };

export type FailureFragment =
  | Failure_AccessDeniedError_Fragment
  | Failure_BadRequestError_Fragment
  | Failure_InvalidMaxResultsError_Fragment
  | Failure_InvalidNextTokenError_Fragment
  | Failure_RegionNotFoundError_Fragment
  | Failure_SessionNotFoundError_Fragment
  | Failure_ThrottledError_Fragment
  | Failure_UpstreamInternalError_Fragment
  | Failure_UpstreamUnavailableError_Fragment
;

export const FailureFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failure"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GatewayError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"requestId"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ThrottledError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}}]}}]}}]} as unknown as DocumentNode<FailureFragment, unknown>;
export const RegionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Regions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"regions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"regionId"}},{"kind":"Field","name":{"kind":"Name","value":"localName"}}]}}]}}]} as unknown as DocumentNode<RegionsQuery, RegionsQueryVariables>;
export const SessionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Sessions"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"regionIds"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RegionId"}}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"SessionFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sessions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"regionIds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"regionIds"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SessionConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"sessionId"}},{"kind":"Field","name":{"kind":"Name","value":"regionId"}},{"kind":"Field","name":{"kind":"Name","value":"creationTime"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"clientIp"}},{"kind":"Field","name":{"kind":"Name","value":"active"}},{"kind":"Field","name":{"kind":"Name","value":"connections"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"instanceId"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failure"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failure"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GatewayError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"requestId"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ThrottledError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}}]}}]}}]} as unknown as DocumentNode<SessionsQuery, SessionsQueryVariables>;
export const SessionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Session"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"regionId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RegionId"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"sessionId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"session"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"regionId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"regionId"}}},{"kind":"Argument","name":{"kind":"Name","value":"sessionId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"sessionId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Session"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"sessionId"}},{"kind":"Field","name":{"kind":"Name","value":"regionId"}},{"kind":"Field","name":{"kind":"Name","value":"creationTime"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"identityType"}},{"kind":"Field","name":{"kind":"Name","value":"principalId"}},{"kind":"Field","name":{"kind":"Name","value":"clientIp"}},{"kind":"Field","name":{"kind":"Name","value":"active"}},{"kind":"Field","name":{"kind":"Name","value":"connections"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"instanceId"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"startTime"}},{"kind":"Field","name":{"kind":"Name","value":"durationSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"closedReason"}},{"kind":"Field","name":{"kind":"Name","value":"failedDetail"}},{"kind":"Field","name":{"kind":"Name","value":"instance"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"hostName"}},{"kind":"Field","name":{"kind":"Name","value":"privateIpAddresses"}}]}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failure"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failure"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GatewayError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"requestId"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ThrottledError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}}]}}]}}]} as unknown as DocumentNode<SessionQuery, SessionQueryVariables>;