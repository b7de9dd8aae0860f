import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { createDemoFleet, demoCredentials } from '../../../demo/own-fleet.ts';
import type { KeyPair } from '../../../emulator/account.ts';
import { createEmulator, type EmulatorOptions } from '../../../emulator/emulator.ts';
import { loadConfig } from '../../../src/config.ts';
import { staticCredentials } from '../../../src/ecs/sdk/credentials.ts';
import { startGateway } from '../../../src/gateway.ts';
import { keepCredential, keepLog, keepSecret, searchAnswer } from '../../support/suite-log.ts';

/** The moment the tests' data is from. */
export const now = Date.UTC(2026, 0, 19, 9, 15, 46);

/** What a GraphQL answer holds. */
export interface Answer {
  data?: unknown;
  extensions?: unknown;
  errors?: {
    message: string;
    path?: (string | number)[];
    locations?: { line: number; column: number }[];
    extensions?: Record<string, unknown>;
  }[];
}

/** How a pair is put together for one test. */
export interface PairOptions extends Partial<EmulatorOptions> {
  /** What the accounts file holds; no file unless given. */
  accountsFile?: readonly object[] | undefined;
}

/** The gateway over the real SDK, HTTP on both sides, and an emulator at the other end. */
export async function startPair(
  environment: Record<string, string> = {},
  { accountsFile, ...options }: PairOptions = {},
) {
  const emulator = createEmulator({
    credentials: [demoCredentials],
    fleet: createDemoFleet({ now }),
    ...options,
  });
  const endpoint = await emulator.listen();
  const lines: Record<string, unknown>[] = [];
  const log = pino(
    { level: 'trace' },
    new Writable({
      write(chunk, _encoding, done) {
        keepLog(String(chunk));
        lines.push(JSON.parse(String(chunk)));
        done();
      },
    }),
  );
  const { credentials = [demoCredentials], otherAccounts = [] } = options;
  const givenKeys: KeyPair[] = [
    ...credentials,
    ...otherAccounts.flatMap(({ credentials = [] }) => credentials),
  ];
  const keepCredentials = () => {
    for (const { accessKeyId, accessKeySecret, securityToken = '' } of [
      ...givenKeys,
      ...emulator.issuedCredentials(),
    ]) {
      for (const credential of [accessKeyId, accessKeySecret, securityToken]) keepCredential(credential);
    }
    for (const { externalId = '' } of emulator.accounts.flatMap(({ roles }) => roles))
      keepCredential(externalId);
  };
  keepCredentials();
  const config = loadConfig({
    PORT: '0',
    ECS_ENDPOINT: endpoint,
    STS_ENDPOINT: endpoint,
    RAM_ENDPOINT: endpoint,
    CACHE_TTL_MS: '0',
    // Tests ask for more in a minute than an account is good for.
    ECS_CALLS_PER_MINUTE: '100000',
    ...(accountsFile && { ACCOUNTS_FILE: writtenFile(accountsFile) }),
    ...environment,
  });
  const server = await startGateway(config, {
    credentials: staticCredentials(credentials[0] ?? demoCredentials),
    log,
  });

  return {
    emulator,
    /** The emulator's URL. */
    endpoint,
    url: server.url,
    /** The gateway's log, line by line. */
    lines,
    server,
    /** Asks the gateway over HTTP. */
    async ask(query: string, variables: object = {}, headers: Record<string, string> = {}): Promise<Answer> {
      const response = await fetch(server.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
      });
      const text = await response.text();
      // STS keys come into being while the gateway works.
      keepCredentials();
      searchAnswer(text);
      for (const [, cursor] of text.matchAll(/ursor":"([^"]+)"/g)) if (cursor) keepSecret(cursor);
      // Shorter ones are made up by tests, of words that a log may hold.
      for (const { params } of emulator.calls) {
        if ((params.NextToken?.length ?? 0) > 20) keepSecret(params.NextToken ?? '');
      }
      return JSON.parse(text);
    },
    async close() {
      await server.stop(0);
      keepCredentials();
      await emulator.close();
    },
  };
}

/** The path of a new file that holds this as JSON. */
function writtenFile(content: unknown): string {
  const path = join(mkdtempSync(join(tmpdir(), 'accounts-')), 'accounts.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
}

/** A value deep in an answer, such as `sessions.edges.0.cursor`. */
export function pick(from: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
      from,
    );
}

/** The items of a list deep in an answer. */
export function list(from: unknown, path: string): unknown[] {
  const value = pick(from, path);
  if (!Array.isArray(value)) throw new Error(`no list at ${path} in ${JSON.stringify(from)?.slice(0, 500)}`);
  return value;
}

export type Pair = Awaited<ReturnType<typeof startPair>>;
