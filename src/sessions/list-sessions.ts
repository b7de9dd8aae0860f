import { hash } from 'node:crypto';
import type { AccountKey } from '../ecs/account.ts';
import { type AccountRegion, keyOfRegion } from '../ecs/account-region.ts';
import { checkId, writtenId } from '../ecs/arguments.ts';
import { BadRequestError, InvalidMaxResultsError, RegionNotFoundError } from '../ecs/errors.ts';
import { compileFilter, type ResolvedPrincipal, type SessionFilter } from './filter.ts';
import { FilteredFeed } from './filtered-feed.ts';
import { EveryRegionCursors, NamedRegionCursors } from './list-cursors.ts';
import { beginning, type Position } from './position.ts';
import { type FetchPage, RegionFeed } from './region-feed.ts';
import { SessionPage } from './session-page.ts';
import { takePage } from './take-page.ts';
import { UnsupportedRegions } from './unsupported-regions.ts';
import { type ChosenRegions, maxPairs } from './visible-accounts.ts';

const defaultFirst = 10;

/** Which list of sessions. */
export interface ListQuery {
  /** Those named twice count once, and their order does not matter. */
  chosen: ChosenRegions;
  /** Keys of the accounts that were named, sorted; absent where none were. Cursors over every region are bound to them. */
  accountKeys?: readonly AccountKey[] | undefined;
  /** As somebody wrote it; `sessionId` likewise. */
  instanceId?: string | null | undefined;
  /** The id of the instance whose list it is, as it came from ECS or from the gateway: any text may be one. */
  ofInstance?: string | undefined;
  sessionId?: string | null | undefined;
  filter?: SessionFilter | null | undefined;
  /** Whom the `principalNames` of the filter stand for; needed only where it has any. */
  principals?: readonly ResolvedPrincipal[] | undefined;
  /** The moment of the request, in epoch milliseconds; the present one unless given. */
  now?: number | undefined;
  /** Called for each region that the walk began with and that is no longer listed. */
  onGone?: (() => void) | undefined;
}

/** Which page of it. Null means absent. */
export interface PageArguments {
  /** 1 to 100; 10 unless given. */
  first?: number | null | undefined;
  /** A cursor of the same list. */
  after?: string | null | undefined;
}

/**
 * One page of the session records of one or more regions of one or more accounts: merge the filtered feeds, take a page.
 *
 * @param fetchPage makes one DescribeTerminalSessions call
 * @param unsupported remembers regions without Session Manager
 * @throws BadRequestError, InvalidMaxResultsError, InvalidNextTokenError before any upstream call; what a call throws
 */
export async function listSessions(
  fetchPage: FetchPage,
  query: ListQuery,
  page: PageArguments,
  unsupported = new UnsupportedRegions(),
): Promise<SessionPage> {
  const instanceId = checkId('instanceId', query.ofInstance) ?? writtenId('instanceId', query.instanceId);
  const sessionId = writtenId('sessionId', query.sessionId);
  const first = checkFirst(page.first);
  const now = query.now ?? Date.now();
  const matcher = compileFilter(query.filter, { now, instanceId, principals: query.principals });
  const list = [instanceId ?? null, sessionId ?? null, matcher.key];
  const after = page.after ?? null;
  // A walk over every region keeps those it began with, however many there are by now.
  const regions = query.chosen.isEvery && after !== null ? [] : checkRegions(query.chosen.regions);
  const cursors = query.chosen.isEvery
    ? new EveryRegionCursors(
        query.chosen,
        hashOf(['every', query.accountKeys ?? null, ...list]),
        query.onGone,
      )
    : new NamedRegionCursors(regions, hashOf([regions.map(keyOfRegion), ...list]));
  const from = after === null ? regions.map((at) => ({ at, position: beginning })) : cursors.read(after);

  const fetch =
    regions.length > 1 || query.chosen.isEvery ? withoutUnsupported(fetchPage, unsupported) : fetchPage;
  const feeds = matcher.never
    ? []
    : from.map(({ at, position }) => {
        const isOlderFine = after !== null && !matcher.asksForLive;
        const feed = new RegionFeed(fetch, { ...at, instanceId, sessionId }, position, isOlderFine);
        return matcher.key === null ? feed : new FilteredFeed(feed, matcher);
      });
  const taken = await takePage(feeds, first, matcher.key !== null);
  const write = (positions: readonly Position[]) =>
    cursors.write(
      from.map(({ at }) => at),
      positions,
    );
  return new SessionPage({ taken, feeds, write, now, after });
}

/** The regions of a list: at least one, each once, in the order in which cursors hold them. */
export function checkRegions(regions: readonly AccountRegion[]): AccountRegion[] {
  const unique = new Map(regions.map((at) => [keyOfRegion(at), at]));
  if (unique.size <= maxPairs) return [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, at]) => at);
  throw new BadRequestError(
    `A live list is over ${maxPairs} regions of accounts at most, but this is over ${unique.size}: name fewer accountIds or regionIds, or the regions that matter as "regions" in the accounts file.`,
  );
}

/**
 * The size of a page.
 *
 * @param otherwise the one that an absent `first` stands for
 * @throws InvalidMaxResultsError
 */
export function checkFirst(first: number | null | undefined, otherwise = defaultFirst): number {
  const { minimum, maximum } = InvalidMaxResultsError;
  const size = first ?? otherwise;
  if (Number.isInteger(size) && size >= minimum && size <= maximum) return size;
  throw new InvalidMaxResultsError(`first must be ${minimum} to ${maximum}, but got: ${size}.`);
}

/** A short fingerprint of the list, for its cursors. */
export function hashOf(list: unknown): string {
  return hash('sha256', JSON.stringify(list), 'base64url').slice(0, 11);
}

/**
 * Among several regions, one that has no Session Manager has no sessions. Any other failure fails the whole list: a
 * silently shorter audit list would be a lie.
 */
function withoutUnsupported(fetchPage: FetchPage, unsupported: UnsupportedRegions): FetchPage {
  return async (query, place) => {
    if (unsupported.has(query)) return { records: [], nextToken: null };
    try {
      return await fetchPage(query, place);
    } catch (error) {
      if (error instanceof RegionNotFoundError && error.upstreamCode === 'RegionId.ApiNotSupported') {
        unsupported.add(query);
        return { records: [], nextToken: null };
      }
      throw error;
    }
  };
}
