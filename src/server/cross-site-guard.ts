import type { Plugin } from 'graphql-yoga';
import { refusal } from './refusal.ts';

/**
 * Keeps other sites' pages from making a browser ask in its user's name: no POST that a browser sends without asking
 * first (forms, text), and no GET from a foreign origin. A plain GET, which names no origin, works.
 * Source: Fetch standard, "CORS-safelisted request-header"; Fetch Metadata, Sec-Fetch-Site.
 */
export function useCrossSiteGuard(corsOrigins: readonly string[]): Plugin {
  return {
    onRequest({ request, fetchAPI, endResponse }) {
      if (request.method === 'POST' && !isJson(request.headers.get('content-type'))) {
        endResponse(
          refusal(
            fetchAPI,
            415,
            'UNSUPPORTED_MEDIA_TYPE',
            'A POST must have the Content-Type application/json.',
          ),
        );
      } else if (request.method === 'GET' && isForeign(request, corsOrigins)) {
        endResponse(refusal(fetchAPI, 403, 'FORBIDDEN', 'A GET from another origin is refused; use POST.'));
      }
    },
  };
}

function isJson(contentType: string | null): boolean {
  return /^application\/json\s*(;|$)/i.test(contentType ?? '');
}

function isForeign(request: Request, corsOrigins: readonly string[]): boolean {
  const origin = request.headers.get('origin');
  const isNamed = origin !== null && corsOrigins.includes(origin);
  if (isNamed) return false;
  // The host alone, since a proxy may have taken the TLS off.
  const isOwn = origin === null || hostOf(origin) === request.headers.get('host');
  return !isOwn || /^(cross|same)-site$/.test(request.headers.get('sec-fetch-site') ?? '');
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
