/* eslint-disable */
import * as types from './graphql.js';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "query Regions {\n  regions {\n    id\n    regionId\n    localName\n  }\n}\n\nquery Sessions($regionIds: [RegionId!]!, $filter: SessionFilter, $first: Int, $after: String) {\n  sessions(regionIds: $regionIds, filter: $filter, first: $first, after: $after) {\n    __typename\n    ... on SessionConnection {\n      edges {\n        cursor\n        node {\n          id\n          sessionId\n          regionId\n          creationTime\n          username\n          clientIp\n          active\n          connections {\n            instanceId\n            status\n          }\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n    ...Failure\n  }\n}\n\nquery Session($regionId: RegionId!, $sessionId: String!) {\n  session(regionId: $regionId, sessionId: $sessionId) {\n    __typename\n    ... on Session {\n      id\n      sessionId\n      regionId\n      creationTime\n      username\n      identityType\n      principalId\n      clientIp\n      active\n      connections {\n        instanceId\n        status\n        startTime\n        durationSeconds\n        closedReason\n        failedDetail\n        instance {\n          id\n          name\n          hostName\n          privateIpAddresses\n        }\n      }\n    }\n    ...Failure\n  }\n}\n\nfragment Failure on GatewayError {\n  code\n  message\n  requestId\n  ... on ThrottledError {\n    retryAfterSeconds\n  }\n}": typeof types.RegionsDocument,
};
const documents: Documents = {
    "query Regions {\n  regions {\n    id\n    regionId\n    localName\n  }\n}\n\nquery Sessions($regionIds: [RegionId!]!, $filter: SessionFilter, $first: Int, $after: String) {\n  sessions(regionIds: $regionIds, filter: $filter, first: $first, after: $after) {\n    __typename\n    ... on SessionConnection {\n      edges {\n        cursor\n        node {\n          id\n          sessionId\n          regionId\n          creationTime\n          username\n          clientIp\n          active\n          connections {\n            instanceId\n            status\n          }\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n    ...Failure\n  }\n}\n\nquery Session($regionId: RegionId!, $sessionId: String!) {\n  session(regionId: $regionId, sessionId: $sessionId) {\n    __typename\n    ... on Session {\n      id\n      sessionId\n      regionId\n      creationTime\n      username\n      identityType\n      principalId\n      clientIp\n      active\n      connections {\n        instanceId\n        status\n        startTime\n        durationSeconds\n        closedReason\n        failedDetail\n        instance {\n          id\n          name\n          hostName\n          privateIpAddresses\n        }\n      }\n    }\n    ...Failure\n  }\n}\n\nfragment Failure on GatewayError {\n  code\n  message\n  requestId\n  ... on ThrottledError {\n    retryAfterSeconds\n  }\n}": types.RegionsDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Regions {\n  regions {\n    id\n    regionId\n    localName\n  }\n}\n\nquery Sessions($regionIds: [RegionId!]!, $filter: SessionFilter, $first: Int, $after: String) {\n  sessions(regionIds: $regionIds, filter: $filter, first: $first, after: $after) {\n    __typename\n    ... on SessionConnection {\n      edges {\n        cursor\n        node {\n          id\n          sessionId\n          regionId\n          creationTime\n          username\n          clientIp\n          active\n          connections {\n            instanceId\n            status\n          }\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n    ...Failure\n  }\n}\n\nquery Session($regionId: RegionId!, $sessionId: String!) {\n  session(regionId: $regionId, sessionId: $sessionId) {\n    __typename\n    ... on Session {\n      id\n      sessionId\n      regionId\n      creationTime\n      username\n      identityType\n      principalId\n      clientIp\n      active\n      connections {\n        instanceId\n        status\n        startTime\n        durationSeconds\n        closedReason\n        failedDetail\n        instance {\n          id\n          name\n          hostName\n          privateIpAddresses\n        }\n      }\n    }\n    ...Failure\n  }\n}\n\nfragment Failure on GatewayError {\n  code\n  message\n  requestId\n  ... on ThrottledError {\n    retryAfterSeconds\n  }\n}"): (typeof documents)["query Regions {\n  regions {\n    id\n    regionId\n    localName\n  }\n}\n\nquery Sessions($regionIds: [RegionId!]!, $filter: SessionFilter, $first: Int, $after: String) {\n  sessions(regionIds: $regionIds, filter: $filter, first: $first, after: $after) {\n    __typename\n    ... on SessionConnection {\n      edges {\n        cursor\n        node {\n          id\n          sessionId\n          regionId\n          creationTime\n          username\n          clientIp\n          active\n          connections {\n            instanceId\n            status\n          }\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n    ...Failure\n  }\n}\n\nquery Session($regionId: RegionId!, $sessionId: String!) {\n  session(regionId: $regionId, sessionId: $sessionId) {\n    __typename\n    ... on Session {\n      id\n      sessionId\n      regionId\n      creationTime\n      username\n      identityType\n      principalId\n      clientIp\n      active\n      connections {\n        instanceId\n        status\n        startTime\n        durationSeconds\n        closedReason\n        failedDetail\n        instance {\n          id\n          name\n          hostName\n          privateIpAddresses\n        }\n      }\n    }\n    ...Failure\n  }\n}\n\nfragment Failure on GatewayError {\n  code\n  message\n  requestId\n  ... on ThrottledError {\n    retryAfterSeconds\n  }\n}"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;