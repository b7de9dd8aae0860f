import { readFileSync } from 'node:fs';
import { execute, type GraphQLError, parse, validate } from 'graphql';
import { demoCredentials } from '../../../demo/own-fleet.ts';
import { loadConfig } from '../../../src/config.ts';
import { staticCredentials } from '../../../src/ecs/sdk/credentials.ts';
import { connectCloud } from '../../../src/gateway.ts';
import { codedFailure } from '../../../src/schema/failure.ts';
import { schema } from '../../../src/schema/schema.ts';
import { createMask } from '../../../src/server/masked-errors.ts';
import { createLoaders } from '../../../src/sessions/loaders.ts';
import type { AnyRequest } from './any-document.ts';
import type { Answer } from './gateway.ts';

const sdl = readFileSync(new URL('../../../schema/subgraph.graphql', import.meta.url), 'utf8');

/** Milliseconds after which an answer would say something of the machine, and not of the request. */
export const patience = 300_000;

/** What graphql-js makes of a request, with no server around it: the schema and the loaders over the same upstream. */
export function createPlainGraphQL(endpoint: string) {
  const config = loadConfig({
    ECS_ENDPOINT: endpoint,
    STS_ENDPOINT: endpoint,
    RAM_ENDPOINT: endpoint,
    ECS_CALLS_PER_MINUTE: '100000',
    ECS_TIMEOUT_MS: String(patience),
    ECS_DEADLINE_MS: String(patience),
    CACHE_TTL_MS: '3600000',
  });
  const log = { info() {}, warn() {}, error() {} };
  const cloud = connectCloud(config, { credentials: staticCredentials(demoCredentials), log });
  const mask = createMask(codedFailure);

  return async ({ query, variables }: AnyRequest): Promise<Answer> => {
    const document = parse(query);
    const problems = validate(schema, document);
    if (problems.length > 0) return asJson({ errors: problems });
    const contextValue = {
      loaders: createLoaders(cloud),
      announceChange() {},
      subgraphSdl: () => sdl,
    };
    const { data, errors } = await execute({ schema, document, variableValues: variables, contextValue });
    return asJson({ data, errors: errors?.map(mask) });
  };
}

/** What can be compared of two answers: not the ids of upstream requests, the moment of asking, and the order of the errors. */
export function comparable({ data, errors }: Answer) {
  return {
    data: withoutMoment(withoutRequestIds(data)),
    errors: errors
      ?.map(({ message, path, locations, extensions }) => ({
        message: withoutRequestIds(message),
        path,
        locations,
        // Last, so that the order of two errors hangs on it last.
        code: extensions?.code,
      }))
      .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
  };
}

const started = Date.now();

/** Where no record with a time was read, a list was read until now. */
function withoutMoment(data: string | undefined): string | undefined {
  return data?.replaceAll(/until":"([^"]+)"/g, (until, time) =>
    Date.parse(time) >= started ? 'until":"now"' : until,
  );
}

function withoutRequestIds(value: unknown): string | undefined {
  return JSON.stringify(value)?.replaceAll(/[\dA-F]{8}(-[\dA-F]{4}){3}-[\dA-F]{12}/g, 'a request id');
}

function asJson(result: { data?: unknown; errors?: readonly (Error | GraphQLError)[] | undefined }): Answer {
  return JSON.parse(JSON.stringify(result));
}
