import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { createCachedApi } from './ecs/cached-api.ts';
import type { CredentialSource } from './ecs/credentials.ts';
import { createSdkApi } from './ecs/sdk-api.ts';
import { schema } from './schema/schema.ts';
import { prefixDocument, prefixTypes } from './schema/type-prefix.ts';
import { type GatewayServer, startServer } from './server/server.ts';
import { createLoaders } from './sessions/loaders.ts';

/** What a gateway needs besides its configuration. */
export interface GatewayParts {
  credentials: CredentialSource;
  log: Logger;
}

/** Puts the parts together and listens: ECS, the cache around it, loaders for each request, schema, server. */
export async function startGateway(
  config: Config,
  { credentials, log }: GatewayParts,
): Promise<GatewayServer> {
  const ecs = createSdkApi({
    credentials,
    endpoint: config.ECS_ENDPOINT,
    homeRegion: config.ECS_HOME_REGION,
    timeoutMs: config.ECS_TIMEOUT_MS,
    deadlineMs: config.ECS_DEADLINE_MS,
    maxAttempts: config.ECS_MAX_ATTEMPTS,
    maxConcurrency: config.ECS_MAX_CONCURRENCY,
    log,
  });
  const api = createCachedApi(ecs, {
    ttlMs: config.CACHE_TTL_MS,
    maxBytes: config.CACHE_MAX_MB * 1024 * 1024,
  });
  const served = prefixTypes(schema, config.SCHEMA_TYPE_PREFIX);
  return startServer({
    schema: served,
    createContext: (signal) => ({ loaders: createLoaders(api, { signal }) }),
    isReady: () =>
      credentials.getCredential().then(
        () => true,
        () => false,
      ),
    host: config.HOST,
    port: config.PORT,
    graphiql: config.GRAPHIQL && { adaptOperation: (document) => prefixDocument(document, served) },
    corsOrigins: config.CORS_ORIGINS,
    log,
  });
}
