import { createServer, type Server } from 'node:http';
import {
  type Account,
  type AccountData,
  type AccountOptions,
  createAccount,
  ownAccountId,
} from './account.ts';
import type { Fault } from './fault.ts';
import { createFaultList } from './fault-list.ts';
import { type Fleet, findRegion, type WireSession } from './fleet-region.ts';
import type { UpstreamCall } from './incoming-call.ts';
import type { KeyPair } from './key-pair.ts';
import { createKeyring } from './keyring.ts';
import type { TokenKind } from './position.ts';
import { createRequestListener } from './request-listener.ts';
import { createRoleSessions } from './role-sessions.ts';
import { trackSockets } from './sockets.ts';

export { type Account, type AccountOptions, ownAccountId, type RamRole, type RamUser } from './account.ts';
export type { Fault } from './fault.ts';
export type {
  Fleet,
  FleetRegion,
  WireAssistant,
  WireDelivery,
  WireInstance,
  WireSession,
} from './fleet-region.ts';
export type { UpstreamCall } from './incoming-call.ts';
export { allow, type Policy } from './policy.ts';

/** Options of createEmulator: its own account, the others, and how it behaves. */
export interface EmulatorOptions extends AccountData {
  /** Key pairs of the own account that may call; with `securityToken` an STS key, whose token must match. */
  credentials: readonly KeyPair[];
  /** The own account's id; 16 digits. The one of the demo unless given. */
  accountId?: string | undefined;
  /** The own account's name; `default` unless given. */
  name?: string | undefined;
  /** Accounts beside the own one, each with its own data, keys and roles. */
  otherAccounts?: readonly AccountOptions[] | undefined;
  /** Epoch milliseconds; Date.now unless given. Signatures are dated by it. */
  now?: (() => number) | undefined;
  /** Epoch milliseconds by which sessions of roles begin and end; `now` unless given. */
  sessionClock?: (() => number) | undefined;
  /**
   * `anchor` (default): a NextToken names the record it follows, so arrivals at the head do not move it. `offset`: it
   * counts from the head, so they do. Which of the two ECS does is not documented.
   */
  tokens?: TokenKind | undefined;
  /**
   * What DescribeInstances answers to a caller whose policies do not allow it: Forbidden.RAM (default), or a list
   * without an instance, which only a dry run tells from the truth.
   */
  unpermitted?: 'forbidden' | 'empty' | undefined;
}

/** Which calls are meant: those of one account's credentials, those to one region. */
export interface CallScope {
  accountId?: string | undefined;
  regionId?: string | undefined;
}

/** An HTTP server that speaks as ECS, STS and RAM do, with made-up data. */
export interface Emulator {
  server: Server;
  /** Listens on 127.0.0.1, on a free port unless given, and resolves to the URL, such as http://127.0.0.1:1234. */
  listen(port?: number): Promise<string>;
  /** Stops listening and destroys all connections, those that wait for an answer included. */
  close(): Promise<void>;
  /** Every request that reached it, refused ones included, in order. */
  calls: UpstreamCall[];
  /** How many requests of one action reached it, from one account or to one region where the scope has them. */
  callsTo(action: string, scope?: CallScope): number;
  clearCalls(): void;
  /** Adds a fault. It acts on matching calls until it is used up or the returned function removes it. */
  misbehave(fault: Fault): () => void;
  /** Removes all faults. */
  heal(): void;
  /** The own account first. */
  accounts: readonly Account[];
  /**
   * The account with this id or name.
   *
   * @throws RangeError where there is none
   */
  account(idOrName: string): Account;
  /** Puts records at the head of a region's list, the first of them topmost; in the own account unless given. */
  arrive(region: string | { account: string; regionId: string }, ...sessions: WireSession[]): void;
  /** The own account's. */
  fleet: Fleet;
  /** Replaces an account's key pairs, as a rotation does; the own one's unless given. STS tokens let go are expired. */
  acceptCredentials(credentials: readonly KeyPair[], account?: string): void;
  /** The STS keys that AssumeRole has given, ended ones included. */
  issuedCredentials(): KeyPair[];
  /** Ends the sessions of all roles before their time, or those of one account's roles. */
  expireSessions(account?: string): void;
  openSockets(): number;
  socketsOpened(): number;
}

/**
 * Makes an emulator of the calls of ECS, STS and RAM that a reader of session records needs, for one account or
 * several. It checks signatures as they do, and can be told to misbehave in every way a network and a busy cloud do.
 * Each has its own state; none is shared.
 *
 * @example
 * const emulator = createEmulator({ credentials: [demoCredentials], fleet: createDemoFleet({ now: Date.now() }) });
 * const url = await emulator.listen();
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

  const roleSessions = createRoleSessions(options.sessionClock ?? now);
  const keyring = createKeyring(roleSessions);
  keyring.accept(own, options.credentials);
  for (const { account, pairs = [] } of others) keyring.accept(account, pairs);
  const faults = createFaultList();
  const calls: UpstreamCall[] = [];

  const findAccount = (idOrName: string): Account => {
    const found = accounts.find((account) => [account.accountId, account.name].includes(idOrName));
    if (!found) throw new RangeError(`The emulator has no such account: ${idOrName}`);
    return found;
  };

  const server = createServer(
    createRequestListener({
      world: {
        accounts,
        roleSessions,
        tokens: options.tokens ?? 'anchor',
        unpermitted: options.unpermitted ?? 'forbidden',
        now,
      },
      keyring,
      faults,
      calls,
      arrive,
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
    callsTo: (action, scope = {}) =>
      calls.filter((call) => call.action === action && isInScope(call, scope)).length,
    clearCalls() {
      calls.length = 0;
    },
    misbehave: faults.add,
    heal: faults.clear,
    accounts,
    account: findAccount,
    arrive(region, ...sessions) {
      if (typeof region === 'string') arrive(own, region, ...sessions);
      else arrive(findAccount(region.account), region.regionId, ...sessions);
    },
    fleet: own.fleet,
    acceptCredentials(credentials, account) {
      keyring.accept(account === undefined ? own : findAccount(account), credentials);
    },
    issuedCredentials: () => roleSessions.all().map(({ pair }) => pair),
    expireSessions(account) {
      roleSessions.expire(account === undefined ? undefined : findAccount(account).accountId);
    },
    openSockets: sockets.open,
    socketsOpened: sockets.opened,
  };
}

function arrive({ fleet }: Account, regionId: string, ...sessions: WireSession[]): void {
  const region = findRegion(fleet, regionId);
  if (!region) throw new RangeError(`Records can arrive only in a region of the fleet, but got: ${regionId}`);
  region.sessions.unshift(...sessions);
}

function isInScope(call: UpstreamCall, { accountId, regionId }: CallScope): boolean {
  return (
    (accountId === undefined || accountId === call.accountId) &&
    (regionId === undefined || regionId === call.regionId)
  );
}

function checkDifferent(texts: readonly string[]): void {
  const twice = texts.find((text, index) => texts.indexOf(text) !== index);
  if (twice !== undefined)
    throw new RangeError(`Accounts must differ in id and name, but two have: ${twice}`);
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
