/**
 * @generated SignedSource<<be96df6b4c1bafc824f8b6ab30973887>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ConcreteRequest } from 'relay-runtime';
export type regionsQuery$variables = Record<PropertyKey, never>;
export type regionsQuery$data = {
  readonly regions: ReadonlyArray<{
    readonly localName: string | null | undefined;
    readonly regionId: string;
  }> | null | undefined;
};
export type regionsQuery = {
  response: regionsQuery$data;
  variables: regionsQuery$variables;
};

const node: ConcreteRequest = (function(){
var v0 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "regionId",
  "storageKey": null
},
v1 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "localName",
  "storageKey": null
};
return {
  "fragment": {
    "argumentDefinitions": [],
    "kind": "Fragment",
    "metadata": null,
    "name": "regionsQuery",
    "selections": [
      {
        "alias": null,
        "args": null,
        "concreteType": "Region",
        "kind": "LinkedField",
        "name": "regions",
        "plural": true,
        "selections": [
          (v0/*:: as any*/),
          (v1/*:: as any*/)
        ],
        "storageKey": null
      }
    ],
    "type": "Query",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": [],
    "kind": "Operation",
    "name": "regionsQuery",
    "selections": [
      {
        "alias": null,
        "args": null,
        "concreteType": "Region",
        "kind": "LinkedField",
        "name": "regions",
        "plural": true,
        "selections": [
          (v0/*:: as any*/),
          (v1/*:: as any*/),
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "id",
            "storageKey": null
          }
        ],
        "storageKey": null
      }
    ]
  },
  "params": {
    "cacheID": "d0e8cd49d05859828832dac750be9b9c",
    "id": null,
    "metadata": {},
    "name": "regionsQuery",
    "operationKind": "query",
    "text": "query regionsQuery {\n  regions {\n    regionId\n    localName\n    id\n  }\n}\n"
  }
};
})();

(node as any).hash = "4a57dd333f030e0bcf72a7c1678d9fed";

export default node;
