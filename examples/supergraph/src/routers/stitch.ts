import { createServer } from 'node:http';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { MergedTypeConfig, SubschemaConfig } from '@graphql-tools/delegate';
import { buildHTTPExecutor } from '@graphql-tools/executor-http';
import { stitchSchemas } from '@graphql-tools/stitch';
import { filterSchema } from '@graphql-tools/utils';
import { parse } from 'graphql';
import { createYoga, type YogaInitialContext } from 'graphql-yoga';
import { listen } from '../listen.ts';
import type { Subgraph } from '../subgraphs.ts';
import type { StartRouter } from './router.ts';

/**
 * What stitching has to be told in place of `@key`: which fields find an entity again. Each key is an entry point of its
 * own, and all of them lead through `_entities`, which asks ECS for many at once.
 */
const keys: Readonly<Record<string, Readonly<Record<string, readonly (readonly string[])[]>>>> = {
  sessions: {
    Session: [['regionId', 'sessionId'], ['id']],
    Instance: [['regionId', 'instanceId']],
    Region: [['regionId']],
  },
  inventory: {
    Session: [['regionId', 'sessionId']],
    Instance: [['regionId', 'instanceId']],
    Team: [['name']],
  },
};

/** Schema stitching within Yoga. */
export const startStitch: StartRouter = (subgraphs, port = 0) => {
  const stitched = stitchSchemas({ subschemas: subgraphs.map(subschemaOf) });
  // What subgraphs tell routers is not for the router's own clients.
  const schema = filterSchema({
    schema: stitched,
    rootFieldFilter: (_, field) => field !== '_entities' && field !== '_service',
  });
  return listen(createServer(createYoga({ schema, logging: 'warn' })), port);
};

function subschemaOf({
  name,
  url,
  sdl,
}: Subgraph): SubschemaConfig<unknown, unknown, unknown, YogaInitialContext> {
  return {
    // From the SDL, not by introspection: that may be off.
    schema: buildSubgraphSchema(parse(sdl)),
    executor: buildHTTPExecutor({
      endpoint: url,
      headers: (request) => {
        const authorization = request?.context?.request.headers.get('authorization');
        return authorization ? { authorization } : {};
      },
    }),
    merge: Object.fromEntries(
      Object.entries(keys[name] ?? {}).map(([typename, keysOfType]) => [
        typename,
        mergeBy(typename, keysOfType),
      ]),
    ),
  };
}

function mergeBy(
  typename: string,
  keysOfType: readonly (readonly string[])[],
): MergedTypeConfig<unknown, unknown, YogaInitialContext> {
  const entryPoints = keysOfType.map((fields) => ({
    selectionSet: `{ ${fields.join(' ')} }`,
    fieldName: '_entities',
    key: (entity: Record<string, unknown>) => ({
      __typename: typename,
      ...Object.fromEntries(fields.map((field) => [field, entity[field]])),
    }),
    argsFromKeys: (representations: readonly unknown[]) => ({ representations }),
  }));
  return { entryPoints };
}
