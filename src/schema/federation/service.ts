import { builder } from '../builder.ts';
import { prefixDocument } from './type-prefix.ts';

const Service = builder.objectRef<{ sdl: string }>('_Service').implement({
  subGraphs: [],
  description: 'This subgraph, for the composition of a supergraph.',
  fields: (t) => ({
    sdl: t.exposeString('sdl', { nullable: false, description: 'The SDL of this subgraph.' }),
  }),
});

builder.queryField('_service', (t) =>
  t.field({
    type: Service,
    subGraphs: [],
    nullable: false,
    description: 'The SDL of this subgraph. Source: Apollo Federation, subgraph specification.',
    resolve: (_root, _args, { subgraphSdl }, { schema }) => ({ sdl: prefixDocument(subgraphSdl(), schema) }),
  }),
);
