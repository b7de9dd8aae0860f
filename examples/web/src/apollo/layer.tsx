import { ApolloProvider } from '@apollo/client/react';
import type { DataLayer } from '../page/data-layer.ts';
import { createClient } from './client.ts';
import { Regions } from './regions.tsx';
import { Session } from './session.tsx';
import { Sessions } from './sessions.tsx';

const client = createClient();

/** The page over Apollo Client. */
export const apolloLayer: DataLayer = {
  name: 'apollo',
  Provider: ({ children }) => <ApolloProvider client={client}>{children}</ApolloProvider>,
  Regions,
  Sessions,
  Session,
};
