import { lookup } from 'node:dns/promises';
import { DescribeInstancesRequest } from '@alicloud/ecs20140526/dist/models/DescribeInstancesRequest.js';
import { DescribeRegionsRequest } from '@alicloud/ecs20140526/dist/models/DescribeRegionsRequest.js';
import { DescribeTerminalSessionsRequest } from '@alicloud/ecs20140526/dist/models/DescribeTerminalSessionsRequest.js';
import { LRUCache } from 'lru-cache';
import type { z } from 'zod';
import type { EcsApi, Log, OnAttempt } from '../api.ts';
import { BadRequestError, RegionNotFoundError, ThrottledError, UpstreamUnavailableError } from '../errors.ts';
import type { InstanceRecord, RegionRecord } from '../record.ts';
import { isRegionId, parseRegionId, type RegionId } from '../region-id.ts';
import { instancesAnswer, readAnswer, regionsAnswer, sessionsAnswer } from './answer-shape.ts';
import type { CredentialSource } from './credentials.ts';
import { endpointOf } from './endpoint.ts';
import { instanceBatches, maxInstanceIdBytes, maxInstanceIds } from './instance-batches.ts';
import { MinuteBudget } from './minute-budget.ts';
import { createPolicy, type Lane, type PolicyOptions } from './policy.ts';
import { text } from './read-field.ts';
import { readInstance } from './read-instance.ts';
import { readSession } from './read-session.ts';
import { createSdkClient, type SdkClient } from './sdk-client.ts';
import { ThrottleGate } from './throttle-gate.ts';
import { deservesFreshSignature, isUnknownHost, toGatewayError } from './translate-error.ts';

/** Options of createSdkApi. */
export interface SdkApiOptions extends PolicyOptions {
  credentials: CredentialSource;
  /** URL of another ECS endpoint, `{regionId}` standing for the region. */
  endpoint?: string | undefined;
  /** The region asked for DescribeRegions; its host tells whether names are resolved at all. */
  homeRegion: RegionId;
  /** Most calls a minute to one API of one region, retries included; 300 unless given. */
  callsPerMinute?: number;
  log: Log;
  /** Epoch milliseconds. */
  now?: () => number;
  /** Resolves where the host is known; DNS unless given. */
  resolveHost?: (host: string) => Promise<unknown>;
}

/** Regions whose SDK client is kept: bounded, since callers choose the regions. The account's own are about thirty. */
const maxClients = 64;
/** Lanes that are kept; three APIs of thirty regions are 90. Bounded, since callers choose the regions. */
const maxLanes = 1000;
/** 100 instances fit one page of 100; a token that never ends must not hold a call for ever. */
const maxInstancePages = 10;

interface RegionalClient {
  sdk: SdkClient;
  host: string;
  namesRegion: boolean;
}

/** The three calls over the official SDK. */
export function createSdkApi(options: SdkApiOptions): EcsApi {
  const now = options.now ?? Date.now;
  const resolveHost = options.resolveHost ?? lookup;
  const policy = createPolicy(options);
  const budget = new MinuteBudget(options.callsPerMinute ?? 300, now);
  const gate = options.circuitBreaker === false ? null : new ThrottleGate(now);
  const onUnknown = logOnce(options.log);

  const clients = new LRUCache<RegionId, RegionalClient>({ max: maxClients });
  const clientOf = (regionId: RegionId): RegionalClient => {
    const existing = clients.get(regionId);
    if (existing) return existing;
    // Types do not bind the callers of a compiled package: this is the last line before the host is built.
    const endpoint = endpointOf(parseRegionId(regionId), options.endpoint);
    const client: RegionalClient = {
      sdk: createSdkClient({
        regionId,
        endpoint,
        credentials: options.credentials,
        // Later than the policy's own timer, which is the one that decides.
        socketTimeoutMs: options.timeoutMs + 500,
      }),
      host: endpoint.endpoint,
      namesRegion: endpoint.namesRegion,
    };
    clients.set(regionId, client);
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

  const call = async <T>(
    regionId: RegionId,
    action: string,
    request: Parameters<SdkClient['call']>[1],
    shape: z.ZodType<T>,
    signal: AbortSignal | undefined,
    onAttempt: OnAttempt | undefined,
  ): Promise<T> => {
    const client = clientOf(regionId);
    const key = `${action} ${regionId}`;
    const attempt = async (timeIsUp: AbortSignal) => {
      gate?.pass(key);
      budget.spend(key);
      onAttempt?.();
      try {
        const answer = readAnswer(shape, await client.sdk.call(action, request, timeIsUp), action);
        gate?.open(key);
        return answer;
      } catch (thrown) {
        if (await isUnknownRegion(client, thrown)) throw new RegionNotFoundError(regionId);
        const error = toGatewayError(thrown, { action, regionId, now: now() });
        if (error instanceof ThrottledError) gate?.shut(key, error);
        if (deservesFreshSignature(error)) options.credentials.refresh();
        if (error.upstreamCode === 'RegionId.ApiNotSupported') {
          options.log.warn(
            { regionId },
            'this region has no Session Manager; in a list of several it counts as empty',
          );
        }
        throw error;
      }
    };
    return policy.run(laneOf(key), attempt, signal);
  };

  return {
    async sessionsPage(query, signal, onAttempt) {
      const request = new DescribeTerminalSessionsRequest(withoutEmpty({ ...query }));
      const action = 'DescribeTerminalSessions';
      const answer = await call(query.regionId, action, request, sessionsAnswer, signal, onAttempt);
      return {
        records: answer.Sessions.Session.map((raw) => readSession(query.regionId, raw, onUnknown)),
        nextToken: answer.NextToken || null,
      };
    },

    async instances(regionId, instanceIds, signal, onAttempt) {
      if (instanceBatches(instanceIds).length > 1) {
        throw new BadRequestError(
          `DescribeInstances takes up to ${maxInstanceIds} ids of together ${maxInstanceIdBytes} encoded bytes, but got: ${instanceIds.length} ids.`,
        );
      }
      const found: InstanceRecord[] = [];
      let nextToken: string | undefined;
      for (let page = 0; page < maxInstancePages; page++) {
        const request = new DescribeInstancesRequest(
          withoutEmpty({ regionId, instanceIds: JSON.stringify(instanceIds), maxResults: 100, nextToken }),
        );
        const answer = await call(regionId, 'DescribeInstances', request, instancesAnswer, signal, onAttempt);
        found.push(...answer.Instances.Instance.map(readInstance).filter((instance) => instance !== null));
        nextToken = answer.NextToken || undefined;
        if (nextToken === undefined) return found;
      }
      throw new UpstreamUnavailableError('ECS sent pages without end for one DescribeInstances call.');
    },

    async regions(signal, onAttempt) {
      const request = new DescribeRegionsRequest({ acceptLanguage: 'en-US' });
      const { homeRegion } = options;
      const answer = await call(homeRegion, 'DescribeRegions', request, regionsAnswer, signal, onAttempt);
      return answer.Regions.Region.flatMap((raw): RegionRecord[] => {
        const regionId = text(raw, 'RegionId');
        if (!isRegionId(regionId)) {
          onUnknown('RegionId', String(regionId));
          return [];
        }
        return [{ regionId, localName: text(raw, 'LocalName'), endpoint: text(raw, 'RegionEndpoint') }];
      });
    },
  };
}

/** The SDK sends `SessionId=` for an empty parameter, which ECS takes for a session whose id is empty. */
function withoutEmpty(parameters: Record<string, string | number | undefined>) {
  return Object.fromEntries(
    Object.entries(parameters).filter(([, value]) => value !== undefined && value !== ''),
  );
}

function hostName(host: string): string {
  return host.replace(/:\d+$/, '');
}

/** Values nobody documented yet are told once each, up to a number that a hostile answer cannot grow. */
function logOnce(log: Log) {
  const told = new Set<string>();
  return (field: string, value: string) => {
    const key = `${field}=${value.slice(0, 100)}`;
    if (told.has(key) || told.size >= 1000) return;
    told.add(key);
    log.warn(
      { field, value: value.slice(0, 100) },
      'ECS sent a value that the gateway does not know; it is UNKNOWN',
    );
  };
}
