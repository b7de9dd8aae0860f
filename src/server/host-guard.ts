import type { Plugin } from 'graphql-yoga';
import { refusal } from './refusal.ts';

const loopback = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Where nobody has to say who they are, a web page must not get to the records by a name of its own that resolves to
 * this machine (DNS rebinding): only requests for loopback and for the hosts named are served.
 */
export function useHostGuard(allowedHosts: readonly string[]): Plugin {
  const allowed = new Set([...loopback, ...allowedHosts.map((host) => host.toLowerCase())]);
  return {
    onRequest({ request, fetchAPI, endResponse }) {
      const host = (request.headers.get('host') ?? '').toLowerCase().replace(/:\d+$/, '');
      if (allowed.has(host)) return;
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
