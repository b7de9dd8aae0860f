import type { IncomingMessage, ServerResponse } from 'node:http';
import { isOwnOrigin } from './origin.ts';
import { refuse } from './refusal.ts';

const methods = 'GET, POST';
/** How long a browser need not ask again, in seconds; no browser keeps it longer than a day, Chromium for two hours. */
const maxAge = '7200';
const ownHeaders = 'authorization, content-type, x-request-id';

/**
 * Lets pages of the origins named read the answer, refusals included; no word of it for any other page. Credentials
 * that a browser adds by itself are never asked for: a token comes in a header.
 * Source: Fetch standard, "CORS protocol".
 */
export function allowOrigin(
  request: IncomingMessage,
  response: ServerResponse,
  corsOrigins: readonly string[],
): void {
  const { origin } = request.headers;
  if (origin === undefined || !corsOrigins.includes(origin)) return;
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-expose-headers', 'x-request-id, retry-after, www-authenticate');
}

/** Answers OPTIONS: a browser asks so whether a page may send what it wants to send. */
export function answerOptions(
  request: IncomingMessage,
  response: ServerResponse,
  corsOrigins: readonly string[],
): void {
  const { origin, host, 'access-control-request-headers': wanted } = request.headers;
  const isNamed = origin !== undefined && corsOrigins.includes(origin);
  if (origin !== undefined && !isNamed && !isOwnOrigin(origin, host)) {
    refuse(response, 403, 'FORBIDDEN', 'CORS_ORIGINS does not name this origin.');
    return;
  }
  if (isNamed) {
    response.setHeader('access-control-allow-methods', methods);
    // Clients have headers of their own; none but ours means anything here.
    response.setHeader('access-control-allow-headers', isHeaderList(wanted) ? wanted : ownHeaders);
    response.setHeader('access-control-max-age', maxAge);
    response.appendHeader('vary', 'access-control-request-headers');
  }
  response.writeHead(204, { allow: `${methods}, OPTIONS` });
  response.end();
}

function isHeaderList(text: string | undefined): text is string {
  return text !== undefined && /^[\w!#$%&'*+.^`|~-]+( *, *[\w!#$%&'*+.^`|~-]+)*$/.test(text);
}
