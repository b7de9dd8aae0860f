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
const common = new Set(['Query', 'Node', 'PageInfo']);

/** The schema with its own types renamed; the same one without a prefix. */
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

/** The name that a type of this schema has without the prefix; undefined for what is not the name of such a type. */
export function withoutPrefix(schema: GraphQLSchema, name: unknown): string | undefined {
  if (typeof name !== 'string') return undefined;
  const prefix = prefixOf(schema);
  return name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
}

/** An SDL or an operation that was written without a prefix, with the one of this schema. All else stays as it is. */
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

/** Some resolvers give the names they were written with, some ask the schema for its types. */
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
