/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
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

export type ExportSessionsQueryVariables = Exact<{
  regionIds: Array<string> | string;
  after?: string | null | undefined;
}>;


export type ExportSessionsQuery = { sessions:
    | { __typename: 'AccessDeniedError', code: ErrorCode, message: string }
    | { __typename: 'BadRequestError', code: ErrorCode, message: string }
    | { __typename: 'InvalidMaxResultsError', code: ErrorCode, message: string }
    | { __typename: 'InvalidNextTokenError', code: ErrorCode, message: string }
    | { __typename: 'RegionNotFoundError', code: ErrorCode, message: string }
    | { __typename: 'SessionConnection', nodes: Array<{ id: string, raw: Record<string, unknown> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }
    | { __typename: 'ThrottledError', code: ErrorCode, message: string, retryAfterSeconds: number | null }
    | { __typename: 'UpstreamInternalError', code: ErrorCode, message: string }
    | { __typename: 'UpstreamUnavailableError', code: ErrorCode, message: string }
   };


export const ExportSessionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ExportSessions"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"regionIds"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RegionId"}}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sessions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"regionIds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"regionIds"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SessionConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"raw"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GatewayError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ThrottledError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}}]}}]}}]}}]} as unknown as DocumentNode<ExportSessionsQuery, ExportSessionsQueryVariables>;