import type { Plugin } from 'graphql-yoga';
import { foreignOrigin, isOwnOrigin } from './cors.ts';
import { refusal } from './refusal.ts';

/**
 * Keeps pages of other sites from making a browser send requests in its user's name: refuses those of a foreign origin, and
 * each POST that browsers send without asking first (forms, text). Requests without an origin pass: browsers send one
 * with each POST.
 * Source: Fetch standard, "CORS-safelisted request-header"; Fetch Metadata, Sec-Fetch-Site.
 */
export function useCrossSiteGuard(corsOrigins: readonly string[]): Plugin {
  return {
    onRequest({ request, fetchAPI, endResponse }) {
      if (isForeign(request, corsOrigins)) {
        endResponse(refusal(fetchAPI, 403, 'FORBIDDEN', foreignOrigin));
      } else if (request.method === 'POST' && !isJson(request.headers.get('content-type'))) {
        endResponse(
          refusal(
            fetchAPI,
            415,
            'UNSUPPORTED_MEDIA_TYPE',
            'A POST must have the header Content-Type: application/json; set it, and send a JSON object with a query.',
          ),
        );
      }
    },
  };
}

function isJson(contentType: string | null): boolean {
  return /^application\/json\s*(;|$)/i.test(contentType ?? '');
}

function isForeign({ headers }: Request, corsOrigins: readonly string[]): boolean {
  const origin = headers.get('origin');
  if (origin !== null && corsOrigins.includes(origin)) return false;
  const isOwn = origin === null || isOwnOrigin(origin, headers.get('host'));
  return !isOwn || /^(cross|same)-site$/.test(headers.get('sec-fetch-site') ?? '');
}
