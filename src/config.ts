import { z } from 'zod';
import { isRegionId, type RegionId } from './ecs/region-id.ts';
import { type Destination, proxyProblems } from './proxies.ts';
import { isLoopback } from './server/loopback.ts';
import { ConfigError } from './start-errors.ts';

/** Everything the environment decides, parsed. Credentials are not here: `@alicloud/credentials` reads them itself. */
export type Config = z.infer<typeof environment>;

const wholeNumber = (minimum: number, maximum: number, fallback: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum, `must be ${minimum} to ${maximum}`)
    .default(fallback);

const onOff = z.enum(['on', 'off', 'true', 'false']).transform((value) => value === 'on' || value === 'true');

const regionId = z.custom<RegionId>(isRegionId, 'must be a region id, such as cn-hangzhou');

function parseUrl(text: string | null | undefined): URL | null {
  return text && URL.canParse(text) ? new URL(text) : null;
}

/** With `{regionId}` replaced by a region, it must be the URL of a host and nothing more. */
const endpoint = z.string().refine((value) => {
  const url = parseUrl(value.replaceAll('{regionId}', 'cn-hangzhou'));
  return (
    url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.username
  );
}, 'must be the URL of a host, such as https://ecs-vpc.{regionId}.aliyuncs.com');

const origins = z
  .string()
  .transform((value) => value.split(',').map((origin) => origin.trim()))
  .refine(
    (list) => list.every((origin) => origin === parseUrl(origin)?.origin),
    'must be origins such as https://console.example.com, separated by commas',
  )
  .default([]);

const names = z
  .string()
  .transform((value) => value.split(',').map((name) => name.trim()))
  .refine(
    (list) => list.every((name) => /^([\w.-]+|\[[\da-f:]+\])$/i.test(name)),
    'must be host names without ports, separated by commas',
  )
  .default([]);

/** Where the keys that sign tokens are: a credential in the hands of whoever can change them on the way. */
const jwksUrl = z.string().refine((value) => {
  const url = parseUrl(value);
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
}, 'must be an https: URL, such as https://login.example.com/.well-known/jwks.json');

const environment = z
  .object({
    HOST: z
      .string()
      .transform((host) => host.replace(/^\[(.*)\]$/, '$1'))
      .default('127.0.0.1'),
    PORT: wholeNumber(0, 65_535, 4000),
    ECS_ENDPOINT: endpoint.optional(),
    ECS_ALLOW_HTTP: onOff.default(false),
    ECS_HOME_REGION: regionId.default('cn-hangzhou' as RegionId),
    ECS_TIMEOUT_MS: wholeNumber(1, 600_000, 5000),
    ECS_DEADLINE_MS: wholeNumber(1, 600_000, 10_000),
    ECS_MAX_ATTEMPTS: wholeNumber(1, 10, 3),
    ECS_MAX_CONCURRENCY: wholeNumber(1, 1000, 64),
    CACHE_TTL_MS: wholeNumber(0, 3_600_000, 2000),
    CACHE_BEHIND_CURSOR_MS: wholeNumber(0, 3_600_000, 60_000),
    CACHE_MAX_MB: wholeNumber(0, 65_536, 64),
    GRAPHIQL: onOff.optional(),
    SCHEMA_TYPE_PREFIX: z
      .string()
      .regex(/^[A-Z][A-Za-z0-9]{0,30}$/, 'must be a capital letter and letters or digits, such as Ecs')
      .default(''),
    CORS_ORIGINS: origins,
    ALLOWED_HOSTS: names,
    AUTH: z.enum(['none', 'jwt']).optional(),
    AUTH_JWKS_URL: jwksUrl.optional(),
    AUTH_JWKS_FILE: z.string().optional(),
    AUTH_ISSUER: z.string().optional(),
    AUTH_AUDIENCE: z.string().optional(),
    MAX_UPSTREAM_CALLS: wholeNumber(1, 100_000, 150),
    INTROSPECTION: onOff.default(true),
    PERSISTED_OPERATIONS_FILE: z.string().optional(),
    ECS_CALLS_PER_MINUTE: wholeNumber(1, 100_000, 300),
    ECS_CIRCUIT_BREAKER: onOff.default(true),
    STALE_IF_ERROR_SECONDS: wholeNumber(0, 86_400, 0),
    LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  })
  .refine(
    ({ ECS_ENDPOINT, ECS_ALLOW_HTTP }) => {
      const url = parseUrl(ECS_ENDPOINT?.replaceAll('{regionId}', 'cn-hangzhou'));
      return url?.protocol !== 'http:' || isLoopback(url.hostname) || ECS_ALLOW_HTTP;
    },
    {
      path: ['ECS_ENDPOINT'],
      error:
        'must be https: signed requests and an STS token go there; ECS_ALLOW_HTTP=true allows http: all the same',
    },
  )
  .check(({ value, issues }) => {
    const problem = (name: string, message: string) =>
      issues.push({ code: 'custom', input: value, path: [name], message });
    if (value.AUTH === undefined && !isLoopback(value.HOST)) {
      problem(
        'AUTH',
        `must be set for HOST=${value.HOST}: jwt asks callers for a token, none serves all records to whoever can reach the port`,
      );
    }
    if (value.AUTH !== 'jwt') return;
    if ((value.AUTH_JWKS_URL === undefined) === (value.AUTH_JWKS_FILE === undefined)) {
      problem('AUTH_JWKS_URL', 'or AUTH_JWKS_FILE must be set with AUTH=jwt, and not both');
    }
    for (const name of ['AUTH_ISSUER', 'AUTH_AUDIENCE'] as const) {
      if (value[name] === undefined) problem(name, 'must be set with AUTH=jwt');
    }
  })
  .transform(({ GRAPHIQL, AUTH, AUTH_JWKS_URL, AUTH_JWKS_FILE, AUTH_ISSUER, AUTH_AUDIENCE, ...rest }) => ({
    ...rest,
    GRAPHIQL: GRAPHIQL ?? isLoopback(rest.HOST),
    /** How callers prove who they are; null for anybody. */
    jwt:
      AUTH === 'jwt'
        ? {
            jwks: AUTH_JWKS_FILE === undefined ? { url: AUTH_JWKS_URL ?? '' } : { file: AUTH_JWKS_FILE },
            issuer: AUTH_ISSUER ?? '',
            audience: AUTH_AUDIENCE ?? '',
          }
        : null,
  }));

/** Some region, where any stands for all. */
const someRegion = 'xx-any-1';

/**
 * Where a gateway with this configuration connects to. Loopback is left out, which no proxy can reach, and so is the
 * metadata service of an ECS instance, which answers nobody but the instance itself.
 */
function destinationsOf(
  config: Config,
  variables: Readonly<Record<string, string | undefined>>,
): Destination[] {
  const alibabaCloud = (host: string): Destination => ({ protocol: 'https:', host, domain: '.aliyuncs.com' });
  const at = (text: string, domain?: string): Destination[] => {
    const url = parseUrl(text);
    if (url?.protocol !== 'http:' && url?.protocol !== 'https:') return [];
    return [{ protocol: url.protocol, host: url.hostname, ...(domain && { domain }) }];
  };
  const endpoint = config.ECS_ENDPOINT;
  const regional = endpoint?.replaceAll('{regionId}', someRegion);
  const ecs = regional
    ? at(regional, regional === endpoint ? undefined : parseUrl(regional)?.hostname.split(someRegion).at(-1))
    : [alibabaCloud(`ecs.${someRegion}.aliyuncs.com`)];
  const isLocal = ecs.every(({ host }) => isLoopback(host));
  const hasKeyPair = Boolean(
    variables.ALIBABA_CLOUD_ACCESS_KEY_ID && variables.ALIBABA_CLOUD_ACCESS_KEY_SECRET,
  );
  // Of the credential chain: a role is assumed by a call to STS, and whether a profile asks for one is not known here.
  const asksSts = Boolean(variables.ALIBABA_CLOUD_ROLE_ARN) || !(hasKeyPair || isLocal);
  return [
    ...ecs,
    ...(asksSts ? [alibabaCloud('sts.aliyuncs.com')] : []),
    ...at(variables.ALIBABA_CLOUD_CREDENTIALS_URI ?? ''),
    ...(config.jwt && 'url' in config.jwt.jwks ? at(config.jwt.jwks.url) : []),
  ].filter(({ host }) => !isLoopback(host));
}

/**
 * Reads the configuration. An empty variable counts as unset.
 *
 * @throws ConfigError that lists all problems
 */
export function loadConfig(variables: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const result = environment.safeParse(set);
  if (!result.success) {
    throw new ConfigError(result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  }
  const problems = proxyProblems(set, destinationsOf(result.data, set));
  if (problems.length === 0) return result.data;
  throw new ConfigError(problems.map(({ variable, problem }) => `${variable}: ${problem}`));
}
