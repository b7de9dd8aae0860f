import DataLoader from 'dataloader';
import type { SessionsPage, SessionsQuery } from '../ecs/api.ts';
import { type CachedEcsApi, pageKey } from '../ecs/cached-api.ts';
import type { Caller } from '../ecs/call-memory.ts';
import type { RegionRecord } from '../ecs/record.ts';
import { createInstanceLoader, type InstanceLoader } from './instance-loader.ts';
import type { FetchPage } from './region-feed.ts';
import { createSessionLoader, type SessionLoader } from './session-loader.ts';

/** All that a resolver sees of the world outside; one set for each GraphQL request. */
export interface Loaders {
  /** One page of one region; equal pages cost one call. */
  fetchPage: FetchPage;
  session: SessionLoader;
  instance: InstanceLoader;
  /** Every region of the account; asked for once. */
  regions(): Promise<readonly RegionRecord[]>;
}

/**
 * Makes the loaders of one request.
 *
 * @param caller once its signal aborts nothing more is asked for it
 */
export function createLoaders(api: CachedEcsApi, caller?: Caller): Loaders {
  const pages = new DataLoader<SessionsQuery, SessionsPage, string>(
    (queries) => Promise.all(queries.map((query) => api.sessionsPage(query, caller))),
    { batch: false, cacheKeyFn: pageKey },
  );
  const fetchPage: FetchPage = (query) => pages.load(query);
  let regions: Promise<readonly RegionRecord[]> | undefined;
  return {
    fetchPage,
    session: createSessionLoader(fetchPage, api.remembered),
    instance: createInstanceLoader(api, caller),
    regions: () => {
      regions ??= api.regions(caller);
      return regions;
    },
  };
}
