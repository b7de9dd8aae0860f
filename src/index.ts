import { loadConfig } from './config.ts';
import { defaultCredentialChain, suppliedCredentials } from './ecs/sdk/credentials.ts';
import { startGateway } from './gateway.ts';
import { createLog } from './log.ts';
import { CredentialsError } from './start-errors.ts';

export { ConfigError, CredentialsError } from './start-errors.ts';

/*
 * What the package exports. All types stand here in terms of the language alone, so that whoever embeds the gateway
 * needs no types of the packages that are in its bundle.
 */

/** A key that calls to ECS are signed with. */
export interface AccessKey {
  accessKeyId: string;
  accessKeySecret: string;
  /** Only for a temporary key of STS. */
  securityToken?: string | undefined;
}

/** Supplies keys that change, such as those of a vault. */
export interface AccessKeySource {
  /** Called for each upstream call and for `GET /ready`, so it should remember a key while that is valid. */
  getCredential(): Promise<AccessKey>;
  /** Called when ECS has refused the key, before the one retry: a remembered key should be forgotten. */
  refresh?(): void;
}

/** Receives what the gateway would log; loggers of pino and bunyan fit, and so does `console`. */
export interface GatewayLog {
  /** One call a request, and one more with the message `audit` for each GraphQL request. */
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Options of createGateway. */
export interface GatewayOptions {
  /** The variables that the README lists under "Configuration"; `process.env` unless given. */
  environment?: Readonly<Record<string, string | undefined>> | undefined;
  /**
   * What upstream calls are signed with. Unless given, the default chain of `@alicloud/credentials`, which reads
   * `process.env` whatever `environment` holds.
   */
  credentials?: AccessKey | AccessKeySource | undefined;
  /**
   * Where log lines go: JSON on stdout at `LOG_LEVEL` unless given, nowhere with null. Null drops the audit lines too.
   */
  log?: GatewayLog | null | undefined;
}

/** A gateway that listens. */
export interface Gateway {
  /** Where GraphQL is served, such as `http://127.0.0.1:4000/graphql`. */
  readonly url: string;
  /**
   * Stops accepting, lets running requests finish for up to `graceMs` milliseconds (10,000 unless given), then closes
   * the rest.
   */
  stop(graceMs?: number): Promise<void>;
}

/**
 * Starts a gateway within this process, by the same configuration as the program. It handles no signals and never ends
 * the process; for a gateway in a process of its own run the program instead.
 *
 * @example
 * ```js
 * import { createGateway } from 'ecs-session-gateway';
 *
 * const gateway = await createGateway({
 *   environment: { PORT: '0', ECS_HOME_REGION: 'eu-central-1' },
 *   credentials: { getCredential: () => vault.read('ecs-sessions') },
 *   log: console,
 * });
 * const answer = await fetch(gateway.url, {
 *   method: 'POST',
 *   headers: { 'content-type': 'application/json' },
 *   body: JSON.stringify({ query: '{ regions { regionId } }' }),
 * });
 * await gateway.stop();
 * ```
 *
 * @throws ConfigError that lists all problems of `environment`
 * @throws CredentialsError where there is no key to sign with: the gateway never makes up data
 * @throws the error of `node:net` where it cannot listen, such as EADDRINUSE
 */
export async function createGateway(options: GatewayOptions = {}): Promise<Gateway> {
  const config = loadConfig(options.environment ?? process.env);
  const supplied = options.credentials && toSource(options.credentials);
  const credentials = supplied ? suppliedCredentials(supplied) : defaultCredentialChain();
  await credentials.getCredential().catch(() => {
    throw new CredentialsError(supplied ? unusableCredentials : noCredentials);
  });
  const log = options.log === undefined ? createLog(config.log) : (options.log ?? silentLog);
  return startGateway(config, { credentials, log });
}

function toSource(credentials: AccessKey | AccessKeySource): AccessKeySource {
  return 'getCredential' in credentials ? credentials : { getCredential: async () => credentials };
}

const noCredentials = `No Alibaba Cloud credentials found, and the gateway never makes up data without them.
Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET (and ALIBABA_CLOUD_SECURITY_TOKEN for STS),
or ALIBABA_CLOUD_ROLE_ARN, ALIBABA_CLOUD_OIDC_PROVIDER_ARN and ALIBABA_CLOUD_OIDC_TOKEN_FILE (RRSA),
or a profile in ~/.aliyun/config.json or ALIBABA_CLOUD_CREDENTIALS_FILE, or ALIBABA_CLOUD_ECS_METADATA (RAM role).`;

const unusableCredentials =
  'The credentials given to createGateway have no key: accessKeyId and accessKeySecret must be texts that are not ' +
  'empty, or getCredential() must resolve to an object with them.';

const silentLog: GatewayLog = { info() {}, warn() {}, error() {} };
