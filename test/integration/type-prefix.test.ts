import { readdirSync, readFileSync } from 'node:fs';
import {
  buildClientSchema,
  buildSchema,
  GraphQLFloat,
  getIntrospectionQuery,
  type IntrospectionQuery,
  isScalarType,
  parse,
  printSchema,
  validate,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prefixDocument, prefixTypes } from '../../src/schema/federation/type-prefix.ts';
import { schema } from '../../src/schema/schema.ts';
import { list, type Pair, pick, startPair } from './support/gateway.ts';

/** SCHEMA_TYPE_PREFIX, for a company that already has a type named Session. */
let plain: Pair;
let pair: Pair;
beforeAll(async () => {
  [plain, pair] = await Promise.all([startPair(), startPair({ SCHEMA_TYPE_PREFIX: 'Ecs' })]);
});
afterAll(() => Promise.all([plain.close(), pair.close()]));

const read = (path: string) => readFileSync(new URL(`../../schema/${path}`, import.meta.url), 'utf8');
const introspect = async (from: Pair) => {
  const { data } = await from.ask(getIntrospectionQuery());
  return buildClientSchema(data as IntrospectionQuery);
};

describe('with SCHEMA_TYPE_PREFIX=Ecs', () => {
  it('every type of the gateway’s own is renamed, and nothing else is', async () => {
    const before = Object.values((await introspect(plain)).getTypeMap()).filter(
      (type) => type !== GraphQLFloat,
    );
    const after = Object.keys((await introspect(pair)).getTypeMap());
    const keeps = (name: string) => /^(Query|Mutation|Node|PageInfo|_.*)$/.test(name);
    const expected = before.map((type) =>
      isScalarType(type) || keeps(type.name) ? type.name : `Ecs${type.name}`,
    );
    expect(after.toSorted()).toEqual(expected.toSorted());
    expect(after).toEqual(
      expect.arrayContaining(['EcsSession', 'EcsSessionFilter', 'EcsErrorCode', 'PageInfo']),
    );
  });

  it('the schema is the same but for the names', async () => {
    const printed = printSchema(await introspect(pair));
    expect(printed.replaceAll(/\bEcs(?=[A-Z])/g, '')).toBe(printSchema(await introspect(plain)));
  });

  it('the SDL of the subgraph is the same but for the names', async () => {
    const { data } = await pair.ask('{ _service { sdl } }');
    const sdl = String(pick(data, '_service.sdl'));
    expect(sdl).toContain('type EcsSession implements Node\n  @key(fields: "id")');
    expect(sdl).toContain('union EcsSessionResult = EcsBadRequestError | EcsSessionNotFoundError');
    expect(sdl).toMatch(/input EcsSessionFilter/);
    expect(sdl).not.toMatch(/\bEcs(Query|Mutation|Node|PageInfo|DateTime|RegionId)\b/);
    const comparable = (text: string) => text.replaceAll(/(?<=[\s[|(:&])Ecs(?=[A-Z])/g, '');
    expect(comparable(sdl)).toBe(read('subgraph.graphql'));
  });

  it('__typename and possible types have it, in unions and interfaces', async () => {
    const { data, errors } = await pair.ask(`{
      sessions(regionIds: ["cn-hangzhou"], first: 1) { __typename ... on EcsSessionConnection { nodes { __typename id } } }
      failed: sessions(regionIds: [], first: 1) { __typename ... on EcsGatewayError { code } }
      node(id: "${Buffer.from('Region:cn-hangzhou').toString('base64url')}") { __typename }
      __type(name: "Node") { possibleTypes { name } } }`);
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({
      sessions: { __typename: 'EcsSessionConnection', nodes: [{ __typename: 'EcsSession' }] },
      failed: { __typename: 'EcsBadRequestError', code: 'BAD_REQUEST' },
      node: { __typename: 'EcsRegion' },
      __type: {
        possibleTypes: ['CloudAccount', 'Instance', 'Region', 'Session'].map((name) => ({
          name: `Ecs${name}`,
        })),
      },
    });
  });

  it('node ids are the same as without it', async () => {
    const query = (prefix: string) =>
      `{ sessions(regionIds: ["cn-hangzhou"]) { ... on ${prefix}SessionConnection { nodes { id } } } }`;
    const ids = list((await plain.ask(query(''))).data, 'sessions.nodes');
    expect(list((await pair.ask(query('Ecs'))).data, 'sessions.nodes')).toEqual(ids);
    const { data } = await pair.ask('query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }', {
      ids: ids.map((node) => pick(node, 'id')),
    });
    expect(list(data, 'nodes')).toEqual(ids.map((node) => ({ __typename: 'EcsSession', ...Object(node) })));
  });

  it('entities are found by the prefixed name, and by that alone', async () => {
    const ask = (__typename: string) =>
      pair.ask('query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }', {
        r: [{ __typename, regionId: 'cn-hangzhou' }],
      });
    expect((await ask('EcsRegion')).data).toEqual({ _entities: [{ __typename: 'EcsRegion' }] });
    expect((await ask('Region')).errors).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }]);
  });

  it('the stored operations are valid once they are adapted', () => {
    const prefixed = prefixTypes(schema, 'Ecs');
    for (const file of readdirSync(new URL('../../schema/operations/', import.meta.url))) {
      if (!file.endsWith('.graphql')) continue;
      const operation = prefixDocument(read(`operations/${file}`), prefixed);
      expect(validate(prefixed, parse(operation)), file).toEqual([]);
      expect(operation).toMatch(/^# /);
    }
  });

  it('the printed SDL can be built', () => {
    expect(() =>
      buildSchema(prefixDocument(read('schema.graphql'), prefixTypes(schema, 'Ecs'))),
    ).not.toThrow();
  });
});
