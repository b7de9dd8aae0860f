import { ApolloClient, HttpLink, InMemoryCache, type StoreObject } from '@apollo/client';
import possibleTypes from '../../../../schema/possible-types.json';
import { sessionsPolicy } from './sessions-policy.ts';

export function createClient(): ApolloClient {
  return new ApolloClient({
    link: new HttpLink({ uri: '/graphql' }),
    cache: new InMemoryCache({
      ...possibleTypes,
      typePolicies: {
        Query: { fields: { sessions: sessionsPolicy() } },
        Session: {
          fields: {
            connections: {
              // Connections have no id. Without this, the list's two fields of each would wipe out the detail panel's.
              merge(
                existing: readonly StoreObject[] | undefined,
                incoming: readonly StoreObject[],
                { mergeObjects },
              ) {
                return incoming.map((one, index) => mergeObjects(existing?.[index] ?? one, one));
              },
            },
          },
        },
      },
    }),
  });
}
