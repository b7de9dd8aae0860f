/** What the clients saw. */
export interface Seen {
  pages: number;
  /** Walks that came to their end. */
  walks: number;
  /** How often each typed error came. */
  errors: Map<string, number>;
  /** What must never be: a page that is not correct, an answer that is neither page nor typed error. */
  wrong: string[];
}

const query = `query ($regionIds: [RegionId!]!, $first: Int, $after: String, $filter: SessionFilter) {
  sessions(regionIds: $regionIds, first: $first, after: $after, filter: $filter) {
    __typename
    ... on SessionConnection { nodes { sessionId username } pageInfo { hasNextPage endCursor } }
    ... on GatewayError { code message } } }`;

interface Page {
  nodes: { sessionId: string; username: string | null }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** Clients that page through lists of all kinds, again and again, until the time is up. */
export async function runClients(
  url: string,
  ids: ReadonlyMap<string, readonly string[]>,
  { clients, until }: { clients: number; until: number },
): Promise<Seen> {
  const seen: Seen = { pages: 0, walks: 0, errors: new Map(), wrong: [] };
  const all = [...ids.keys()];
  const client = async (number: number) => {
    for (let walk = number; Date.now() < until; walk++) {
      const regionIds = all.filter((_, index) => index === walk % all.length || walk % 7 === index);
      const filter = walk % 5 === 0 ? { usernames: ['root'] } : undefined;
      await walkOnce(
        url,
        { regionIds, filter, first: [100, 37, 100, 64][walk % 4] ?? 100 },
        until,
        ids,
        seen,
      );
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, number) => client(number)));
  return seen;
}

async function walkOnce(
  url: string,
  list: { regionIds: string[]; filter: { usernames: string[] } | undefined; first: number },
  until: number,
  ids: ReadonlyMap<string, readonly string[]>,
  seen: Seen,
): Promise<void> {
  const met: string[] = [];
  let after: string | null = null;
  while (Date.now() < until) {
    const page = await ask(url, { ...list, after }, seen);
    if (page === 'again') continue;
    if (page === 'restart') return;
    for (const { sessionId, username } of page.nodes) {
      met.push(sessionId);
      if (list.filter && username !== 'root') seen.wrong.push(`${sessionId} does not match the filter`);
    }
    after = page.pageInfo.endCursor;
    if (page.pageInfo.hasNextPage) continue;

    seen.walks += 1;
    const expected = list.regionIds.flatMap((regionId) => ids.get(regionId) ?? []);
    if (new Set(met).size !== met.length) seen.wrong.push('a record came twice');
    if (!list.filter && met.length !== expected.length) {
      seen.wrong.push(`a walk of ${list.regionIds} met ${met.length} of ${expected.length} records`);
    }
    if (list.filter && met.length === 0) seen.wrong.push('a filter that matches found nothing');
    return;
  }
}

/** One page; `again` after an error that may pass, `restart` where the cursor has died. */
async function ask(url: string, variables: object, seen: Seen): Promise<Page | 'again' | 'restart'> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as {
    data?: { sessions: Page & { __typename: string; code?: string } };
    errors?: unknown;
  };
  const sessions = data?.sessions;
  if (errors || !sessions) {
    seen.wrong.push(`HTTP ${response.status}: ${JSON.stringify(errors)}`);
    return 'restart';
  }
  if (sessions.__typename === 'SessionConnection') {
    seen.pages += 1;
    return sessions;
  }
  const code = sessions.code ?? 'none';
  seen.errors.set(code, (seen.errors.get(code) ?? 0) + 1);
  if (code === 'INVALID_NEXT_TOKEN') return 'restart';
  if (['THROTTLED', 'UPSTREAM_UNAVAILABLE', 'UPSTREAM_INTERNAL_ERROR'].includes(code)) return 'again';
  seen.wrong.push(`an error that no fault explains: ${code}`);
  return 'restart';
}
