import SchemaBuilder from '@pothos/core';
import DirectivesPlugin from '@pothos/plugin-directives';
import ErrorsPlugin from '@pothos/plugin-errors';
import RelayPlugin from '@pothos/plugin-relay';
import SubGraphPlugin from '@pothos/plugin-sub-graph';
import { relayOptions } from './relay.ts';
import type { SchemaTypes } from './schema-types.ts';

/** The one schema builder; each file beside this one adds its type to it. */
export const builder = new SchemaBuilder<SchemaTypes>({
  // Errors first: it must see what the others' resolvers throw.
  plugins: [ErrorsPlugin, RelayPlugin, DirectivesPlugin, SubGraphPlugin],
  errors: { directResult: true },
  relay: relayOptions,
  subGraphs: { defaultForTypes: ['Api', 'Subgraph'], fieldsInheritFromTypes: true },
});
