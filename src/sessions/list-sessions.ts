import { hash } from 'node:crypto';
import { checkId, writtenId } from '../ecs/arguments.ts';
import { BadRequestError, InvalidMaxResultsError, RegionNotFoundError } from '../ecs/errors.ts';
import type { RegionId } from '../ecs/region-id.ts';
import { decodeCursor } from './cursor.ts';
import { compileFilter, type ResolvedPrincipal, type SessionFilter } from './filter.ts';
import { FilteredFeed } from './filtered-feed.ts';
import { beginning } from './position.ts';
import { type FetchPage, RegionFeed } from './region-feed.ts';
import { SessionPage } from './session-page.ts';
import { takePage } from './take-page.ts';

/** Most regions of one list; the account's own are about thirty. */
export const maxRegions = 50;
const defaultFirst = 10;

/** Which list of sessions. */
export interface ListQuery {
  /** At least one; those named twice count once, and their order does not matter. */
  regionIds: readonly RegionId[];
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
}

/** Which page of it. Null means absent. */
export interface PageArguments {
  /** 1 to 100; 10 unless given. */
  first?: number | null | undefined;
  /** A cursor of the same list. */
  after?: string | null | undefined;
}

/**
 * One page of the session records of one or more regions: merge the filtered feeds, take a page.
 *
 * @param fetchPage makes one DescribeTerminalSessions call
 * @throws BadRequestError, InvalidMaxResultsError, InvalidNextTokenError before any upstream call; what a call throws
 */
export async function listSessions(
  fetchPage: FetchPage,
  query: ListQuery,
  page: PageArguments,
): Promise<SessionPage> {
  const regionIds = checkRegions(query.regionIds);
  const instanceId = checkId('instanceId', query.ofInstance) ?? writtenId('instanceId', query.instanceId);
  const sessionId = writtenId('sessionId', query.sessionId);
  const first = checkFirst(page.first);
  const now = query.now ?? Date.now();
  const matcher = compileFilter(query.filter, { now, instanceId, principals: query.principals });
  const binding = bindingOf([regionIds, instanceId ?? null, sessionId ?? null, matcher.key]);
  const after = page.after ?? null;
  const from =
    after === null ? regionIds.map(() => beginning) : decodeCursor(after, binding, regionIds.length);

  const fetch = regionIds.length > 1 ? withoutUnsupported(fetchPage) : fetchPage;
  const feeds = matcher.never
    ? []
    : regionIds.map((regionId, index) => {
        const feed = new RegionFeed(
          fetch,
          { regionId, instanceId, sessionId },
          from[index] ?? beginning,
          after !== null && !matcher.asksForLive,
        );
        return matcher.key === null ? feed : new FilteredFeed(feed, matcher);
      });
  const taken = await takePage(feeds, first, matcher.key !== null);
  return new SessionPage({ taken, feeds, binding, now, after });
}

/** The regions of a list: at least one, each once, in the order in which cursors hold them. */
function checkRegions(regionIds: readonly RegionId[]): RegionId[] {
  const unique = [...new Set(regionIds)].sort();
  if (unique.length >= 1 && unique.length <= maxRegions) return unique;
  throw new BadRequestError(`regionIds must name 1 to ${maxRegions} regions, but got: ${unique.length}.`);
}

function checkFirst(first: number | null | undefined): number {
  const { minimum, maximum } = InvalidMaxResultsError;
  const size = first ?? defaultFirst;
  if (Number.isInteger(size) && size >= minimum && size <= maximum) return size;
  throw new InvalidMaxResultsError(`first must be ${minimum} to ${maximum}, but got: ${size}.`);
}

/** A short fingerprint of the list, for its cursors. */
function bindingOf(list: unknown): string {
  return hash('sha256', JSON.stringify(list), 'base64url').slice(0, 11);
}

/**
 * Among several regions, one that has no Session Manager has no sessions. Any other failure fails the whole list: a
 * silently shorter audit list would be a lie.
 */
function withoutUnsupported(fetchPage: FetchPage): FetchPage {
  return async (query, place) => {
    try {
      return await fetchPage(query, place);
    } catch (error) {
      if (error instanceof RegionNotFoundError && error.upstreamCode === 'RegionId.ApiNotSupported') {
        return { records: [], nextToken: null };
      }
      throw error;
    }
  };
}
