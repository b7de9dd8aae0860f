import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRegionId } from '../../../../src/ecs/arguments.ts';
import { CallCount, type Listed, onUnnamed, type Placement } from '../../../../src/schema/cost/call-count.ts';

const regionId = (n: number) => parseRegionId(`xx-region-${n}`);
const session = (n: number, region = 0) => ({ regionId: regionId(region), identity: `s-${n}` });
const instance = (n: number, region = 0) => ({ regionId: regionId(region), instanceId: `i-${n}` });

const onInstances = (...instances: ReturnType<typeof instance>[]): Placement => ({
  times: instances.length,
  from: { instances, sessions: [] },
  onConnections: false,
});
const onConnectionsOf = (from: Placement['from']): Placement => ({ times: 20, from, onConnections: true });

/** Each adds something to a count; together they are all that can be added. */
const anyAddition = fc.oneof(
  fc.nat(20).map((calls) => (count: CallCount) => count.addCalls(calls)),
  fc.constant((count: CallCount) => count.addRegions()),
  fc.tuple(fc.nat(30), fc.nat(2), fc.boolean()).map(([n, region, isHash]) => (count: CallCount) => {
    count.addSession({ ...session(n, region), identity: isHash ? `#${n}` : `s-${n}` });
  }),
  fc.tuple(fc.nat(300), fc.nat(2)).map(([n, region]) => (count: CallCount) => {
    count.addInstanceDetails(onInstances(instance(n, region)));
  }),
  fc.array(fc.nat(10), { maxLength: 5 }).map((numbers) => (count: CallCount) => {
    const sessions = numbers.map((n) => session(n));
    for (const key of sessions) count.addSession(key);
    count.addInstanceDetails(onConnectionsOf({ instances: [], sessions }));
  }),
  fc
    .record({ lists: fc.nat(5), sessions: fc.nat(100), regions: fc.integer({ min: 1, max: 30 }) })
    .map((listed) => (count: CallCount) => count.addInstanceDetails(onConnectionsOf(listed))),
);
const totalOf = (additions: readonly ((count: CallCount) => void)[]) => {
  const count = new CallCount();
  for (const add of additions) add(count);
  return count.total();
};

describe('a count of upstream calls', () => {
  it('of nothing is 0, and objects that no argument names load no details', () => {
    const count = new CallCount();
    expect(count.total()).toBe(0);
    count.addInstanceDetails(onUnnamed(1000));
    expect([count.total(), count.total()]).toEqual([0, 0]);
  });

  it('never falls by what is added, and does not depend on the order', () => {
    fc.assert(
      fc.property(fc.array(anyAddition, { maxLength: 12 }), (additions) => {
        const totals = additions.map((_, index) => totalOf(additions.slice(0, index + 1)));
        expect(totals).toEqual([...totals].sort((a, b) => a - b));
        expect(totalOf([...additions].reverse())).toBe(totalOf(additions));
      }),
    );
  });

  it('counts once what is loaded once, however often it is added', () => {
    const listed: Listed = { lists: 3, sessions: 10, regions: 1 };
    const add = (count: CallCount) => {
      count.addRegions();
      count.addSession(session(1));
      count.addInstanceDetails(onInstances(instance(1), instance(2)));
      count.addInstanceDetails(onConnectionsOf(listed));
    };
    // DescribeRegions, the session, two instances in one call, 3 × 200 instances in 3 × 2 calls at least.
    expect(totalOf([add])).toBe(1 + 1 + 1 + 3 * 2);
    expect(totalOf([add, add, add])).toBe(totalOf([add]));
    const other = (count: CallCount) => count.addInstanceDetails(onConnectionsOf({ ...listed }));
    expect(totalOf([add, other]), 'another list loads its own').toBe(totalOf([add]) + 3 * 2);
  });

  it.each([
    [1, 0, 1],
    [10, 0, 10],
    [11, 0, 11],
    [12, 0, 11],
    [2000, 0, 11],
    [0, 1, 11],
    [3, 1, 11],
  ])('of %i sessions by id and %i by hash, in one region, is %i', (ids, hashes, calls) => {
    const additions = [
      ...Array.from({ length: ids }, (_, n) => (count: CallCount) => count.addSession(session(n))),
      ...Array.from({ length: hashes }, (_, n) => (count: CallCount) => {
        count.addSession({ ...session(n), identity: `#${n}` });
      }),
    ];
    expect(totalOf(additions)).toBe(calls);
    const elsewhere = (count: CallCount) => count.addSession(session(0, 1));
    expect(totalOf([...additions, elsewhere]), 'another region is searched by itself').toBe(calls + 1);
  });

  it('counts instances that are named beside sessions apart: they are loaded later', () => {
    const alone = (count: CallCount) => count.addInstanceDetails(onInstances(instance(1)));
    const beside = (count: CallCount) =>
      count.addInstanceDetails({
        times: 2,
        from: { instances: [instance(1)], sessions: [session(1)] },
        onConnections: false,
      });
    expect([totalOf([alone]), totalOf([beside]), totalOf([alone, beside])]).toEqual([1, 1, 2]);
  });

  it('of the instances of a list is what the worst spread over its regions costs, and no more', () => {
    const callsOf = (spread: readonly number[]) =>
      spread.reduce((calls, instances) => calls + Math.ceil(instances / 100), 0);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 50 }),
        fc.array(fc.nat(1000), { minLength: 50, maxLength: 50 }),
        (sessions, regions, weights) => {
          const from: Listed = { lists: 1, sessions, regions };
          const total = totalOf([(count) => count.addInstanceDetails(onConnectionsOf(from))]);
          const instances = sessions * 20;
          // Any spread: cut the instances where the weights say.
          const cuts = weights.slice(1, regions).map((weight) => Math.floor((weight / 1001) * instances));
          const edges = [0, ...cuts.sort((a, b) => a - b), instances];
          const spread = edges.slice(1).map((edge, index) => edge - (edges[index] ?? 0));
          expect(callsOf(spread)).toBeLessThanOrEqual(total);
          // The worst one: a single instance in every region but one.
          const singles = Math.min(regions - 1, instances);
          const worst = [...Array.from({ length: singles }, () => 1), instances - singles];
          expect(callsOf(worst)).toBe(total);
        },
      ),
    );
  });
});
