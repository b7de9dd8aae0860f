import { allow, createEmulator, type EmulatorOptions } from '../../../emulator/emulator.ts';
import { parseAccounts } from '../../../src/accounts-file.ts';
import { defaultAccount } from '../../../src/ecs/account.ts';
import { parseRegionId } from '../../../src/ecs/arguments.ts';
import { createPrincipalDirectory } from '../../../src/ecs/cache/principal-directory.ts';
import {
  type AccountCredentials,
  createAccountCredentials,
} from '../../../src/ecs/sdk/account-credentials.ts';
import { type CredentialSource, staticCredentials } from '../../../src/ecs/sdk/credentials.ts';
import { createRamApis } from '../../../src/ecs/sdk/ram-api.ts';
import { createSdkApi } from '../../../src/ecs/sdk/sdk-api.ts';
import { stsEndpointOf } from '../../../src/ecs/sdk/service-endpoint.ts';
import { createStsApi } from '../../../src/ecs/sdk/sts-api.ts';
import { keepCredential, keepLog, keepSecret } from '../../support/suite-log.ts';

export const homeRegion = parseRegionId('cn-hangzhou');
export const hub = '1000000000000001';
export const prod = '1000000000000002';
export const stage = '1000000000000003';
/** The gateway's own user; and the root user of its account. */
export const gatewayKey = { accessKeyId: 'key-of-gateway', accessKeySecret: 'secret-of-gateway' };
export const rootKey = { accessKeyId: 'key-of-root', accessKeySecret: 'secret-of-root' };
export const externalId = 'what-the-role-asks-for';

/** The own account and two behind roles. */
export const file = [
  { id: hub, name: 'hub' },
  { id: prod, name: 'prod', roleArn: `acs:ram::${prod}:role/session-audit`, externalId },
  { id: stage, name: 'stage', roleArn: `acs:ram::${stage}:role/session-audit` },
];

const region = (...sessionIds: string[]) => ({
  regionId: homeRegion,
  localName: homeRegion,
  localNameEnglish: homeRegion,
  endpoint: '',
  sessions: sessionIds.map((SessionId) => ({ SessionId })),
  instances: [],
});
const auditRole = (roleId: string) => ({
  roleId,
  roleName: 'session-audit',
  trusts: [`acs:ram::${hub}:user/gateway`],
  policy: allow('ecs:*', 'ram:List*'),
});

/** How the parts are put together for one test. */
export interface AccountsOptions {
  /** What the accounts file holds; `file` unless given, the default account alone with null. */
  accounts?: readonly object[] | null;
  emulator?: Partial<EmulatorOptions>;
  /** What the gateway itself calls with. */
  credentials?: CredentialSource;
  allowEndSession?: boolean;
  random?: () => number;
  timeoutMs?: number;
  circuitBreaker?: boolean;
}

/** Three accounts in an emulator, and all parts that enter them over real HTTP, by one clock that a test moves. */
export async function startAccounts(options: AccountsOptions = {}) {
  const clock = {
    epoch: Date.UTC(2026, 0, 19, 9, 15, 46),
    up: 1000,
    now: () => clock.epoch,
    uptime: () => clock.up,
    /** Time goes by, for all. */
    pass(ms: number) {
      clock.epoch += ms;
      clock.up += ms;
    },
  };
  /** STS's clock is right, whatever befalls the gateway's. */
  const stsClock = { offset: 0, now: () => clock.epoch + stsClock.offset };
  const emulator = createEmulator({
    accountId: hub,
    name: 'hub',
    credentials: [gatewayKey, rootKey],
    rootAccessKeyIds: [rootKey.accessKeyId],
    users: [{ userId: '2001', userName: 'gateway', accessKeyIds: [gatewayKey.accessKeyId] }],
    fleet: { regions: [region('s-hub', 's-all')] },
    otherAccounts: [
      {
        accountId: prod,
        name: 'prod',
        fleet: { regions: [region('s-prod', 's-all')] },
        users: [{ userId: '2001', userName: 'alice', displayName: 'Alice' }],
        roles: [{ ...auditRole('3001'), externalId }],
      },
      {
        accountId: stage,
        name: 'stage',
        fleet: { regions: [region('s-stage', 's-all')] },
        users: [{ userId: '2001', userName: 'bob' }],
        roles: [auditRole('3002')],
      },
    ],
    now: stsClock.now,
    ...options.emulator,
  });
  const url = await emulator.listen();
  const { accounts, problems } =
    options.accounts === null
      ? { accounts: [defaultAccount], problems: [] }
      : parseAccounts(JSON.stringify(options.accounts ?? file));
  if (problems.length > 0) throw new Error(problems.join('\n'));

  const lines: Record<string, unknown>[] = [];
  const log = {
    warn(details: object, message: string) {
      keepLog(`${JSON.stringify({ ...details, message })}\n`);
      lines.push({ ...details, message });
    },
  };
  const limits = {
    timeoutMs: options.timeoutMs ?? 5000,
    deadlineMs: 10_000,
    maxAttempts: 2,
    maxConcurrency: 64,
    circuitBreaker: options.circuitBreaker ?? true,
    now: clock.now,
  };
  const credentials = options.credentials ?? staticCredentials(gatewayKey);
  const endpoint = stsEndpointOf(homeRegion, url);
  const sts = createStsApi({ ...limits, credentials, endpoint });
  const sources = createAccountCredentials(accounts, {
    credentials,
    sts,
    allowEndSession: options.allowEndSession ?? false,
    log,
    now: clock.now,
    uptime: clock.uptime,
    random: options.random ?? (() => 0.5),
  });
  const ramOf = createRamApis({ ...limits, endpoint });
  const entered = new Map(
    accounts.map((account) => {
      const source: AccountCredentials | undefined = sources.get(account.key);
      if (!source) throw new Error(`no credentials for ${account.name}`);
      const api = createSdkApi({ ...limits, credentialsOf: () => source, endpoint: url, homeRegion, log });
      const ram = ramOf(account, source);
      const principals = createPrincipalDirectory(account.name, ram, { uptime: clock.uptime });
      return [account.name, { account, source, api, ram, principals }];
    }),
  );
  const of = (name: string) => {
    const found = entered.get(name);
    if (!found) throw new Error(`no account ${name}`);
    return found;
  };

  /** The first page of the region's sessions, by the keys of one account. */
  const firstPage = (name: string) => {
    const { account, api } = of(name);
    return api.terminalSessions({ accountKey: account.key, regionId: homeRegion, maxResults: 10 });
  };

  return {
    emulator,
    url,
    clock,
    stsClock,
    sts,
    /** What was logged. */
    lines,
    of,
    /** The ids of the sessions that one account's calls see. */
    sessionsOf: async (name: string) => (await firstPage(name)).records.map(({ sessionId }) => sessionId),
    /** What the calls of one account fail with. */
    failureOf: (name: string) =>
      firstPage(name).then(
        () => null,
        (error: unknown) => error,
      ),
    /** Takes away what a role trusts. */
    distrust(name: string) {
      const [role] = emulator.account(name).roles;
      if (role) role.trusts = [];
    },
    /** All that must be in no log, no error and no audit line. */
    secrets: () => [
      externalId,
      gatewayKey.accessKeySecret,
      ...emulator
        .issuedCredentials()
        .flatMap(({ accessKeyId, accessKeySecret, securityToken = '' }) => [
          accessKeyId,
          accessKeySecret,
          securityToken,
        ]),
    ],
    async close() {
      keepSecret(externalId);
      for (const pair of [gatewayKey, rootKey, ...emulator.issuedCredentials()]) {
        for (const part of Object.values(pair)) keepCredential(String(part));
      }
      await emulator.close();
    },
  };
}

export type Accounts = Awaited<ReturnType<typeof startAccounts>>;
