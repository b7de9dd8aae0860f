import DataLoader from 'dataloader';
import { BadRequestError } from '../ecs/errors.ts';
import { maxPageSize } from '../ecs/limits.ts';
import type { Place } from '../ecs/page-query.ts';
import type { SessionRecord } from '../ecs/record.ts';
import { isHashIdentity } from '../ecs/record.ts';
import type { RegionId } from '../ecs/region-id.ts';
import { fingerprintAt } from './fingerprint.ts';
import { groupBy } from './group-by.ts';
import type { FetchPage } from './region-feed.ts';
import { maxExtraCalls } from './take-page.ts';

/** One record of one region. */
export interface SessionKey {
  regionId: RegionId;
  /** The session id, or the hash that stands for a missing one. */
  identity: string;
}

/** Finds a record that is at hand without a call. */
export type AtHand = (regionId: RegionId, identity: string) => SessionRecord | undefined;

/** Loads single records; undefined for one that the region does not hold. */
export type SessionLoader = DataLoader<SessionKey, SessionRecord | undefined, string>;

/** Most calls for one region's records: the ten pages a region can hold at 100 records each, and one to be sure. */
const maxCalls = 1 + maxExtraCalls;

/**
 * Batches the single records of one request. ECS has no call for several: up to ten of a region are asked for one by
 * one, at the same time; more are picked from the region's pages of 100, which a region has about ten of.
 */
export function createSessionLoader(fetchPage: FetchPage, atHand: AtHand): SessionLoader {
  return new DataLoader<SessionKey, SessionRecord | undefined, string>(
    async (keys) => {
      const results = new Map<string, SessionRecord | Error | undefined>();
      const unknown = keys.filter((key) => {
        const record = atHand(key.regionId, key.identity);
        if (record) results.set(keyOf(key), record);
        return record === undefined;
      });
      const byRegion = groupBy(unknown, (key) => key.regionId);
      await Promise.all(
        [...byRegion].map(async ([regionId, keys]) => {
          const identities = keys.map((key) => key.identity);
          const find =
            identities.length >= maxCalls || identities.some(isHashIdentity) ? findByListing : findOneByOne;
          for (const [identity, found] of await find(fetchPage, regionId, identities)) {
            results.set(keyOf({ regionId, identity }), found);
          }
        }),
      );
      return keys.map((key) => results.get(keyOf(key)));
    },
    { cacheKeyFn: keyOf },
  );
}

type Found = Map<string, SessionRecord | Error | undefined>;

async function findOneByOne(fetchPage: FetchPage, regionId: RegionId, identities: string[]): Promise<Found> {
  const found = identities.map(async (sessionId): Promise<[string, SessionRecord | Error | undefined]> => {
    try {
      const one = await walk(fetchPage, { regionId, sessionId, maxResults: 10 }, new Set([sessionId]));
      return [sessionId, one.get(sessionId)];
    } catch (error) {
      return [sessionId, asError(error)];
    }
  });
  return new Map(await Promise.all(found));
}

async function findByListing(fetchPage: FetchPage, regionId: RegionId, identities: string[]): Promise<Found> {
  return walk(fetchPage, { regionId, maxResults: maxPageSize }, new Set(identities)).catch((error) => {
    return new Map(identities.map((identity) => [identity, asError(error)]));
  });
}

/** Walks pages until all wanted records are found, or the pages end. */
async function walk(
  fetchPage: FetchPage,
  query: Parameters<FetchPage>[0],
  wanted: ReadonlySet<string>,
): Promise<Found> {
  const found: Found = new Map();
  let nextToken: string | null = null;
  let place: Place | undefined;
  for (let calls = 0; calls < maxCalls; calls++) {
    const page = await fetchPage({ ...query, nextToken: nextToken ?? undefined }, place);
    for (const record of page.records) if (wanted.has(record.identity)) found.set(record.identity, record);
    nextToken = page.nextToken;
    if (page.records.length > 0) place = placeBehind(page.records);
    if (found.size === wanted.size || nextToken === null) return found;
  }
  // There is more than was looked at: "not found" would be a guess.
  const error = new BadRequestError(
    `Not among the first ${maxCalls} pages of region ${query.regionId}; ask for this session alone, or together with fewer.`,
    { regionId: query.regionId },
  );
  for (const identity of wanted) if (!found.has(identity)) found.set(identity, error);
  return found;
}

/** Behind the last record of a page; what is asked for by its id is never read from older pages than its cache allows. */
function placeBehind(records: readonly SessionRecord[]): Place {
  return {
    record: fingerprintAt(records, records.length - 1),
    relation: 'follows',
    byCursor: false,
    holds: () => false,
    goesOn: () => true,
  };
}

function keyOf({ regionId, identity }: SessionKey): string {
  return `${regionId}/${identity}`;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
