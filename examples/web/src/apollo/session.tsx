import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { useQuery } from '@apollo/client/react';
import type { DataLayer } from '../page/data-layer.ts';
import { SessionDocument } from './__generated__/graphql.ts';
import { failureOfResult } from './failure.ts';

/** One record. A field that fails, such as an instance's name, leaves the rest of it served. */
export const Session: DataLayer['Session'] = ({ sessionKey: { regionId, sessionId }, children }) => {
  const { data, error, refetch } = useQuery(SessionDocument, {
    variables: { regionId, sessionId },
    fetchPolicy: 'network-only',
    nextFetchPolicy: 'cache-first',
    errorPolicy: 'all',
  });
  const session = data?.session;
  if (session?.__typename === 'Session') {
    const errors = CombinedGraphQLErrors.is(error) ? error.errors : [];
    const instancesDenied = errors.some(({ extensions }) => extensions?.code === 'ACCESS_DENIED');
    return children({ state: 'loaded', value: { session, instancesDenied } });
  }
  const failure = failureOfResult(session, error);
  if (!failure) return children({ state: 'loading' });
  return children({ state: 'failed', failure, retry: () => void refetch() });
};
