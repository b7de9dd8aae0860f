import { useApolloClient, useQuery } from '@apollo/client/react';
import { useState } from 'react';
import { filterOf } from '../page/choice.ts';
import type { DataLayer } from '../page/data-layer.ts';
import { SessionsDocument } from './__generated__/graphql.ts';
import { failureOfResult } from './failure.ts';

/** The list as union members of Query.sessions, its pages joined by the cache (see sessions-policy.ts). */
export const Sessions: DataLayer['Sessions'] = ({ choice, pageSize, children }) => {
  const client = useApolloClient();
  const variables = { regionIds: [choice.regionId], filter: filterOf(choice), first: pageSize };
  const { data, error, fetchMore, refetch } = useQuery(SessionsDocument, {
    variables,
    // Records change under the page: each new list starts with a fresh first page, and then lives in the cache.
    fetchPolicy: 'network-only',
    nextFetchPolicy: 'cache-first',
  });
  const [isRetrying, setRetrying] = useState(false);

  const list = data?.sessions;
  if (list?.__typename === 'SessionConnection') {
    return children({
      state: 'loaded',
      value: {
        sessions: list.edges.map(({ node }) => node),
        hasNext: list.pageInfo.hasNextPage,
        // The cache joins the page to the others. Its failure stands in the answer alone, not in the cache.
        async loadNext() {
          const next = { after: list.pageInfo.endCursor ?? null };
          const page = await fetchMore({ variables: next, errorPolicy: 'all' });
          throwFailure(page.data?.sessions, page.error);
        },
        // Asked for past the cache, and written only if it is a page: what is shown stays where the reload fails.
        async reload(count) {
          const query = { query: SessionsDocument, variables: { ...variables, first: count } };
          const page = await client.query({ ...query, fetchPolicy: 'no-cache', errorPolicy: 'all' });
          throwFailure(page.data?.sessions, page.error);
          if (page.data) client.writeQuery({ ...query, data: page.data });
        },
      },
    });
  }
  const failure = failureOfResult(list, error);
  if (!failure || isRetrying) return children({ state: 'loading' });
  return children({
    state: 'failed',
    failure,
    retry() {
      setRetrying(true);
      // What the retry fails with shows in `error` or `data`, as at the first time.
      refetch()
        .catch(() => undefined)
        .finally(() => setRetrying(false));
    },
  });
};

function throwFailure(...result: Parameters<typeof failureOfResult>): void {
  const failure = failureOfResult(...result);
  if (failure) throw failure;
}
