import { invalidMaxResults, invalidNextToken } from './ecs-error.ts';
import { readNextToken, type TokenQuery, writeNextToken } from './next-token.ts';
import { positionAfter, recordsAbove, type TokenKind } from './position.ts';

/** What faults do to a page. */
export interface PageLimits {
  /** At most so many records, whatever MaxResults says. */
  maxRecords: number;
  /** No records at all, and a token that goes on from the same position. */
  isEmpty: boolean;
  /** Refuse the NextToken as one that has expired. */
  refusesToken: boolean;
}

/** No fault. */
export const noLimits: PageLimits = {
  maxRecords: Number.POSITIVE_INFINITY,
  isEmpty: false,
  refusesToken: false,
};

/** What a page is taken for. */
export interface PageRequest {
  params: Readonly<Record<string, string>>;
  query: TokenQuery;
  tokens: TokenKind;
  limits: PageLimits;
}

/** One page of a list. */
export interface Page<T> {
  records: T[];
  /** Empty on the last page. */
  nextToken: string;
  /** The page size that was asked for. */
  maxResults: number;
}

/**
 * Takes the page that MaxResults and NextToken ask for.
 *
 * @throws EcsError where one of them is not valid
 */
export function takePage<T>(list: readonly T[], { params, query, tokens, limits }: PageRequest): Page<T> {
  const maxResults = parseMaxResults(params.MaxResults);
  const start = startOf(list, params.NextToken, query, limits);
  const size = limits.isEmpty ? 0 : Math.min(maxResults, limits.maxRecords);
  const end = Math.min(start + size, list.length);
  const isLast = end === list.length && !limits.isEmpty;
  return {
    records: list.slice(start, end),
    nextToken: isLast ? '' : writeNextToken(query, positionAfter(list, end, tokens)),
    maxResults,
  };
}

function startOf(
  list: readonly unknown[],
  token: string | undefined,
  query: TokenQuery,
  limits: PageLimits,
): number {
  if (!token) return 0;
  if (limits.refusesToken) throw invalidNextToken();
  const start = recordsAbove(list, readNextToken(query, token));
  if (start === null) throw invalidNextToken();
  return start;
}

function parseMaxResults(text: string | undefined): number {
  if (text === undefined) return 10;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > 100) throw invalidMaxResults();
  return value;
}
