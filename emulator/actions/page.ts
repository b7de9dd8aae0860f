import { type ApiError, invalidMaxResults } from '../api-error.ts';
import { readNextToken, type TokenQuery, writeNextToken } from './next-token.ts';
import { positionAfter, recordsAbove, type TokenKind } from './position.ts';

/** How faults change a page. */
export interface PageLimits {
  /** Maximum number of records, whatever MaxResults says. */
  maxRecords: number;
  /** Without a record, and with a token that goes on from the same position. */
  isEmpty: boolean;
  /** Its token is refused as one that has expired. */
  refusesToken: boolean;
}

/** No fault. */
export const noLimits: PageLimits = {
  maxRecords: Number.POSITIVE_INFINITY,
  isEmpty: false,
  refusesToken: false,
};

/** Which page to take. */
export interface PageRequest {
  size: number;
  /** From the page before; absent or empty for the first one. */
  token: string | undefined;
  query: TokenQuery;
  tokens: TokenKind;
  limits: PageLimits;
  /** The refusal of a token that is not one of this query. */
  invalidToken: () => ApiError;
}

/** One page of a list. */
export interface Page<T> {
  records: T[];
  /** Empty on the last page. */
  nextToken: string;
}

/**
 * Takes a page of the list, which may have changed since the page before.
 *
 * @throws ApiError where the token is not one of this query
 */
export function takePage<T>(list: readonly T[], request: PageRequest): Page<T> {
  const { query, tokens, limits } = request;
  const start = startOf(list, request);
  const size = limits.isEmpty ? 0 : Math.min(request.size, limits.maxRecords);
  const end = Math.min(start + size, list.length);
  const isLast = end === list.length && !limits.isEmpty;
  return {
    records: list.slice(start, end),
    nextToken: isLast ? '' : writeNextToken(query, positionAfter(list, end, tokens)),
  };
}

function startOf(list: readonly unknown[], { token, query, limits, invalidToken }: PageRequest): number {
  if (!token) return 0;
  const position = limits.refusesToken ? null : readNextToken(query, token);
  const start = position && recordsAbove(list, position);
  if (start === null) throw invalidToken();
  return start;
}

/**
 * MaxResults of an API that refuses what is outside 1 to 100; 10 where it is absent.
 *
 * @throws ApiError where it is no such number
 */
export function maxResultsOf({ MaxResults: text }: Readonly<Record<string, string>>): number {
  if (text === undefined) return 10;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > 100) throw invalidMaxResults();
  return value;
}

/**
 * MaxResults of an API that takes the nearest number that it serves.
 *
 * @throws ApiError where it is no number
 */
export function nearestMaxResults(
  { MaxResults: text }: Readonly<Record<string, string>>,
  { min, max }: { min: number; max: number },
): number {
  if (text === undefined) return 10;
  if (!/^-?\d{1,9}$/.test(text)) throw invalidMaxResults();
  return Math.min(Math.max(Number(text), min), max);
}
