import { randomUUID } from 'node:crypto';
import type { Config, CredentialModel } from '@alicloud/credentials';
import core from '@alicloud/openapi-core';
import dara from '@darabonba/typescript';
import { CallerGone } from '../errors.ts';
import type { RegionId } from '../region-id.ts';
import type { CredentialSource } from './credentials.ts';
import type { Endpoint } from './endpoint.ts';
import { parseExactly } from './exact-json.ts';
import { nonceHeader, SentRequest } from './sent-request.ts';

/*
 * The seam to the official SDK. Loading `@alicloud/ecs20140526` whole costs 1,290 modules, of which the calls here
 * need its request models and the client class it extends. `callApi` is what the typed methods call; it signs and sends
 * the same bytes, and gives the body as it came, while the typed methods drop what their models do not declare. It is
 * asked for the body as text (`bodyType`, which is no part of what is sent): the SDK's own parser rounds long numbers.
 * The body of an error it parses itself; nothing but texts are read from that.
 */

/** A request model of the SDK: names its fields as the wire does. */
interface RequestModel {
  toMap(): Record<string, unknown>;
}

/** One client of one endpoint and one source of keys. */
export interface SdkClient {
  /**
   * Sends one signed request.
   *
   * Nothing leaves once `timeIsUp` has aborted: keys may come late, and whoever waited has been told that it failed.
   *
   * @returns the JSON body of an answer with a status below 400, whatever its shape; see `parseExactly` for its numbers
   * @throws what the SDK throws, see `translate.ts`; UnreadableAnswer where it cannot read an answer
   */
  call(action: string, request: RequestModel, sending?: Sending): Promise<unknown>;
}

/** How one request is sent. */
export interface Sending {
  /** Aborts when nobody waits any more: then the connection is given up. */
  timeIsUp?: AbortSignal | undefined;
  /** Called when all is ready, right before the request leaves, which it does not if this throws. */
  leave?: (() => void) | undefined;
}

/** Options of createSdkClient. */
export interface SdkClientOptions {
  /** Of the product's API; ECS's unless given. */
  version?: string;
  /** Absent for a product that has one endpoint for all regions. */
  regionId?: RegionId;
  endpoint: Endpoint;
  credentials: CredentialSource;
  /** Milliseconds until the SDK lets go of a socket that nobody waits for any more. */
  socketTimeoutMs: number;
}

/** The SDK's own client, for any product that signs as ECS does. */
export function createSdkClient(options: SdkClientOptions): SdkClient {
  const { version = '2014-05-26' } = options;
  // One for each call, which costs a microsecond: it holds the key that the call is signed with.
  const clientWith = (key: CredentialModel) =>
    new core.default(
      new core.$OpenApiUtil.Config({
        ...(options.regionId && { regionId: options.regionId }),
        endpoint: options.endpoint.endpoint,
        protocol: options.endpoint.protocol,
        // The SDK asks for a class here, but uses this one method of it.
        credential: { getCredential: async () => key } as unknown as Config,
      }),
    );
  // connectTimeout is the socket's idle time: shorter than readTimeout, it fails slow but healthy answers.
  const runtime = { readTimeout: options.socketTimeoutMs, connectTimeout: options.socketTimeoutMs };
  return {
    async call(action, request, { timeIsUp, leave } = {}) {
      const params = new core.$OpenApiUtil.Params({
        action,
        version,
        protocol: 'HTTPS',
        pathname: '/',
        method: 'POST',
        authType: 'AK',
        style: 'RPC',
        reqBodyType: 'formData',
        bodyType: 'string',
      });
      const query = core.OpenApiUtil.query(request.toMap());
      const client = clientWith(await options.credentials.getCredential());
      if (timeIsUp?.aborted) throw new CallerGone();
      leave?.();
      const nonce = randomUUID();
      const sent = new SentRequest(nonce);
      const breakOff = () => sent.breakOff();
      timeIsUp?.addEventListener('abort', breakOff, { once: true });
      try {
        const answer: unknown = await client.callApi(
          params,
          new core.$OpenApiUtil.OpenApiRequest({ query, headers: { [nonceHeader]: nonce } }),
          new dara.RuntimeOptions(runtime),
        );
        const body = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'body') : undefined;
        return parseExactly(String(body));
      } catch (thrown) {
        // What is not JSON, or is JSON but no object, ends as a slip of the SDK's own that hides the status.
        const isSlip = thrown instanceof SyntaxError || thrown instanceof TypeError;
        throw isSlip && sent.status !== null ? new UnreadableAnswer(sent.status) : thrown;
      } finally {
        timeIsUp?.removeEventListener('abort', breakOff);
        sent.forget();
      }
    },
  };
}

/** An answer that is not what ECS sends, such as the page of a proxy. */
class UnreadableAnswer extends Error {
  readonly statusCode: number;

  constructor(statusCode: number) {
    super();
    this.statusCode = statusCode;
  }
}
