/*
 * The laws of paging. Tests cite them in their titles, `describe(onceEach.title, …)`, and never in words of their own.
 */

/** One promise about paging. */
export interface Law {
  /** Its number and name, for the title of a test. */
  readonly title: string;
  /** What is promised. */
  readonly text: string;
}

export const pageSize: Law = {
  title: 'law 1, the page size',
  text: `first is the upstream's MaxResults: 1 to 100, default 10 (null means absent). Outside → InvalidMaxResultsError
    with minimum and maximum, and no upstream call.`,
};

export const oneCallPerPage: Law = {
  title: 'law 2, one call a page',
  text: `Following pageInfo.endCursor costs exactly one DescribeTerminalSessions call a page: the upstream NextToken is
    passed on and nothing is fetched twice.`,
};

export const anyCursor: Law = {
  title: 'law 3, the cursor of any edge',
  text: `Any edge's cursor works as after, also from the middle of a page; that costs one call, or two where the rest of
    that page is shorter than first.`,
};

export const onceEach: Law = {
  title: 'law 4, every record once',
  text: `Walking with any sequence of first values yields every record exactly once, in upstream order, and ends. An empty
    upstream page with a NextToken is walked through, not taken for the end (at most 10 calls beyond the first; then the
    page is returned short with hasNextPage true and a cursor that goes on).`,
};

export const changesMeanwhile: Law = {
  title: 'law 5, arrivals and expiry',
  text: `Records that appear at the head while a client pages neither duplicate nor hide older ones. Every cursor, endCursor
    included, carries its record's identity: records up to and including it are dropped where the fetched page contains it
    (whether NextTokens stay put under arrivals is not documented). The call counts above hold while nothing arrives. A
    cursor whose own record has since expired goes on at the first record after it, or is an InvalidNextTokenError where
    that cannot be told; it never silently restarts.`,
};

export const opaqueCursors: Law = {
  title: 'law 6, opaque cursors',
  text: `Cursors are opaque (base64url), versioned, at most 4 KiB, and bound to the list they came from (regions, instance,
    session, filter): a cursor from another list, a mangled one (a checksum detects any changed byte), an empty string, one
    of another version → InvalidNextTokenError, and no upstream call. The upstream's own InvalidParameter.NextToken (an
    expired token) → the same error. They need no shared secret and survive a restart and another replica.`,
};

/** The second part of law 6. */
export const mergedWalkCost: Law = {
  title: 'law 6, the cost of walking a merged list',
  text: `Walking a merged list to its end costs at most 1.1 × the calls that reading each region alone in pages of first
    costs, whatever the regions' sizes, plus one call a region for each minute that a page of it stays half read: pages read
    behind a cursor are kept that long (CACHE_BEHIND_CURSOR_MS, 60000, from their fetch); reads from the head and of single
    records keep CACHE_TTL_MS.`,
};

export const cursorOnDemand: Law = {
  title: 'law 7, cursors on demand',
  text: 'cursor of an edge is computed only when selected. hasPreviousPage is true exactly when after is given.',
};
