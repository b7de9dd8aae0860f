import { ownAccountKey } from '../../../../src/ecs/account.ts';
import { type AccountRegion, keyOfRegion } from '../../../../src/ecs/account-region.ts';
import { parseRegionId } from '../../../../src/ecs/arguments.ts';
import { AccessDeniedError, InvalidNextTokenError } from '../../../../src/ecs/errors.ts';
import type { InstanceQuery, InstancesPage } from '../../../../src/ecs/instance-query.ts';
import type { InstanceRecord } from '../../../../src/ecs/record.ts';
import { readInstance } from '../../../../src/ecs/sdk/read-instance.ts';
import type { InstanceCalls } from '../../../../src/sessions/instance-feed.ts';

/**
 * How the model's tokens find their place again: by the machine before it, which must still be there; by the place in the
 * order, which outlives it; or by counting from the head.
 */
export type MachineTokens = 'anchor' | 'place' | 'offset';

export const machineTokens: readonly MachineTokens[] = ['anchor', 'place', 'offset'];

/** A machine, and what it is sorted by. */
interface Listed {
  record: InstanceRecord;
  place: number;
}

/** A machine with just an id. */
export function machine(at: AccountRegion, instanceId: string): InstanceRecord {
  const record = readInstance(at, { InstanceId: instanceId });
  if (record === null) throw new Error('a machine needs an id');
  return record;
}

/** A region of the own account. */
export const own = (regionId: string): AccountRegion => ({
  accountKey: ownAccountKey,
  regionId: parseRegionId(regionId),
});

/**
 * A model of DescribeInstances that is simple enough to be right: a list of machines for each region of an account, all of
 * which meet any conditions, and tokens in clear text.
 */
export class MachineModel implements InstanceCalls {
  readonly calls: (InstanceQuery & { isFresh: boolean })[] = [];
  readonly checks: AccountRegion[] = [];
  /** Regions whose machines may not be seen. */
  readonly denied = new Set<string>();
  tokens: MachineTokens = 'place';
  /** How many machines the n-th call may serve at most; undefined serves what is asked for. */
  serve: (call: number) => number | undefined = () => undefined;
  /** Runs before each call. */
  before: (query: InstanceQuery) => void = () => {};
  readonly #lists = new Map<string, Listed[]>();
  #arrived = 0;

  /** @param count of machines there from the beginning */
  add(at: AccountRegion, count: number): void {
    const ids = Array.from({ length: count }, (_, n) => `i-${n}`);
    this.#lists.set(
      keyOfRegion(at),
      ids.map((id, place) => ({ record: machine(at, id), place })),
    );
  }

  /** In the upstream's order. */
  ids(at: AccountRegion): string[] {
    return this.#list(at).map(({ record }) => `${keyOfRegion(at)}/${record.instanceId}`);
  }

  /** A new machine comes, at an index. */
  arrive(at: AccountRegion, index: number): void {
    const list = this.#list(at);
    const before = list[index - 1]?.place ?? (list[0]?.place ?? 0) - 2;
    const after = list[index]?.place ?? before + 2;
    this.#arrived += 1;
    list.splice(index, 0, {
      record: machine(at, `i-new${this.#arrived}`),
      place: (before + after) / 2,
    });
  }

  /** A machine goes. */
  release(at: AccountRegion, index: number): void {
    this.#list(at).splice(index, 1);
  }

  readonly find = async (query: InstanceQuery, isFresh: boolean): Promise<InstancesPage> => {
    this.before(query);
    this.calls.push({ ...query, isFresh });
    if (this.denied.has(keyOfRegion(query))) return { records: [], nextToken: null };
    const list = this.#list(query);
    const from = this.#placeOf(query.nextToken, list);
    const size = Math.min(query.maxResults, this.serve(this.calls.length) ?? query.maxResults);
    const to = Math.min(from + size, list.length);
    return {
      records: list.slice(from, to).map(({ record }) => record),
      nextToken: to < list.length ? this.#tokenAt(to, list) : null,
    };
  };

  readonly check = async (at: AccountRegion): Promise<void> => {
    this.checks.push(at);
    if (this.denied.has(keyOfRegion(at))) throw new AccessDeniedError('not allowed', at);
  };

  #list(at: AccountRegion): Listed[] {
    return this.#lists.get(keyOfRegion(at)) ?? [];
  }

  #tokenAt(index: number, list: readonly Listed[]): string {
    if (this.tokens === 'offset') return `offset:${index}`;
    const last = list[index - 1];
    return this.tokens === 'place' || !last
      ? `place:${last?.place ?? Number.NEGATIVE_INFINITY}`
      : `anchor:${last.record.instanceId}`;
  }

  #placeOf(token: string | undefined, list: readonly Listed[]): number {
    const [, kind, text = ''] = /^(\w+):(.*)$/.exec(token ?? '') ?? [];
    if (kind === undefined) return 0;
    if (kind === 'offset') return Number(text);
    const index =
      kind === 'place'
        ? list.findLastIndex(({ place }) => place <= Number(text))
        : list.findIndex(({ record }) => record.instanceId === text);
    if (kind === 'anchor' && index < 0)
      throw new InvalidNextTokenError('the model no longer knows this token');
    return index + 1;
  }
}
