/**
 * @generated SignedSource<<8a5fef118c369379873ad96f75ed6a65>>
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
export type sessionsQuery$variables = {
  filter?: SessionFilter | null | undefined;
  first: number;
  regionId: string;
};
export type sessionsQuery$data = {
  readonly region: {
    readonly " $fragmentSpreads": FragmentRefs<"sessions_region">;
  };
};
export type sessionsQuery = {
  response: sessionsQuery$data;
  variables: sessionsQuery$variables;
};

const node: ConcreteRequest = (function(){
var v0 = {
  "defaultValue": null,
  "kind": "LocalArgument",
  "name": "filter"
},
v1 = {
  "defaultValue": null,
  "kind": "LocalArgument",
  "name": "first"
},
v2 = {
  "defaultValue": null,
  "kind": "LocalArgument",
  "name": "regionId"
},
v3 = [
  {
    "kind": "Variable",
    "name": "regionId",
    "variableName": "regionId"
  }
],
v4 = [
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
v5 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "id",
  "storageKey": null
};
return {
  "fragment": {
    "argumentDefinitions": [
      (v0/*:: as any*/),
      (v1/*:: as any*/),
      (v2/*:: as any*/)
    ],
    "kind": "Fragment",
    "metadata": null,
    "name": "sessionsQuery",
    "selections": [
      {
        "alias": null,
        "args": (v3/*:: as any*/),
        "concreteType": "Region",
        "kind": "LinkedField",
        "name": "region",
        "plural": false,
        "selections": [
          {
            "args": (v4/*:: as any*/),
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
    "argumentDefinitions": [
      (v2/*:: as any*/),
      (v0/*:: as any*/),
      (v1/*:: as any*/)
    ],
    "kind": "Operation",
    "name": "sessionsQuery",
    "selections": [
      {
        "alias": null,
        "args": (v3/*:: as any*/),
        "concreteType": "Region",
        "kind": "LinkedField",
        "name": "region",
        "plural": false,
        "selections": [
          {
            "alias": null,
            "args": (v4/*:: as any*/),
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
                      (v5/*:: as any*/),
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
                      {
                        "alias": null,
                        "args": null,
                        "kind": "ScalarField",
                        "name": "__typename",
                        "storageKey": null
                      }
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
            "args": (v4/*:: as any*/),
            "filters": [
              "filter"
            ],
            "handle": "connection",
            "key": "Region_sessions",
            "kind": "LinkedHandle",
            "name": "sessions"
          },
          (v5/*:: as any*/)
        ],
        "storageKey": null
      }
    ]
  },
  "params": {
    "cacheID": "69a9052532e1746b71694ff90d5148df",
    "id": null,
    "metadata": {},
    "name": "sessionsQuery",
    "operationKind": "query",
    "text": "query sessionsQuery(\n  $regionId: RegionId!\n  $filter: SessionFilter\n  $first: Int!\n) {\n  region(regionId: $regionId) {\n    ...sessions_region_1qzYLD\n    id\n  }\n}\n\nfragment sessions_region_1qzYLD on Region {\n  sessions(filter: $filter, first: $first) {\n    edges {\n      node {\n        id\n        sessionId\n        regionId\n        creationTime\n        username\n        clientIp\n        active\n        connections {\n          instanceId\n          status\n        }\n        __typename\n      }\n      cursor\n    }\n    pageInfo {\n      endCursor\n      hasNextPage\n    }\n  }\n  id\n}\n"
  }
};
})();

(node as any).hash = "8438ad2a0125d4ed6584812989179e37";

export default node;
