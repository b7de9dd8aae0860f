import type { ServerResponse } from 'node:http';
import type { FetchAPI } from 'graphql-yoga';

const contentType = 'application/json; charset=utf-8';

/** An answer for a request that gets to no GraphQL: an error with a code, as GraphQL clients can read it. */
export function refusal(
  fetchAPI: FetchAPI,
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): Response {
  return new fetchAPI.Response(refusalBody(code, message), {
    status,
    headers: { 'content-type': contentType, ...headers },
  });
}

/** The same, for a request that does not get to Yoga. Returns true, which is a guard's word for an answered request. */
export function refuse(
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): true {
  response.statusCode = status;
  for (const [name, value] of Object.entries({ 'content-type': contentType, ...headers })) {
    response.setHeader(name, value);
  }
  response.end(refusalBody(code, message));
  return true;
}

/** The same, where there is no more than a connection: what came was no request. */
export function rawRefusal(
  statusLine: string,
  code: string,
  message: string,
  headers: Record<string, string>,
): string {
  const body = refusalBody(code, message);
  const lines = Object.entries({
    'content-type': contentType,
    'content-length': String(Buffer.byteLength(body)),
    'cache-control': 'no-store',
    connection: 'close',
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${statusLine}\r\n${lines.join('')}\r\n${body}`;
}

function refusalBody(code: string, message: string): string {
  return JSON.stringify({ errors: [{ message, extensions: { code } }] });
}
