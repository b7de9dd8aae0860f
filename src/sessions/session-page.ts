import type { SessionRecord } from '../ecs/record.ts';
import type { Feed } from './feed.ts';
import type { Position } from './position.ts';
import { type Scan, scanOf } from './scan.ts';
import type { Taken } from './take-page.ts';

/** What a SessionPage is made from. */
export interface SessionPageParts {
  taken: Taken;
  /** One a region, in the order of the positions. */
  feeds: readonly Feed[];
  /** Writes where the feeds stand into a cursor. */
  write: (positions: readonly Position[]) => string;
  /** The moment of the request, in epoch milliseconds. */
  now: number;
  /** The cursor that the page begins behind; null at the head. */
  after: string | null;
}

/** One page of a list, with Relay's connection fields. A cursor is computed when it is read, not before. */
export class SessionPage {
  readonly edges: readonly SessionEdge[];
  readonly pageInfo: PageInfo;
  readonly #parts: SessionPageParts;
  /** Where each region stood behind the first `#walked` edges. */
  #positions: Position[] = [];
  #walked = 0;

  constructor(parts: SessionPageParts) {
    this.#parts = parts;
    this.edges = parts.taken.items.map((item, index) => new SessionEdge(this, index, item.record));
    this.pageInfo = new PageInfo(this, parts);
  }

  get nodes(): readonly SessionRecord[] {
    return this.#parts.taken.items.map((item) => item.record);
  }

  /** How far the list was read for this page. */
  get scanned(): Scan {
    const { feeds, now } = this.#parts;
    return scanOf(
      feeds.map((feed) => feed.scan),
      now,
    );
  }

  /** The cursor of an edge: every region where it stood when this edge was taken. */
  cursorAt(index: number): string {
    const { taken, feeds, write } = this.#parts;
    // Edges are mostly read one after the other, so the walk goes on from the last one.
    if (index < this.#walked) this.#walked = 0;
    if (this.#walked === 0) this.#positions = feeds.map((feed) => feed.start);
    for (const item of taken.items.slice(this.#walked, index + 1)) this.#positions[item.feed] = item.after;
    this.#walked = index + 1;
    return write(this.#positions);
  }

  /**
   * Where the page stopped: behind the last edge, and behind all that a filter passed over since. At the end of the list
   * it is the cursor that led there, so that who polls keeps the place.
   */
  endCursor(): string | null {
    const { taken, feeds, write, after } = this.#parts;
    if (taken.items.length === 0 && !taken.more) return after;
    return write(feeds.map((feed) => feed.position));
  }
}

/** A record and its place in the list. */
export class SessionEdge {
  readonly node: SessionRecord;
  readonly #page: SessionPage;
  readonly #index: number;

  constructor(page: SessionPage, index: number, node: SessionRecord) {
    this.#page = page;
    this.#index = index;
    this.node = node;
  }

  get cursor(): string {
    return orFailure(() => this.#page.cursorAt(this.#index));
  }
}

/** Relay's PageInfo. */
export class PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly #page: SessionPage;

  constructor(page: SessionPage, parts: SessionPageParts) {
    this.#page = page;
    this.hasNextPage = parts.taken.more;
    this.hasPreviousPage = parts.after !== null;
  }

  get startCursor(): string | null {
    return this.#page.edges[0]?.cursor ?? null;
  }

  get endCursor(): string | null {
    return orFailure(() => this.#page.endCursor());
  }
}

/**
 * A cursor, or in its place the Error that keeps it from being made: these properties are read where they stand, as those
 * of records are, and whoever reads them takes an Error for the field's failure. Their types do not show it.
 */
export function orFailure<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    return error as T;
  }
}
