import { readFileSync } from 'node:fs';
import { usePersistedOperations as usePlugin } from '@graphql-yoga/plugin-persisted-operations';
import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/**
 * Serves only the operations of a file: JSON of SHA-256 (hexadecimal) to document, as `schema/persisted-operations.json`
 * is. Clients send `documentId`, or the hash as Apollo's clients do (`extensions.persistedQuery.sha256Hash`).
 *
 * @throws where the file cannot be read or is of another shape
 */
export function usePersistedOperations(path: string, adaptOperation: (document: string) => string): Plugin {
  const operations = new Map<string, string>();
  for (const [id, document] of Object.entries<unknown>(JSON.parse(readFileSync(path, 'utf8')))) {
    if (typeof document !== 'string')
      throw new TypeError(
        `${path} must be a JSON object of ids to documents, but the value of ${id} is not a text.`,
      );
    operations.set(id, adaptOperation(document));
  }
  return usePlugin({
    getPersistedOperation: (id) => operations.get(id) ?? null,
    extractPersistedOperationId: ({ extensions, documentId }: PersistedParams) =>
      documentId ?? extensions?.persistedQuery?.sha256Hash ?? null,
  });
}

/**
 * Says to clients that ask by an id that no operation is stored: Apollo's and urql's then send the document.
 * Source: Apollo's protocol of automatic persisted queries.
 */
export function useNoPersistedOperations(): Plugin {
  return {
    // Yoga checks the parameters only after the plugins: until then they may be any JSON.
    onParams({ params }: { params: (Partial<PersistedParams> & { query?: unknown }) | null }) {
      if (!params || params.query || !(params.documentId || params.extensions?.persistedQuery)) return;
      throw new GraphQLError('PersistedQueryNotSupported', {
        extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED', http: { spec: true, status: 400 } },
      });
    },
  };
}

interface PersistedParams {
  documentId?: string;
  extensions?: { persistedQuery?: { sha256Hash?: string } };
}
