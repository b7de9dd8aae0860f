import type { ServerResponse } from 'node:http';
import type { FetchAPI } from 'graphql-yoga';

const contentType = 'application/json; charset=utf-8';

/** The answer to a request that is refused before GraphQL: an error with a code, in the form that GraphQL clients read. */
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

/** The same for a request that is refused before Yoga. Returns true, as guards do for a request they have answered. */
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

/** The same as bytes, where there is only a connection: what arrived on it is not a request. */
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
