import fc from 'fast-check';
import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql';

/** Something that is written where a value is expected. */
export type Given =
  | { text: string }
  | { list: Given[] }
  | { object: [name: string, given: Given][] }
  | { variable: Variable };

/** A variable as the operation declares it; `value` is absent where the request leaves it out. */
export interface Variable {
  type: string;
  fallback: string | null;
  value?: unknown;
}

/** Ids and cursors that the data holds, without which each answer would say that there is no such record. */
export interface Samples {
  cursors: readonly string[];
  sessionIds: readonly string[];
  instanceIds: readonly string[];
  nodeIds: readonly string[];
}

/** What fits nowhere, or nearly. */
const odd = fc.constantFrom<unknown>(
  null,
  [],
  {},
  { f: [] },
  { active: 'yes', usernames: [null] },
  'x',
  '',
  2 ** 31,
  1.5,
  true,
  [[]],
);

/** Makes generators of input: literals and variables of every type, most of which fit. */
export function createInputs({ cursors, sessionIds, instanceIds, nodeIds }: Samples) {
  const texts: Record<string, readonly string[]> = {
    after: [...cursors, ...cursors, 'AAAA', ''],
    sessionId: sessionIds,
    instanceId: instanceIds,
    instanceIds: [...instanceIds, 'web-01'],
    usernames: ['root', 'ecs-assist-user', 'nobody'],
    excludeUsernames: ['root', 'nobody'],
    targetServers: ['192.168.0.246', 'DB.internal', '10.0.0.0/8'],
  };
  const regionId = fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom('cn-hangzhou', 'eu-central-1', 'us-west-1') },
    { weight: 1, arbitrary: fc.constant('xx-nowhere') },
  );
  const id = fc.constantFrom(...nodeIds, 'malformed');

  /** A value as JSON. */
  function jsonOf(type: GraphQLInputType, name: string): fc.Arbitrary<unknown> {
    if (isNonNullType(type)) return jsonOf(type.ofType, name).filter((value) => value !== null);
    const fitting = fittingJson(type, name);
    return fc.oneof(
      { weight: 50, arbitrary: fitting },
      { weight: 3, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: odd },
    );
  }

  function fittingJson(type: GraphQLInputType, name: string): fc.Arbitrary<unknown> {
    // One value stands for a list of it.
    if (isListType(type)) {
      const item = jsonOf(type.ofType, name);
      return fc.oneof({ weight: 5, arbitrary: fc.array(item, { minLength: 1, maxLength: 3 }) }, item);
    }
    if (isInputObjectType(type)) {
      return fieldsOf(type, jsonOf).map((fields) => Object.fromEntries(fields));
    }
    if (isEnumType(type)) return fc.constantFrom(...type.getValues().map(({ name }) => name));
    switch (getNamedType(type).name) {
      case 'RegionId':
        return regionId;
      case 'Int':
        return fc.oneof(
          { weight: 5, arbitrary: fc.integer({ min: 1, max: 3 }) },
          fc.constantFrom(0, 101, -1),
        );
      case 'Boolean':
        return fc.boolean();
      case 'ID':
        return id;
      case 'DateTime':
        return fc.constantFrom(
          '2026-01-18T12:00:00Z',
          '2026-01-18T12:00:00.000+08:00',
          '2026-01-18',
          '2026-01-19',
        );
      case 'Port':
        return fc.constantFrom(22, 3306, 65_535, 0, '22');
      case 'IP':
        return fc.constantFrom('10.0.0.1', '2001:DB8::1', '::ffff:10.0.0.1', '10.1.2.3/8', '010.0.0.1');
      case '_Any':
        return fc.oneof(
          fc.record({ __typename: fc.constantFrom('Session', 'Instance', 'Region', 'x'), id }),
          fc.record({ __typename: fc.constant('Region'), regionId }),
          fc.record({
            __typename: fc.constant('Session'),
            regionId,
            sessionId: fc.constantFrom(...sessionIds),
          }),
        );
      default:
        return fc.constantFrom(...(texts[name] ?? ['x']));
    }
  }

  function variableOf(type: GraphQLInputType, name: string): fc.Arbitrary<Given> {
    const nullable = getNullableType(type);
    const sent = fc.oneof<fc.WeightedArbitrary<{ value?: unknown }>[]>(
      { weight: 20, arbitrary: fc.record({ value: jsonOf(type, name) }) },
      { weight: 1, arbitrary: fc.record({ value: odd }) },
      { weight: 4, arbitrary: fc.constant({}) },
    );
    return fc
      .record({
        type: fc.oneof(
          { weight: 8, arbitrary: fc.constant(String(type)) },
          { weight: 2, arbitrary: fc.constantFrom(String(nullable), `${nullable}!`) },
        ),
        fallback: fc.option(jsonOf(type, name).map((value) => literal(value, type))),
        sent,
      })
      .map(({ sent, ...declared }) => ({ variable: { ...declared, ...sent } }));
  }

  /** A value as it is given to a place of this type and name: written there, as variables, or partly as either. */
  function inputOf(type: GraphQLInputType, name: string): fc.Arbitrary<Given> {
    const nullable = getNullableType(type);
    const choices: fc.WeightedArbitrary<Given>[] = [
      { weight: 4, arbitrary: jsonOf(type, name).map((value) => ({ text: literal(value, type) })) },
      { weight: 4, arbitrary: variableOf(type, name) },
    ];
    if (isListType(nullable)) {
      const list = fc.array(inputOf(nullable.ofType, name), { minLength: 1, maxLength: 2 });
      choices.push({ weight: 2, arbitrary: list.map((list) => ({ list })) });
    }
    if (isInputObjectType(nullable)) {
      const fields = fieldsOf(nullable, inputOf);
      choices.push({ weight: 4, arbitrary: fields.map((object) => ({ object })) });
    }
    return fc.oneof(...choices);
  }

  return inputOf;
}

/** Up to two fields of an input object, and those that it must have. */
function fieldsOf<T>(
  type: GraphQLInputObjectType,
  make: (type: GraphQLInputType, name: string) => fc.Arbitrary<T>,
): fc.Arbitrary<[name: string, value: T][]> {
  const all = Object.values(type.getFields());
  const field = ({ name, type }: (typeof all)[number]) =>
    make(type, name).map((value): [string, T] => [name, value]);
  const required = fc.tuple(...all.filter(isRequiredInputField).map(field));
  const optional = all.filter((field) => !isRequiredInputField(field)).map(field);
  if (optional.length === 0) return required;
  const some = fc.uniqueArray(fc.oneof(...optional), { maxLength: 2, selector: ([name]) => name });
  return fc.tuple(required, some).map((fields) => fields.flat());
}

/** JSON as GraphQL writes it at a place of this type. */
function literal(value: unknown, type: GraphQLInputType): string {
  const nullable = getNullableType(type);
  if (Array.isArray(value)) {
    const item = isListType(nullable) ? nullable.ofType : nullable;
    return `[${value.map((each) => literal(each, item)).join(', ')}]`;
  }
  const named = getNamedType(type);
  if (typeof value === 'object' && value !== null) {
    const fields = isInputObjectType(named) ? named.getFields() : {};
    const written = Object.entries(value).map(
      ([name, each]) => `${name}: ${literal(each, fields[name]?.type ?? named)}`,
    );
    return `{ ${written.join(', ')} }`;
  }
  return isEnumType(named) && typeof value === 'string' && value !== '' ? value : JSON.stringify(value);
}
