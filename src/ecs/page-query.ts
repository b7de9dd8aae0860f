import { type AccountRegion, keyOfRegion } from './account-region.ts';
import type { SessionRecord } from './record.ts';

/** One DescribeTerminalSessions call. */
export interface SessionsQuery extends AccountRegion {
  instanceId?: string | undefined;
  sessionId?: string | undefined;
  /** 1 to `maxPageSize`. */
  maxResults: number;
  /** The token of the page before; absent on the first page. */
  nextToken?: string | undefined;
}

/** One answer, in the upstream's order. */
export interface UpstreamPage {
  records: readonly SessionRecord[];
  /** Null on the last page. A page may be empty and still have one. */
  nextToken: string | null;
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
  /** Whether a cursor led here: then what is kept may be older than at the head of a list. */
  byCursor: boolean;
  /** Returns whether a page is known to fit by what is in it. */
  holds(page: UpstreamPage): boolean;
  /** Returns whether a page that fits has more behind the record. One that only says "the end" is soon out of date. */
  goesOn(page: UpstreamPage): boolean;
}

/** Equal for queries that ask the same; property order and absent parameters make no difference. */
export function queryKey(query: SessionsQuery): string {
  const { instanceId, sessionId, maxResults, nextToken } = query;
  return JSON.stringify([
    keyOfRegion(query),
    instanceId || null,
    sessionId || null,
    maxResults,
    nextToken || null,
  ]);
}

/** Returns whether a query with this key asks a region of an account. */
export function isQueryOf(at: AccountRegion, key: string): boolean {
  return key.startsWith(`[${JSON.stringify(keyOfRegion(at))},`);
}

/** Equal for places that the same page may be read for. */
export function placeKey({ record, relation, byCursor }: Place): string {
  return JSON.stringify([record, relation, byCursor]);
}
