import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRegionId } from '../../../../src/ecs/arguments.ts';
import type { Accounts } from '../../../../src/schema/cost/account-set.ts';
import { CallCount } from '../../../../src/schema/cost/call-count.ts';
import { type Listed, type Named, onUnnamed, type Placement } from '../../../../src/schema/cost/placement.ts';

const regionId = (n: number) => parseRegionId(`xx-region-${n}`);
const session = (n: number, region = 0) => ({ regionId: regionId(region), identity: `s-${n}` });
const instance = (n: number, region = 0) => ({ regionId: regionId(region), instanceId: `i-${n}` });

const onNamed = (named: Partial<Named>): Placement => ({
  ...onUnnamed(1),
  from: { regions: [], instances: [], sessions: [], ...named },
});
const onInstances = (...instances: ReturnType<typeof instance>[]): Placement => onNamed({ instances });
const onConnectionsOf = (from: Placement['from']): Placement => ({
  ...onUnnamed(20),
  from,
  onConnections: true,
});
const everyRegionOf = (accounts: Accounts): Placement => ({
  ...onUnnamed(30, accounts),
  from: { everyRegion: true },
});
const anyAccounts: fc.Arbitrary<Accounts> = fc.option(
  fc
    .array(fc.constantFrom('prod', 'stage', 'hub', '1000000000000002'), { maxLength: 3 })
    .map((some) => new Set(some)),
);

/** Each adds something to a count; together they are all that can be added. */
const anyAddition = fc.oneof(
  fc.nat(20).map((calls) => (count: CallCount) => count.addCalls(calls)),
  fc.constant((count: CallCount) => count.addIdentity()),
  anyAccounts.map((accounts) => (count: CallCount) => count.addRegions(accounts)),
  anyAccounts.map((accounts) => (count: CallCount) => count.addPrincipals(accounts)),
  anyAccounts.map((accounts) => (count: CallCount) => count.addSwitches(accounts)),
  anyAccounts.map((accounts) => (count: CallCount) => count.addRecordings(everyRegionOf(accounts))),
  fc
    .nat(5)
    .map((n) => (count: CallCount) => count.addRecordings(onNamed({ regions: [{ regionId: regionId(n) }] }))),
  fc.tuple(fc.nat(30), fc.nat(2), fc.boolean()).map(([n, region, isHash]) => (count: CallCount) => {
    count.addSession({ ...session(n, region), identity: isHash ? `#${n}` : `s-${n}` });
  }),
  fc.tuple(fc.nat(300), fc.nat(2)).map(([n, region]) => (count: CallCount) => {
    count.addInstanceDetails(onInstances(instance(n, region)));
    if (n % 3 === 0) count.addAssistants(onInstances(instance(n, region)));
  }),
  fc.array(fc.nat(10), { maxLength: 5 }).map((numbers) => (count: CallCount) => {
    const sessions = numbers.map((n) => session(n));
    for (const key of sessions) count.addSession(key);
    count.addInstanceDetails(onConnectionsOf({ regions: [], instances: [], sessions }));
  }),
  fc
    .record({ lists: fc.nat(5), sessions: fc.nat(100), regions: fc.integer({ min: 1, max: 30 }) })
    .map((listed) => (count: CallCount) => count.addInstanceDetails(onConnectionsOf(listed))),
);
const totalOf = (additions: readonly ((count: CallCount) => void)[], accounts?: number) => {
  const count = new CallCount(accounts);
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
      fc.property(
        fc.array(anyAddition, { maxLength: 12 }),
        fc.integer({ min: 1, max: 5 }),
        (additions, accounts) => {
          const totals = additions.map((_, index) => totalOf(additions.slice(0, index + 1), accounts));
          expect(totals).toEqual([...totals].sort((a, b) => a - b));
          expect(totalOf([...additions].reverse(), accounts)).toBe(totalOf(additions, accounts));
          expect(
            totalOf([...additions, ...additions.filter((_, n) => n % 2 === 0)], accounts),
          ).toBeGreaterThanOrEqual(totalOf(additions, accounts));
          expect(totalOf(additions, accounts + 1), 'one account more').toBeGreaterThanOrEqual(
            totalOf(additions, accounts),
          );
        },
      ),
    );
  });

  it('counts once what is loaded once, however often it is added', () => {
    const listed: Listed = { lists: 3, sessions: 10, regions: 1 };
    const add = (count: CallCount) => {
      count.addRegions(null);
      count.addSession(session(1));
      count.addInstanceDetails(onInstances(instance(1), instance(2)));
      count.addInstanceDetails(onConnectionsOf(listed));
    };
    // DescribeRegions, the session, two instances in one call, 3 × 200 instances in 3 × 2 calls at least; and of each region
    // or list, whether its instances may be seen.
    expect(totalOf([add])).toBe(1 + 1 + 1 + 3 * 2 + 1 + 3);
    expect(totalOf([add, add, add])).toBe(totalOf([add]));
    const other = (count: CallCount) => count.addInstanceDetails(onConnectionsOf({ ...listed }));
    expect(totalOf([add, other]), 'another list loads its own').toBe(totalOf([add]) + 3 * 2 + 3);
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
        ...onUnnamed(2),
        from: { regions: [], instances: [instance(1)], sessions: [session(1)] },
      });
    // One call more of a region, whether its instances may be seen.
    expect([totalOf([alone]), totalOf([beside]), totalOf([alone, beside])]).toEqual([2, 2, 3]);
  });

  it.each<[string, number, (count: CallCount, accounts: Accounts) => void]>([
    ['regions', 1, (count, accounts) => count.addRegions(accounts)],
    ['names of users and roles', 2, (count, accounts) => count.addPrincipals(accounts)],
    // With DescribeRegions, to know of a region to ask.
    ['the switch of Session Manager', 2, (count, accounts) => count.addSwitches(accounts)],
    ['recordings of all regions', 30, (count, accounts) => count.addRecordings(everyRegionOf(accounts))],
  ])('counts %s once an account, however often and in whatever words it is asked for', (_what, each, add) => {
    const of = (...named: Accounts[]) =>
      totalOf(
        [...named, ...named].map((accounts) => (count: CallCount) => add(count, accounts)),
        3,
      );
    const some = (...names: string[]) => new Set(names);
    expect(of(some('prod'))).toBe(each);
    expect(of(some('prod'), some('stage'), some('prod', 'stage'))).toBe(2 * each);
    expect(
      of(some('prod'), some('1000000000000002'), some('hub'), some('stage')),
      'no more than there are',
    ).toBe(3 * each);
    expect(of(null), 'any').toBe(3 * each);
    expect(of(null, some('prod'))).toBe(3 * each);
    expect(of(some()), 'none').toBe(0);
  });

  it('counts the recording of a named region once, and those of others apart', () => {
    const add = (regionId: string, accountId?: string) => (count: CallCount) =>
      count.addRecordings(
        onNamed({ regions: [{ regionId, ...(accountId !== undefined && { accountId }) }] }),
      );
    expect(totalOf([add('cn-a'), add('cn-a')], 3)).toBe(1);
    expect(totalOf([add('cn-a'), add('cn-b'), add('cn-a')], 3)).toBe(2);
    expect(totalOf([add('cn-a', 'prod'), add('cn-a', 'stage')], 3)).toBe(2);
    expect(totalOf([add('cn-a', 'default'), add('cn-a')], 1), 'of the only account').toBe(1);
    expect(totalOf([(count) => count.addRecordings(onNamed({ instances: [instance(1)] }))], 3)).toBe(0);
  });

  it('counts agents in calls of 50', () => {
    const agents = (count: number) => (calls: CallCount) =>
      calls.addAssistants(onInstances(...Array.from({ length: count }, (_, n) => instance(n))));
    expect([0, 1, 50, 51, 100, 101].map((count) => totalOf([agents(count)]))).toEqual([0, 1, 1, 2, 2, 3]);
    // 10 sessions have up to 200 instances, in up to 10 regions: at worst 9 have one each.
    const listed: Listed = { lists: 1, sessions: 10, regions: 50 };
    expect(totalOf([(count) => count.addAssistants(onConnectionsOf(listed))])).toBe(9 + 4);
  });

  it('counts the identity of the own account once', () => {
    const add = (count: CallCount) => count.addIdentity();
    expect([totalOf([]), totalOf([add]), totalOf([add, add])]).toEqual([0, 1, 1]);
  });

  it('of the instances of a list is what the worst spread over its regions costs, and no more', () => {
    const callsOf = (spread: readonly number[]) =>
      spread.reduce((calls, instances) => calls + Math.ceil(instances / 100), 0);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 50 }),
        fc.array(fc.nat(1000), { minLength: 50, maxLength: 50 }),
        (sessions, listedRegions, weights) => {
          const from: Listed = { lists: 1, sessions, regions: listedRegions };
          // A session is in one region.
          const regions = Math.min(sessions, listedRegions);
          const total = totalOf([(count) => count.addInstanceDetails(onConnectionsOf(from))]) - regions;
          const instances = sessions * 20;
          // Any spread: cut the instances where the weights say.
          const cuts = weights.slice(1, regions).map((weight) => Math.floor((weight / 1001) * instances));
          const edges = [0, ...cuts.sort((a, b) => a - b), instances];
          const spread = edges.slice(1).map((edge, index) => edge - (edges[index] ?? 0));
          expect(callsOf(spread)).toBeLessThanOrEqual(total);
          // The worst one: a single instance in every region but one.
          const singles = regions - 1;
          const worst = [...Array.from({ length: singles }, () => 1), instances - singles];
          expect(callsOf(worst)).toBe(total);
        },
      ),
    );
  });
});
