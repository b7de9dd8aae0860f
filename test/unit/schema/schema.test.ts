import { readFileSync } from 'node:fs';
import {
  buildClientSchema,
  buildSchema,
  type GraphQLObjectType,
  type GraphQLSchema,
  introspectionFromSchema,
  isObjectType,
  Kind,
  parse,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { prefixTypes } from '../../../src/schema/federation/type-prefix.ts';
import { schema } from '../../../src/schema/schema.ts';

const read = (name: string) => readFileSync(new URL(`../../../schema/${name}`, import.meta.url), 'utf8');
const subgraph = parse(read('subgraph.graphql'));
const objectOf = (from: GraphQLSchema, name: string): GraphQLObjectType | undefined => {
  const type = from.getType(name);
  return isObjectType(type) ? type : undefined;
};
const fieldsOf = (from: GraphQLSchema, name: string) => Object.keys(objectOf(from, name)?.getFields() ?? {});

describe('the fields of Query', () => {
  it.each(['', 'Ecs'])('come in the order in which people ask, in a schema with the prefix %j', (prefix) => {
    const served = prefixTypes(schema, prefix);
    // As GraphiQL reads it.
    const shown = buildClientSchema(introspectionFromSchema(served));
    for (const names of [fieldsOf(served, 'Query'), fieldsOf(shown, 'Query')]) {
      expect(names.slice(0, 2)).toEqual(['sessions', 'session']);
      expect(names.slice(-2)).toEqual(['_entities', '_service']);
      const places = ['sessions', 'instance', 'accounts', 'regions', 'node', '_entities'].map((name) =>
        names.indexOf(name),
      );
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(places).not.toContain(-1);
    }
  });
});

describe('with a prefix', () => {
  it.each([
    'CloudAccount',
    'Principal',
    'Tag',
    'CloudAssistant',
    'Recording',
    'OssDelivery',
    'SlsDelivery',
    'EndSessionPayload',
    'EndSessionResult',
  ])('%s is renamed', (name) => {
    const served = prefixTypes(schema, 'Ecs');
    expect(schema.getType(name)).toBeDefined();
    expect([served.getType(name), served.getType(`Ecs${name}`)?.name]).toEqual([undefined, `Ecs${name}`]);
  });

  it('the roots keep their names, which GraphQL itself looks for', () => {
    const served = prefixTypes(schema, 'Ecs');
    expect([served.getQueryType()?.name, served.getMutationType()?.name]).toEqual(['Query', 'Mutation']);
  });
});

describe('the schema of clients', () => {
  const api = buildSchema(read('schema.graphql'));

  it('has each account argument beside each region argument, and in the same number', () => {
    const seen: string[] = [];
    for (const type of Object.values(schema.getTypeMap())) {
      if (!isObjectType(type)) continue;
      for (const { name, args } of Object.values(type.getFields())) {
        const names = args.map((arg) => arg.name);
        if (names.includes('regionId')) expect(names, `${type.name}.${name}`).toContain('accountId');
        // An account's own list is over no others.
        if (!names.includes('regionIds') || type.name === 'CloudAccount') continue;
        expect(names, `${type.name}.${name}`).toContain('accountIds');
        seen.push(name);
      }
    }
    expect(seen).toContain('sessions');
  });

  it('names the account of every failure', () => {
    const members = api.getType('GatewayError');
    const errors = Object.keys(api.getTypeMap()).filter((name) => name.endsWith('Error'));
    expect(errors.length).toBeGreaterThan(9);
    expect(members).toBeDefined();
    for (const name of errors) {
      const type = api.getType(name);
      const field = type && 'getFields' in type ? type.getFields().accountId : undefined;
      expect(String(field?.type), name).toBe('String');
    }
  });

  it('has the one mutation', () => {
    expect(fieldsOf(api, 'Mutation')).toEqual(['endSession']);
    const args = objectOf(api, 'Mutation')?.getFields().endSession?.args ?? [];
    expect(args.map((arg) => `${arg.name}: ${arg.type}`).sort()).toEqual([
      'accountId: String',
      'regionId: RegionId!',
      'sessionId: String!',
    ]);
  });
});

describe('the schema of the subgraph', () => {
  const definitions = subgraph.definitions.flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.OBJECT_TYPE_EXTENSION
      ? [definition]
      : [],
  );
  const names = subgraph.definitions.flatMap((definition) =>
    'name' in definition && definition.name ? [definition.name.value] : [],
  );
  const keysOf = (type: string) =>
    definitions
      .filter(({ name }) => name.value === type)
      .flatMap(({ directives = [] }) => directives)
      .filter(({ name }) => name.value === 'key')
      .flatMap(({ arguments: args = [] }) => args)
      .map(({ value }) => (value.kind === Kind.STRING ? value.value : ''));

  it.each([
    ['CloudAccount', ['id']],
    ['Region', ['id', 'accountId regionId', 'regionId']],
    ['Instance', ['id', 'accountId regionId instanceId', 'regionId instanceId']],
    ['Session', ['id', 'accountId regionId sessionId', 'regionId sessionId']],
  ])('%s has the keys %j', (type, keys) => {
    expect(keysOf(type)).toEqual(keys);
  });

  it('has accounts only behind what is of them, and nothing that changes', () => {
    const query = definitions.filter(({ name }) => name.value === 'Query');
    const fields = query.flatMap(({ fields = [] }) => fields.map(({ name }) => name.value)).sort();
    expect(fields).toEqual(['instance', 'region', 'regions', 'session', 'sessions']);
    for (const absent of ['Mutation', 'EndSessionPayload', 'EndSessionResult']) {
      expect(names).not.toContain(absent);
    }
    for (const type of ['Session', 'Instance', 'Region']) {
      const [definition] = definitions.filter(({ name }) => name.value === type);
      const own = definition?.fields?.map(({ name }) => name.value) ?? [];
      expect(own).toEqual(expect.arrayContaining(['account', 'accountId']));
    }
  });
});
