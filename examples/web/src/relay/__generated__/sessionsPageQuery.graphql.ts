/**
 * @generated SignedSource<<79c95026ccc06cd3c9c9a19e20777d29>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ConcreteRequest } from 'relay-runtime';
import type { FragmentRefs } from "relay-runtime";
export type ClosedReason = "AGENT_NEED_UPGRADE" | "AGENT_NOT_ONLINE" | "AGENT_SOCKET_CLOSED" | "CLIENT_CLOSED" | "DELIVERY_TIMEOUT" | "INSTANCE_NOT_EXISTS" | "INSTANCE_NOT_RUNNING" | "MESSAGE_FORMAT_INVALID" | "UNKNOWN";
export type ConnectionStatus = "CONNECTED" | "CONNECTING" | "DISCONNECTED" | "FAILED" | "TERMINATED" | "UNKNOWN";
export type IdentityType = "ACCOUNT" | "ASSUMED_ROLE_USER" | "RAM_USER" | "UNKNOWN";
export type SessionFilter = {
  active?: boolean | null | undefined;
  activeAt?: string | null | undefined;
  activeDuring?: TimeRange | null | undefined;
  clientIps?: ReadonlyArray<string> | null | undefined;
  closedReasons?: ReadonlyArray<ClosedReason> | null | undefined;
  createdAfter?: string | null | undefined;
  createdBefore?: string | null | undefined;
  excludeClientIps?: ReadonlyArray<string> | null | undefined;
  excludePrincipalIds?: ReadonlyArray<string> | null | undefined;
  excludeUsernames?: ReadonlyArray<string> | null | undefined;
  identityTypes?: ReadonlyArray<IdentityType> | null | undefined;
  instanceIds?: ReadonlyArray<string> | null | undefined;
  maxDurationSeconds?: number | null | undefined;
  minDurationSeconds?: number | null | undefined;
  portForwarding?: boolean | null | undefined;
  portNumbers?: ReadonlyArray<number> | null | undefined;
  principalIds?: ReadonlyArray<string> | null | undefined;
  principalNames?: ReadonlyArray<string> | null | undefined;
  statuses?: ReadonlyArray<ConnectionStatus> | null | undefined;
  targetServers?: ReadonlyArray<string> | null | undefined;
  usernames?: ReadonlyArray<string> | null | undefined;
};
export type TimeRange = {
  from: string;
  to: string;
};
export type sessionsPageQuery$variables = {
  after?: string | null | undefined;
  filter?: SessionFilter | null | undefined;
  first?: number | null | undefined;
  id: string;
};
export type sessionsPageQuery$data = {
  readonly node: {
    readonly " $fragmentSpreads": FragmentRefs<"sessions_region">;
  } | null | undefined;
};
export type sessionsPageQuery = {
  response: sessionsPageQuery$data;
  variables: sessionsPageQuery$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "after"
  },
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "filter"
  },
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "first"
  },
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "id"
  }
],
v1 = [
  {
    "kind": "Variable",
    "name": "id",
    "variableName": "id"
  }
],
v2 = [
  {
    "kind": "Variable",
    "name": "after",
    "variableName": "after"
  },
  {
    "kind": "Variable",
    "name": "filter",
    "variableName": "filter"
  },
  {
    "kind": "Variable",
    "name": "first",
    "variableName": "first"
  }
],
v3 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "__typename",
  "storageKey": null
},
v4 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "id",
  "storageKey": null
};
return {
  "fragment": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Fragment",
    "metadata": null,
    "name": "sessionsPageQuery",
    "selections": [
      {
        "alias": null,
        "args": (v1/*:: as any*/),
        "concreteType": null,
        "kind": "LinkedField",
        "name": "node",
        "plural": false,
        "selections": [
          {
            "args": (v2/*:: as any*/),
            "kind": "FragmentSpread",
            "name": "sessions_region"
          }
        ],
        "storageKey": null
      }
    ],
    "type": "Query",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Operation",
    "name": "sessionsPageQuery",
    "selections": [
      {
        "alias": null,
        "args": (v1/*:: as any*/),
        "concreteType": null,
        "kind": "LinkedField",
        "name": "node",
        "plural": false,
        "selections": [
          (v3/*:: as any*/),
          (v4/*:: as any*/),
          {
            "kind": "InlineFragment",
            "selections": [
              {
                "alias": null,
                "args": (v2/*:: as any*/),
                "concreteType": "SessionConnection",
                "kind": "LinkedField",
                "name": "sessions",
                "plural": false,
                "selections": [
                  {
                    "alias": null,
                    "args": null,
                    "concreteType": "SessionEdge",
                    "kind": "LinkedField",
                    "name": "edges",
                    "plural": true,
                    "selections": [
                      {
                        "alias": null,
                        "args": null,
                        "concreteType": "Session",
                        "kind": "LinkedField",
                        "name": "node",
                        "plural": false,
                        "selections": [
                          (v4/*:: as any*/),
                          {
                            "alias": null,
                            "args": null,
                            "kind": "ScalarField",
                            "name": "sessionId",
                            "storageKey": null
                          },
                          {
                            "alias": null,
                            "args": null,
                            "kind": "ScalarField",
                            "name": "regionId",
                            "storageKey": null
                          },
                          {
                            "alias": null,
                            "args": null,
                            "kind": "ScalarField",
                            "name": "creationTime",
                            "storageKey": null
                          },
                          {
                            "alias": null,
                            "args": null,
                            "kind": "ScalarField",
                            "name": "username",
                            "storageKey": null
                          },
                          {
                            "alias": null,
                            "args": null,
                            "kind": "ScalarField",
                            "name": "clientIp",
                            "storageKey": null
                          },
                          {
                            "alias": null,
                            "args": null,
                            "kind": "ScalarField",
                            "name": "active",
                            "storageKey": null
                          },
                          {
                            "alias": null,
                            "args": null,
                            "concreteType": "Connection",
                            "kind": "LinkedField",
                            "name": "connections",
                            "plural": true,
                            "selections": [
                              {
                                "alias": null,
                                "args": null,
                                "kind": "ScalarField",
                                "name": "instanceId",
                                "storageKey": null
                              },
                              {
                                "alias": null,
                                "args": null,
                                "kind": "ScalarField",
                                "name": "status",
                                "storageKey": null
                              }
                            ],
                            "storageKey": null
                          },
                          (v3/*:: as any*/)
                        ],
                        "storageKey": null
                      },
                      {
                        "alias": null,
                        "args": null,
                        "kind": "ScalarField",
                        "name": "cursor",
                        "storageKey": null
                      }
                    ],
                    "storageKey": null
                  },
                  {
                    "alias": null,
                    "args": null,
                    "concreteType": "PageInfo",
                    "kind": "LinkedField",
                    "name": "pageInfo",
                    "plural": false,
                    "selections": [
                      {
                        "alias": null,
                        "args": null,
                        "kind": "ScalarField",
                        "name": "endCursor",
                        "storageKey": null
                      },
                      {
                        "alias": null,
                        "args": null,
                        "kind": "ScalarField",
                        "name": "hasNextPage",
                        "storageKey": null
                      }
                    ],
                    "storageKey": null
                  }
                ],
                "storageKey": null
              },
              {
                "alias": null,
                "args": (v2/*:: as any*/),
                "filters": [
                  "filter"
                ],
                "handle": "connection",
                "key": "Region_sessions",
                "kind": "LinkedHandle",
                "name": "sessions"
              }
            ],
            "type": "Region",
            "abstractKey": null
          }
        ],
        "storageKey": null
      }
    ]
  },
  "params": {
    "cacheID": "dc4e9a0fb84f3eb95307f27002a772ab",
    "id": null,
    "metadata": {},
    "name": "sessionsPageQuery",
    "operationKind": "query",
    "text": "query sessionsPageQuery(\n  $after: String\n  $filter: SessionFilter\n  $first: Int\n  $id: ID!\n) {\n  node(id: $id) {\n    __typename\n    ...sessions_region_G9cLv\n    id\n  }\n}\n\nfragment sessions_region_G9cLv on Region {\n  sessions(filter: $filter, first: $first, after: $after) {\n    edges {\n      node {\n        id\n        sessionId\n        regionId\n        creationTime\n        username\n        clientIp\n        active\n        connections {\n          instanceId\n          status\n        }\n        __typename\n      }\n      cursor\n    }\n    pageInfo {\n      endCursor\n      hasNextPage\n    }\n  }\n  id\n}\n"
  }
};
})();

(node as any).hash = "824c9e7a6a791ad5ace24c8f5cda604a";

export default node;
