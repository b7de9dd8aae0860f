import DataLoader from 'dataloader';
import type { SessionsPage, SessionsQuery } from '../ecs/api.ts';
import { type CachedEcsApi, type Place, pageKey, placeKey } from '../ecs/cached-api.ts';
import { GatewayError } from '../ecs/errors.ts';
import type { InstanceRecord, RegionRecord, SessionRecord } from '../ecs/record.ts';
import type { RegionId } from '../ecs/region-id.ts';
import { type Access, checkAccess, checkMayRead, fullAccess, maySee } from './access.ts';
import { createInstanceLoader, type InstanceKey } from './instance-loader.ts';
import { type ListQuery, listSessions, type PageArguments } from './list.ts';
import type { FetchPage } from './region-feed.ts';
import { createSessionLoader, type SessionKey } from './session-loader.ts';
import type { SessionPage } from './session-page.ts';
import { emptyTally, type Tally } from './tally.ts';

/**
 * All that a resolver sees of the world outside; one set for each GraphQL request. Each checks that the caller may see
 * the region before anything else.
 */
export interface Loaders {
  /** One page of a list; equal pages of one region cost one call. See listSessions for what it throws. */
  sessions(query: ListQuery, page: PageArguments): Promise<SessionPage>;
  /** One record; undefined for one that the region does not hold. */
  session(key: SessionKey): Promise<SessionRecord | undefined>;
  /** What DescribeInstances tells; undefined for a released instance. */
  instance(key: InstanceKey): Promise<InstanceRecord | undefined>;
  /** The regions of the account that the caller may see; asked for once. */
  regions(): Promise<readonly RegionRecord[]>;
  /**
   * For objects that their key alone makes, without a call.
   *
   * @throws AccessDeniedError
   */
  checkRegion(regionId: RegionId): void;
}

/** For whom a set of loaders works. */
export interface LoaderOptions {
  /** Once it aborts nothing more is asked for. */
  signal?: AbortSignal | undefined;
  /** Full unless given. */
  access?: Access | undefined;
  /** Where to note what is done. */
  tally?: Tally | undefined;
}

/** A page and the place it is read for. */
interface PageAt {
  query: SessionsQuery;
  place: Place | undefined;
}

/** Makes the loaders of one request. */
export function createLoaders(
  api: CachedEcsApi,
  { signal, access = fullAccess, tally = emptyTally() }: LoaderOptions = {},
): Loaders {
  const caller = {
    signal,
    onCall: () => {
      tally.upstreamCalls += 1;
    },
    onRemembered: (ageMs: number) => {
      tally.rememberedMs = Math.max(tally.rememberedMs, ageMs);
    },
    onStale: (ageMs: number) => {
      tally.staleMs = Math.max(tally.staleMs ?? 0, ageMs);
    },
  };
  const pages = new DataLoader<PageAt, SessionsPage, string>(
    (pages) => Promise.all(pages.map(({ query, place }) => api.sessionsPage(query, caller, place))),
    { batch: false, cacheKeyFn: ({ query, place }) => `${pageKey(query)}${place ? placeKey(place) : ''}` },
  );
  const fetchPage: FetchPage = (query, place) => pages.load({ query, place });
  const session = createSessionLoader(fetchPage, (regionId, identity) =>
    api.remembered(regionId, identity, caller),
  );
  const instance = createInstanceLoader(api, caller);
  let regions: Promise<readonly RegionRecord[]> | undefined;

  const checkRegion = (regionId: RegionId) => {
    tally.regions.add(regionId);
    checkAccess(access, regionId);
  };
  /** Union members never get to errors[], so what fails is noted here. */
  const noted = async <T>(load: () => Promise<T>): Promise<T> => {
    try {
      return await load();
    } catch (error) {
      if (error instanceof GatewayError) tally.failures.add(error.code);
      throw error;
    }
  };

  return {
    checkRegion,
    sessions: (query, page) =>
      noted(async () => {
        query.regionIds.forEach(checkRegion);
        const result = await listSessions(fetchPage, query, page);
        tally.rows += result.edges.length;
        return result;
      }),
    session: (key) =>
      noted(async () => {
        checkRegion(key.regionId);
        const record = await session.load(key);
        if (record) tally.rows += 1;
        return record;
      }),
    instance: (key) =>
      noted(async () => {
        checkRegion(key.regionId);
        return instance.load(key);
      }),
    regions: () =>
      noted(async () => {
        checkMayRead(access);
        regions ??= api.regions(caller);
        return (await regions).filter(({ regionId }) => maySee(access, regionId));
      }),
  };
}
