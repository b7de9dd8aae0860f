import type { IncomingMessage, ServerResponse } from 'node:http';
import { refuse } from './refusal.ts';
import { allowedMethods, graphqlMethods } from './routes.ts';

/** How long a browser need not ask again, in seconds: Chromium's maximum. */
const maxAge = '7200';
const ownHeaders = 'authorization, content-type, x-request-id';

/** What pages of other origins are refused with. */
export const foreignOrigin =
  'Pages of this origin may not call the gateway; to allow them, add the origin to CORS_ORIGINS.';

/**
 * Lets pages of the origins named read the answer, refusals included, and answers OPTIONS, by which a browser asks whether
 * a page may send what it wants to send. Credentials that a browser adds by itself are never asked for: a token comes in a
 * header. Source: Fetch standard, "CORS protocol".
 */
export function answerCors(corsOrigins: readonly string[]) {
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    response.setHeader('vary', 'authorization, origin');
    const { origin } = request.headers;
    if (origin !== undefined && corsOrigins.includes(origin)) {
      response.setHeader('access-control-allow-origin', origin);
      response.setHeader('access-control-expose-headers', 'x-request-id, retry-after, www-authenticate');
    }
    return request.method === 'OPTIONS' && answerOptions(request, response, corsOrigins);
  };
}

function answerOptions(
  request: IncomingMessage,
  response: ServerResponse,
  corsOrigins: readonly string[],
): boolean {
  const { origin, host, 'access-control-request-headers': wanted } = request.headers;
  const isNamed = origin !== undefined && corsOrigins.includes(origin);
  if (origin !== undefined && !isNamed && !isOwnOrigin(origin, host)) {
    return refuse(response, 403, 'FORBIDDEN', foreignOrigin);
  }
  if (isNamed) {
    response.setHeader('access-control-allow-methods', graphqlMethods);
    // All of them are allowed: those that are not ours have no effect.
    response.setHeader('access-control-allow-headers', isHeaderList(wanted) ? wanted : ownHeaders);
    response.setHeader('access-control-max-age', maxAge);
    response.appendHeader('vary', 'access-control-request-headers');
  }
  response.writeHead(204, { allow: allowedMethods });
  response.end();
  return true;
}

/**
 * Whether a page's origin is the gateway's own: what its Host header names, by either scheme, since a proxy may have
 * ended the TLS. A browser writes an origin in one way only, so any other spelling is foreign.
 */
export function isOwnOrigin(origin: string, host: string | null | undefined): boolean {
  const scheme = /^https?:\/\//.exec(origin)?.[0];
  if (scheme === undefined || !host) return false;
  const own = scheme + host;
  return URL.canParse(own) && new URL(own).origin === origin;
}

function isHeaderList(text: string | undefined): text is string {
  return text !== undefined && /^[\w!#$%&'*+.^`|~-]+( *, *[\w!#$%&'*+.^`|~-]+)*$/.test(text);
}
