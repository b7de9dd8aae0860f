import { LRUCache } from 'lru-cache';
import type { z } from 'zod';
import type { CallOptions } from '../api.ts';
import { AccessDeniedError, ThrottledError } from '../errors.ts';
import { readAnswer } from './answer-shape.ts';
import type { CredentialSource } from './credentials.ts';
import type { Endpoint } from './endpoint.ts';
import { MinuteBudget } from './minute-budget.ts';
import { createPolicy, type Lane, type PolicyOptions } from './policy.ts';
import { createSdkClient, type SdkClient } from './sdk-client.ts';
import { ThrottleGate } from './throttle-gate.ts';
import { deservesFreshSignature, type Failure } from './translate-error.ts';
import { throttlingReason, toServiceError } from './translate-service-error.ts';

/** Options of the calls to STS and RAM. */
export interface ServiceOptions extends PolicyOptions {
  /** Where it is; null where it must not be called, since ECS_ENDPOINT is on this machine and it is not. */
  endpoint: Endpoint | null;
  /** Maximum of calls a minute to one API for one account, retries included; 300 unless given. */
  callsPerMinute?: number;
  /** Epoch milliseconds. */
  now?: () => number;
}

/** STS or RAM. */
export interface Service {
  name: 'STS' | 'RAM';
  version: string;
}

/** One call to it. */
export interface ServiceCall<T> {
  /** What it is made for, such as an account: calls of two scopes share no lane, no gate and no budget. */
  scope: string;
  action: string;
  parameters: Readonly<Record<string, string | number | undefined>>;
  credentials: CredentialSource;
  /** What its answer must look like. */
  shape: z.ZodType<T>;
  /** A sentence for a refusal: what is missing and what to do. */
  refusal(failure: Failure): string;
}

/** Makes a call, and gives its answer once its shape has been checked. */
export type ServiceCalls = <T>(call: ServiceCall<T>, options?: CallOptions) => Promise<T>;

/** Three actions of hundreds of accounts. */
const maxLanes = 1000;

/**
 * The way of each call to STS and RAM: as that of a call to ECS, but for the region, and signed with whichever key the
 * call is to be made with. It has endpoints of its own, so that ECS being down takes nothing from it, or it from ECS.
 */
export function createServiceCalls(service: Service, options: ServiceOptions): ServiceCalls {
  const now = options.now ?? Date.now;
  const policy = createPolicy({ ...options, service: service.name });
  const budget = new MinuteBudget(options.callsPerMinute ?? 300, now);
  const gate = options.circuitBreaker === false ? null : new ThrottleGate(now);

  const clients = new WeakMap<CredentialSource, SdkClient>();
  const clientOf = (credentials: CredentialSource): SdkClient => {
    const { endpoint } = options;
    if (endpoint === null) throw new AccessDeniedError(notToBeCalled(service.name));
    const client =
      clients.get(credentials) ??
      createSdkClient({
        version: service.version,
        endpoint,
        credentials,
        // Later than the policy's own timer, which is the one that decides.
        socketTimeoutMs: options.timeoutMs + 500,
      });
    clients.set(credentials, client);
    return client;
  };

  const lanes = new LRUCache<string, Lane>({ max: maxLanes });
  const laneOf = (key: string): Lane => {
    const lane = lanes.get(key) ?? policy.lane();
    lanes.set(key, lane);
    return lane;
  };

  return async ({ scope, action, parameters, credentials, shape, refusal }, { signal, usage } = {}) => {
    const client = clientOf(credentials);
    await credentials.prepare?.();
    const key = `${action} ${scope}`;
    const request = { toMap: () => ({ ...parameters }) };
    const attempt = async (timeIsUp: AbortSignal) => {
      gate?.pass(key, throttlingReason(service.name, action));
      budget.spend(key);
      const signedWith = await credentials.prepare?.();
      usage?.countAttempt();
      try {
        const body = await client.call(action, request, { timeIsUp });
        const answer = readAnswer(shape, body, action, service.name);
        gate?.open(key);
        return answer;
      } catch (thrown) {
        const error = toServiceError(thrown, { service: service.name, action, now: now(), refusal });
        if (error instanceof ThrottledError) gate?.shut(key, error);
        if (deservesFreshSignature(error)) credentials.refresh(signedWith);
        throw error;
      }
    };
    return policy.run(laneOf(key), attempt, signal);
  };
}

function notToBeCalled(name: string): string {
  return `${name} is not asked: ECS_ENDPOINT is on this machine, and ${name}_ENDPOINT is not set.`;
}
