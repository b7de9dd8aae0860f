import type { Feed, Item } from './feed.ts';
import { newest } from './merge.ts';

/** Upstream calls that may follow a first one, where pages come empty or a filter finds little. */
export const maxExtraCalls = 10;

/** An item and the number of its feed. */
export interface TakenItem extends Item {
  feed: number;
}

/** What one page of a list holds. */
export interface Taken {
  items: readonly TakenItem[];
  /** Whether records may follow. Where a scan was cut short nobody knows yet, so it is true. */
  more: boolean;
}

/**
 * Takes a page from the merged feeds.
 *
 * A merged list fetches pages as large as the one asked for, whatever it still lacks: a region's pages are then those that
 * reading it alone would fetch. A lone feed is asked for what is lacking, so that the next page begins with a page of ECS.
 *
 * A record is only taken while the head of every feed is known: until then an unseen one might be newer. All feeds that
 * lack a head fetch a page at the same time. A lone feed's page is served as ECS cut it, even if short, so that following
 * endCursor costs one call a page; another is fetched only where it is empty, or was partly served before.
 *
 * @param first how many items
 * @param filtered whether records are passed over: then the extra calls are for all feeds together, else for each
 */
export async function takePage(feeds: readonly Feed[], first: number, filtered: boolean): Promise<Taken> {
  const items: TakenItem[] = [];
  const extraCalls = new ExtraCalls(filtered);
  while (items.length < first) {
    const headless = feeds.filter((feed) => feed.needsPage);
    if (headless.length > 0) {
      const servedShort = feeds.length === 1 && !filtered && items.length > 0 && !headless[0]?.partial;
      const affordable = headless.filter((feed) => extraCalls.allow(feed));
      if (servedShort || affordable.length === 0) break;
      const size = feeds.length > 1 ? first : first - items.length;
      await Promise.all(affordable.map((feed) => feed.fetchPage(size)));
      continue;
    }
    const feed = newest(feeds);
    if (feed?.head === undefined) break;
    items.push({
      record: feed.head.record,
      time: feed.head.time,
      after: feed.head.after,
      feed: feeds.indexOf(feed),
    });
    feed.shift();
  }
  return { items, more: feeds.some((feed) => feed.head !== undefined || feed.needsPage) };
}

/** Counts the calls of a page. The first one of each feed is always allowed. */
class ExtraCalls {
  readonly #shared: boolean;
  readonly #extra = new Map<Feed, number>();
  #allExtra = 0;

  constructor(shared: boolean) {
    this.#shared = shared;
  }

  /** Returns whether one more call may be made for the feed, and counts it. */
  allow(feed: Feed): boolean {
    const extra = this.#extra.get(feed);
    if (extra === undefined) {
      this.#extra.set(feed, 0);
      return true;
    }
    if ((this.#shared ? this.#allExtra : extra) >= maxExtraCalls) return false;
    this.#extra.set(feed, extra + 1);
    this.#allExtra += 1;
    return true;
  }
}
