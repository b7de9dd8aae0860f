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

export type RecentSessionsQueryVariables = Exact<{
  regionIds: Array<string> | string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type RecentSessionsQuery = { sessions:
    | { __typename: 'AccessDeniedError', code: ErrorCode, message: string, retryable: boolean, requestId: string | null }
    | { __typename: 'BadRequestError', code: ErrorCode, message: string, retryable: boolean, requestId: string | null }
    | { __typename: 'InvalidMaxResultsError', code: ErrorCode, message: string, retryable: boolean, requestId: string | null }
    | { __typename: 'InvalidNextTokenError', code: ErrorCode, message: string, retryable: boolean, requestId: string | null }
    | { __typename: 'RegionNotFoundError', code: ErrorCode, message: string, retryable: boolean, requestId: string | null }
    | { __typename: 'SessionConnection', edges: Array<{ node: { id: string, sessionId: string, regionId: string, creationTime: string | null, username: string | null, identityType: IdentityType | null, principalId: string | null, clientIp: string | null, active: boolean, connections: Array<{ instanceId: string | null, status: ConnectionStatus | null, durationSeconds: number | null, closedReason: ClosedReason | null }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }
    | { __typename: 'ThrottledError', code: ErrorCode, message: string, retryable: boolean, requestId: string | null, retryAfterSeconds: number | null }
    | { __typename: 'UpstreamInternalError', code: ErrorCode, message: string, retryable: boolean, requestId: string | null }
    | { __typename: 'UpstreamUnavailableError', code: ErrorCode, message: string, retryable: boolean, requestId: string | null }
   };

export type OneSessionQueryVariables = Exact<{
  regionId: string;
  sessionId: string;
}>;


export type OneSessionQuery = { session:
    | { __typename: 'AccessDeniedError', code: ErrorCode, message: string, requestId: string | null }
    | { __typename: 'BadRequestError', code: ErrorCode, message: string, requestId: string | null }
    | { __typename: 'RegionNotFoundError', code: ErrorCode, message: string, requestId: string | null }
    | { __typename: 'Session', id: string, sessionId: string, regionId: string, creationTime: string | null, principalId: string | null, identityType: IdentityType | null, username: string | null, clientIp: string | null, targetServer: string | null, portNumber: number | null, active: boolean, raw: Record<string, unknown>, connections: Array<{ instanceId: string | null, status: ConnectionStatus | null, startTime: string | null, endTime: string | null, durationSeconds: number | null, closedReason: ClosedReason | null, failedDetail: string | null, instance: { id: string, name: string | null, hostName: string | null, osName: string | null, privateIpAddresses: Array<string> | null } | null }> }
    | { __typename: 'SessionNotFoundError', code: ErrorCode, message: string, requestId: string | null }
    | { __typename: 'ThrottledError', code: ErrorCode, message: string, requestId: string | null }
    | { __typename: 'UpstreamInternalError', code: ErrorCode, message: string, requestId: string | null }
    | { __typename: 'UpstreamUnavailableError', code: ErrorCode, message: string, requestId: string | null }
   };

export type InstanceSessionsQueryVariables = Exact<{
  regionId: string;
  instanceId: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type InstanceSessionsQuery = { instance: { id: string, name: string | null, status: string | null, sessions: { edges: Array<{ cursor: string, node: { id: string, sessionId: string, creationTime: string | null, username: string | null, clientIp: string | null, active: boolean } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null } };

export type RegionsQueryVariables = Exact<{ [key: string]: never; }>;


export type RegionsQuery = { regions: Array<{ id: string, regionId: string, localName: string | null }> | null };

export type ActiveNowQueryVariables = Exact<{
  regionIds: Array<string> | string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ActiveNowQuery = { sessions:
    | { __typename: 'AccessDeniedError', code: ErrorCode, message: string }
    | { __typename: 'BadRequestError', code: ErrorCode, message: string }
    | { __typename: 'InvalidMaxResultsError', code: ErrorCode, message: string }
    | { __typename: 'InvalidNextTokenError', code: ErrorCode, message: string }
    | { __typename: 'RegionNotFoundError', code: ErrorCode, message: string }
    | { __typename: 'SessionConnection', nodes: Array<{ id: string, sessionId: string, regionId: string, creationTime: string | null, username: string | null, clientIp: string | null, connections: Array<{ status: ConnectionStatus | null, startTime: string | null, instance: { id: string, instanceId: string, name: string | null } | null }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }
    | { __typename: 'ThrottledError', code: ErrorCode, message: string }
    | { __typename: 'UpstreamInternalError', code: ErrorCode, message: string }
    | { __typename: 'UpstreamUnavailableError', code: ErrorCode, message: string }
   };

export type FailedSessionsQueryVariables = Exact<{
  regionIds: Array<string> | string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type FailedSessionsQuery = { sessions:
    | { __typename: 'AccessDeniedError', code: ErrorCode, message: string }
    | { __typename: 'BadRequestError', code: ErrorCode, message: string }
    | { __typename: 'InvalidMaxResultsError', code: ErrorCode, message: string }
    | { __typename: 'InvalidNextTokenError', code: ErrorCode, message: string }
    | { __typename: 'RegionNotFoundError', code: ErrorCode, message: string }
    | { __typename: 'SessionConnection', nodes: Array<{ id: string, sessionId: string, regionId: string, creationTime: string | null, username: string | null, connections: Array<{ instanceId: string | null, status: ConnectionStatus | null, closedReason: ClosedReason | null, failedDetail: string | null }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }
    | { __typename: 'ThrottledError', code: ErrorCode, message: string }
    | { __typename: 'UpstreamInternalError', code: ErrorCode, message: string }
    | { __typename: 'UpstreamUnavailableError', code: ErrorCode, message: string }
   };


export const RecentSessionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"RecentSessions"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"regionIds"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RegionId"}}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sessions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"regionIds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"regionIds"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SessionConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"sessionId"}},{"kind":"Field","name":{"kind":"Name","value":"regionId"}},{"kind":"Field","name":{"kind":"Name","value":"creationTime"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"identityType"}},{"kind":"Field","name":{"kind":"Name","value":"principalId"}},{"kind":"Field","name":{"kind":"Name","value":"clientIp"}},{"kind":"Field","name":{"kind":"Name","value":"active"}},{"kind":"Field","name":{"kind":"Name","value":"connections"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"instanceId"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"durationSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"closedReason"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GatewayError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"requestId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ThrottledError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}}]}}]}}]}}]} as unknown as DocumentNode<RecentSessionsQuery, RecentSessionsQueryVariables>;
export const OneSessionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OneSession"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"regionId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RegionId"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"sessionId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"session"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"regionId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"regionId"}}},{"kind":"Argument","name":{"kind":"Name","value":"sessionId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"sessionId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Session"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"sessionId"}},{"kind":"Field","name":{"kind":"Name","value":"regionId"}},{"kind":"Field","name":{"kind":"Name","value":"creationTime"}},{"kind":"Field","name":{"kind":"Name","value":"principalId"}},{"kind":"Field","name":{"kind":"Name","value":"identityType"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"clientIp"}},{"kind":"Field","name":{"kind":"Name","value":"targetServer"}},{"kind":"Field","name":{"kind":"Name","value":"portNumber"}},{"kind":"Field","name":{"kind":"Name","value":"active"}},{"kind":"Field","name":{"kind":"Name","value":"connections"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"instanceId"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"startTime"}},{"kind":"Field","name":{"kind":"Name","value":"endTime"}},{"kind":"Field","name":{"kind":"Name","value":"durationSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"closedReason"}},{"kind":"Field","name":{"kind":"Name","value":"failedDetail"}},{"kind":"Field","name":{"kind":"Name","value":"instance"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"hostName"}},{"kind":"Field","name":{"kind":"Name","value":"osName"}},{"kind":"Field","name":{"kind":"Name","value":"privateIpAddresses"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"raw"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GatewayError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"requestId"}}]}}]}}]}}]} as unknown as DocumentNode<OneSessionQuery, OneSessionQueryVariables>;
export const InstanceSessionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"InstanceSessions"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"regionId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RegionId"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"instanceId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"instance"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"regionId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"regionId"}}},{"kind":"Argument","name":{"kind":"Name","value":"instanceId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"instanceId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"sessions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"sessionId"}},{"kind":"Field","name":{"kind":"Name","value":"creationTime"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"clientIp"}},{"kind":"Field","name":{"kind":"Name","value":"active"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}}]} as unknown as DocumentNode<InstanceSessionsQuery, InstanceSessionsQueryVariables>;
export const RegionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Regions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"regions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"regionId"}},{"kind":"Field","name":{"kind":"Name","value":"localName"}}]}}]}}]} as unknown as DocumentNode<RegionsQuery, RegionsQueryVariables>;
export const ActiveNowDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ActiveNow"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"regionIds"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RegionId"}}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sessions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"regionIds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"regionIds"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"active"},"value":{"kind":"BooleanValue","value":true}}]}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SessionConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"sessionId"}},{"kind":"Field","name":{"kind":"Name","value":"regionId"}},{"kind":"Field","name":{"kind":"Name","value":"creationTime"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"clientIp"}},{"kind":"Field","name":{"kind":"Name","value":"connections"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"startTime"}},{"kind":"Field","name":{"kind":"Name","value":"instance"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"instanceId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GatewayError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<ActiveNowQuery, ActiveNowQueryVariables>;
export const FailedSessionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"FailedSessions"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"regionIds"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RegionId"}}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sessions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"regionIds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"regionIds"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"statuses"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"FAILED"}]}}]}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SessionConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"sessionId"}},{"kind":"Field","name":{"kind":"Name","value":"regionId"}},{"kind":"Field","name":{"kind":"Name","value":"creationTime"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"connections"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"instanceId"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"closedReason"}},{"kind":"Field","name":{"kind":"Name","value":"failedDetail"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GatewayError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<FailedSessionsQuery, FailedSessionsQueryVariables>;