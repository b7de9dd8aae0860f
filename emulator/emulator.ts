import { createServer, type Server } from 'node:http';
import { type Account, createAccount, type KeyPair, ownAccountId } from './account.ts';
import { createAuthenticator } from './authentication.ts';
import type { EmulatorOptions } from './emulator-options.ts';
import type { Fault } from './fault.ts';
import { createFaultList } from './fault-list.ts';
import { type Fleet, findRegion, type WireSession } from './fleet.ts';
import type { UpstreamCall } from './incoming-call.ts';
import { createKeyring } from './keyring.ts';
import { createRequestListener } from './request-listener.ts';
import { createRoleSessions } from './role-sessions.ts';
import { createSessionRecords } from './session-records.ts';
import { trackSockets } from './sockets.ts';

export { type AccountOptions, ownAccountId, type RamRole, type RamUser } from './account.ts';
export type { EmulatorOptions } from './emulator-options.ts';
export type { Fault } from './fault.ts';
export type {
  Fleet,
  FleetRegion,
  WireAssistant,
  WireDelivery,
  WireInstance,
  WireSession,
} from './fleet.ts';
export type { UpstreamCall } from './incoming-call.ts';
export { allow, type RamPolicy } from './ram-policy.ts';
export type { ListOrder, RecordCap } from './session-records.ts';
export { endedSession, makeSession } from './terminal-session.ts';
export type { Account };

/** Which calls to count. */
export interface CallSelection {
  /** Those of one account's credentials. */
  accountId?: string | undefined;
  /** Those to one region. */
  regionId?: string | undefined;
}

/** A region by its id: of the own account, or of the account with this id or name. */
export type RegionRef = string | { account: string; regionId: string };

/** An HTTP server that speaks as ECS, STS and RAM do, with made-up data. */
export interface Emulator {
  server: Server;
  /** Listens on 127.0.0.1, on a free port unless given. Resolves to the URL, such as http://127.0.0.1:1234. */
  listen(port?: number): Promise<string>;
  /** Stops listening and destroys all connections, those that wait for an answer included. */
  close(): Promise<void>;

  /** Every request that reached the emulator, refused ones included, in order. */
  calls: UpstreamCall[];
  /** How many requests of one action reached it. */
  callsTo(action: string, selection?: CallSelection): number;
  clearCalls(): void;

  /** Adds a fault. It acts on matching calls until it is used up or the returned function removes it. */
  misbehave(fault: Fault): () => void;
  /** Removes all faults. */
  heal(): void;

  /** All accounts, the own one first. */
  accounts: readonly Account[];
  /**
   * The account with this id or name.
   *
   * @throws RangeError where there is none
   */
  account(idOrName: string): Account;
  /** The own account's fleet. */
  fleet: Fleet;
  /**
   * Puts records at the head of a region's list, the first of them topmost.
   *
   * @throws RangeError where there is no such region
   */
  arrive(region: RegionRef, ...sessions: WireSession[]): void;
  /**
   * Puts records into a region's list where their CreationTime belongs, as if ECS had listed them too late.
   *
   * @throws RangeError where there is no such region
   */
  arriveLate(region: RegionRef, ...sessions: WireSession[]): void;
  /**
   * Replaces a record at its place by what `change` makes of it.
   *
   * @example emulator.change('cn-hangzhou', 's-1', (session) => endedSession(session, Date.now()))
   *
   * @throws RangeError where the region lists no such record
   */
  change(region: RegionRef, sessionId: string, change: (session: WireSession) => WireSession): void;

  /** Replaces an account's key pairs, as a rotation does; the own one's unless given. Removed STS keys are expired. */
  acceptCredentials(credentials: readonly KeyPair[], account?: string): void;
  /** The STS keys that AssumeRole has issued, expired ones included. */
  issuedCredentials(): KeyPair[];
  /** Expires the STS keys that AssumeRole has issued before their time: all, or those for one account's roles. */
  expireRoleSessions(account?: string): void;

  openSockets(): number;
  /** How many sockets were ever opened. */
  socketsOpened(): number;
}

/**
 * Makes an emulator of the calls of ECS, STS and RAM that a reader of session records needs, for one account or
 * several. It checks signatures as they do, and misbehaves on request in every way that a network and a busy cloud do.
 * Two emulators share no state.
 *
 * @example
 * const key = { accessKeyId: 'id', accessKeySecret: 'secret' };
 * const sessions = [makeSession({ sessionId: 's-1', created: Date.now() })];
 * const emulator = createEmulator({
 *   credentials: [key],
 *   fleet: { regions: [{ regionId: 'cn-hangzhou', sessions, instances: [] }] },
 * });
 * const url = await emulator.listen(); // the gateway's ECS_ENDPOINT
 * emulator.misbehave({ kind: 'throttling', times: 1 });
 * // … let the gateway call it …
 * emulator.callsTo('DescribeTerminalSessions');
 * await emulator.close();
 *
 * @throws RangeError where two accounts have the same id, name or key
 */
export function createEmulator(options: EmulatorOptions): Emulator {
  const { accountId = ownAccountId, name = 'default', otherAccounts = [], now = Date.now } = options;
  const own = createAccount({ ...options, accountId, name });
  const others = otherAccounts.map((other) => ({ account: createAccount(other), pairs: other.credentials }));
  const accounts = [own, ...others.map(({ account }) => account)];
  checkDifferent(accounts.map((account) => account.accountId));
  checkDifferent(accounts.map((account) => account.name));

  const roleSessions = createRoleSessions(now);
  const keyring = createKeyring(roleSessions);
  keyring.accept(own, options.credentials);
  for (const { account, pairs = [] } of others) keyring.accept(account, pairs);
  const sessionRecords = createSessionRecords({
    order: options.order ?? 'newest-first',
    cap: options.cap,
    retentionMs: options.retentionDays === undefined ? undefined : options.retentionDays * dayMs,
    now,
  });
  const faults = createFaultList();
  const calls: UpstreamCall[] = [];

  const findAccount = (idOrName: string): Account => {
    const found = accounts.find((account) => [account.accountId, account.name].includes(idOrName));
    if (!found) throw new RangeError(`The emulator has no such account: ${idOrName}`);
    return found;
  };
  const findPlace = (region: RegionRef): [account: Account, regionId: string] =>
    typeof region === 'string' ? [own, region] : [findAccount(region.account), region.regionId];

  const server = createServer(
    createRequestListener({
      cloud: {
        accounts,
        roleSessions,
        sessionRecords,
        tokens: options.tokens ?? 'anchor',
        unpermitted: options.unpermitted ?? 'forbidden',
        now,
      },
      authenticator: createAuthenticator(keyring, options.signatureClock ?? Date.now),
      faults,
      calls,
    }),
  );
  // Node's 5 s would end connections under a client that is about to use them again; a fault can do that on purpose.
  server.keepAliveTimeout = 60_000;
  const sockets = trackSockets(server);

  return {
    server,
    listen: (port = 0) => listen(server, port),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      sockets.destroyAll();
      await closed;
    },
    calls,
    callsTo: (action, selection = {}) =>
      calls.filter((call) => call.action === action && isSelected(call, selection)).length,
    clearCalls() {
      calls.length = 0;
    },
    misbehave: faults.add,
    heal: faults.clear,
    accounts,
    account: findAccount,
    fleet: own.fleet,
    arrive: (region, ...sessions) => sessionRecords.arrive(...findPlace(region), sessions),
    arriveLate: (region, ...sessions) => sessionRecords.arriveLate(...findPlace(region), sessions),
    change(place, sessionId, change) {
      const [account, regionId] = findPlace(place);
      const region = findRegion(account.fleet, regionId);
      if (!region || !sessionRecords.change(account, region, sessionId, change)) {
        throw new RangeError(`The region ${regionId} lists no record with this SessionId: ${sessionId}`);
      }
    },
    acceptCredentials(credentials, account) {
      keyring.accept(account === undefined ? own : findAccount(account), credentials);
    },
    issuedCredentials: () => roleSessions.all().map(({ pair }) => pair),
    expireRoleSessions(account) {
      roleSessions.expire(account === undefined ? undefined : findAccount(account).accountId);
    },
    openSockets: sockets.open,
    socketsOpened: sockets.opened,
  };
}

const dayMs = 86_400_000;

function isSelected(call: UpstreamCall, { accountId, regionId }: CallSelection): boolean {
  return (
    (accountId === undefined || accountId === call.accountId) &&
    (regionId === undefined || regionId === call.regionId)
  );
}

function checkDifferent(texts: readonly string[]): void {
  const repeated = texts.find((text, index) => texts.indexOf(text) !== index);
  if (repeated !== undefined) {
    throw new RangeError(`Accounts must differ in id and name, but two have: ${repeated}`);
  }
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? port) : port}`);
    });
  });
}
