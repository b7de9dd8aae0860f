import { maxPageSize } from '../ecs/limits.ts';
import type { Place, SessionsQuery, UpstreamPage } from '../ecs/page-query.ts';
import { type SessionRecord, valueOrNull } from '../ecs/record.ts';
import type { Feed, Item } from './feed.ts';
import { fingerprintAt, trailOf } from './fingerprint.ts';
import { isInside, type LastServed, type PageRef, type Position } from './position.ts';
import { holdsAlike, indexOf, ResumePoint, type Spot } from './resume.ts';
import type { RegionScan } from './scan.ts';

/** Which of a region's records; what the upstream itself can filter by. */
export type RegionQuery = Pick<SessionsQuery, 'accountKey' | 'regionId' | 'instanceId' | 'sessionId'>;

/** Makes one DescribeTerminalSessions call; `place` says what kept page may stand for it, behind the head of a list. */
export type FetchPage = (query: SessionsQuery, place?: Place) => Promise<UpstreamPage>;

/** A page as fetched: `token` and `size` fetch it again. */
interface FetchedPage extends UpstreamPage, PageRef {}

/** Pages that a search reads beyond the one that should hold its record: with them, all that a region keeps. */
const maxSearchedPages = 10;

/** One region's records in the upstream's order, from a position on. */
export class RegionFeed implements Feed {
  readonly #fetchPage: FetchPage;
  readonly #query: RegionQuery;
  readonly #byCursor: boolean;
  #start: Position;
  #position: Position;
  #page: FetchedPage | undefined;
  #next = 0;
  #head: Item | undefined;
  #partial = false;
  #recordsRead = 0;
  #readBack: number | null;
  /** Whether the page before was just read anew, and ends with the last served record. */
  #isRightBehind = false;

  /** @param byCursor whether `from` comes from a cursor, and its pages may be as old as those are kept */
  constructor(fetchPage: FetchPage, query: RegionQuery, from: Position, byCursor: boolean) {
    this.#fetchPage = fetchPage;
    this.#query = query;
    this.#start = from;
    this.#position = from;
    this.#readBack = from.last?.time ?? null;
    this.#byCursor = byCursor;
  }

  get head(): Item | undefined {
    return this.#head;
  }

  get needsPage(): boolean {
    if (this.#page === undefined) return !this.#position.end;
    return this.#next >= this.#page.records.length && this.#page.nextToken !== null;
  }

  get partial(): boolean {
    return this.#partial;
  }

  get start(): Position {
    return this.#start;
  }

  get position(): Position {
    return this.head || this.needsPage ? this.#position : { ...this.#position, end: true };
  }

  get scan(): RegionScan {
    const isWhole = this.#page ? this.#page.nextToken === null : this.#position.end;
    return { records: this.#recordsRead, back: this.#readBack, isWhole };
  }

  shift(): void {
    if (this.#head === undefined) return;
    this.#position = this.#head.after;
    this.#next += 1;
    this.#head = this.#itemAtNext();
  }

  async fetchPage(size: number): Promise<void> {
    const from = this.#position;
    const { page, index } = await this.#goOn(from, size);
    this.#partial = isInside(from) || index > 0;
    this.#page = page;
    this.#next = index;
    if (this.#position === from) this.#position = this.#at(page, index);
    if (this.#start === from) this.#start = this.#position;
    this.#head = this.#itemAtNext();
    const read = page.records.slice(index);
    this.#recordsRead += read.length;
    this.#readBack = lastTimeOf(read) ?? this.#readBack;
  }

  /** Where the list goes on before the record at an index of a page. */
  #at(page: FetchedPage, index: number): Position {
    const from = this.#position;
    const { token, size, records, nextToken } = page;
    if (index > 0) return this.#behind(page, index - 1);
    const [first] = records;
    if (first && from.last === null) return { ...from, token, size, head: fingerprintAt(records, 0) };
    if (first && from.before && token === from.token) return { ...from, size };
    // Nothing in this page: the list goes on behind it.
    if (!first && nextToken !== null) return { ...from, token: nextToken, size: 0, head: undefined };
    return from;
  }

  /** Reads on to where the list goes on. */
  async #goOn(from: Position, size: number): Promise<Spot<FetchedPage>> {
    const { last, before } = from;
    const ref = { token: from.token, size: from.size || size };
    if (last === null) {
      return {
        page: await this.#fetch(ref, from.head === undefined ? undefined : this.#beginningWith(from.head)),
        index: 0,
      };
    }
    if (isInside(from)) return this.#search(last, await this.#fetch(ref, this.#place(last, 'holds')));

    const page = await this.#fetch(ref, this.#place(last, 'follows'));
    const isRightBehind = this.#isRightBehind || !holdsAlike(last, page.records);
    this.#isRightBehind = false;
    if (isRightBehind) return { page, index: 0 };
    // Either arrivals have moved the last served record into this page, or it is another one like it: where the page
    // before still ends with the record, it is another one.
    if (before) return this.#search(last, await this.#fetch(before, this.#place(last, 'anew')), page);
    return { page, index: (indexOf(last, page.records, 0) ?? -1) + 1 };
  }

  /** @param next the page behind `first`, where that one was read anew to tell what is in this one */
  async #search(last: LastServed, first: FetchedPage, next?: FetchedPage): Promise<Spot<FetchedPage>> {
    const resumePoint = new ResumePoint<FetchedPage>(last);
    let page = first;
    let spot = resumePoint.find(page);
    for (let pages = 0; spot === null && page.nextToken !== null && pages < maxSearchedPages; pages++) {
      const { nextToken: token } = page;
      page =
        next?.token === token
          ? next
          : await this.#fetch({ token, size: maxPageSize }, this.#place(last, 'holds'));
      spot = resumePoint.find(page);
    }
    spot ??= resumePoint.settle(page);
    if (spot === null) {
      this.#position = { token: page.nextToken, size: maxPageSize, last, end: false };
      return { page, index: page.records.length };
    }
    // Only what has been read anew says so: a kept page may be older than the next one.
    this.#isRightBehind = next !== undefined && spot.page === first && spot.index === first.records.length;
    return spot;
  }

  async #fetch({ token, size }: PageRef, place?: Place): Promise<FetchedPage> {
    const query = { ...this.#query, maxResults: size, nextToken: token ?? undefined };
    const { records, nextToken } = await this.#fetchPage(query, place);
    return { records, nextToken, token, size };
  }

  #place(last: LastServed, relation: Place['relation']): Place {
    const indexIn = ({ records }: UpstreamPage) =>
      relation === 'holds' ? indexOf(last, records) : undefined;
    return {
      record: last.fingerprint,
      relation,
      byCursor: this.#byCursor,
      holds: (page) => indexIn(page) !== undefined,
      goesOn: (page) => page.nextToken !== null || page.records.length > (indexIn(page) ?? -1) + 1,
    };
  }

  /** A page that has been read, but nothing of it served: one with another head may lack what this one held. */
  #beginningWith(head: string): Place {
    return {
      record: head,
      relation: 'holds',
      byCursor: this.#byCursor,
      holds: ({ records }) => records.length > 0 && fingerprintAt(records, 0) === head,
      goesOn: () => true,
    };
  }

  /** Where the list goes on behind a record of a page. */
  #behind({ records, nextToken, token, size }: FetchedPage, index: number): Position {
    const last = new Served(records, index, this.#position.last?.time ?? null);
    const isLastOfPage = index === records.length - 1;
    return isLastOfPage && nextToken !== null
      ? { token: nextToken, size: 0, last, before: { token, size }, end: false }
      : { token, size, last, end: isLastOfPage };
  }

  #itemAtNext(): Item | undefined {
    const page = this.#page;
    const record = page?.records[this.#next];
    if (page === undefined || record === undefined) return undefined;
    const after = this.#behind(page, this.#next);
    // At the very head, a record without a time has no predecessor to take it from: it comes first.
    return { record, time: after.last?.time ?? Number.POSITIVE_INFINITY, after };
  }
}

/** The last time that any of the records has; null for none. */
function lastTimeOf(records: readonly SessionRecord[]): number | null {
  const record = records.findLast(({ creationTime }) => valueOrNull(creationTime) !== null);
  return (record && valueOrNull(record.creationTime)?.epochMs) ?? null;
}

/** A served record whose fingerprints are computed only if a cursor needs them, and once: many cursors repeat them. */
class Served implements LastServed {
  readonly index: number;
  readonly time: number | null;
  readonly #records: readonly SessionRecord[];
  #trail: string | undefined;

  /** @param timeBefore that of the record before it, which counts for a record without one */
  constructor(records: readonly SessionRecord[], index: number, timeBefore: number | null) {
    const record = records[index];
    this.index = index;
    this.time = (record && valueOrNull(record.creationTime)?.epochMs) ?? timeBefore;
    this.#records = records;
  }

  get fingerprint(): string {
    return fingerprintAt(this.#records, this.index);
  }

  get trail(): string {
    this.#trail ??= trailOf(this.#records, this.index);
    return this.#trail;
  }
}
