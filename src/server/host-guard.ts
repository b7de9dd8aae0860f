import type { Plugin } from 'graphql-yoga';
import { isLoopback } from './loopback.ts';
import { refusal } from './refusal.ts';

/**
 * Where nobody has to say who they are, a web page must not get to the records by a name of its own that resolves to
 * this machine (DNS rebinding): only requests for loopback and for the hosts named are served.
 *
 * @param allowedHosts names and addresses without ports; IPv6 addresses in brackets or not
 */
export function useHostGuard(allowedHosts: readonly string[]): Plugin {
  const allowed = new Set(allowedHosts.map(withBrackets));
  return {
    onRequest({ request, fetchAPI, endResponse }) {
      const host = (request.headers.get('host') ?? '').toLowerCase().replace(/:\d*$/, '');
      if (allowed.has(host) || isLoopback(host)) return;
      endResponse(
        refusal(
          fetchAPI,
          403,
          'FORBIDDEN',
          'This host name is not served; ALLOWED_HOSTS names those that are.',
        ),
      );
    },
  };
}

/** As a Host header has it. */
function withBrackets(host: string): string {
  return (host.includes(':') && !host.startsWith('[') ? `[${host}]` : host).toLowerCase();
}
