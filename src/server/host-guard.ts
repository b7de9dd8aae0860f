import type { Plugin } from 'graphql-yoga';
import { isLoopback } from './loopback.ts';
import { refusal } from './refusal.ts';

/**
 * Serves only requests for loopback and for the hosts named. Without authentication, a web page could otherwise read the
 * records through a host name of its own that resolves to this machine (DNS rebinding).
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
          'The gateway does not serve the host in the Host header; add it to ALLOWED_HOSTS, or call the address the gateway listens on.',
        ),
      );
    },
  };
}

/** The form that a Host header has. */
function withBrackets(host: string): string {
  return (host.includes(':') && !host.startsWith('[') ? `[${host}]` : host).toLowerCase();
}
