/**
 * @generated SignedSource<<ae42e7ed7cbd0586e57e0408c0b71f7b>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ConcreteRequest } from 'relay-runtime';
import type { Result } from "relay-runtime";
export type ClosedReason = "AGENT_NEED_UPGRADE" | "AGENT_NOT_ONLINE" | "AGENT_SOCKET_CLOSED" | "CLIENT_CLOSED" | "DELIVERY_TIMEOUT" | "INSTANCE_NOT_EXISTS" | "INSTANCE_NOT_RUNNING" | "MESSAGE_FORMAT_INVALID" | "UNKNOWN";
export type ConnectionStatus = "CONNECTED" | "CONNECTING" | "DISCONNECTED" | "FAILED" | "TERMINATED" | "UNKNOWN";
export type ErrorCode = "ACCESS_DENIED" | "BAD_REQUEST" | "INVALID_MAX_RESULTS" | "INVALID_NEXT_TOKEN" | "REGION_NOT_FOUND" | "SESSION_NOT_FOUND" | "THROTTLED" | "UPSTREAM_INTERNAL_ERROR" | "UPSTREAM_UNAVAILABLE";
export type IdentityType = "ACCOUNT" | "ASSUMED_ROLE_USER" | "RAM_USER" | "UNKNOWN";
export type sessionQuery$variables = {
  regionId: string;
  sessionId: string;
};
export type sessionQuery$data = {
  readonly session: {
    readonly failure: {
      readonly code: ErrorCode;
      readonly message: string;
      readonly requestId: string | null | undefined;
      readonly retryAfterSeconds?: number | null | undefined;
    } | null | undefined;
    readonly record: {
      readonly active: boolean;
      readonly clientIp: string | null | undefined;
      readonly connections: ReadonlyArray<{
        readonly closedReason: ClosedReason | null | undefined;
        readonly durationSeconds: number | null | undefined;
        readonly failedDetail: string | null | undefined;
        readonly instance: Result<{
          readonly hostName: string | null | undefined;
          readonly name: string | null | undefined;
          readonly privateIpAddresses: ReadonlyArray<string> | null | undefined;
        } | null | undefined, unknown>;
        readonly instanceId: string | null | undefined;
        readonly startTime: string | null | undefined;
        readonly status: ConnectionStatus | null | undefined;
      }>;
      readonly creationTime: string | null | undefined;
      readonly id: string;
      readonly identityType: IdentityType | null | undefined;
      readonly principalId: string | null | undefined;
      readonly regionId: string;
      readonly sessionId: string;
      readonly username: string | null | undefined;
    } | null | undefined;
  };
};
export type sessionQuery = {
  response: sessionQuery$data;
  variables: sessionQuery$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "regionId"
  },
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "sessionId"
  }
],
v1 = [
  {
    "kind": "Variable",
    "name": "regionId",
    "variableName": "regionId"
  },
  {
    "kind": "Variable",
    "name": "sessionId",
    "variableName": "sessionId"
  }
],
v2 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "id",
  "storageKey": null
},
v3 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "sessionId",
  "storageKey": null
},
v4 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "regionId",
  "storageKey": null
},
v5 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "creationTime",
  "storageKey": null
},
v6 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "username",
  "storageKey": null
},
v7 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "identityType",
  "storageKey": null
},
v8 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "principalId",
  "storageKey": null
},
v9 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "clientIp",
  "storageKey": null
},
v10 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "active",
  "storageKey": null
},
v11 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "instanceId",
  "storageKey": null
},
v12 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "status",
  "storageKey": null
},
v13 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "startTime",
  "storageKey": null
},
v14 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "durationSeconds",
  "storageKey": null
},
v15 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "closedReason",
  "storageKey": null
},
v16 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "failedDetail",
  "storageKey": null
},
v17 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "name",
  "storageKey": null
},
v18 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "hostName",
  "storageKey": null
},
v19 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "privateIpAddresses",
  "storageKey": null
},
v20 = {
  "kind": "InlineFragment",
  "selections": [
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "code",
      "storageKey": null
    },
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "message",
      "storageKey": null
    },
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "requestId",
      "storageKey": null
    },
    {
      "kind": "InlineFragment",
      "selections": [
        {
          "alias": null,
          "args": null,
          "kind": "ScalarField",
          "name": "retryAfterSeconds",
          "storageKey": null
        }
      ],
      "type": "ThrottledError",
      "abstractKey": null
    }
  ],
  "type": "GatewayError",
  "abstractKey": "__isGatewayError"
};
return {
  "fragment": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Fragment",
    "metadata": null,
    "name": "sessionQuery",
    "selections": [
      {
        "alias": null,
        "args": (v1/*:: as any*/),
        "concreteType": null,
        "kind": "LinkedField",
        "name": "session",
        "plural": false,
        "selections": [
          {
            "fragment": {
              "kind": "InlineFragment",
              "selections": [
                (v2/*:: as any*/),
                (v3/*:: as any*/),
                (v4/*:: as any*/),
                (v5/*:: as any*/),
                (v6/*:: as any*/),
                (v7/*:: as any*/),
                (v8/*:: as any*/),
                (v9/*:: as any*/),
                (v10/*:: as any*/),
                {
                  "alias": null,
                  "args": null,
                  "concreteType": "Connection",
                  "kind": "LinkedField",
                  "name": "connections",
                  "plural": true,
                  "selections": [
                    (v11/*:: as any*/),
                    (v12/*:: as any*/),
                    (v13/*:: as any*/),
                    (v14/*:: as any*/),
                    (v15/*:: as any*/),
                    (v16/*:: as any*/),
                    {
                      "kind": "CatchField",
                      "field": {
                        "alias": null,
                        "args": null,
                        "concreteType": "Instance",
                        "kind": "LinkedField",
                        "name": "instance",
                        "plural": false,
                        "selections": [
                          (v17/*:: as any*/),
                          (v18/*:: as any*/),
                          (v19/*:: as any*/)
                        ],
                        "storageKey": null
                      },
                      "to": "RESULT"
                    }
                  ],
                  "storageKey": null
                }
              ],
              "type": "Session",
              "abstractKey": null
            },
            "kind": "AliasedInlineFragmentSpread",
            "name": "record"
          },
          {
            "fragment": (v20/*:: as any*/),
            "kind": "AliasedInlineFragmentSpread",
            "name": "failure"
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
    "name": "sessionQuery",
    "selections": [
      {
        "alias": null,
        "args": (v1/*:: as any*/),
        "concreteType": null,
        "kind": "LinkedField",
        "name": "session",
        "plural": false,
        "selections": [
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "__typename",
            "storageKey": null
          },
          {
            "kind": "InlineFragment",
            "selections": [
              (v2/*:: as any*/),
              (v3/*:: as any*/),
              (v4/*:: as any*/),
              (v5/*:: as any*/),
              (v6/*:: as any*/),
              (v7/*:: as any*/),
              (v8/*:: as any*/),
              (v9/*:: as any*/),
              (v10/*:: as any*/),
              {
                "alias": null,
                "args": null,
                "concreteType": "Connection",
                "kind": "LinkedField",
                "name": "connections",
                "plural": true,
                "selections": [
                  (v11/*:: as any*/),
                  (v12/*:: as any*/),
                  (v13/*:: as any*/),
                  (v14/*:: as any*/),
                  (v15/*:: as any*/),
                  (v16/*:: as any*/),
                  {
                    "alias": null,
                    "args": null,
                    "concreteType": "Instance",
                    "kind": "LinkedField",
                    "name": "instance",
                    "plural": false,
                    "selections": [
                      (v17/*:: as any*/),
                      (v18/*:: as any*/),
                      (v19/*:: as any*/),
                      (v2/*:: as any*/)
                    ],
                    "storageKey": null
                  }
                ],
                "storageKey": null
              }
            ],
            "type": "Session",
            "abstractKey": null
          },
          (v20/*:: as any*/),
          {
            "kind": "InlineFragment",
            "selections": [
              (v2/*:: as any*/)
            ],
            "type": "Node",
            "abstractKey": "__isNode"
          }
        ],
        "storageKey": null
      }
    ]
  },
  "params": {
    "cacheID": "8dfe6ba966bd7e2fb79c18a18aa38730",
    "id": null,
    "metadata": {},
    "name": "sessionQuery",
    "operationKind": "query",
    "text": "query sessionQuery(\n  $regionId: RegionId!\n  $sessionId: String!\n) {\n  session(regionId: $regionId, sessionId: $sessionId) {\n    __typename\n    ... on Session {\n      id\n      sessionId\n      regionId\n      creationTime\n      username\n      identityType\n      principalId\n      clientIp\n      active\n      connections {\n        instanceId\n        status\n        startTime\n        durationSeconds\n        closedReason\n        failedDetail\n        instance {\n          name\n          hostName\n          privateIpAddresses\n          id\n        }\n      }\n    }\n    ... on GatewayError {\n      __isGatewayError: __typename\n      code\n      message\n      requestId\n      ... on ThrottledError {\n        retryAfterSeconds\n      }\n    }\n    ... on Node {\n      __isNode: __typename\n      id\n    }\n  }\n}\n"
  }
};
})();

(node as any).hash = "1a2b7b50a35783e40c365115b84bcc31";

export default node;
