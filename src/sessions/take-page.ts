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
 * lack a head are filled at the same time. A lone feed's page is served as ECS cut it, even if short, so that following
 * endCursor costs one call a page; it is filled up only where it is empty, or was partly served before.
 *
 * @param first how many items
 * @param filtered whether records are passed over: then the extra calls are for all feeds together, else for each
 */
export async function takePage(feeds: readonly Feed[], first: number, filtered: boolean): Promise<Taken> {
  const items: TakenItem[] = [];
  const budget = new CallBudget(filtered);
  while (items.length < first) {
    const hungry = feeds.filter((feed) => feed.hungry);
    if (hungry.length > 0) {
      const servedShort = feeds.length === 1 && !filtered && items.length > 0 && !hungry[0]?.partial;
      const affordable = hungry.filter((feed) => budget.spend(feed));
      if (servedShort || affordable.length === 0) break;
      const size = feeds.length > 1 ? first : first - items.length;
      await Promise.all(affordable.map((feed) => feed.fill(size)));
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
  return { items, more: feeds.some((feed) => feed.head !== undefined || feed.hungry) };
}

/** The first call of each feed is free; the others count. */
class CallBudget {
  readonly #shared: boolean;
  readonly #extra = new Map<Feed, number>();
  #allExtra = 0;

  constructor(shared: boolean) {
    this.#shared = shared;
  }

  spend(feed: Feed): boolean {
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
