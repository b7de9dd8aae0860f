import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Plugin } from 'graphql-yoga';

/** The stored operations: GraphiQL's first tabs. */
const operations = new URL('../../schema/operations/', import.meta.url);

/**
 * Serves GraphiQL to browsers. Yoga's own page loads it from a CDN; this one holds everything and works offline. It has
 * nine megabytes, so it is made at the first request, compressed once, and kept.
 */
export function useGraphiQLPage(endpoint: string): Plugin {
  let page: Promise<Uint8Array<ArrayBuffer>> | undefined;
  return {
    async onRequest({ request, url, fetchAPI, endResponse }) {
      const wantsPage = request.method === 'GET' && request.headers.get('accept')?.includes('text/html');
      if (!wantsPage || url.pathname !== endpoint) return;
      page ??= renderPage(endpoint);
      endResponse(
        new fetchAPI.Response(await page, {
          headers: {
            'content-type': 'text/html; charset=utf-8',
            'content-encoding': 'gzip',
            'cache-control': 'no-cache',
          },
        }),
      );
    },
  };
}

async function renderPage(endpoint: string): Promise<Uint8Array<ArrayBuffer>> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const html = renderGraphiQL({ title: 'ECS session gateway', endpoint, defaultTabs: await firstTabs() });
  return new Uint8Array(await promisify(gzip)(html));
}

async function firstTabs() {
  const files = (await readdir(operations)).filter((name) => name.endsWith('.graphql')).sort();
  return Promise.all(
    files.map(async (name) => {
      const variables = new URL(name.replace(/\.graphql$/, '.variables.json'), operations);
      return {
        query: await readFile(new URL(name, operations), 'utf8'),
        variables: await readFile(variables, 'utf8'),
      };
    }),
  );
}
