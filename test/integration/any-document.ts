import {
  type GraphQLArgument,
  type GraphQLOutputType,
  getNamedType,
  isCompositeType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { schema } from '../../src/schema/schema.ts';

/** A document that is valid against the schema, but for what only the gateway itself can refuse. */
export function documentOf(next: (limit: number) => number): string {
  const root = schema.getQueryType();
  return root ? `query${selection(root, 0, next)}` : '';
}

function selection(output: GraphQLOutputType, depth: number, next: (limit: number) => number): string {
  const type = getNamedType(output);
  if (!isCompositeType(type)) return '';
  if (isUnionType(type))
    return ` { __typename ${type
      .getTypes()
      .slice(0, 1 + next(3))
      .map((member) => `... on ${member.name}${selection(member, depth + 1, next)}`)
      .join(' ')} }`;
  const fields = Object.values(type.getFields());
  const chosen = Array.from({ length: 1 + next(3) }, () => fields[next(fields.length)]);
  const lines = chosen.flatMap((field, index) => {
    if (!field || (depth > 6 && isCompositeType(getNamedType(field.type)))) return [];
    const args = field.args.map((arg) => `${arg.name}: ${literalFor(arg, next)}`).join(', ');
    return [
      `f${depth}_${index}: ${field.name}${args && `(${args})`}${selection(field.type, depth + 1, next)}`,
    ];
  });
  return ` { __typename ${isObjectType(type) ? lines.join(' ') : ''} }`;
}

function literalFor({ name, type }: GraphQLArgument, next: (limit: number) => number): string {
  const regions = ['"cn-hangzhou"', '"cn-shanghai"', '"xx-nowhere"', '"cn-beijing"'];
  const region = regions[next(regions.length)] ?? '""';
  switch (name) {
    case 'regionId':
      return region;
    case 'regionIds':
      return `[${region}, ${regions[next(regions.length)]}]`;
    case 'instanceId':
      return String(type).endsWith('!')
        ? `"i-${next(99)}"`
        : (['null', '"s-1"', '""', '"i-1"'][next(4)] ?? 'null');
    case 'first':
      return String(next(120) - 10);
    case 'filter':
      return (
        [
          'null',
          '{}',
          '{ active: true }',
          '{ usernames: [] }',
          '{ statuses: [FAILED], identityTypes: [UNKNOWN] }',
        ][next(5)] ?? 'null'
      );
    case 'ids':
      return `["${Buffer.from(`Session:cn-hangzhou:s-${next(9)}`).toString('base64url')}", "x"]`;
    case 'representations':
      return `[{ __typename: "Session", regionId: ${region}, sessionId: "s-1" }, { __typename: "x" }]`;
    default:
      return String(type).endsWith('!')
        ? `"s-${next(99)}"`
        : (['null', '"s-1"', '""', '"i-1"'][next(4)] ?? 'null');
  }
}
