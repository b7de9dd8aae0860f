import { LRUCache } from 'lru-cache';
import type { EcsApi, SessionsPage, SessionsQuery } from './api.ts';
import type { InstanceRecord, RegionRecord, SessionRecord } from './record.ts';
import type { RegionId } from './region-id.ts';
import { SharedCalls } from './shared-calls.ts';

/** Options of createCachedApi. */
export interface CacheOptions {
  /** How long an answer may be reused, in milliseconds; 0 keeps none. */
  ttlMs: number;
  /** How much of them is kept, in bytes of their JSON. */
  maxBytes: number;
  /** A clock in milliseconds, for tests. */
  now?: () => number;
}

/** An EcsApi that remembers. */
export interface CachedEcsApi extends EcsApi {
  /** A record of a page that is still remembered, by its identity; costs no call. */
  remembered(regionId: RegionId, identity: string): SessionRecord | undefined;
}

type Answer =
  | { kind: 'sessions'; page: SessionsPage }
  | { kind: 'instances'; instances: readonly InstanceRecord[] }
  | { kind: 'regions'; regions: readonly RegionRecord[] };

/** DescribeRegions changes a few times a year. */
const regionsTtlMs = 3_600_000;

/**
 * Shares equal calls under way, and remembers successful answers for a short while: a page under its query, and each
 * of its records under its identity. Failures are never remembered.
 */
export function createCachedApi(api: EcsApi, options: CacheOptions): CachedEcsApi {
  const sharedPages = new SharedCalls<SessionsPage>();
  const sharedInstances = new SharedCalls<readonly InstanceRecord[]>();
  const sharedRegions = new SharedCalls<readonly RegionRecord[]>();

  /** identity → the page that holds the record. */
  const holders = new Map<string, { key: string; record: SessionRecord }>();
  const answers = new LRUCache<string, Answer>({
    maxSize: Math.max(1, options.maxBytes),
    maxEntrySize: Math.max(1, options.maxBytes),
    sizeCalculation: (answer) => JSON.stringify(answer).length,
    ttl: Math.max(1, options.ttlMs),
    ttlResolution: 0,
    ...(options.now && { perf: { now: options.now } }),
    dispose: (answer, key) => {
      if (answer.kind !== 'sessions') return;
      for (const record of answer.page.records) {
        const holderKey = `${record.regionId}/${record.identity}`;
        if (holders.get(holderKey)?.key === key) holders.delete(holderKey);
      }
    },
  });
  const remember = (key: string, answer: Answer, ttl = options.ttlMs) => {
    if (options.ttlMs > 0) answers.set(key, answer, { ttl });
    // An answer larger than the whole cache is not kept, and must not be found by its records either.
    return answers.has(key);
  };

  return {
    async sessionsPage(query, signal) {
      const key = pageKey(query);
      const kept = answers.get(key);
      if (kept?.kind === 'sessions') return kept.page;
      return sharedPages.join(
        key,
        async (signal) => {
          const page = await api.sessionsPage(query, signal);
          if (remember(key, { kind: 'sessions', page })) {
            for (const record of page.records) {
              holders.set(`${record.regionId}/${record.identity}`, { key, record });
            }
          }
          return page;
        },
        signal,
      );
    },

    async instances(regionId, instanceIds, signal) {
      const ids = [...instanceIds].sort();
      const key = JSON.stringify(['instances', regionId, ids]);
      const kept = answers.get(key);
      if (kept?.kind === 'instances') return kept.instances;
      return sharedInstances.join(
        key,
        async (signal) => {
          const instances = await api.instances(regionId, ids, signal);
          remember(key, { kind: 'instances', instances });
          return instances;
        },
        signal,
      );
    },

    async regions(signal) {
      const kept = answers.get('regions');
      if (kept?.kind === 'regions') return kept.regions;
      return sharedRegions.join(
        'regions',
        async (signal) => {
          const regions = await api.regions(signal);
          remember('regions', { kind: 'regions', regions }, regionsTtlMs);
          return regions;
        },
        signal,
      );
    },

    remembered(regionId, identity) {
      const holder = holders.get(`${regionId}/${identity}`);
      return holder && answers.has(holder.key) ? holder.record : undefined;
    },
  };
}

/** Equal for queries that ask the same; property order and absent parameters make no difference. */
export function pageKey(query: SessionsQuery): string {
  const { regionId, instanceId, sessionId, maxResults, nextToken } = query;
  return JSON.stringify([regionId, instanceId || null, sessionId || null, maxResults, nextToken || null]);
}
