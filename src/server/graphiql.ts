import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Plugin } from 'graphql-yoga';
import { tokenField } from './graphiql-token.ts';

/** Writes a stored operation with the type names of the schema that is served. */
export type AdaptOperation = (document: string) => string;

const headersHint = `// Where the gateway asks for a token:
// { "Authorization": "Bearer <token>" }
{}
`;

/** What GraphiQL opens with. */
export interface GraphiQLOptions {
  /** The folder of the stored operations: its first tabs. */
  operations: URL;
  adaptOperation: AdaptOperation;
  /** Whether the page has a field for the token. */
  needsToken: boolean;
}

/**
 * Serves GraphiQL to browsers. Yoga's own page loads it from a CDN; this one holds everything and works offline. It has
 * nine megabytes, so it is made and compressed at the first request of a day, and kept: its tabs hold dates.
 */
export function useGraphiQLPage(endpoint: string, options: GraphiQLOptions): Plugin {
  let kept: { today: string; page: Promise<Uint8Array<ArrayBuffer>> } | undefined;
  const pageOf = (now: number) => {
    const today = dateOf(now);
    if (kept?.today === today) return kept.page;
    const page = renderPage(endpoint, now, options).catch((error) => {
      kept = undefined; // the next request tries again
      throw error;
    });
    kept = { today, page };
    return page;
  };
  return {
    // Not async, so that requests for anything else wait for no promise.
    onRequest({ request, url, fetchAPI, endResponse }) {
      const wantsPage = request.method === 'GET' && request.headers.get('accept')?.includes('text/html');
      if (!wantsPage || url.pathname !== endpoint) return;
      return pageOf(Date.now()).then((html) =>
        endResponse(
          new fetchAPI.Response(html, {
            headers: {
              'content-type': 'text/html; charset=utf-8',
              'content-encoding': 'gzip',
            },
          }),
        ),
      );
    },
  };
}

/**
 * Fills in the dates of a stored operation's variables, in UTC, so that they are never out of date.
 *
 * @param now epoch milliseconds
 * @example
 * fillInDates('{ "from": "{{yesterday}}T00:00:00Z" }', Date.now()) // '{ "from": "2026-01-18T00:00:00Z" }'
 */
export function fillInDates(variables: string, now: number): string {
  return variables
    .replaceAll('{{today}}', dateOf(now))
    .replaceAll('{{yesterday}}', dateOf(now - 24 * 60 * 60 * 1000));
}

function dateOf(time: number): string {
  return new Date(time).toISOString().slice(0, 'YYYY-MM-DD'.length);
}

async function renderPage(
  endpoint: string,
  now: number,
  { operations, adaptOperation, needsToken }: GraphiQLOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const defaultTabs = await firstTabs(operations, now, adaptOperation);
  const html = renderGraphiQL({
    title: 'ECS session gateway',
    endpoint,
    defaultTabs,
    headers: headersHint,
    // A token typed into it stays off the browser's disk, unless its owner allows it in the settings.
    shouldPersistHeaders: false,
  }).replace(
    '<div id="root"></div>',
    (root) =>
      `${layout}${firstVariables(defaultTabs[0]?.variables ?? '')}${needsToken ? tokenField(endpoint) : ''}${root}`,
  );
  return new Uint8Array(await promisify(gzip)(html));
}

async function firstTabs(operations: URL, now: number, adaptOperation: AdaptOperation) {
  const files = (await readdir(operations)).filter((name) => name.endsWith('.graphql')).sort();
  return Promise.all(
    files.map(async (name) => {
      const variables = new URL(name.replace(/\.graphql$/, '.variables.json'), operations);
      return {
        query: adaptOperation(await readFile(new URL(name, operations), 'utf8')),
        variables: fillInDates(await readFile(variables, 'utf8'), now),
        headers: headersHint,
      };
    }),
  );
}

/**
 * GraphiQL's tabs move when pressed, by a shift left over from the first layout, so that the click misses them. On narrow
 * screens the title leaves its place to the tabs, and the answer stands below the question.
 */
const layout = `<style>
  .graphiql-tab { transform: none !important; }
  .graphiql-logo { white-space: nowrap; }
  @media (max-width: 900px) { .graphiql-logo { display: none; } }
  @media (max-width: 600px) { #graphiql-session { flex-direction: column; } }
</style>`;

/**
 * GraphiQL takes the first tab's variables from the browser's storage, and those of the other tabs from defaultTabs. So
 * the first tab's are stored before it starts, unless there are tabs of an earlier visit.
 */
function firstVariables(variables: string): string {
  const text = JSON.stringify(variables).replaceAll('<', '\\u003c');
  return `<script>
    if (!localStorage.getItem('graphiql:tabState')) localStorage.setItem('graphiql:variables', ${text});
  </script>`;
}
