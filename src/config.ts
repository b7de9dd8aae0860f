import { z } from 'zod';
import { accountsFile } from './accounts-file.ts';
import {
  endpoint,
  endpointUrl,
  hostNames,
  jwksUrl,
  listenHost,
  onOff,
  origins,
  regionId,
  typePrefix,
  wholeNumber,
} from './config-values.ts';
import { destinationsOf } from './destinations.ts';
import type { RegionId } from './ecs/region-id.ts';
import { proxyProblems } from './proxies.ts';
import { isLoopback } from './server/loopback.ts';
import { endpointProblems, mayCall, serviceEndpoint } from './service-endpoints.ts';
import { ConfigError } from './start-errors.ts';

/**
 * Everything the environment decides, in the groups that the parts of the program take. Credentials are not here:
 * `@alicloud/credentials` reads them itself.
 */
export type Config = ReturnType<typeof loadConfig>;

/** The variables, as the README lists them. */
const variables = z.object({
  // http
  HOST: listenHost.default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535, 4000),
  CORS_ORIGINS: origins,
  ALLOWED_HOSTS: hostNames,
  GRAPHIQL: onOff.optional(),
  // auth
  AUTH: z.enum(['none', 'jwt']).optional(),
  AUTH_JWKS_URL: jwksUrl.optional(),
  AUTH_JWKS_FILE: z.string().optional(),
  AUTH_ISSUER: z.string().optional(),
  AUTH_AUDIENCE: z.string().optional(),
  // graphql
  SCHEMA_TYPE_PREFIX: typePrefix.default(''),
  INTROSPECTION: onOff.default(true),
  PERSISTED_OPERATIONS_FILE: z.string().optional(),
  MAX_UPSTREAM_CALLS: wholeNumber(1, 100_000, 150),
  // ecs
  ECS_ENDPOINT: endpoint.optional(),
  ECS_ALLOW_HTTP: onOff.default(false),
  ECS_HOME_REGION: regionId.default('cn-hangzhou' as RegionId),
  ECS_TIMEOUT_MS: wholeNumber(1, 600_000, 5000),
  ECS_DEADLINE_MS: wholeNumber(1, 600_000, 10_000),
  ECS_MAX_ATTEMPTS: wholeNumber(1, 10, 3),
  ECS_MAX_CONCURRENCY: wholeNumber(1, 1000, 64),
  ECS_CALLS_PER_MINUTE: wholeNumber(1, 100_000, 300),
  ECS_CIRCUIT_BREAKER: onOff.default(true),
  // accounts
  ACCOUNTS_FILE: accountsFile,
  STS_ENDPOINT: serviceEndpoint.optional(),
  RAM_ENDPOINT: serviceEndpoint.optional(),
  ALLOW_END_SESSION: onOff.default(false),
  // cache
  CACHE_TTL_MS: wholeNumber(0, 3_600_000, 2000),
  CACHE_BEHIND_CURSOR_MS: wholeNumber(0, 3_600_000, 60_000),
  CACHE_MAX_MB: wholeNumber(0, 65_536, 64),
  STALE_IF_ERROR_SECONDS: wholeNumber(0, 86_400, 0),
  // log
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
});
type Variables = z.infer<typeof variables>;

const environment = variables
  .check(({ value, issues }) => {
    for (const [variable, message] of contradictions(value)) {
      issues.push({ code: 'custom', input: value, path: [variable], message });
    }
  })
  .transform(grouped);

/** Variables that do not fit together: the name of one, and what must change. */
function contradictions(value: Variables): [variable: string, message: string][] {
  const { HOST, AUTH } = value;
  const problems: [string, string][] = [];
  const ecs = endpointUrl(value.ECS_ENDPOINT);
  if (ecs?.protocol === 'http:' && !isLoopback(ecs.hostname) && !value.ECS_ALLOW_HTTP) {
    problems.push([
      'ECS_ENDPOINT',
      'must be https:, since signed requests and STS tokens are sent there; ECS_ALLOW_HTTP=true allows http:',
    ]);
  }
  if (value.ALLOW_END_SESSION && AUTH !== 'jwt' && !isLoopback(HOST)) {
    problems.push([
      'ALLOW_END_SESSION',
      `must be off for HOST=${HOST} without AUTH=jwt: anyone who can reach the port could end sessions`,
    ]);
  }
  if (AUTH === undefined && !isLoopback(HOST)) {
    problems.push([
      'AUTH',
      `must be set for HOST=${HOST}: to jwt, so that callers need a token, or to none, which serves all records to anyone who can reach the port`,
    ]);
  }
  if (AUTH !== 'jwt') return problems;
  if ((value.AUTH_JWKS_URL === undefined) === (value.AUTH_JWKS_FILE === undefined)) {
    problems.push(['AUTH_JWKS_URL', 'either this or AUTH_JWKS_FILE must be set with AUTH=jwt, not both']);
  }
  for (const name of ['AUTH_ISSUER', 'AUTH_AUDIENCE'] as const) {
    if (value[name] === undefined) problems.push([name, 'must be set with AUTH=jwt']);
  }
  return problems;
}

/** Each part of the program takes its group. */
function grouped(value: Variables) {
  return {
    http: {
      host: value.HOST,
      port: value.PORT,
      corsOrigins: value.CORS_ORIGINS,
      /** What is listened on is what is announced, and so it is served as well. */
      allowedHosts: [value.HOST, ...value.ALLOWED_HOSTS],
      graphiql: value.GRAPHIQL ?? isLoopback(value.HOST),
    },
    /** How callers prove who they are; null for anybody. */
    auth:
      value.AUTH === 'jwt'
        ? {
            jwks:
              value.AUTH_JWKS_FILE === undefined
                ? { url: value.AUTH_JWKS_URL ?? '' }
                : { file: value.AUTH_JWKS_FILE },
            issuer: value.AUTH_ISSUER ?? '',
            audience: value.AUTH_AUDIENCE ?? '',
          }
        : null,
    graphql: {
      typePrefix: value.SCHEMA_TYPE_PREFIX,
      introspection: value.INTROSPECTION,
      persistedOperationsFile: value.PERSISTED_OPERATIONS_FILE,
      maxUpstreamCalls: value.MAX_UPSTREAM_CALLS,
    },
    ecs: {
      endpoint: value.ECS_ENDPOINT,
      homeRegion: value.ECS_HOME_REGION,
      timeoutMs: value.ECS_TIMEOUT_MS,
      deadlineMs: value.ECS_DEADLINE_MS,
      maxAttempts: value.ECS_MAX_ATTEMPTS,
      maxConcurrency: value.ECS_MAX_CONCURRENCY,
      callsPerMinute: value.ECS_CALLS_PER_MINUTE,
      circuitBreaker: value.ECS_CIRCUIT_BREAKER,
    },
    accounts: {
      list: value.ACCOUNTS_FILE,
      stsEndpoint: value.STS_ENDPOINT,
      ramEndpoint: value.RAM_ENDPOINT,
      allowEndSession: value.ALLOW_END_SESSION,
    },
    cache: {
      ttlMs: value.CACHE_TTL_MS,
      behindCursorMs: value.CACHE_BEHIND_CURSOR_MS,
      staleIfErrorMs: value.STALE_IF_ERROR_SECONDS * 1000,
      /** For upstream answers and whole responses together. */
      maxBytes: value.CACHE_MAX_MB * 1024 * 1024,
    },
    log: { level: value.LOG_LEVEL },
  };
}

/**
 * Reads the configuration. An empty variable counts as unset.
 *
 * @example
 * ```ts
 * const { http, ecs } = loadConfig(process.env);
 * ```
 *
 * @throws ConfigError that lists all problems
 */
export function loadConfig(given: Readonly<Record<string, string | undefined>>) {
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
  const result = environment.safeParse(set);
  if (!result.success) {
    throw new ConfigError(result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  }
  const { ecs, auth } = result.data;
  const missing = endpointProblems(set);
  if (missing.length > 0) throw problemsOf(missing);
  const jwksUrl = auth && 'url' in auth.jwks ? auth.jwks.url : undefined;
  const problems = proxyProblems(set, destinationsOf({ endpoint: ecs.endpoint, jwksUrl }, set));
  if (problems.length > 0) throw problemsOf(problems);
  const { accounts } = result.data;
  return {
    ...result.data,
    accounts: {
      ...accounts,
      maySts: mayCall('STS_ENDPOINT', set),
      mayRam: mayCall('RAM_ENDPOINT', set),
    },
  };
}

function problemsOf(problems: readonly { variable: string; problem: string }[]): ConfigError {
  return new ConfigError(problems.map(({ variable, problem }) => `${variable}: ${problem}`));
}
