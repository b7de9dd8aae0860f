import { type AccountRegion, keyOfRegion } from '../account-region.ts';
import type { CallOptions, EcsApi, PageOptions } from '../api.ts';
import { AccessDeniedError } from '../errors.ts';
import { type InstancesPage, instanceQueryKey } from '../instance-query.ts';
import { isQueryOf, queryKey, type SessionsQuery, type UpstreamPage } from '../page-query.ts';
import type {
  AssistantRecord,
  InstanceRecord,
  RecordingRecord,
  RegionRecord,
  SessionRecord,
} from '../record.ts';
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

/** Regions come a few times a year; settings and permissions are changed by people who can wait for an hour. */
const hour = 3_600_000;

/** What a record takes besides its JSON: its object, and its place and key among the holders. */
const bytesPerRecord = 400;

/**
 * An EcsApi around another: it shares equal calls under way, and remembers successful answers for a short while, a page
 * under its query and each of its records under its identity. What changes seldom it remembers for an hour.
 *
 * A session is ended by a call of its own each time; afterwards no page that holds it is served from memory.
 */
export function createCachedApi(api: EcsApi, options: CacheOptions): CachedApi {
  const { ttlMs, behindCursorMs = 0, staleIfErrorMs, maxBytes, now } = options;
  /** Identity → the page that holds the record. It holds records of pages that are kept, and no others. */
  const holders = new Map<string, { page: string; record: SessionRecord }>();
  const pages = new AnswerCache<UpstreamPage>({
    ttlMs,
    longestMs: Math.max(ttlMs, behindCursorMs),
    staleIfErrorMs,
    maxBytes: maxBytes * 0.6,
    now,
    onKeep: ({ records }, page) => {
      for (const record of records) holders.set(recordKey(record, record.identity), { page, record });
    },
    onForget: ({ records }, page) => {
      for (const record of records) {
        const key = recordKey(record, record.identity);
        if (holders.get(key)?.page === page) holders.delete(key);
      }
    },
    bytesElsewhere: ({ records }) => records.length * bytesPerRecord,
  });
  const seldom = { ttlMs: ttlMs === 0 ? 0 : hour, staleIfErrorMs, now };
  const instances = new AnswerCache<readonly InstanceRecord[]>({
    ttlMs,
    staleIfErrorMs,
    maxBytes: maxBytes * 0.15,
    now,
  });
  // Behind a cursor as well: the order of instances is not promised, so a page that is kept longer might not fit the next.
  const found = new AnswerCache<InstancesPage>({ ttlMs, staleIfErrorMs, maxBytes: maxBytes * 0.1, now });
  const assistants = new AnswerCache<readonly AssistantRecord[]>({
    ttlMs,
    staleIfErrorMs,
    maxBytes: maxBytes * 0.05,
    now,
  });
  const regions = new AnswerCache<readonly RegionRecord[]>({ ...seldom, maxBytes: maxBytes * 0.05 });
  const recordings = new AnswerCache<RecordingRecord>({ ...seldom, maxBytes: maxBytes * 0.03 });
  const permissions = new AnswerCache<Permission>({
    ...seldom,
    staleIfErrorMs: 0,
    maxBytes: maxBytes * 0.02,
  });
  const caches = [pages, instances, found, assistants, regions, recordings, permissions];
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
    instances: (at, instanceIds, options) => {
      const ids = [...instanceIds].sort();
      const key = JSON.stringify([keyOfRegion(at), ids]);
      return instances.get(key, (own) => api.instances(at, ids, own), options);
    },
    findInstances: (query, options) =>
      found.get(instanceQueryKey(query), (own) => api.findInstances(query, own), options),
    checkMayFindInstances: async (at, options) => {
      const ask = (own: CallOptions) => permissionOf(api.checkMayFindInstances(at, own));
      const { denial } = await permissions.get(keyOfRegion(at), ask, options);
      // What one request notes in it does not show to the others of the hour.
      if (denial) throw denial.copy();
    },
    assistants: (at, instanceIds, options) => {
      const ids = [...instanceIds].sort();
      const key = JSON.stringify([keyOfRegion(at), ids]);
      return assistants.get(key, (own) => api.assistants(at, ids, own), options);
    },
    recording: (at, options) =>
      recordings.get(keyOfRegion(at), (own) => api.recording(at, own), options, {
        fits: () => true,
        maxAgeMs: (record) => (isWhole(record) ? seldom.ttlMs : ttlMs),
      }),
    endSession: async (at, sessionId, options) => {
      options?.usage?.countCall();
      try {
        await api.endSession(at, sessionId, options);
      } finally {
        // Also where it failed: it may have been ended all the same.
        const isMeant = (key: string) => isQueryOf(at, key);
        pages.forget(isMeant, ({ records }) => records.some((record) => record.sessionId === sessionId));
      }
    },
    regions: (accountKey, options) => regions.get(accountKey, (own) => api.regions(accountKey, own), options),
    atHand: (at, identity, options) => {
      const holder = holders.get(recordKey(at, identity));
      const ageMs = holder && pages.ageOf(holder.page);
      if (ageMs === undefined) return undefined;
      options?.usage?.noteCached(ageMs);
      return holder?.record;
    },
    get bytes() {
      return caches.reduce((sum, { bytes }) => sum + bytes, 0);
    },
  };
}

type Place = NonNullable<PageOptions['place']>;

/** Whether the instances of a region may be seen. */
interface Permission {
  /** Null where they may. */
  denial: AccessDeniedError | null;
}

/** A refusal by the account's own rules is an answer like any other; one of the gateway's keys says nothing of them. */
async function permissionOf(check: Promise<void>): Promise<Permission> {
  try {
    await check;
    return { denial: null };
  } catch (error) {
    if (error instanceof AccessDeniedError && error.upstreamCode?.startsWith('Forbidden')) {
      return { denial: error };
    }
    throw error;
  }
}

/** Returns whether all fields could be read; those that could not may be right in the next answer. */
function isWhole({ sessionManagerEnabled, ossDeliveries, slsDeliveries }: RecordingRecord): boolean {
  const fields = [sessionManagerEnabled, ...[...ossDeliveries, ...slsDeliveries].flatMap(Object.values)];
  return !fields.some((field) => field instanceof Error);
}

function recordKey(at: AccountRegion, identity: string): string {
  return `${keyOfRegion(at)}/${identity}`;
}
