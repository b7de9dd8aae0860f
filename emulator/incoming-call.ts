import type { IncomingMessage } from 'node:http';

/** One request, read and decoded but not trusted yet. */
export interface IncomingCall {
  method: string;
  path: string;
  /** Decoded, in wire order, repeated names included: the signature covers each of them. */
  query: readonly (readonly [name: string, value: string])[];
  /** Lower-case names. */
  headers: NodeJS.Dict<string[]>;
  body: Buffer;
  action: string;
  regionId: string | null;
  /** The query's parameters and, for a form, the body's. */
  params: Record<string, string>;
}

/** What the emulator remembers of a request. Never holds secrets. */
export interface UpstreamCall {
  action: string;
  /** The account of the caller's credentials; null until they were found to be good. */
  accountId: string | null;
  regionId: string | null;
  params: Record<string, string>;
  /**
   * The HTTP status of the answer. Where no whole answer was sent, a word: `pending`, `gone` (the caller left first),
   * or the kind of the fault: `reset`, `truncate`, `hang`, `drip`.
   */
  outcome: number | string;
  securityToken?: undefined;
}

/** ECS takes no more than this; larger bodies are cut off. */
const maxBodyBytes = 1024 * 1024;
/** AssumeRole's, and those of the older way to sign, which would carry a caller's secrets in the open. */
const secretParameters = new Set(['SecurityToken', 'AccessKeyId', 'Signature', 'BearerToken', 'ExternalId']);

/** What is known once the headers are there. The body is read by `readBody`. */
export function readHead(request: IncomingMessage): IncomingCall {
  const url = request.url ?? '/';
  const queryStart = url.includes('?') ? url.indexOf('?') : url.length;
  const headers = request.headersDistinct;
  const query = [...new URLSearchParams(url.slice(queryStart + 1))];
  return withParams({
    method: request.method ?? 'GET',
    path: url.slice(0, queryStart),
    query,
    headers,
    body: Buffer.alloc(0),
    action: header(headers, 'x-acs-action') ?? '',
    regionId: null,
    params: Object.fromEntries(query),
  });
}

/** The same call with its body, and with the parameters of a form. Rejects where the caller leaves before the end. */
export async function readBody(request: IncomingMessage, head: IncomingCall): Promise<IncomingCall> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > maxBodyBytes) throw new RangeError(`A body has at most ${maxBodyBytes} bytes.`);
    chunks.push(bytes);
  }
  const body = Buffer.concat(chunks);
  const isForm = header(head.headers, 'content-type')?.startsWith('application/x-www-form-urlencoded');
  const form = isForm ? Object.fromEntries(new URLSearchParams(body.toString('utf8'))) : {};
  return withParams({ ...head, body, params: { ...head.params, ...form } });
}

/** The one value of a header; undefined where it is absent. */
export function header(headers: IncomingCall['headers'], name: string): string | undefined {
  return headers[name]?.join(',').trim();
}

/** The parameters worth remembering. */
export function withoutSecrets(params: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(params).filter(([name]) => !secretParameters.has(name)));
}

function withParams(call: IncomingCall): IncomingCall {
  return { ...call, regionId: call.params.RegionId || null };
}
