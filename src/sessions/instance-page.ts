import type { InstancePosition } from './instance-cursor.ts';
import type { InstanceFeed } from './instance-feed.ts';
import type { InstanceKey } from './instance-loader.ts';
import { orFailure } from './session-page.ts';

/** A machine of a page. */
export interface TakenInstance {
  instance: InstanceKey;
  /** The number of its feed. */
  feed: number;
  /** Where its feed goes on behind it. */
  after: () => InstancePosition;
}

/** What an InstancePage is made from. */
export interface InstancePageParts {
  taken: readonly TakenInstance[];
  /** All that the page was taken from, one a region. */
  feeds: readonly InstanceFeed[];
  /** Writes a cursor: the feeds that are still to be read, and where the first of them goes on. */
  write: (feeds: readonly InstanceFeed[], position: InstancePosition | undefined) => string;
  /** The cursor that the page begins behind; null at the head. */
  after: string | null;
}

/** One page of machines, with Relay's connection fields. A cursor is computed when it is read, not before. */
export class InstancePage {
  readonly edges: readonly InstanceEdge[];
  readonly pageInfo: InstancePageInfo;
  readonly #parts: InstancePageParts;

  constructor(parts: InstancePageParts) {
    this.#parts = parts;
    this.edges = parts.taken.map((taken) => new InstanceEdge(parts, taken));
    this.pageInfo = new InstancePageInfo(parts);
  }

  get nodes(): readonly InstanceKey[] {
    return this.#parts.taken.map(({ instance }) => instance);
  }
}

/** A machine and its place in the list. */
export class InstanceEdge {
  readonly node: InstanceKey;
  readonly #parts: InstancePageParts;
  readonly #taken: TakenInstance;

  constructor(parts: InstancePageParts, taken: TakenInstance) {
    this.node = taken.instance;
    this.#parts = parts;
    this.#taken = taken;
  }

  get cursor(): string {
    const { feeds, write } = this.#parts;
    const { feed, after } = this.#taken;
    const own = feeds.slice(feed, feed + 1);
    const later = feeds.slice(feed + 1).filter(({ isEmpty }) => !isEmpty);
    return orFailure(() => write([...own, ...later], after()));
  }
}

/** Relay's PageInfo. */
export class InstancePageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly #parts: InstancePageParts;

  constructor(parts: InstancePageParts) {
    this.#parts = parts;
    this.hasNextPage = parts.feeds.some(({ hasEnded }) => !hasEnded);
    this.hasPreviousPage = parts.after !== null;
  }

  get startCursor(): string | null {
    const [first] = this.#parts.taken;
    return first ? new InstanceEdge(this.#parts, first).cursor : null;
  }

  /** At the end of the list an empty page gives the cursor that led there, so that who polls keeps the place. */
  get endCursor(): string | null {
    const { taken, feeds, write, after } = this.#parts;
    if (taken.length === 0 && !this.hasNextPage) return after;
    const left = feeds.filter(({ hasEnded }) => !hasEnded);
    return orFailure(() => write(left, left[0]?.position));
  }
}
