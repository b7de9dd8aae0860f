import { MapperKind, mapSchema } from '@graphql-tools/utils';
import { GraphQLObjectType, type GraphQLSchema } from 'graphql';

/** The questions that people come with first. */
const first = [
  'sessions',
  'session',
  'instances',
  'instance',
  'accounts',
  'account',
  'regions',
  'region',
  'node',
  'nodes',
];

/**
 * Returns the schema with the fields of Query in the order in which people should meet them in its documentation: the
 * fields of supergraphs, which begin with an underscore, come last.
 */
export function inReadingOrder(schema: GraphQLSchema): GraphQLSchema {
  return mapSchema(schema, {
    [MapperKind.QUERY]: (type) => {
      const config = type.toConfig();
      const fields = Object.entries(config.fields).sort(([a], [b]) => rankOf(a) - rankOf(b));
      return new GraphQLObjectType({ ...config, fields: Object.fromEntries(fields) });
    },
  });
}

function rankOf(name: string): number {
  const rank = first.indexOf(name);
  if (rank >= 0) return rank;
  return name.startsWith('_') ? first.length + 1 : first.length;
}
