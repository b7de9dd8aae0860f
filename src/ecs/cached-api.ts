import type { EcsApi, SessionsPage, SessionsQuery } from './api.ts';
import { type Caller, CallMemory } from './call-memory.ts';
import type { InstanceRecord, RegionRecord, SessionRecord } from './record.ts';
import type { RegionId } from './region-id.ts';

/** Options of createCachedApi. */
export interface CacheOptions {
  /** How long an answer may be reused, in milliseconds; 0 keeps none. */
  ttlMs: number;
  /** How old an answer may be that stands in for a call that failed, in milliseconds; 0 unless given. */
  staleIfErrorMs?: number;
  /** Most bytes of them that are kept, keys included. */
  maxBytes: number;
  /** A clock in milliseconds, for tests. */
  now?: () => number;
}

/** An EcsApi that remembers, and knows for whom it calls. */
export interface CachedEcsApi {
  sessionsPage(query: SessionsQuery, caller?: Caller): Promise<SessionsPage>;
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
  { ttlMs, staleIfErrorMs, maxBytes, now }: CacheOptions,
): CachedEcsApi {
  /** Identity → the page that holds the record. It holds records of pages that are kept, and no others. */
  const holders = new Map<string, { page: string; record: SessionRecord }>();
  const pages = new CallMemory<SessionsPage>({
    ttlMs,
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
  const instances = new CallMemory<readonly InstanceRecord[]>({
    ttlMs,
    staleIfErrorMs,
    maxBytes: maxBytes * 0.2,
    now,
  });
  const regions = new CallMemory<readonly RegionRecord[]>({
    ttlMs: ttlMs === 0 ? 0 : regionsTtlMs,
    staleIfErrorMs,
    maxBytes: maxBytes * 0.1,
    now,
  });

  return {
    sessionsPage: (query, caller) =>
      pages.get(pageKey(query), (...options) => api.sessionsPage(query, ...options), caller),
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

function recordKey(regionId: RegionId, identity: string): string {
  return `${regionId}/${identity}`;
}
