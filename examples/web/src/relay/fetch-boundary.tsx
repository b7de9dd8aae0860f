import { Component, type ReactNode, Suspense, useEffect, useEffectEvent } from 'react';
import { type PreloadedQuery, useQueryLoader } from 'react-relay';
import type { GraphQLTaggedNode, OperationType } from 'relay-runtime';
import type { Fetched } from '../page/data-layer.ts';
import { GatewayFailure } from '../page/failure.ts';

/** Options of FetchBoundary. */
export interface FetchBoundaryProps<Query extends OperationType> {
  query: GraphQLTaggedNode;
  /** They stay as they are: the page gives another list, and another session, a key of its own. */
  variables: Query['variables'];
  /** Shows what there is in place of data: nothing yet, or a failure. */
  render: (fetched: Exclude<Fetched<never>, { state: 'loaded' }>) => ReactNode;
  /** Reads the data with usePreloadedQuery. */
  children: (queryRef: PreloadedQuery<Query>) => ReactNode;
}

/**
 * Asks the gateway when it appears, past the store: records change under the page. Relay throws what it has no data
 * for; the page wants it as a state.
 */
export function FetchBoundary<Query extends OperationType>(props: FetchBoundaryProps<Query>) {
  const { query, variables, render, children } = props;
  const [queryRef, loadQuery] = useQueryLoader<Query>(query);
  const load = () => loadQuery(variables, { fetchPolicy: 'network-only' });
  const loadFirst = useEffectEvent(load);
  useEffect(() => loadFirst(), []);

  if (!queryRef) return render({ state: 'loading' });
  const renderFailure = (failure: GatewayFailure) => render({ state: 'failed', failure, retry: load });
  return (
    <FailureBoundary key={queryRef.fetchKey} render={renderFailure}>
      <Suspense fallback={render({ state: 'loading' })}>{children(queryRef)}</Suspense>
    </FailureBoundary>
  );
}

interface FailureBoundaryProps {
  render: (failure: GatewayFailure) => ReactNode;
  children: ReactNode;
}

/** React knows error boundaries as classes only. */
class FailureBoundary extends Component<FailureBoundaryProps, { thrown: unknown }> {
  override state = { thrown: undefined };

  static getDerivedStateFromError(thrown: unknown) {
    return { thrown };
  }

  override render(): ReactNode {
    const { thrown }: { thrown: unknown } = this.state;
    if (thrown === undefined) return this.props.children;
    // Anything else is a bug of this page, and must not look like a failure of the gateway.
    if (!(thrown instanceof GatewayFailure)) throw thrown;
    return this.props.render(thrown);
  }
}
