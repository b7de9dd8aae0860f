import DataLoader from 'dataloader';
import type { EcsApi } from '../ecs/api.ts';
import { writtenId } from '../ecs/arguments.ts';
import { GatewayError, SessionNotFoundError } from '../ecs/errors.ts';
import { type Place, placeKey, queryKey, type SessionsQuery, type UpstreamPage } from '../ecs/page-query.ts';
import type { InstanceRecord, RegionRecord, SessionRecord } from '../ecs/record.ts';
import type { RegionId } from '../ecs/region-id.ts';
import { type Access, checkAccess, checkMayRead, fullAccess, maySee } from './access.ts';
import { createInstanceLoader, type InstanceKey } from './instance-loader.ts';
import { type ListQuery, listSessions, type PageArguments } from './list-sessions.ts';
import { type Asked, type Notes, noNotes } from './notes.ts';
import type { FetchPage } from './region-feed.ts';
import { createSessionLoader, type SessionKey } from './session-loader.ts';
import type { SessionPage } from './session-page.ts';

/**
 * All that a resolver sees of the world outside; one set for each GraphQL request. Each checks that the caller may see
 * the region before anything else.
 */
export interface Loaders {
  /** One page of a list; equal pages of one region cost one call. See listSessions for what it throws. */
  sessions(query: ListQuery, page: PageArguments): Promise<SessionPage>;
  /** One record; undefined for one that the region does not hold. */
  session(key: SessionKey): Promise<SessionRecord | undefined>;
  /**
   * One record, by the session's id alone.
   *
   * @throws BadRequestError for an id that no session has, SessionNotFoundError for one that the region does not hold
   */
  sessionById(regionId: RegionId, sessionId: string): Promise<SessionRecord>;
  /** What DescribeInstances says; undefined for a released instance. */
  instance(key: InstanceKey): Promise<InstanceRecord | undefined>;
  /** The regions of the account that the caller may see; asked for once. */
  regions(): Promise<readonly RegionRecord[]>;
  /**
   * For objects that their key alone makes, without a call: a region, or an instance in it.
   *
   * @throws AccessDeniedError
   */
  checkRegion(regionId: RegionId, instanceId?: string): void;
}

/** For whom a set of loaders works. */
export interface LoaderOptions {
  /** Once it aborts nothing more is asked for. */
  signal?: AbortSignal | undefined;
  /** Full unless given. */
  access?: Access | undefined;
  /** Where to note what is done. */
  notes?: Notes | undefined;
  /** The moment of the request, in epoch milliseconds; the present one unless given. */
  now?: number | undefined;
}

/** A page and the place it is read for. */
interface PageAt {
  query: SessionsQuery;
  place: Place | undefined;
}

/** Makes the loaders of one request. */
export function createLoaders(
  api: EcsApi,
  { signal, access = fullAccess, notes = noNotes(), now = Date.now() }: LoaderOptions = {},
): Loaders {
  const options = { signal, usage: notes.usage };
  const pages = new DataLoader<PageAt, UpstreamPage, string>(
    (pages) =>
      Promise.all(pages.map(({ query, place }) => api.terminalSessions(query, { ...options, place }))),
    { batch: false, cacheKeyFn: ({ query, place }) => `${queryKey(query)}${place ? placeKey(place) : ''}` },
  );
  const fetchPage: FetchPage = (query, place) => pages.load({ query, place });
  const session = createSessionLoader(fetchPage, (regionId, identity) =>
    api.atHand(regionId, identity, options),
  );
  const instance = createInstanceLoader(api, options);
  let regions: Promise<readonly RegionRecord[]> | undefined;

  const checkRegion = (regionId: RegionId) => {
    notes.regions.add(regionId);
    checkAccess(access, regionId);
  };
  const checkAsked = (asked: Asked & { regionIds: readonly RegionId[] }) => {
    notes.asked.add(asked);
    asked.regionIds.forEach(checkRegion);
  };
  /** Union members never get to errors[], so what fails is noted here. */
  const noted = async <T>(load: () => Promise<T>): Promise<T> => {
    try {
      return await load();
    } catch (error) {
      if (error instanceof GatewayError) notes.failures.add(error.code);
      throw error;
    }
  };

  const find = async (key: SessionKey) => {
    const record = await session.load(key);
    if (record) notes.rows += 1;
    return record;
  };

  return {
    checkRegion: (regionId, instanceId) => checkAsked({ regionIds: [regionId], instanceId }),
    sessions: (query, page) =>
      noted(async () => {
        const { regionIds, instanceId, sessionId, filter } = query;
        checkAsked({ regionIds, instanceId, sessionId, filter });
        const result = await listSessions(fetchPage, { ...query, now }, page);
        notes.rows += result.edges.length;
        return result;
      }),
    session: (key) =>
      noted(async () => {
        checkAsked({ regionIds: [key.regionId], sessionId: key.identity });
        return find(key);
      }),
    sessionById: (regionId, sessionId) =>
      noted(async () => {
        checkAsked({ regionIds: [regionId], sessionId });
        const record = await find({ regionId, identity: writtenId('sessionId', sessionId) ?? '' });
        if (record === undefined) throw new SessionNotFoundError(regionId, sessionId);
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
        regions ??= api.regions(options);
        return (await regions).filter(({ regionId }) => maySee(access, regionId));
      }),
  };
}
