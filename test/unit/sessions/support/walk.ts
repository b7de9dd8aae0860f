import type { SessionRecord } from '../../../../src/ecs/record.ts';
import type { FetchPage } from '../../../../src/sessions/region-feed.ts';
import type { SessionPage } from '../../../../src/sessions/session-page.ts';
import { type OwnListQuery as ListQuery, listSessions } from './own-account.ts';

/** Follows endCursor to the end, each page as large as `sizes` says in turn. */
export async function walk(
  fetchPage: FetchPage,
  query: ListQuery,
  sizes: readonly number[],
  onPage: (page: SessionPage) => void = () => {},
): Promise<SessionRecord[]> {
  const records: SessionRecord[] = [];
  let after: string | null = null;
  for (let n = 0; n < 5000; n++) {
    const page: SessionPage = await listSessions(fetchPage, query, { first: sizes[n % sizes.length], after });
    onPage(page);
    records.push(...page.nodes);
    if (!page.pageInfo.hasNextPage) return records;
    after = page.pageInfo.endCursor;
    if (after === null) throw new Error('hasNextPage is true, but there is no cursor to go on with');
  }
  throw new Error('the walk does not end');
}

export function ids(records: readonly SessionRecord[]): string[] {
  return records.map((record) => `${record.regionId}/${record.identity}`);
}
