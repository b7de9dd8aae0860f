import type { CallOptions, EcsApi, PageOptions } from '../api.ts';
import { queryKey, type SessionsQuery, type UpstreamPage } from '../page-query.ts';
import type { InstanceRecord, RegionRecord, SessionRecord } from '../record.ts';
import type { RegionId } from '../region-id.ts';
import { AnswerCache, type Reuse } from './answer-cache.ts';

/** Options of createCachedApi. */
export interface CacheOptions {
  /** How long an answer may be reused, in milliseconds; 0 keeps none. */
  ttlMs: number;
  /** How long a page may be reused by those who come by a cursor, in milliseconds, where that is longer. 0 unless given. */
  behindCursorMs?: number;
  /** How old an answer may be that stands in for a call that failed, in milliseconds; 0 unless given. */
  staleIfErrorMs?: number;
  /** Maximum of bytes that are kept, keys included. */
  maxBytes: number;
  /** A clock in milliseconds, for tests. */
  now?: () => number;
}

/** An EcsApi that remembers. */
export interface CachedApi extends EcsApi {
  /** Bytes that are kept at this moment. */
  readonly bytes: number;
}

/** DescribeRegions changes a few times a year. */
const regionsTtlMs = 3_600_000;

/** What a record takes besides its JSON: its object, and its place and key among the holders. */
const bytesPerRecord = 400;

/**
 * An EcsApi around another: it shares equal calls under way, and remembers successful answers for a short while, a page
 * under its query and each of its records under its identity.
 */
export function createCachedApi(api: EcsApi, options: CacheOptions): CachedApi {
  const { ttlMs, behindCursorMs = 0, staleIfErrorMs, maxBytes, now } = options;
  /** Identity → the page that holds the record. It holds records of pages that are kept, and no others. */
  const holders = new Map<string, { page: string; record: SessionRecord }>();
  const pages = new AnswerCache<UpstreamPage>({
    ttlMs,
    longestMs: Math.max(ttlMs, behindCursorMs),
    staleIfErrorMs,
    maxBytes: maxBytes * 0.7,
    now,
    onKeep: ({ records }, page) => {
      for (const record of records)
        holders.set(recordKey(record.regionId, record.identity), { page, record });
    },
    onForget: ({ records }, page) => {
      for (const { regionId, identity } of records) {
        const key = recordKey(regionId, identity);
        if (holders.get(key)?.page === page) holders.delete(key);
      }
    },
    bytesElsewhere: ({ records }) => records.length * bytesPerRecord,
  });
  const instances = new AnswerCache<readonly InstanceRecord[]>({
    ttlMs,
    staleIfErrorMs,
    maxBytes: maxBytes * 0.2,
    now,
  });
  const regions = new AnswerCache<readonly RegionRecord[]>({
    ttlMs: ttlMs === 0 ? 0 : regionsTtlMs,
    staleIfErrorMs,
    maxBytes: maxBytes * 0.1,
    now,
  });
  /** The record that a page began right behind when it was read. */
  const readBehind = new WeakMap<UpstreamPage, string>();

  /** A page that is read behind a cursor: what is kept, or under way for another, must fit the place. */
  async function pageAt(query: SessionsQuery, options: PageOptions, place: Place): Promise<UpstreamPage> {
    const { record, relation } = place;
    let isOwn = false;
    const call = async (own: CallOptions) => {
      isOwn = true;
      const page = await api.terminalSessions(query, own);
      if (relation === 'follows') readBehind.set(page, record);
      return page;
    };
    const reuse: Reuse<UpstreamPage> = {
      fits: (page) => (relation === 'follows' && readBehind.get(page) === record) || place.holds(page),
      maxAgeMs: (page) => (place.byCursor && place.goesOn(page) ? Math.max(ttlMs, behindCursorMs) : ttlMs),
    };
    const page = await pages.get(queryKey(query), call, options, reuse);
    // A call that another began may be older than the cursor; one begun from here on cannot be.
    return isOwn || reuse.fits(page) ? page : pages.get(queryKey(query), call, options, reuse);
  }

  return {
    terminalSessions: (query, options = {}) =>
      options.place === undefined
        ? pages.get(queryKey(query), (own) => api.terminalSessions(query, own), options)
        : pageAt(query, options, options.place),
    instances: (regionId, instanceIds, options) => {
      const ids = [...instanceIds].sort();
      const key = JSON.stringify([regionId, ids]);
      return instances.get(key, (own) => api.instances(regionId, ids, own), options);
    },
    regions: (options) => regions.get('all', (own) => api.regions(own), options),
    atHand: (regionId, identity, options) => {
      const holder = holders.get(recordKey(regionId, identity));
      const ageMs = holder && pages.ageOf(holder.page);
      if (ageMs === undefined) return undefined;
      options?.usage?.noteCached(ageMs);
      return holder?.record;
    },
    get bytes() {
      return pages.bytes + instances.bytes + regions.bytes;
    },
  };
}

type Place = NonNullable<PageOptions['place']>;

function recordKey(regionId: RegionId, identity: string): string {
  return `${regionId}/${identity}`;
}
