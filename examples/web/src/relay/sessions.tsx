import type { ComponentProps } from 'react';
import {
  graphql,
  type PreloadedQuery,
  usePaginationFragment,
  usePreloadedQuery,
  useRelayEnvironment,
} from 'react-relay';
import { fetchQuery } from 'relay-runtime';
import { filterOf } from '../page/choice.ts';
import type { DataLayer } from '../page/data-layer.ts';
import { toFailure } from '../page/failure.ts';
import type { sessions_region$key } from './__generated__/sessions_region.graphql.ts';
import type { sessionsPageQuery } from './__generated__/sessionsPageQuery.graphql.ts';
import type { sessionsQuery } from './__generated__/sessionsQuery.graphql.ts';
import { FetchBoundary } from './fetch-boundary.tsx';

const query = graphql`
  query sessionsQuery($regionId: RegionId!, $filter: SessionFilter, $first: Int!) {
    region(regionId: $regionId) {
      ...sessions_region @arguments(filter: $filter, first: $first)
    }
  }
`;

// Not Query.sessions: that gives a union, and @connection cannot sit on one.
const fragment = graphql`
  fragment sessions_region on Region
  @refetchable(queryName: "sessionsPageQuery")
  @argumentDefinitions(filter: { type: "SessionFilter" }, first: { type: "Int" }, after: { type: "String" }) {
    sessions(filter: $filter, first: $first, after: $after) @connection(key: "Region_sessions") {
      edges {
        node {
          id
          sessionId
          regionId
          creationTime
          username
          clientIp
          active
          connections {
            instanceId
            status
          }
        }
      }
    }
  }
`;

/** The list as a plain connection of its region, its pages joined by `@connection`. */
export const Sessions: DataLayer['Sessions'] = ({ choice, pageSize, children }) => {
  const variables = { regionId: choice.regionId, filter: filterOf(choice), first: pageSize };
  return (
    <FetchBoundary<sessionsQuery> query={query} variables={variables} render={children}>
      {(queryRef) => <LoadedSessions queryRef={queryRef}>{children}</LoadedSessions>}
    </FetchBoundary>
  );
};

type LoadedProps = Pick<ComponentProps<DataLayer['Sessions']>, 'children'> & {
  queryRef: PreloadedQuery<sessionsQuery>;
};

function LoadedSessions({ queryRef, children }: LoadedProps) {
  const environment = useRelayEnvironment();
  const { region } = usePreloadedQuery<sessionsQuery>(query, queryRef);
  const { data, hasNext, loadNext } = usePaginationFragment<sessionsPageQuery, sessions_region$key>(
    fragment,
    region,
  );
  const { variables } = queryRef;
  return children({
    state: 'loaded',
    value: {
      sessions: data.sessions?.edges.map(({ node }) => node) ?? [],
      hasNext,
      loadNext: () =>
        new Promise((resolve, reject) => {
          loadNext(variables.first, {
            onComplete: (error) => (error ? reject(toFailure(error)) : resolve()),
          });
        }),
      // Not refetch(): it would suspend, and its failure would take the place of the list. A first page that comes
      // into the store by itself replaces the connection's pages.
      async reload(count) {
        await fetchQuery<sessionsQuery>(environment, query, { ...variables, first: count }).toPromise();
      },
    },
  });
}
