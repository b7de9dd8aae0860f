import type { SessionsPage, SessionsQuery } from '../ecs/api.ts';
import { known, type SessionRecord } from '../ecs/record.ts';
import type { Feed, Item } from './feed.ts';
import { markOf } from './mark.ts';
import type { LastServed, Position } from './position.ts';
import { indexAfter, Search } from './search.ts';

/** Which of a region's records; what the upstream itself can filter by. */
export type RegionQuery = Pick<SessionsQuery, 'regionId' | 'instanceId' | 'sessionId'>;

/** Makes one DescribeTerminalSessions call. */
export type FetchPage = (query: SessionsQuery) => Promise<SessionsPage>;

/** A page as fetched: `token` and `size` fetch it again. */
interface FetchedPage extends SessionsPage {
  token: string | null;
  size: number;
}

/** One region's records in the upstream's order, from a position on. */
export class RegionFeed implements Feed {
  readonly #fetchPage: FetchPage;
  readonly #query: RegionQuery;
  #position: Position;
  #page: FetchedPage | undefined;
  #next = 0;
  #head: Item | undefined;
  #search: Search | undefined;
  #partial = false;

  constructor(fetchPage: FetchPage, query: RegionQuery, from: Position) {
    this.#fetchPage = fetchPage;
    this.#query = query;
    this.#position = from;
    // Only where the record must lie inside the page to be fetched can its absence mean anything.
    if (from.size > 0 && from.last) this.#search = new Search(from.last);
  }

  get head(): Item | undefined {
    return this.#head;
  }

  get hungry(): boolean {
    if (this.#page === undefined) return !this.#position.end;
    return this.#next >= this.#page.records.length && this.#page.nextToken !== null;
  }

  get partial(): boolean {
    return this.#partial;
  }

  get position(): Position {
    return this.head || this.hungry ? this.#position : { ...this.#position, end: true };
  }

  shift(): void {
    if (this.#head === undefined) return;
    this.#position = this.#head.after;
    this.#next += 1;
    this.#head = this.#itemAtNext();
  }

  async fill(size: number): Promise<void> {
    const from = this.#position;
    const page = await this.#fetch(from.token, from.size || size);
    this.#next = this.#startIn(page);
    this.#partial = from.size > 0 || this.#next > 0;
    this.#page = page;
    this.#head = this.#itemAtNext();
    if (this.#next >= page.records.length && page.nextToken !== null) {
      // Nothing to serve in this page: the way goes on behind it, still looking for a lost record at its page's size.
      this.#position = { ...from, token: page.nextToken, size: this.#search ? from.size : 0 };
    }
  }

  async #fetch(token: string | null, size: number): Promise<FetchedPage> {
    const query = { ...this.#query, maxResults: size, nextToken: token ?? undefined };
    const { records, nextToken } = await this.#fetchPage(query);
    return { records, nextToken, token, size };
  }

  /** Index of the first record of a freshly fetched page that has not been served yet. */
  #startIn(page: FetchedPage): number {
    const { last } = this.#position;
    if (last === null) return 0;
    if (this.#search === undefined) return indexAfter(last, page.records);
    const start = this.#search.look(page.records, page.nextToken === null);
    if (start === null) return page.records.length;
    this.#search = undefined;
    return start;
  }

  #itemAtNext(): Item | undefined {
    const page = this.#page;
    const record = page?.records[this.#next];
    if (page === undefined || record === undefined) return undefined;
    const time = known(record.creationTime)?.epochMs ?? this.#position.last?.time ?? null;
    const last = new Served(record, time);
    const isLastOfPage = this.#next === page.records.length - 1;
    const after: Position =
      isLastOfPage && page.nextToken !== null
        ? { token: page.nextToken, size: 0, last, end: false }
        : { token: page.token, size: page.size, last, end: isLastOfPage };
    // At the very head, a record without a time has no predecessor to take it from: it comes first.
    return { record, time: time ?? Number.POSITIVE_INFINITY, after };
  }
}

/** A served record whose mark is computed only if a cursor needs it, and once: cursors of many regions repeat it. */
class Served implements LastServed {
  readonly time: number | null;
  readonly #record: SessionRecord;
  #mark: string | undefined;

  constructor(record: SessionRecord, time: number | null) {
    this.#record = record;
    this.time = time;
  }

  get mark(): string {
    this.#mark ??= markOf(this.#record);
    return this.#mark;
  }
}
