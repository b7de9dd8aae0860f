import { MapperKind, mapSchema } from '@graphql-tools/utils';
import {
  GraphQLEnumType,
  GraphQLInputObjectType,
  GraphQLInterfaceType,
  GraphQLObjectType,
  type GraphQLSchema,
  type GraphQLTypeResolver,
  GraphQLUnionType,
  type NameNode,
  parse,
  visit,
} from 'graphql';

/*
 * A company may already have a type named Session. With a prefix all types of the gateway's own are renamed: objects,
 * interfaces, unions, enums and inputs. Node ids hold the name without it, so they survive a change of prefix.
 */

/** Names that mean the same in every schema: Relay's, and those that GraphQL itself looks for. */
const common = new Set(['Query', 'Mutation', 'Node', 'PageInfo']);

/**
 * Returns a schema whose own types have names with the prefix; the same schema for an empty prefix.
 *
 * @example
 * prefixTypes(schema, 'Ecs').getType('EcsSession'); // the Session of `schema`
 */
export function prefixTypes(schema: GraphQLSchema, prefix: string): GraphQLSchema {
  if (prefix === '') return schema;
  const renamed = <Config extends { name: string }>(type: { toConfig(): Config }): Config => {
    const config = type.toConfig();
    return { ...config, name: prefixed(config.name, prefix) };
  };
  const prefixedSchema = mapSchema(schema, {
    [MapperKind.OBJECT_TYPE]: (type) => new GraphQLObjectType(renamed(type)),
    [MapperKind.ENUM_TYPE]: (type) => new GraphQLEnumType(renamed(type)),
    [MapperKind.INPUT_OBJECT_TYPE]: (type) => new GraphQLInputObjectType(renamed(type)),
    [MapperKind.UNION_TYPE]: (type) =>
      new GraphQLUnionType({ ...renamed(type), resolveType: resolvePrefixed(type.resolveType, prefix) }),
    [MapperKind.INTERFACE_TYPE]: (type) =>
      new GraphQLInterfaceType({ ...renamed(type), resolveType: resolvePrefixed(type.resolveType, prefix) }),
  });
  prefixedSchema.extensions = { ...prefixedSchema.extensions, typePrefix: prefix };
  return prefixedSchema;
}

/**
 * Returns the name of a type without the prefix of this schema.
 *
 * @param name anything, such as the `__typename` of a representation
 * @returns undefined for what does not begin with the prefix
 */
export function withoutPrefix(schema: GraphQLSchema, name: unknown): string | undefined {
  if (typeof name !== 'string') return undefined;
  const prefix = prefixOf(schema);
  return name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
}

/**
 * Writes the prefix of a schema into an SDL or an operation that has none; all else stays as it is, comments included.
 *
 * @example
 * prefixDocument('{ node(id: 1) { ... on Session { id } } }', prefixTypes(schema, 'Ecs'));
 * // '{ node(id: 1) { ... on EcsSession { id } } }'
 */
export function prefixDocument(text: string, schema: GraphQLSchema): string {
  const prefix = prefixOf(schema);
  if (prefix === '') return text;
  const places: number[] = [];
  const note = ({ name }: { name: NameNode }) => {
    if (name.loc && schema.getType(`${prefix}${name.value}`)) places.push(name.loc.start);
  };
  visit(parse(text), {
    NamedType: note,
    ObjectTypeDefinition: note,
    InterfaceTypeDefinition: note,
    UnionTypeDefinition: note,
    EnumTypeDefinition: note,
    InputObjectTypeDefinition: note,
  });
  let written = 0;
  const pieces = places
    .sort((a, b) => a - b)
    .map((place) => {
      const piece = text.slice(written, place) + prefix;
      written = place;
      return piece;
    });
  return pieces.join('') + text.slice(written);
}

function prefixOf(schema: GraphQLSchema): string {
  const { typePrefix } = schema.extensions;
  return typeof typePrefix === 'string' ? typePrefix : '';
}

function prefixed(name: string, prefix: string): string {
  return common.has(name) || name.startsWith('_') ? name : `${prefix}${name}`;
}

/** Some resolvers of abstract types return names without the prefix, some the names that this schema has. */
function resolvePrefixed<Source, Context>(
  resolveType: GraphQLTypeResolver<Source, Context> | undefined | null,
  prefix: string,
): GraphQLTypeResolver<Source, Context> | undefined {
  if (!resolveType) return undefined;
  return (...args) => {
    const [, , { schema }] = args;
    const rename = (name: string | undefined) =>
      name === undefined || schema.getType(name) ? name : prefixed(name, prefix);
    const name = resolveType(...args);
    return typeof name === 'object' ? name.then(rename) : rename(name);
  };
}
