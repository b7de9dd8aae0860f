import type { IncomingMessage, ServerResponse } from 'node:http';
import { refuse } from './refusal.ts';
import { graphqlPath, pathOf } from './routes.ts';

/** Refuses a target or a Host header that no URL can be made of. Source: RFC 9112, sections 3.2 and 3.2.1. */
export function refuseMalformed(request: IncomingMessage, response: ServerResponse): boolean {
  const problem = problemOf(request);
  return problem !== undefined && refuse(response, 400, 'BAD_REQUEST', problem);
}

/** Refuses what a client may expect beyond `100-continue`, which Node itself meets. Source: RFC 9110, section 10.1.1. */
export function refuseExpectation({ headers }: IncomingMessage, response: ServerResponse): boolean {
  if (/^(100-continue)?$/i.test(headers.expect ?? '')) return false;
  return refuse(
    response,
    417,
    'EXPECTATION_FAILED',
    'The header Expect may only be 100-continue; send the request without it.',
  );
}

function problemOf(request: IncomingMessage): string | undefined {
  const target = request.url ?? '';
  if (!target.startsWith('/') || target.startsWith('//')) {
    return 'The request target must be a path that begins with one slash, such as /graphql.';
  }
  const hosts = hostsOf(request.rawHeaders);
  if (hosts.length > 1) return 'The request has more than one Host header; send exactly one.';
  const [host] = hosts;
  if (host === undefined) {
    // A probe that speaks HTTP/1.0 sends none, and needs none.
    const needsHost = request.httpVersion !== '1.0' || pathOf(request) === graphqlPath;
    return needsHost ? 'The request has no Host header; send one.' : undefined;
  }
  return isHost(host)
    ? undefined
    : 'The Host header must be a host name or an address, with or without a port.';
}

/** All of them: Node keeps the first, and a proxy in front may have used the last. */
function hostsOf(rawHeaders: readonly string[]): string[] {
  const hosts: string[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.toLowerCase() === 'host') hosts.push(rawHeaders[at + 1] ?? '');
  }
  return hosts;
}

function isHost(text: string): boolean {
  return /^([\w.~-]+|\[[\da-f:.]+\])(:\d*)?$/i.test(text) && URL.canParse(`http://${text}`);
}
