import { readFileSync } from 'node:fs';
import { execute, type GraphQLError, parse, validate } from 'graphql';
import { demoCredentials } from '../../../demo/own-fleet.ts';
import { parseRegionId } from '../../../src/ecs/arguments.ts';
import { createCachedApi } from '../../../src/ecs/cache/cached-api.ts';
import { staticCredentials } from '../../../src/ecs/sdk/credentials.ts';
import { createSdkApi } from '../../../src/ecs/sdk/sdk-api.ts';
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
  const api = createSdkApi({
    credentials: staticCredentials(demoCredentials),
    endpoint,
    homeRegion: parseRegionId('cn-hangzhou'),
    timeoutMs: patience,
    deadlineMs: patience,
    maxAttempts: 3,
    maxConcurrency: 8,
    log: { warn() {} },
  });
  const cached = createCachedApi(api, { ttlMs: 3_600_000, maxBytes: 64_000_000 });
  const mask = createMask(codedFailure);

  return async ({ query, variables }: AnyRequest): Promise<Answer> => {
    const document = parse(query);
    const problems = validate(schema, document);
    if (problems.length > 0) return asJson({ errors: problems });
    const contextValue = { loaders: createLoaders(cached), subgraphSdl: () => sdl };
    const { data, errors } = await execute({ schema, document, variableValues: variables, contextValue });
    return asJson({ data, errors: errors?.map(mask) });
  };
}

/** What can be compared of two answers: not the ids of upstream requests, and not the order of the errors. */
export function comparable({ data, errors }: Answer) {
  return {
    data: withoutRequestIds(data),
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

function withoutRequestIds(value: unknown): string | undefined {
  return JSON.stringify(value)?.replaceAll(/[\dA-F]{8}(-[\dA-F]{4}){3}-[\dA-F]{12}/g, 'a request id');
}

function asJson(result: { data?: unknown; errors?: readonly (Error | GraphQLError)[] | undefined }): Answer {
  return JSON.parse(JSON.stringify(result));
}
