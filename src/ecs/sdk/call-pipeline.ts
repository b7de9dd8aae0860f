import { lookup } from 'node:dns/promises';
import { LRUCache } from 'lru-cache';
import type { z } from 'zod';
import type { AccountKey } from '../account.ts';
import { type AccountRegion, keyOfRegion } from '../account-region.ts';
import type { CallOptions, Log } from '../api.ts';
import { parseRegionId } from '../arguments.ts';
import { CredentialsUnavailableError, RegionNotFoundError, ThrottledError } from '../errors.ts';
import type { RegionId } from '../region-id.ts';
import { readAnswer } from './answer-shape.ts';
import { attemptOnce } from './attempt-once.ts';
import type { CredentialSource } from './credentials.ts';
import { endpointOf } from './endpoint.ts';
import { MinuteBudget } from './minute-budget.ts';
import { createPolicy, type Lane, type PolicyOptions } from './policy.ts';
import { createSdkClient, type SdkClient } from './sdk-client.ts';
import { ThrottleGate } from './throttle-gate.ts';
import { withTimeLimit } from './time-limit.ts';
import { deservesFreshSignature, isUnknownHost, toGatewayError } from './translate-error.ts';

/** Options of createCallPipeline. */
export interface CallPipelineOptions extends PolicyOptions {
  /** What the calls to an account are signed with. */
  credentialsOf: (accountKey: AccountKey) => CredentialSource;
  /** URL of another ECS endpoint, `{regionId}` standing for the region. */
  endpoint?: string | undefined;
  /** The region asked for DescribeRegions; its host shows whether names are resolved at all. */
  homeRegion: RegionId;
  /** Maximum of calls a minute to one API of one account and region, retries included; 300 unless given. */
  callsPerMinute?: number;
  log: Log;
  /** Epoch milliseconds. */
  now?: () => number;
  /** Resolves where the host is known; DNS unless given. */
  resolveHost?: (host: string) => Promise<unknown>;
}

/** One call to ECS. */
export interface UpstreamCall<T> {
  at: AccountRegion;
  /** The API, such as `DescribeTerminalSessions`. */
  action: string;
  request: Parameters<SdkClient['call']>[1];
  /** What its answer must look like. */
  shape: z.ZodType<T>;
  /** The one session that it is about. */
  sessionId?: string | undefined;
  /** For a call that changes something: it is made once, and this is said where nobody knows whether it took effect. */
  inDoubt?: string | undefined;
}

/** Makes a call, and gives its answer once its shape has been checked. */
export type CallPipeline = <T>(call: UpstreamCall<T>, options?: CallOptions) => Promise<T>;

/** Regions whose SDK client is kept: bounded, since callers choose the regions. An account's own are about thirty. */
const maxClients = 256;
/** Lanes that are kept; three APIs of thirty regions are 90 an account. Bounded, since callers choose the regions. */
const maxLanes = 2000;

interface RegionalClient {
  sdk: SdkClient;
  credentials: CredentialSource;
  host: string;
  namesRegion: boolean;
}

/**
 * The way of each call to ECS: the policy (circuit breaker, deadline, retries, a place in its lane), then for each
 * attempt the throttle gate, the minute's budget, the SDK, the check of the answer's shape, and the translation of what
 * failed. Gate, budget and lane belong to one API of one account and region.
 */
export function createCallPipeline(options: CallPipelineOptions): CallPipeline {
  const now = options.now ?? Date.now;
  const resolveHost = options.resolveHost ?? lookup;
  const policy = createPolicy(options);
  const budget = new MinuteBudget(options.callsPerMinute ?? 300, now);
  const gate = options.circuitBreaker === false ? null : new ThrottleGate(now);

  const clients = new LRUCache<string, RegionalClient>({ max: maxClients });
  const clientOf = (at: AccountRegion): RegionalClient => {
    const existing = clients.get(keyOfRegion(at));
    if (existing) return existing;
    // Types do not bind the callers of a compiled package: this is the last line before the host is built.
    const regionId = parseRegionId(at.regionId);
    const endpoint = endpointOf(regionId, options.endpoint);
    const credentials = options.credentialsOf(at.accountKey);
    const client: RegionalClient = {
      sdk: createSdkClient({
        regionId,
        endpoint,
        credentials,
        // Later than the policy's own timer, which is the one that decides.
        socketTimeoutMs: options.timeoutMs + 500,
      }),
      credentials,
      host: endpoint.endpoint,
      namesRegion: endpoint.namesRegion,
    };
    clients.set(keyOfRegion(at), client);
    return client;
  };

  const lanes = new LRUCache<string, Lane>({ max: maxLanes });
  const laneOf = (key: string): Lane => {
    const lane = lanes.get(key) ?? policy.lane();
    lanes.set(key, lane);
    return lane;
  };

  /** A host that holds an unknown region's name does not exist, but then the home region's must, or DNS is down. */
  const isUnknownRegion = async (client: RegionalClient, thrown: unknown): Promise<boolean> => {
    if (!client.namesRegion || !isUnknownHost(thrown)) return false;
    const home = hostName(endpointOf(options.homeRegion, options.endpoint).endpoint);
    if (home === hostName(client.host)) return false;
    return resolveHost(home).then(
      () => true,
      () => false,
    );
  };

  return async ({ at, action, request, shape, sessionId, inDoubt }, { signal, usage } = {}) => {
    const { regionId } = at;
    const client = clientOf(at);
    const { credentials } = client;
    // Before the call's own time begins: waiting for a key says nothing of ECS.
    if (credentials.prepare) {
      const timeIsUp = () =>
        new CredentialsUnavailableError(`There was no key for this call within ${options.deadlineMs} ms.`);
      await withTimeLimit(credentials.prepare(), options.deadlineMs, timeIsUp);
    }
    const key = `${action} ${keyOfRegion(at)}`;
    const lane = laneOf(key);
    const attempt = async (timeIsUp: AbortSignal, leave?: () => void) => {
      gate?.pass(key);
      budget.spend(key);
      const signedWith = await credentials.prepare?.();
      usage?.countAttempt();
      try {
        const answer = readAnswer(shape, await client.sdk.call(action, request, { timeIsUp, leave }), action);
        gate?.open(key);
        return answer;
      } catch (thrown) {
        if (await isUnknownRegion(client, thrown)) throw new RegionNotFoundError(regionId);
        const error = toGatewayError(thrown, { ...at, action, sessionId, now: now() });
        if (error instanceof ThrottledError) gate?.shut(key, error);
        if (deservesFreshSignature(error)) credentials.refresh(signedWith);
        if (error.upstreamCode === 'RegionId.ApiNotSupported') {
          options.log.warn(
            { accountKey: at.accountKey, regionId },
            'this region has no Session Manager; in a list of several it counts as empty',
          );
        }
        throw error;
      }
    };
    if (inDoubt === undefined) return policy.run(lane, attempt, signal);
    return attemptOnce((leave) => policy.runOnce(lane, (time) => attempt(time, leave), signal), inDoubt);
  };
}

function hostName(host: string): string {
  return host.replace(/:\d+$/, '');
}
