import { createServer, type Server } from 'node:http';
import type { Fault } from './fault.ts';
import { createFaultList } from './fault-list.ts';
import { type Fleet, findRegion, type WireSession } from './fleet-region.ts';
import type { UpstreamCall } from './incoming-call.ts';
import { createKeyring, type KeyPair } from './keyring.ts';
import type { TokenKind } from './position.ts';
import { createRequestListener } from './request-listener.ts';
import { trackSockets } from './sockets.ts';

export type { Fault } from './fault.ts';
export type { Fleet, FleetRegion, WireInstance, WireSession } from './fleet-region.ts';
export type { UpstreamCall } from './incoming-call.ts';

/** Options of createEmulator. */
export interface EmulatorOptions {
  /** Key pairs that may call; with `securityToken` an STS key, whose token must match. */
  credentials: readonly KeyPair[];
  /** The data. It is not copied: what changes in it shows in the next answer. */
  fleet: Fleet;
  /** Epoch milliseconds; Date.now unless given. */
  now?: (() => number) | undefined;
  /**
   * `anchor` (default): a NextToken names the record it follows, so arrivals at the head do not move it. `offset`: it
   * counts from the head, so they do. Which of the two ECS does is not documented.
   */
  tokens?: TokenKind | undefined;
}

/** An HTTP server that speaks as ECS does, with made-up data. */
export interface Emulator {
  server: Server;
  /** Listens on 127.0.0.1, on a free port unless given, and resolves to the URL, such as http://127.0.0.1:1234. */
  listen(port?: number): Promise<string>;
  /** Stops listening and destroys all connections, those that wait for an answer included. */
  close(): Promise<void>;
  /** Every request that reached it, refused ones included, in order. */
  calls: UpstreamCall[];
  /** How many requests of one action reached it. */
  callsTo(action: string): number;
  clearCalls(): void;
  /** Adds a fault. It acts on matching calls until it is used up or the returned function removes it. */
  misbehave(fault: Fault): () => void;
  /** Removes all faults. */
  heal(): void;
  /** Puts records at the head of a region's list, the first of them topmost. */
  arrive(regionId: string, ...sessions: WireSession[]): void;
  fleet: Fleet;
  /** Replaces the accepted key pairs, as a rotation does. STS tokens let go are expired from now on. */
  acceptCredentials(credentials: EmulatorOptions['credentials']): void;
  openSockets(): number;
  socketsOpened(): number;
}

/**
 * Makes an emulator of the three ECS calls that a reader of session records needs. It checks signatures as ECS does,
 * and can be told to misbehave in every way a network and a busy cloud do. Each has its own state; none is shared.
 *
 * @example
 * const emulator = createEmulator({ credentials: [demoCredentials], fleet: createDemoFleet({ now: Date.now() }) });
 * const url = await emulator.listen();
 */
export function createEmulator(options: EmulatorOptions): Emulator {
  const { fleet } = options;
  const keyring = createKeyring(options.credentials);
  const faults = createFaultList();
  const calls: UpstreamCall[] = [];

  const arrive = (regionId: string, ...sessions: WireSession[]) => {
    const region = findRegion(fleet, regionId);
    if (!region)
      throw new RangeError(`Records can arrive only in a region of the fleet, but got: ${regionId}`);
    region.sessions.unshift(...sessions);
  };

  const server = createServer(
    createRequestListener({
      fleet,
      tokens: options.tokens ?? 'anchor',
      now: options.now ?? Date.now,
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
    callsTo: (action) => calls.filter((call) => call.action === action).length,
    clearCalls() {
      calls.length = 0;
    },
    misbehave: faults.add,
    heal: faults.clear,
    arrive,
    fleet,
    acceptCredentials: keyring.accept,
    openSockets: sockets.open,
    socketsOpened: sockets.opened,
  };
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
