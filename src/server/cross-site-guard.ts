import type { Plugin } from 'graphql-yoga';
import { isOwnOrigin } from './cors.ts';
import { refusal } from './refusal.ts';

/**
 * Keeps other sites' pages from making a browser ask in its user's name: nothing from a foreign origin, and no POST that
 * a browser sends without asking first (forms, text). What names no origin, as no browser's POST does, works.
 * Source: Fetch standard, "CORS-safelisted request-header"; Fetch Metadata, Sec-Fetch-Site.
 */
export function useCrossSiteGuard(corsOrigins: readonly string[]): Plugin {
  return {
    onRequest({ request, fetchAPI, endResponse }) {
      if (isForeign(request, corsOrigins)) {
        endResponse(
          refusal(
            fetchAPI,
            403,
            'FORBIDDEN',
            'Pages of this origin may not call; CORS_ORIGINS names those whose pages may.',
          ),
        );
      } else if (request.method === 'POST' && !isJson(request.headers.get('content-type'))) {
        endResponse(
          refusal(
            fetchAPI,
            415,
            'UNSUPPORTED_MEDIA_TYPE',
            'A POST must have the Content-Type application/json.',
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
