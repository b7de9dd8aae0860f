import { builder } from '../builder.ts';
import { CloudAccount } from '../cloud-account.ts';
import { entitiesCost } from '../cost/cost-rules.ts';
import { Instance } from '../instance.ts';
import { loadObjects } from '../load-object.ts';
import { decodeRepresentation } from '../object-key.ts';
import { Region } from '../region.ts';
import { Session } from '../session.ts';
import { withoutPrefix } from './type-prefix.ts';

/*
 * How a supergraph loads our objects. No printed SDL holds these fields: every subgraph has them.
 * Source: Apollo Federation, subgraph specification.
 */

builder.scalarType('_Any', {
  subGraphs: [],
  description: 'A representation of an entity: its `__typename` and the fields of one of its keys.',
  serialize: (value) => value,
});

const Entity = builder.unionType('_Entity', {
  subGraphs: [],
  description: 'An object that a supergraph can load by a key.',
  types: [Session, Instance, Region, CloudAccount],
  resolveType: (value) => {
    if ('identity' in value) return Session;
    if ('instanceId' in value) return Instance;
    return 'regionId' in value ? Region : CloudAccount;
  },
});

builder.queryField('_entities', (t) =>
  t.field({
    type: [Entity],
    subGraphs: [],
    nullable: { list: false, items: true },
    description:
      'The objects that the representations name, in the same order; null for each that does not exist. Costs the same upstream calls as `nodes`.',
    args: {
      representations: t.arg({
        type: ['_Any'],
        required: true,
        description: 'For each of up to 2,000 objects its `__typename` and the fields of one of its keys.',
      }),
    },
    ...entitiesCost,
    resolve: (_root, { representations }, { loaders }, { schema }) =>
      loadObjects(
        'representations',
        representations,
        ({ __typename, ...fields }) => decodeRepresentation(withoutPrefix(schema, __typename), fields),
        loaders,
      ),
  }),
);
