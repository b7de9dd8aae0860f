import type { EcsApi, OnAttempt, SessionsQuery, UpstreamPage } from '../api.ts';
import type { InstanceRecord, RegionRecord, SessionRecord } from '../record.ts';
import type { RegionId } from '../region-id.ts';
import { AnswerCache, type Caller } from './answer-cache.ts';

/** Options of createCachedApi. */
export interface CacheOptions {
  /** How long an answer may be reused, in milliseconds; 0 keeps none. */
  ttlMs: number;
  /** How long a page may be reused by those who come by a cursor, in milliseconds, where that is longer. 0 unless given. */
  behindCursorMs?: number;
  /** How old an answer may be that stands in for a call that failed, in milliseconds; 0 unless given. */
  staleIfErrorMs?: number;
  /** Most bytes of them that are kept, keys included. */
  maxBytes: number;
  /** A clock in milliseconds, for tests. */
  now?: () => number;
}

/**
 * The place that a page is read for, where it is not the head of a list: a record that has been served. NextTokens may be
 * counts from the head, so the page that is kept for one need not go on where this list does: arrivals between the two
 * would be hidden records. A kept page, or that of another's call, is taken only where the record shows that it fits.
 */
export interface Place {
  /** Equal for the same record. */
  record: string;
  /** What the page is to it: it begins right behind it, or holds it, or shall show whether it does and so be read anew. */
  relation: 'follows' | 'holds' | 'anew';
  /** Whether a cursor led here: then what is kept may be as old as `behindCursorMs`. */
  byCursor: boolean;
  /** Whether a page is known to fit by what is in it. */
  holds(page: UpstreamPage): boolean;
  /** Whether a page that fits has more behind the record. One that only says "the end" is soon out of date. */
  goesOn(page: UpstreamPage): boolean;
}

/** An EcsApi that remembers, and knows for whom it calls. */
export interface CachedEcsApi {
  /** @param place absent at the head of a list */
  sessionsPage(query: SessionsQuery, caller?: Caller, place?: Place): Promise<UpstreamPage>;
  instances(
    regionId: RegionId,
    instanceIds: readonly string[],
    caller?: Caller,
  ): Promise<readonly InstanceRecord[]>;
  regions(caller?: Caller): Promise<readonly RegionRecord[]>;
  /** A record of a page that is still remembered, by its identity; costs no call. */
  remembered(regionId: RegionId, identity: string, caller?: Caller): SessionRecord | undefined;
  /** Bytes that are kept at this moment. */
  readonly bytes: number;
}

/** DescribeRegions changes a few times a year. */
const regionsTtlMs = 3_600_000;

/** What a record takes besides its JSON: its object, and its place and key among the holders. */
const bytesPerRecord = 400;

/**
 * Shares equal calls under way, and remembers successful answers for a short while: a page under its query, and each
 * of its records under its identity.
 */
export function createCachedApi(
  api: EcsApi,
  { ttlMs, behindCursorMs = 0, staleIfErrorMs, maxBytes, now }: CacheOptions,
): CachedEcsApi {
  /** Identity → the page that holds the record. It holds records of pages that are kept, and no others. */
  const holders = new Map<string, { page: string; record: SessionRecord }>();
  /** The record that a page began right behind when it was read. */
  const readBehind = new WeakMap<UpstreamPage, string>();
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

  return {
    sessionsPage: async (query, caller, place) => {
      const key = pageKey(query);
      if (place === undefined) {
        return pages.get(key, (...options) => api.sessionsPage(query, ...options), caller);
      }
      const { record, relation } = place;
      let isOwn = false;
      const call = async (signal: AbortSignal, onAttempt?: OnAttempt) => {
        isOwn = true;
        const page = await api.sessionsPage(query, signal, onAttempt);
        if (relation === 'follows') readBehind.set(page, record);
        return page;
      };
      const fits = (page: UpstreamPage) =>
        (relation === 'follows' && readBehind.get(page) === record) || place.holds(page);
      const maxAgeMs = (page: UpstreamPage) =>
        place.byCursor && place.goesOn(page) ? Math.max(ttlMs, behindCursorMs) : ttlMs;
      const page = await pages.get(key, call, caller, { fits, maxAgeMs });
      // A call that another began may be older than the cursor; one begun from here on cannot be.
      return isOwn || fits(page) ? page : pages.get(key, call, caller, { fits, maxAgeMs });
    },
    instances: (regionId, instanceIds, caller) => {
      const ids = [...instanceIds].sort();
      const key = JSON.stringify([regionId, ids]);
      return instances.get(key, (...options) => api.instances(regionId, ids, ...options), caller);
    },
    regions: (caller) => regions.get('all', (...options) => api.regions(...options), caller),
    remembered: (regionId, identity, caller) => {
      const holder = holders.get(recordKey(regionId, identity));
      const ageMs = holder && pages.ageOf(holder.page);
      if (ageMs === undefined) return undefined;
      caller?.onRemembered?.(ageMs);
      return holder?.record;
    },
    get bytes() {
      return pages.bytes + instances.bytes + regions.bytes;
    },
  };
}

/** Equal for queries that ask the same; property order and absent parameters make no difference. */
export function pageKey(query: SessionsQuery): string {
  const { regionId, instanceId, sessionId, maxResults, nextToken } = query;
  return JSON.stringify([regionId, instanceId || null, sessionId || null, maxResults, nextToken || null]);
}

/** Equal for places that the same page may be read for. */
export function placeKey({ record, relation, byCursor }: Place): string {
  return JSON.stringify([record, relation, byCursor]);
}

function recordKey(regionId: RegionId, identity: string): string {
  return `${regionId}/${identity}`;
}
