import { readFileSync } from 'node:fs';
import { builder } from './builder.ts';
import { prefixDocument } from './type-prefix.ts';

/** Printed by `npm run schema`, so that a running gateway need not load what prints it. */
const subgraphFile = new URL('../../schema/subgraph.graphql', import.meta.url);

const Service = builder.objectRef<{ sdl: string }>('_Service').implement({
  subGraphs: [],
  description: 'What a supergraph composes.',
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
    resolve: (_root, _args, _context, { schema }) => ({
      sdl: prefixDocument(readFileSync(subgraphFile, 'utf8'), schema),
    }),
  }),
);
