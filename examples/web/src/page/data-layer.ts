import type { ComponentType, ReactNode } from 'react';
import type { Choice } from './choice.ts';
import type { GatewayFailure } from './failure.ts';
import type { SessionDetails, SessionKey, SessionSummary } from './session.ts';

/** Something fetched, in one of its three states. */
export type Fetched<T> =
  | { state: 'loading' }
  | { state: 'failed'; failure: GatewayFailure; retry: () => void }
  | { state: 'loaded'; value: T };

/** A list of which at least the first page is there. */
export interface SessionList {
  sessions: readonly SessionSummary[];
  hasNext: boolean;
  /** Fetches the page behind the last one. Rejects with a GatewayFailure; what is loaded stays. */
  loadNext(): Promise<void>;
  /** Replaces all pages by a fresh first one of `count` records. Rejects with a GatewayFailure; what is loaded stays. */
  reload(count: number): Promise<void>;
}

export interface Region {
  readonly regionId: string;
  readonly localName: string | null | undefined;
}

/** A session, and why parts of it are missing. */
export interface LoadedSession {
  session: SessionDetails;
  /** Whether ECS let the gateway read sessions, but no instances. */
  instancesDenied: boolean;
}

type Render<T> = (fetched: Fetched<T>) => ReactNode;

/** What the page needs of Relay or of Apollo Client: components that fetch and hand on plain values. */
export interface DataLayer {
  name: string;
  Provider: ComponentType<{ children: ReactNode }>;
  Regions: ComponentType<{ children: Render<readonly Region[]> }>;
  Sessions: ComponentType<{ choice: Choice; pageSize: number; children: Render<SessionList> }>;
  Session: ComponentType<{ sessionKey: SessionKey; children: Render<LoadedSession> }>;
}
