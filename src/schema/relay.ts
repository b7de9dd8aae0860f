import type { RelayPluginOptions } from '@pothos/plugin-relay';
import { nodeIdDescription } from './object-key.ts';
import type { SchemaTypes } from './schema-types.ts';

type ExtendedTypes = PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>;

/** Relay's own types in the gateway's words. `node` and `nodes` are in node.ts: the plugin's fail all ids for one. */
export const relayOptions: RelayPluginOptions<ExtendedTypes> = {
  cursorType: 'String',
  nodeQueryOptions: false,
  nodesQueryOptions: false,
  nodeTypeOptions: {
    description:
      'An object that can be fetched again by its id alone. Source: Relay, Global Object Identification.',
  },
  idFieldOptions: { description: nodeIdDescription },
  pageInfoTypeOptions: {
    directives: { shareable: {} },
    description: 'Where a page stands in its list. Source: Relay, GraphQL Cursor Connections Specification.',
  },
  hasNextPageFieldOptions: {
    description:
      'Whether records may follow. True as well where a scan stopped early because few records matched: follow endCursor.',
  },
  hasPreviousPageFieldOptions: {
    description: 'True exactly when `after` was given; lists are walked forwards only.',
  },
  startCursorFieldOptions: { description: 'Cursor of the first edge; null for a page without edges.' },
  endCursorFieldOptions: {
    description:
      'Give it as `after` for the next page, also where this page has no edges. At the end of the list an empty page gives `after` again, so that a poll keeps its place. Null only for a list that is empty from the beginning.',
  },
  pageInfoFieldOptions: { description: 'Where this page stands in its list.' },
  edgesFieldOptions: {
    nullable: { list: false, items: false },
    description: 'The records of this page, each with its cursor.',
  },
  nodesOnConnection: { description: 'The records of this page, for callers that need no cursors.' },
  nodeFieldOptions: { nullable: false, description: 'The record.' },
  cursorFieldOptions: {
    description:
      'The place of this record in its list: opaque, at most 4 KiB, bound to the list it came from. Give it as `after` to go on behind this record.',
  },
};
