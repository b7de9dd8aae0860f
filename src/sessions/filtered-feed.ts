import { maxPageSize } from '../ecs/limits.ts';
import type { Feed, Item } from './feed.ts';
import type { Matcher } from './filter.ts';
import type { Position } from './position.ts';
import type { RegionScan } from './scan.ts';

/** The records of a feed that match. What does not is passed over as soon as it comes to the head. */
export class FilteredFeed implements Feed {
  /**
   * Every fetch asks for the upstream's largest page, whatever the caller wants: a scan for few matches would
   * otherwise cost ten times the calls.
   */
  static readonly pageSize = maxPageSize;
  readonly #feed: Feed;
  readonly #matcher: Matcher;

  constructor(feed: Feed, matcher: Matcher) {
    this.#feed = feed;
    this.#matcher = matcher;
  }

  get head(): Item | undefined {
    return this.#feed.head;
  }

  get needsPage(): boolean {
    return this.#feed.needsPage;
  }

  get partial(): boolean {
    return this.#feed.partial;
  }

  get start(): Position {
    return this.#feed.start;
  }

  get position(): Position {
    return this.#feed.position;
  }

  get scan(): RegionScan {
    return this.#feed.scan;
  }

  shift(): void {
    this.#feed.shift();
    this.#passOver();
  }

  async fetchPage(): Promise<void> {
    await this.#feed.fetchPage(FilteredFeed.pageSize);
    this.#passOver();
  }

  #passOver(): void {
    while (this.#feed.head && !this.#matcher.matches(this.#feed.head.record)) this.#feed.shift();
  }
}
