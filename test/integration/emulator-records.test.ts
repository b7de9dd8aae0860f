import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { demoCredentials as key } from '../../demo/own-fleet.ts';
import {
  createEmulator,
  type Emulator,
  type EmulatorOptions,
  endedSession,
  type ListOrder,
  makeSession,
  type WireSession,
} from '../../emulator/emulator.ts';
import { list, now, pick } from './support/gateway.ts';
import { jsonCall } from './support/signed-call.ts';

/** How records come, change and go, and what a walk sees of it. */
const RegionId = 'cn-hangzhou';
const otherId = 'cn-beijing';
const minute = 60_000;
const day = 24 * 60 * minute;
const orders = ['newest-first', 'oldest-first', 'unordered'] as const;
const tokenKinds = ['anchor', 'offset'] as const;

let emulator: Emulator;
let url: string;
/** The cloud's clock. */
let cloudTime: number;
afterEach(() => emulator?.close());

/** Record n is n minutes younger than record 0. */
const record = (n: number, parts: Partial<Parameters<typeof makeSession>[0]> = {}) =>
  makeSession({ sessionId: `s-${n}`, created: now + n * minute, ...parts });
const regionOf = (regionId: string, sessions: WireSession[]) => ({ regionId, sessions, instances: [] });
const start = async (sessions: WireSession[], options: Partial<EmulatorOptions> = {}) => {
  cloudTime = now + 100 * minute;
  emulator = createEmulator({
    credentials: [key],
    fleet: { regions: [regionOf(RegionId, sessions), regionOf(otherId, [])] },
    now: () => cloudTime,
    ...options,
  });
  url = await emulator.listen();
};
const newestFirst = (from: number, to: number) =>
  Array.from({ length: from - to + 1 }, (_, index) => record(from - index));

const call = (query: Record<string, string> = {}, action = 'DescribeTerminalSessions') =>
  jsonCall(url, { action, key, query: { RegionId, ...query } });
const numbersOf = (json: unknown) =>
  list(json, 'Sessions.Session').map((session) => Number(String(pick(session, 'SessionId')).slice(2)));
const numbers = async (query?: Record<string, string>) => numbersOf((await call(query)).json);
/** The numbers of the records page by page; a Code instead of a page that was refused. */
const walk = async (MaxResults = '4') => {
  const pages: unknown[] = [];
  let NextToken = '';
  do {
    const { json } = await call({ MaxResults, ...(NextToken && { NextToken }) });
    const code = pick(json, 'Code');
    if (code !== undefined) return [...pages, code];
    pages.push(numbersOf(json));
    NextToken = String(pick(json, 'NextToken'));
  } while (NextToken !== '');
  return pages;
};
/** Lets something happen once, between the first page and the second. */
const afterFirstPage = (happens: () => void) => {
  let calls = 0;
  emulator.misbehave({
    kind: 'meanwhile',
    run: () => {
      if (++calls === 2) happens();
    },
  });
};

describe('records', () => {
  it('stay for ever and in any number unless asked otherwise', async () => {
    const sessions = Array.from({ length: 1100 }, (_, n) => record(-n * 60));
    await start(sessions);
    cloudTime = now + 3650 * day;
    expect((await walk('100')).flat()).toHaveLength(1100);
    expect(emulator.fleet.regions[0]?.sessions).toHaveLength(1100);
  });

  it.each(tokenKinds)('are listed in any order, each once, with %s tokens', async (tokens) => {
    for (const order of orders) {
      await start(newestFirst(30, 1), { order, tokens });
      const seen = (await walk('7')).flat();
      expect(seen.toSorted((a, b) => Number(a) - Number(b))).toEqual(
        Array.from({ length: 30 }, (_, index) => index + 1),
      );
      for (const size of ['1', '7', '100']) expect((await walk(size)).flat()).toEqual(seen);
      const isSorted = (direction: number) =>
        seen.every((n, index) => index === 0 || (Number(n) - Number(seen[index - 1])) * direction > 0);
      expect([isSorted(-1), isSorted(1)]).toEqual([order === 'newest-first', order === 'oldest-first']);
      await emulator.close();
    }
  });

  it('that arrive leave the order of the others alone', async () => {
    for (const order of orders) {
      await start(newestFirst(20, 1), { order });
      const before = await numbers({ MaxResults: '100' });
      emulator.arrive(RegionId, record(22), record(21));
      const after = await numbers({ MaxResults: '100' });
      expect(after.filter((n) => n < 21)).toEqual(before);
      if (order === 'newest-first') expect(after.slice(0, 2)).toEqual([22, 21]);
      if (order === 'oldest-first') expect(after.slice(-2)).toEqual([21, 22]);
      await emulator.close();
    }
  });

  it('that arrive late appear at their old place', async () => {
    await start([record(9), record(7), record(5), record(1)]);
    emulator.arriveLate(RegionId, record(6), record(0));
    expect(await numbers()).toEqual([9, 7, 6, 5, 1, 0]);
    emulator.arriveLate(RegionId, record(11));
    expect(await numbers()).toEqual([11, 9, 7, 6, 5, 1, 0]);
    emulator.misbehave({ kind: 'arrivals', make: () => record(2), late: true, times: 1 });
    expect(await walk()).toEqual([
      [11, 9, 7, 6],
      [5, 2, 1, 0],
    ]);
    expect(() => emulator.arriveLate('xx-nowhere', record(3))).toThrow(/region of the fleet/);
  });

  it('change their status between calls, and keep their place', async () => {
    await start([record(3), record(2, { status: 'Connected' }), record(1)]);
    const statuses = async () =>
      list((await call()).json, 'Sessions.Session').map((session) =>
        pick(session, 'Connections.Connection.0.Status'),
      );
    expect(await statuses()).toEqual(['Terminated', 'Connected', 'Terminated']);
    emulator.change(RegionId, 's-2', (session) => endedSession(session, cloudTime));
    expect(await statuses()).toEqual(['Terminated', 'Terminated', 'Terminated']);
    expect(
      pick((await call({ SessionId: 's-2' })).json, 'Sessions.Session.0.Connections.Connection.0'),
    ).toEqual({
      InstanceId: 'i-1',
      Status: 'Terminated',
      StartTime: '2026-01-19T09:17:47Z',
      EndTime: '2026-01-19T10:55:46Z',
      ClosedReason: 'ClientClosed',
    });
    emulator.change({ account: 'default', regionId: RegionId }, 's-3', () => record(3, { status: 'Failed' }));
    expect(await statuses()).toEqual(['Failed', 'Terminated', 'Terminated']);
    expect(await numbers()).toEqual([3, 2, 1]);
    expect(() => emulator.change(RegionId, 's-9', (session) => session)).toThrow(/no record/);
    expect(() => emulator.change(otherId, 's-2', (session) => session)).toThrow(/no record/);
    expect(() => emulator.change('xx-nowhere', 's-2', (session) => session)).toThrow(/no record/);
  });

  it('are gone when they are four weeks old, by the cloud’s clock, for every call', async () => {
    await start([record(2), record(1), record(0), record(-1)], { retentionDays: 28 });
    cloudTime = now + 28 * day - 1;
    expect(await numbers()).toEqual([2, 1, 0]);
    cloudTime++;
    expect(await numbers()).toEqual([2, 1]);
    expect(await numbers({ SessionId: 's-0' })).toEqual([]);
    expect(pick((await call({ SessionId: 's-0' }, 'EndTerminalSession')).json, 'Code')).toBe(
      'InvalidSessionId.NotFound',
    );
    expect(() => emulator.change(RegionId, 's-0', (session) => session)).toThrow(/no record/);
    // Too late even for that.
    emulator.arriveLate(RegionId, record(-5));
    expect(await numbers()).toEqual([2, 1]);
    expect(emulator.fleet.regions[0]?.sessions.map(({ SessionId }) => SessionId)).toEqual(['s-2', 's-1']);
    cloudTime += day;
    expect(await numbers()).toEqual([]);
    expect(await walk()).toEqual([[]]);
  });

  it('without a time that can be read are never too old', async () => {
    const odd = [{ SessionId: 's-1' }, { SessionId: 's-2', CreationTime: 7 }, { CreationTime: 'yesterday' }];
    await start([...odd, record(0)], { retentionDays: 28, cap: { records: 3, of: 'region' } });
    cloudTime = now + 100 * day;
    expect((await call()).json).toMatchObject({ Sessions: { Session: odd } });
  });
});

describe('a cap', () => {
  it('of a region lets the oldest make room, wherever it is listed', async () => {
    for (const order of orders) {
      await start([record(3), record(5), record(4)], { order, cap: { records: 3, of: 'region' } });
      emulator.arrive(RegionId, record(6));
      expect((await numbers()).toSorted()).toEqual([4, 5, 6]);
      emulator.arriveLate(RegionId, record(1));
      expect((await numbers()).toSorted()).toEqual([4, 5, 6]);
      emulator.arrive(otherId, record(7));
      expect((await numbers()).toSorted()).toEqual([4, 5, 6]);
      expect(await numbers({ RegionId: otherId })).toEqual([7]);
      await emulator.close();
    }
  });

  it('of an account counts its regions together, and no other account', async () => {
    const other = {
      accountId: '1000000000000002',
      name: 'other',
      credentials: [{ ...key, accessKeyId: 'b' }],
    };
    await start([record(4), record(2)], {
      cap: { records: 3, of: 'account' },
      otherAccounts: [{ ...other, fleet: { regions: [regionOf(RegionId, newestFirst(3, 1))] } }],
    });
    emulator.arrive(otherId, record(3));
    expect(await numbers()).toEqual([4, 2]);
    emulator.arrive(otherId, record(5));
    expect(await numbers()).toEqual([4]);
    expect(await numbers({ RegionId: otherId })).toEqual([5, 3]);
    emulator.arrive({ account: 'other', regionId: RegionId }, record(9));
    expect(await numbers()).toEqual([4]);
    const { json } = await jsonCall(url, {
      action: 'DescribeTerminalSessions',
      key: { ...key, accessKeyId: 'b' },
      query: { RegionId },
    });
    expect(numbersOf(json)).toEqual([9, 3, 2]);
  });

  it('of successful records neither counts nor removes failed ones', async () => {
    const failed = { status: 'Failed' } as const;
    const waiting = { status: 'Connecting' } as const;
    await start([record(5, waiting), record(4), record(3, failed), record(2), record(1, failed)], {
      cap: { records: 2, of: 'region', only: 'successful' },
    });
    expect(await numbers()).toEqual([5, 4, 3, 2, 1]);
    emulator.arrive(RegionId, record(6, failed));
    expect(await numbers()).toEqual([6, 5, 4, 3, 2, 1]);
    // It has become a successful one, and the oldest of those makes room.
    emulator.change(RegionId, 's-5', () => record(5, { status: 'Connected' }));
    expect(await numbers()).toEqual([6, 5, 4, 3, 1]);
    // That one does not come back when another ceases to count.
    emulator.change(RegionId, 's-5', () => record(5, failed));
    expect(await numbers()).toEqual([6, 5, 4, 3, 1]);
    emulator.arrive(RegionId, record(8, { status: 'Disconnected' }), record(7));
    expect(await numbers()).toEqual([8, 7, 6, 5, 3, 1]);
  });

  it('does not give back what made room, even if nobody has read in between', async () => {
    await start([record(3, { status: 'Connecting' }), record(2), record(1)], {
      cap: { records: 2, of: 'region', only: 'successful' },
    });
    emulator.change(RegionId, 's-3', () => record(3, { status: 'Connected' }));
    emulator.change(RegionId, 's-3', () => record(3, { status: 'Failed' }));
    expect(await numbers()).toEqual([3, 2]);
  });

  it('and an age leave the newest records that are young enough, whatever happens', async () => {
    const region = fc.constantFrom(RegionId, otherId);
    const status = fc.constantFrom('Connecting', 'Connected', 'Terminated', 'Failed');
    const arrival = fc.record({ kind: fc.constantFrom('arrive', 'late'), region, status, age: fc.nat(35) });
    const step = fc.oneof(
      { weight: 3, arbitrary: arrival },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('pass'), region, status, age: fc.nat(9) }) },
    );
    let removed = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 5, maxLength: 20, size: 'max' }),
        fc.constantFrom<('region' | 'account')[]>('region', 'account'),
        fc.constantFrom<('all' | 'successful')[]>('all', 'successful'),
        fc.constantFrom<ListOrder[]>(...orders),
        fc.integer({ min: 1, max: 5 }),
        async (steps, of, only, order, every) => {
          await start([], { retentionDays: 28, cap: { records: 3, of, only }, order });
          const arrived: { region: string; id: number; created: number; isCounted: boolean }[] = [];
          const expected = (regionId: string) => {
            const young = arrived.filter(({ created }) => created > cloudTime - 28 * day);
            const counted = young.filter(
              ({ region, isCounted }) => isCounted && (of === 'account' || region === regionId),
            );
            const kept = counted.sort((a, b) => b.created - a.created).slice(0, 3);
            const listed = young.filter(
              (one) => one.region === regionId && (!one.isCounted || kept.includes(one)),
            );
            removed += young.length - listed.length;
            return listed.map(({ id }) => id);
          };
          for (const [id, { kind, region, status, age }] of steps.entries()) {
            if (kind === 'pass') cloudTime += age * day;
            else {
              // Plus a minute each, so that no two are of the same age.
              const created = cloudTime - age * day + id * minute;
              const isCounted = only === 'all' || status === 'Connected' || status === 'Terminated';
              arrived.push({ region, id, created, isCounted });
              const session = record(id, { created, status });
              if (kind === 'arrive') emulator.arrive(region, session);
              else emulator.arriveLate(region, session);
            }
            // Not after each step: what is due may come together.
            if (id % every !== 0) continue;
            for (const regionId of [RegionId, otherId]) {
              const seen = await numbers({ RegionId: regionId, MaxResults: '100' });
              expect(seen.toSorted((a, b) => a - b)).toEqual(expected(regionId));
            }
          }
          await emulator.close();
        },
      ),
      { numRuns: 40 },
    );
    expect(removed).toBeGreaterThan(50);
  });
});

describe('a walk of ten records, newest first, four a page', () => {
  const first = [10, 9, 8, 7];
  const refused = 'InvalidParameter.NextToken';
  const expire = (n: number) => () => {
    cloudTime = now + n * minute + 28 * day;
  };

  it.each<[string, () => void, { anchor: unknown[]; offset: unknown[] }, Partial<EmulatorOptions>?]>([
    [
      'while one arrives',
      () => emulator.arrive(RegionId, record(11)),
      {
        anchor: [first, [6, 5, 4, 3], [2, 1]],
        offset: [first, [7, 6, 5, 4], [3, 2, 1]],
      },
    ],
    [
      'while one arrives late, above',
      () => emulator.arriveLate(RegionId, makeSession({ sessionId: 's-85', created: now + 8.5 * minute })),
      {
        anchor: [first, [6, 5, 4, 3], [2, 1]],
        offset: [first, [7, 6, 5, 4], [3, 2, 1]],
      },
    ],
    [
      'while one arrives late, below',
      () => emulator.arriveLate(RegionId, makeSession({ sessionId: 's-35', created: now + 3.5 * minute })),
      {
        anchor: [first, [6, 5, 4, 35], [3, 2, 1]],
        offset: [first, [6, 5, 4, 35], [3, 2, 1]],
      },
    ],
    ['while the tail expires', expire(3), { anchor: [first, [6, 5, 4]], offset: [first, [6, 5, 4]] }],
    ['while all below expire', expire(6), { anchor: [first, []], offset: [first, []] }],
    ['while its own place expires', expire(8), { anchor: [first, refused], offset: [first, []] }],
    [
      'while an arrival lets the oldest go',
      () => emulator.arrive(RegionId, record(11)),
      { anchor: [first, [6, 5, 4, 3], [2]], offset: [first, [7, 6, 5, 4], [3, 2]] },
      { cap: { records: 10, of: 'region' } },
    ],
    [
      'while arrivals elsewhere let the oldest go',
      () => emulator.arrive(otherId, record(12), record(11)),
      { anchor: [first, [6, 5, 4, 3]], offset: [first, [6, 5, 4, 3]] },
      { cap: { records: 10, of: 'account' } },
    ],
    [
      'while arrivals elsewhere let all go but three',
      () => emulator.arrive(otherId, ...newestFirst(17, 11)),
      { anchor: [first, refused], offset: [first, []] },
      { cap: { records: 10, of: 'account' } },
    ],
  ])('%s', async (_what, happens, expected, options = {}) => {
    for (const tokens of tokenKinds) {
      await start(newestFirst(10, 1), { tokens, retentionDays: 28, ...options });
      expect(await walk()).toEqual([
        [10, 9, 8, 7],
        [6, 5, 4, 3],
        [2, 1],
      ]);
      afterFirstPage(happens);
      expect(await walk()).toEqual(expected[tokens]);
      await emulator.close();
    }
  });

  it('loses records to an offset token where older successful ones go from among failed ones', async () => {
    for (const [tokens, second] of [
      ['anchor', [4, 3, 2, 1]],
      ['offset', [3, 2, 1]],
    ] as const) {
      const failed = Array.from({ length: 7 }, (_, index) => record(7 - index, { status: 'Failed' }));
      const cap = { records: 1, of: 'account', only: 'successful' } as const;
      await start([record(8), ...failed], { tokens, cap });
      afterFirstPage(() => emulator.arrive(otherId, record(9)));
      expect(await walk()).toEqual([[8, 7, 6, 5], second]);
      await emulator.close();
    }
  });
});

describe('a walk of records that are all alike', () => {
  it('goes on where it was with anchor tokens, whatever arrives above', async () => {
    for (const [tokens, second] of [
      ['anchor', 2],
      ['offset', 3],
    ] as const) {
      const alike = () => ({ Username: 'root' });
      await start(Array.from({ length: 6 }, alike), { tokens });
      afterFirstPage(() => emulator.arrive(RegionId, alike()));
      expect((await walk()).map((page) => (Array.isArray(page) ? page.length : page))).toEqual([4, second]);
      await emulator.close();
    }
  });
});

describe('a walk, oldest first', () => {
  it('loses records to an offset token where the oldest expire', async () => {
    for (const [tokens, upTo, rest] of [
      [
        'anchor',
        2,
        [
          [5, 6, 7, 8],
          [9, 10],
        ],
      ],
      ['offset', 2, [[7, 8, 9, 10]]],
      ['anchor', 4, ['InvalidParameter.NextToken']],
      ['offset', 4, [[9, 10]]],
    ] as const) {
      await start(newestFirst(10, 1), { tokens, order: 'oldest-first', retentionDays: 28 });
      afterFirstPage(() => {
        cloudTime = now + upTo * minute + 28 * day;
      });
      expect(await walk()).toEqual([[1, 2, 3, 4], ...rest]);
      await emulator.close();
    }
  });
});

describe('a walk with anchor tokens', () => {
  it('meets no record twice, and all that stay throughout or a refusal, whatever happens meanwhile', async () => {
    const event = fc.record({ kind: fc.constantFrom('arrive', 'late', 'pass', 'none'), by: fc.nat(12) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { maxLength: 8 }),
        fc.constantFrom<ListOrder[]>(...orders),
        fc.constantFrom('1', '3', '100'),
        async (events, order, size) => {
          await start(newestFirst(12, 1), { order, retentionDays: 28, cap: { records: 14, of: 'region' } });
          cloudTime = now + 28 * day;
          const arrivals = events.values();
          let next = 20;
          emulator.misbehave({
            kind: 'meanwhile',
            run() {
              const { kind = 'none', by = 0 } = arrivals.next().value ?? {};
              if (kind === 'pass') cloudTime += by * minute;
              if (kind === 'arrive') emulator.arrive(RegionId, record(next++));
              const created = now + by * minute + 1000 * next;
              if (kind === 'late') emulator.arriveLate(RegionId, record(next++, { created }));
            },
          });
          const pages = await walk(size);
          const seen = pages.flat();
          expect(new Set(seen).size).toBe(seen.length);
          const left = emulator.fleet.regions[0]?.sessions ?? [];
          const stayed = left
            .map(({ SessionId }) => Number(String(SessionId).slice(2)))
            .filter((n) => n <= 12);
          if (seen.at(-1) !== 'InvalidParameter.NextToken')
            expect(seen).toEqual(expect.arrayContaining(stayed));
          await emulator.close();
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('the Date of an answer', () => {
  it('is the machine’s time, or the clock’s, on every answer', async () => {
    await start([record(1)], { now: undefined });
    const dateOf = async (...args: Parameters<typeof call>) =>
      Date.parse(String((await call(...args)).headers.date));
    for (let turn = 0; turn < 3; turn++) {
      const date = await dateOf();
      expect([date % 1000, Math.abs(date - Date.now()) < minute]).toEqual([0, true]);
    }
    await emulator.close();

    await start([record(1)]);
    for (const time of [now - 400 * day, now + 999, now + 400 * day]) {
      cloudTime = time;
      const seconds = Math.floor(time / 1000) * 1000;
      expect(await dateOf()).toBe(seconds);
      expect(await dateOf({}, 'DescribeRegions')).toBe(seconds);
      expect(await dateOf({ RegionId: 'xx-nowhere' })).toBe(seconds);
      emulator.misbehave({ kind: 'throttling', times: 1 });
      expect(await dateOf()).toBe(seconds);
      emulator.misbehave({ kind: 'raw', status: 200, headers: {}, text: '{}', times: 1 });
      expect(await dateOf()).toBe(seconds);
      const refused = await jsonCall(url, { action: 'DescribeRegions', key: { ...key, accessKeyId: 'no' } });
      expect([refused.status, Date.parse(String(refused.headers.date))]).toEqual([404, seconds]);
    }
  });

  it('is that of the moment at which it is sent, after all that was waited for', async () => {
    await start([record(2), record(1)], { retentionDays: 28 });
    emulator.misbehave({ kind: 'latency', ms: 5 });
    emulator.misbehave({
      kind: 'meanwhile',
      run: async () => {
        await new Promise(setImmediate);
        cloudTime = now + minute + 28 * day;
      },
    });
    const { json, headers } = await call();
    expect(numbersOf(json)).toEqual([2]);
    expect(Date.parse(String(headers.date))).toBe(cloudTime);
  });

  it('comes with an InternalError where a test’s own code fails', async () => {
    await start([record(1)]);
    emulator.misbehave({ kind: 'meanwhile', times: 1, run: () => Promise.reject(new Error('of the test')) });
    const { status, json } = await call();
    expect([status, pick(json, 'Code')]).toEqual([500, 'InternalError']);
    expect(pick(json, 'Message')).toContain('of the test');
    expect(await numbers()).toEqual([1]);
  });
});
