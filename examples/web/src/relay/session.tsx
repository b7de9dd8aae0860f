import type { ComponentProps } from 'react';
import { graphql, type PreloadedQuery, usePreloadedQuery } from 'react-relay';
import type { DataLayer } from '../page/data-layer.ts';
import { GatewayFailure } from '../page/failure.ts';
import type { sessionQuery } from './__generated__/sessionQuery.graphql.ts';
import { FetchBoundary } from './fetch-boundary.tsx';

// Aliases split the union into what there is and why there is none, each with a type of its own.
const query = graphql`
  query sessionQuery($regionId: RegionId!, $sessionId: String!) {
    session(regionId: $regionId, sessionId: $sessionId) {
      ... on Session @alias(as: "record") {
        id
        sessionId
        regionId
        creationTime
        username
        identityType
        principalId
        clientIp
        active
        connections {
          instanceId
          status
          startTime
          durationSeconds
          closedReason
          failedDetail
          instance @catch(to: RESULT) {
            name
            hostName
            privateIpAddresses
          }
        }
      }
      ... on GatewayError @alias(as: "failure") {
        code
        message
        requestId
        ... on ThrottledError {
          retryAfterSeconds
        }
      }
    }
  }
`;

/** One record, or the union member that says why there is none. */
export const Session: DataLayer['Session'] = ({ sessionKey: { regionId, sessionId }, children }) => (
  <FetchBoundary<sessionQuery> query={query} variables={{ regionId, sessionId }} render={children}>
    {(queryRef) => <LoadedSession queryRef={queryRef}>{children}</LoadedSession>}
  </FetchBoundary>
);

type LoadedProps = Pick<ComponentProps<DataLayer['Session']>, 'children'> & {
  queryRef: PreloadedQuery<sessionQuery>;
};

function LoadedSession({ queryRef, children }: LoadedProps) {
  const { session } = usePreloadedQuery<sessionQuery>(query, queryRef);
  const { record, failure } = session;
  // The boundary shows it as it shows all others.
  if (!record) throw new GatewayFailure(failure ?? { message: 'Neither a record nor a failure came.' });
  const connections = record.connections.map(({ instance, ...connection }) => ({
    ...connection,
    instance: instance.ok ? instance.value : null,
  }));
  const instancesDenied = record.connections.some(
    ({ instance }) => !instance.ok && isDenied(instance.errors),
  );
  return children({ state: 'loaded', value: { session: { ...record, connections }, instancesDenied } });
}

/** `@catch` hands on the entries of `errors[]`, but does not type them. */
function isDenied(errors: readonly unknown[]): boolean {
  return errors.some((error) => /"code":"ACCESS_DENIED"/.test(JSON.stringify(error)));
}
