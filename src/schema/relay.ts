import type { RelayPluginOptions } from '@pothos/plugin-relay';
import { nodeIdDescription } from './object-key.ts';
import type { SchemaTypes } from './schema-types.ts';

type ExtendedTypes = PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>;

/**
 * The descriptions of Relay's types. `node` and `nodes` are in node.ts: those of the plugin fail all ids for one that is
 * malformed.
 */
export const relayOptions: RelayPluginOptions<ExtendedTypes> = {
  cursorType: 'String',
  nodeQueryOptions: false,
  nodesQueryOptions: false,
  nodeTypeOptions: {
    description:
      'An object that can be loaded again by its id alone. Source: Relay, Global Object Identification.',
  },
  idFieldOptions: { description: nodeIdDescription },
  pageInfoTypeOptions: {
    directives: { shareable: {} },
    description: 'The place of a page in its list. Source: Relay, GraphQL Cursor Connections Specification.',
  },
  hasNextPageFieldOptions: {
    description:
      'Whether records may follow. Also true where the gateway stopped a search in which few records match: continue from endCursor.',
  },
  hasPreviousPageFieldOptions: {
    description: 'True exactly if `after` was given; lists are paged forwards only.',
  },
  startCursorFieldOptions: { description: 'Cursor of the first edge; null for a page without edges.' },
  endCursorFieldOptions: {
    description:
      'Pass it as `after` to get the next page, also where this page has no edges. At the end of the list an empty page repeats `after`, so that a client that polls keeps its place. Null only for a first page that is empty with nothing after it.',
  },
  pageInfoFieldOptions: { description: 'The place of this page in its list.' },
  edgesFieldOptions: {
    nullable: { list: false, items: false },
    description: 'The records of this page, each with its cursor.',
  },
  nodesOnConnection: { description: 'The records of this page, for clients that need no cursors.' },
  nodeFieldOptions: { nullable: false, description: 'The record.' },
  cursorFieldOptions: {
    description:
      'The place of this record in its list: opaque, at most 4 KiB, valid for this list only. Pass it as `after` to continue after this record.',
  },
};
