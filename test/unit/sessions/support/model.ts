import { ownAccountKey } from '../../../../src/ecs/account.ts';
import { parseRegionId } from '../../../../src/ecs/arguments.ts';
import { InvalidNextTokenError } from '../../../../src/ecs/errors.ts';
import type { SessionsQuery, UpstreamPage } from '../../../../src/ecs/page-query.ts';
import type { SessionRecord } from '../../../../src/ecs/record.ts';
import type { RegionId } from '../../../../src/ecs/region-id.ts';
import { readSession } from '../../../../src/ecs/sdk/read-session.ts';

/** A record with just the fields a test cares for. */
export function session(regionId: string, wire: Record<string, unknown>): SessionRecord {
  return readSession({ accountKey: ownAccountKey, regionId: parseRegionId(regionId) }, wire, () => {});
}

/** How an upstream's tokens find their place again: by the record before it, or by counting from the head. */
export type TokenKind = 'anchor' | 'offset';

/** One region of the model. */
export interface ModelRegion {
  regionId: RegionId;
  /** In the upstream's order. */
  records: SessionRecord[];
}

/**
 * A model of DescribeTerminalSessions that is simple enough to be right: lists in memory, tokens in clear text. It can
 * hold back records (empty and short pages) and grow at the head between calls.
 */
export class ModelUpstream {
  readonly regions: Map<string, ModelRegion>;
  readonly calls: SessionsQuery[] = [];
  tokens: TokenKind = 'anchor';
  /** How many records the n-th call may serve at most; undefined serves what is asked for. */
  serve: (call: number) => number | undefined = () => undefined;
  /** Runs before each call. */
  before: (query: SessionsQuery) => void = () => {};

  constructor(regions: readonly ModelRegion[]) {
    this.regions = new Map(regions.map((region) => [region.regionId, region]));
  }

  readonly fetchPage = async (query: SessionsQuery): Promise<UpstreamPage> => {
    this.before(query);
    this.calls.push(query);
    const all = this.regions.get(query.regionId)?.records ?? [];
    const from = this.#placeOf(query.nextToken, all);
    const size = Math.min(query.maxResults, this.serve(this.calls.length) ?? query.maxResults);
    const records = all.slice(from, from + size);
    const to = from + records.length;
    return { records, nextToken: to < all.length ? this.#tokenAt(to, all) : null };
  };

  #tokenAt(index: number, all: readonly SessionRecord[]): string {
    if (this.tokens === 'offset') return `at:${index}`;
    const identity = all[index - 1]?.identity ?? '';
    const copies = all.slice(index).filter((record) => record.identity === identity).length;
    return `after:${copies}:${identity}`;
  }

  #placeOf(token: string | undefined, all: readonly SessionRecord[]): number {
    if (token === undefined) return 0;
    if (token.startsWith('at:')) return Number(token.slice(3));
    const [, copies, identity] = /^after:(\d+):(.*)$/.exec(token) ?? [];
    if (identity === '') return 0;
    // Counted from the tail: records that arrive are no copies of those that a token is about.
    const places = all.flatMap((record, index) => (record.identity === identity ? [index] : []));
    const index = places.at(-1 - Number(copies));
    if (index === undefined) throw new InvalidNextTokenError('the model no longer knows this token');
    return index + 1;
  }
}
