import { hash } from 'node:crypto';
import type { AccountRegion } from '../ecs/account-region.ts';
import { InvalidNextTokenError } from '../ecs/errors.ts';
import type { InstanceQuery, InstancesPage } from '../ecs/instance-query.ts';
import { maxInstanceIds, minInstancePageSize } from '../ecs/limits.ts';
import type { InstanceRecord } from '../ecs/record.ts';
import type { FoundBy } from './instance-conditions.ts';
import { type InstancePosition, servedLength } from './instance-cursor.ts';
import { maxExtraCalls } from './take-page.ts';

/** The calls that machines are found by. */
export interface InstanceCalls {
  /**
   * One page of DescribeInstances.
   *
   * @param isFresh whether neither a kept page will do nor that of a call under way
   */
  find(query: InstanceQuery, isFresh: boolean): Promise<InstancesPage>;
  /** @throws AccessDeniedError where the machines of the region may not be seen, and an empty list says nothing */
  check(at: AccountRegion): Promise<void>;
}

/** A machine as it was read. */
interface Read {
  record: InstanceRecord;
  /** NextToken of its page. */
  token: string | null;
  /** Its index in that page. */
  index: number;
}

/** A page as it was fetched, by this token. */
interface Page extends InstancesPage {
  token: string | null;
}

/** Maximum pages of 100 that a search reads: from the head, and behind the page that should hold what it looks for. */
const maxSearchedPages = { fromHead: 10, behind: 2 };

/**
 * The machines of one region of an account that meet the conditions, in the upstream's order, from a position on.
 *
 * Machines come and go anywhere in the list, and whether NextTokens stay put then is not documented: one that counts from
 * the head would hide a machine for each that was released. So a position never trusts the token of the page that is next.
 * It names the page that holds the machine served last, and that page is read again, larger, up to 100: what is behind
 * that machine is what goes on. Only from page to page of 100 a token is passed on, right after it was given out.
 */
export class InstanceFeed {
  readonly at: AccountRegion;
  readonly #calls: InstanceCalls;
  readonly #foundBy: FoundBy;
  readonly #start: InstancePosition;
  readonly #served: ReadonlySet<string>;
  /** Those that are new to the walk, in their order. */
  readonly #read: Read[] = [];
  readonly #ids = new Set<string>();
  #taken = 0;
  /** NextToken of the page behind the last one; undefined before the first. */
  #next: string | null | undefined;
  #lastWasEmpty = false;
  #extraCalls = 0;
  #mayBeSeen = false;

  constructor(calls: InstanceCalls, at: AccountRegion, foundBy: FoundBy, start: InstancePosition) {
    this.at = at;
    this.#calls = calls;
    this.#foundBy = foundBy;
    this.#start = start;
    this.#served = new Set(start.served);
  }

  /** Whether its first page has been read. */
  get isRead(): boolean {
    return this.#next !== undefined;
  }

  /** Whether all of it has been taken. */
  get hasEnded(): boolean {
    return this.#next === null && this.#taken === this.#read.length;
  }

  /** Whether it has been read to its end, and had nothing. */
  get isEmpty(): boolean {
    return this.hasEnded && this.#taken === 0;
  }

  /** How many machines have been read, and not taken. */
  get #atHand(): number {
    return this.#read.length - this.#taken;
  }

  /** Where to go on behind all that has been taken, and behind empty pages. */
  get position(): InstancePosition {
    const position = this.behind(this.#taken);
    return this.#atHand === 0 && this.#lastWasEmpty && typeof this.#next === 'string'
      ? { token: this.#next, index: -1, served: position.served }
      : position;
  }

  /** Where to go on behind the first `count` machines. */
  behind(count: number): InstancePosition {
    const last = this.#read[count - 1];
    if (last === undefined) return this.#start;
    const newest = this.#read.slice(Math.max(0, count - servedLength), count);
    const served = [...this.#start.served, ...newest.map(({ record }) => fingerprintOf(record))];
    return { token: last.token, index: last.index, served: served.slice(-servedLength) };
  }

  /** Takes the next machine, if one has been read. */
  take(): InstanceRecord | undefined {
    const next = this.#read[this.#taken];
    if (next) this.#taken += 1;
    return next?.record;
  }

  /**
   * Reads from where the walk goes on: one call, more only where what was served last has moved.
   *
   * @param wanted how many machines are wanted
   * @throws InvalidNextTokenError where it cannot be told where the list goes on; what a call throws
   */
  async begin(wanted: number): Promise<void> {
    const { token, index } = this.#start;
    const size = index + 1 + wanted;
    // Where the next page is likely to follow, an older answer would not do: its token may not go on behind it any more.
    const page = await this.#fetch(token, size, size > maxInstanceIds);
    const from = this.#indexBehindServed(page) ?? (index < 0 ? 0 : undefined);
    if (from === undefined) await this.#search(page);
    else this.#keep(page, from);
  }

  /**
   * Reads on until so many machines are at hand, to the end, or for as many calls as one page of a list may take. Empty
   * pages are walked through.
   */
  async readOn(wanted: number): Promise<void> {
    while (this.#atHand < wanted && typeof this.#next === 'string' && this.#extraCalls < maxExtraCalls) {
      this.#extraCalls += 1;
      this.#keep(await this.#fetch(this.#next, wanted - this.#atHand), 0);
    }
  }

  async #fetch(token: string | null, size: number, isFresh = false): Promise<Page> {
    const maxResults = Math.min(Math.max(size, minInstancePageSize), maxInstanceIds);
    const query = { ...this.at, ...this.#foundBy, maxResults, nextToken: token ?? undefined };
    const { records, nextToken } = await this.#calls.find(query, isFresh);
    if (records.length > 0) this.#mayBeSeen = true;
    if (!this.#mayBeSeen) {
      await this.#calls.check(this.at);
      this.#mayBeSeen = true;
    }
    return { records, nextToken, token };
  }

  /** Adds what is new from an index of a page on. Arrivals may have pushed what was read before into a later page. */
  #keep({ records, nextToken, token }: Page, from: number): void {
    for (const [index, record] of records.entries()) {
      if (index < from || this.#ids.has(record.instanceId)) continue;
      if (this.#served.size > 0 && this.#served.has(fingerprintOf(record))) continue;
      this.#ids.add(record.instanceId);
      this.#read.push({ record, token, index });
    }
    this.#next = nextToken;
    this.#lastWasEmpty = records.length === 0;
  }

  /** Index behind the machine that was served last of those still there; undefined where the page holds none of them. */
  #indexBehindServed({ records }: Page): number | undefined {
    if (this.#served.size === 0) return undefined;
    const fingerprints = records.map(fingerprintOf);
    const last = this.#start.served.findLast((served) => fingerprints.includes(served));
    return last === undefined ? undefined : fingerprints.indexOf(last) + 1;
  }

  /**
   * Looks for what was served last where its page no longer holds it: arrivals have pushed it on, or tokens count and
   * releases have pulled it towards the head.
   */
  async #search(page: Page): Promise<void> {
    const { token, served } = this.#start;
    const { fromHead, behind } = maxSearchedPages;
    let passed = await this.#lookOn(page, token === null ? fromHead : behind);
    if (passed && token !== null) {
      passed = await this.#lookOn(await this.#fetch(null, maxInstanceIds), fromHead);
    }
    if (passed === undefined) return;
    // Fewer than a cursor knows are all that were ever served of this region: whatever is there now is new.
    const allAreGone = served.length < servedLength && passed.at(-1)?.nextToken === null;
    if (!allAreGone) throw cannotTell();
    for (const page of passed) this.#keep(page, 0);
  }

  /** @returns undefined where it was found, else the pages that were looked through in vain */
  async #lookOn(first: Page, maxMore: number): Promise<Page[] | undefined> {
    const passed: Page[] = [];
    for (let page = first; ; page = await this.#fetch(page.nextToken, maxInstanceIds)) {
      const from = this.#indexBehindServed(page);
      if (from !== undefined) {
        this.#keep(page, from);
        return undefined;
      }
      passed.push(page);
      if (page.nextToken === null || passed.length > maxMore) return passed;
    }
  }
}

/** 48 bits of an id as 8 characters. */
function fingerprintOf({ instanceId }: InstanceRecord): string {
  return hash('sha256', instanceId, 'base64url').slice(0, 8);
}

function cannotTell(): InvalidNextTokenError {
  return new InvalidNextTokenError(
    'The machines before this cursor have been released, and where they stood cannot be told; start again without after.',
  );
}
