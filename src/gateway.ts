import { readFileSync } from 'node:fs';
import type { Config } from './config.ts';
import { createCachedApi } from './ecs/cache/cached-api.ts';
import { isRegionId } from './ecs/region-id.ts';
import type { CredentialSource } from './ecs/sdk/credentials.ts';
import { createSdkApi } from './ecs/sdk/sdk-api.ts';
import { Usage } from './ecs/usage.ts';
import { costError } from './schema/cost/cost-error.ts';
import { createUpstreamCost } from './schema/cost/upstream-cost.ts';
import { codedFailure } from './schema/failure.ts';
import { prefixDocument, prefixTypes } from './schema/federation/type-prefix.ts';
import { schema } from './schema/schema.ts';
import type { Caller } from './server/authentication.ts';
import { fileKeySet, remoteKeySet } from './server/key-set.ts';
import type { ServerLog } from './server/log.ts';
import { isLoopback } from './server/loopback.ts';
import { type GatewayServer, startServer } from './server/server.ts';
import { type Access, fullAccess } from './sessions/access.ts';
import { createLoaders } from './sessions/loaders.ts';

/** What a gateway needs besides its configuration. */
export interface GatewayParts {
  credentials: CredentialSource;
  log: ServerLog;
}

/** Printed by `npm run schema`, so that a running gateway need not load what prints it. */
const subgraphFile = new URL('../schema/subgraph.graphql', import.meta.url);
/** From here these paths hold for `src` and for the bundle in `dist` alike; from a folder below they would not. */
const operations = new URL('../schema/operations/', import.meta.url);

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
    callsPerMinute: config.ECS_CALLS_PER_MINUTE,
    circuitBreaker: config.ECS_CIRCUIT_BREAKER,
    log,
  });
  const cacheBytes = config.CACHE_MAX_MB * 1024 * 1024;
  const api = createCachedApi(ecs, {
    ttlMs: config.CACHE_TTL_MS,
    behindCursorMs: config.CACHE_BEHIND_CURSOR_MS,
    staleIfErrorMs: config.STALE_IF_ERROR_SECONDS * 1000,
    maxBytes: cacheBytes * 0.75,
  });
  const served = prefixTypes(schema, config.SCHEMA_TYPE_PREFIX);
  const upstreamCost = createUpstreamCost(served);
  const authentication = config.jwt && { ...config.jwt, keys: keySetOf(config.jwt.jwks, log) };
  if (!authentication && !isLoopback(config.HOST)) {
    log.warn({ host: config.HOST }, 'AUTH=none: whoever can reach this address can read all session records');
  }
  return startServer({
    schema: served,
    createContext: ({ signal, caller, audit }) => {
      const usage = new Usage(config.MAX_UPSTREAM_CALLS);
      audit.usage = usage;
      return {
        loaders: createLoaders(api, {
          signal,
          access: authentication ? accessOf(caller) : fullAccess,
          notes: Object.assign(audit, { usage }),
        }),
        subgraphSdl: () => readFileSync(subgraphFile, 'utf8'),
      };
    },
    refuse: (request) => costError(upstreamCost(request), config.MAX_UPSTREAM_CALLS),
    describeFailure: codedFailure,
    adaptOperation: (document) => prefixDocument(document, served),
    graphiql: config.GRAPHIQL ? operations : null,
    introspection: config.INTROSPECTION,
    responseCache: { ttlMs: config.CACHE_TTL_MS, maxBytes: cacheBytes * 0.25 },
    persistedOperationsFile: config.PERSISTED_OPERATIONS_FILE,
    corsOrigins: config.CORS_ORIGINS,
    authentication: authentication ?? undefined,
    // What it listens on is what it announces.
    allowedHosts: [config.HOST, ...config.ALLOWED_HOSTS],
    isReady: () =>
      credentials.getCredential().then(
        () => true,
        () => false,
      ),
    host: config.HOST,
    port: config.PORT,
    log,
  });
}

function keySetOf(jwks: { url: string } | { file: string }, log: ServerLog) {
  return 'url' in jwks ? remoteKeySet(jwks.url, log) : fileKeySet(jwks.file, log);
}

/** What a token allows, in terms of regions whose syntax has been checked; without one, nothing. */
function accessOf(caller: Caller | undefined): Access {
  const { mayRead, regions } = caller ?? { mayRead: false, regions: [] };
  return { mayRead, regions: regions && new Set(regions.filter(isRegionId)) };
}
