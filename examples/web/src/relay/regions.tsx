import type { ComponentProps } from 'react';
import { graphql, type PreloadedQuery, usePreloadedQuery } from 'react-relay';
import type { DataLayer } from '../page/data-layer.ts';
import type { regionsQuery } from './__generated__/regionsQuery.graphql.ts';
import { FetchBoundary } from './fetch-boundary.tsx';

const query = graphql`
  query regionsQuery {
    regions {
      regionId
      localName
    }
  }
`;

export const Regions: DataLayer['Regions'] = ({ children }) => (
  <FetchBoundary<regionsQuery> query={query} variables={{}} render={children}>
    {(queryRef) => <LoadedRegions queryRef={queryRef}>{children}</LoadedRegions>}
  </FetchBoundary>
);

type LoadedProps = ComponentProps<DataLayer['Regions']> & { queryRef: PreloadedQuery<regionsQuery> };

function LoadedRegions({ queryRef, children }: LoadedProps) {
  const { regions } = usePreloadedQuery<regionsQuery>(query, queryRef);
  return children({ state: 'loaded', value: regions ?? [] });
}
