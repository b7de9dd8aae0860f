import type { RelayPluginOptions } from '@pothos/plugin-relay';
import { type GraphQLSchema, isObjectType } from 'graphql';
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

/** What the plugin reads through a resolver although the page has a property of the same name. */
const ownProperties: readonly (readonly [type: string, field: string])[] = [
  ['SessionConnection', 'edges'],
  ['SessionConnection', 'pageInfo'],
  ['SessionEdge', 'node'],
];

/** Has these fields read in place, as those that `t.expose` names: for a hundred rows it is a third of the work. */
export function readPagesInPlace(schema: GraphQLSchema): GraphQLSchema {
  for (const [typeName, fieldName] of ownProperties) {
    const type = schema.getType(typeName);
    const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
    if (!field) throw new TypeError(`The schema has no ${typeName}.${fieldName}`);
    delete field.resolve;
  }
  return schema;
}
