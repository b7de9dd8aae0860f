import { useQuery } from '@apollo/client/react';
import type { DataLayer } from '../page/data-layer.ts';
import { RegionsDocument } from './__generated__/graphql.ts';
import { failureOfResult } from './failure.ts';

export const Regions: DataLayer['Regions'] = ({ children }) => {
  const { data, error, refetch } = useQuery(RegionsDocument);
  if (data?.regions) return children({ state: 'loaded', value: data.regions });
  const failure = failureOfResult(null, error);
  if (!failure) return children({ state: 'loading' });
  return children({ state: 'failed', failure, retry: () => void refetch() });
};
