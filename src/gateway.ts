import { readFileSync } from 'node:fs';
import type { Config } from './config.ts';
import type { AccountKey } from './ecs/account.ts';
import { createAccountDirectory } from './ecs/cache/account-directory.ts';
import { createCachedApi } from './ecs/cache/cached-api.ts';
import { AccessDeniedError, GatewayError } from './ecs/errors.ts';
import { isRegionId } from './ecs/region-id.ts';
import { createAccountCredentials } from './ecs/sdk/account-credentials.ts';
import type { CredentialSource } from './ecs/sdk/credentials.ts';
import { createRamApis } from './ecs/sdk/ram-api.ts';
import { createSdkApi } from './ecs/sdk/sdk-api.ts';
import { ramEndpointOf, stsEndpointOf } from './ecs/sdk/service-endpoint.ts';
import { createStsApi } from './ecs/sdk/sts-api.ts';
import { Usage } from './ecs/usage.ts';
import { createCostCheck } from './schema/cost/cost-check.ts';
import { codedFailure } from './schema/failure.ts';
import { prefixDocument, prefixTypes } from './schema/federation/type-prefix.ts';
import { schema } from './schema/schema.ts';
import type { Context } from './schema/schema-types.ts';
import { createKeySet } from './server/key-set.ts';
import type { ServerLog } from './server/log.ts';
import { isLoopback } from './server/loopback.ts';
import type { Caller } from './server/request-context.ts';
import { type GatewayServer, startServer } from './server/server.ts';
import { type Access, fullAccess } from './sessions/access.ts';
import { createLoaders, type LoaderParts } from './sessions/loaders.ts';
import { nameAccount } from './sessions/name-account.ts';
import { UnsupportedRegions } from './sessions/unsupported-regions.ts';

/** What a gateway needs besides its configuration. */
export interface GatewayParts {
  credentials: CredentialSource;
  log: ServerLog;
}

/** Printed by `npm run schema`, so that a running gateway need not load what prints it. */
const subgraphFile = new URL('../schema/subgraph.graphql', import.meta.url);
/** From here these paths hold for `src` and for the bundle in `dist` alike; from a folder below they would not. */
const operations = new URL('../schema/operations/', import.meta.url);

/** The share of CACHE_MAX_MB for each kind of answer. */
const cacheShares = { upstreamAnswers: 0.75, responses: 0.25 };

/**
 * Puts the parts together and listens: ECS, the cache around it, loaders for each request, schema, server.
 *
 * @example
 * ```ts
 * const server = await startGateway(loadConfig(process.env), { credentials: defaultCredentialChain(), log });
 * await server.stop();
 * ```
 */
export async function startGateway(
  config: Config,
  { credentials, log }: GatewayParts,
): Promise<GatewayServer> {
  const { http, auth, graphql, accounts, cache } = config;
  const cloud = connectCloud(config, { credentials, log });
  const served = prefixTypes(schema, graphql.typePrefix);
  const authentication = auth && { ...auth, keys: createKeySet(auth.jwks, log) };
  if (!authentication && !isLoopback(http.host)) {
    log.warn(
      { host: http.host },
      'AUTH=none: anyone who can reach this address can read all session records',
    );
  }
  return startServer({
    ...http,
    ...graphql,
    schema: served,
    createContext: ({ signal, caller, audit, announceChange }): Context => {
      const usage = new Usage(graphql.maxUpstreamCalls);
      return {
        loaders: createLoaders(cloud, {
          signal,
          access: authentication ? accessOf(caller) : fullAccess,
          notes: Object.assign(audit, { usage }),
          allowEndSession: accounts.allowEndSession,
        }),
        announceChange,
        subgraphSdl: () => readFileSync(subgraphFile, 'utf8'),
      };
    },
    checkCost: createCostCheck(served, graphql.maxUpstreamCalls, { accounts: accounts.list.length }),
    describeFailure: (thrown) => {
      // A field of a record that is not what ECS documents fails where it is read, beyond the loaders.
      if (thrown instanceof GatewayError) nameAccount(thrown, cloud.directory);
      return codedFailure(thrown);
    },
    adaptOperation: (document) => prefixDocument(document, served),
    graphiql: http.graphiql ? operations : null,
    responseCache: { ttlMs: cache.ttlMs, maxBytes: cache.maxBytes * cacheShares.responses },
    authentication,
    isReady: () =>
      credentials.getCredential().then(
        () => true,
        () => false,
      ),
    log,
  });
}

/**
 * Connects to Alibaba Cloud: ECS with the cache around it, roles by STS, names by RAM.
 *
 * @returns what the loaders of all requests share
 */
export function connectCloud(
  { ecs, accounts, cache }: Pick<Config, 'ecs' | 'accounts' | 'cache'>,
  { credentials, log }: GatewayParts,
): LoaderParts {
  const sts = createStsApi({
    ...ecs,
    credentials,
    endpoint: accounts.maySts ? stsEndpointOf(ecs.homeRegion, accounts.stsEndpoint) : null,
  });
  const credentialsOf = createAccountCredentials(accounts.list, { ...accounts, credentials, sts, log });
  const directory = createAccountDirectory(accounts.list, {
    credentialsOf,
    ramApiOf: createRamApis({
      ...ecs,
      endpoint: accounts.mayRam ? ramEndpointOf(ecs.homeRegion, accounts.ramEndpoint) : null,
    }),
  });
  const sourceOf = (key: AccountKey) => {
    const source = credentialsOf.get(key);
    if (source) return source;
    // Never those of another account: its records would be taken for this one's.
    throw new AccessDeniedError('The gateway has no credentials for this account.');
  };
  const api = createCachedApi(createSdkApi({ ...ecs, credentialsOf: sourceOf, log }), {
    ...cache,
    maxBytes: cache.maxBytes * cacheShares.upstreamAnswers,
  });
  return { api, directory, unsupported: new UnsupportedRegions(), log };
}

/** What a token allows, in terms of regions whose syntax has been checked; without one, nothing. */
function accessOf(caller: Caller | undefined): Access {
  if (caller === undefined)
    return { mayRead: false, mayEnd: false, accountIds: new Set(), regions: new Set() };
  const { mayRead, mayEnd, accountIds, regions } = caller;
  return {
    mayRead,
    mayEnd,
    accountIds: accountIds && new Set(accountIds),
    regions: regions && new Set(regions.filter(isRegionId)),
  };
}
