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

/** What the emulator records of a request. It never holds secrets. */
export interface UpstreamCall {
  action: string;
  /** The account of the caller's credentials; null until they are accepted. */
  accountId: string | null;
  regionId: string | null;
  params: Record<string, string>;
  /**
   * The HTTP status of the answer. Where no whole answer was sent, a word: `pending`, `gone` (the caller left first),
   * or the kind of the fault: `reset`, `truncate`, `hang`, `drip`.
   */
  outcome: number | string;
}

/** A larger body ends the connection. */
const maxBodyBytes = 1024 * 1024;
/** Secrets of AssumeRole, and of the older signature method, which has them among the parameters. */
const secretParameters = new Set(['SecurityToken', 'AccessKeyId', 'Signature', 'BearerToken', 'ExternalId']);

/** A call without its body, which `readBody` adds. */
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
    if (size > maxBodyBytes) throw new RangeError(`A body must have at most ${maxBodyBytes} bytes.`);
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

/** The parameters that may be recorded. */
export function withoutSecrets(params: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(params).filter(([name]) => !secretParameters.has(name)));
}

function withParams(call: IncomingCall): IncomingCall {
  return { ...call, regionId: call.params.RegionId || null };
}
