import fc from 'fast-check';
import { isInputObjectType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { parseRegionId } from '../../../src/ecs/arguments.ts';
import { schema } from '../../../src/schema/schema.ts';
import { compileFilter, type FilterContext, type SessionFilter } from '../../../src/sessions/filter.ts';
import { filterTable, now, refusedFilters } from './support/filter-table.ts';
import { ModelUpstream, session } from './support/model.ts';
import { naiveMatch } from './support/naive-filter.ts';
import { listSessions } from './support/own-account.ts';

const region = parseRegionId('cn-hangzhou');

describe('a filter', () => {
  it.each(filterTable.map((example) => [`${example.rule}: ${example.expected}`, example] as const))(
    '%s',
    async (_rule, { record, filter, context, expected }) => {
      const upstream = new ModelUpstream([{ regionId: region, records: [session(region, record)] }]);
      for (let times = 0; times < 3; times++) {
        const matcher = compileFilter(filter, context);
        expect(!matcher.never && matcher.matches(session(region, record))).toBe(expected);
        // A matcher is used for record after record.
        matcher.matches(session(region, {}));
        expect(matcher.matches(session(region, record)) && !matcher.never).toBe(expected);
        const { instanceId, ...others } = context;
        const list = { regionIds: [region], filter, ofInstance: instanceId, ...others };
        const page = await listSessions(upstream.fetchPage, list, {});
        expect(page.nodes).toHaveLength(expected ? 1 : 0);
      }
    },
  );

  it.each(refusedFilters)(
    'is refused where it can match nothing but by mistake: %j',
    async (filter, message) => {
      const upstream = new ModelUpstream([]);
      const refusal = expect.objectContaining({
        code: 'BAD_REQUEST',
        message: expect.stringMatching(message),
      });
      for (let times = 0; times < 3; times++) {
        expect(() => compileFilter(filter, { now })).toThrow(refusal);
        await expect(listSessions(upstream.fetchPage, { regionIds: [region], filter }, {})).rejects.toThrow(
          refusal,
        );
      }
      expect(upstream.calls).toEqual([]);
    },
  );

  it('has examples for and against each of its fields', () => {
    const type = schema.getType('SessionFilter');
    const fields = isInputObjectType(type) ? Object.keys(type.getFields()) : [];
    expect(fields.length).toBeGreaterThan(20);
    for (const field of fields) {
      const alone = filterTable.filter(({ filter }) => Object.keys(filter).join() === field);
      expect([field, new Set(alone.map(({ expected }) => expected))]).toEqual([
        field,
        new Set([true, false]),
      ]);
    }
  });
});

/** Few values, so that matches are common. Seconds of the first four minutes. */
const length = 240;
const second = fc.integer({ min: 0, max: length - 1 });
const moment = second.map((second) => new Date(second * 1000));
const wireTime = fc.oneof(
  { weight: 6, arbitrary: moment.map((date) => date.toISOString().replace('.000Z', 'Z')) },
  { weight: 1, arbitrary: fc.constantFrom('', null, 'soon', undefined) },
);
const spellings = ['10.1.2.3', '::ffff:10.1.2.3', '10.1.9.9', '2001:db8::1', '2001:DB8:0::1', '192.0.2.1'];
const networks = [...spellings, '10.1.0.0/16', '10.1.2.9/24', '0.0.0.0/0', '::/0', '2001:db8::/32'];
const servers = ['db', 'DB', 'Db.Internal', 'db.internal', '10.1.2.3', '::ffff:10.1.2.3', '2001:db8::1'];

const wireConnection = fc.record({
  InstanceId: fc.constantFrom('i-1', 'i-2', 'i-3', '', null),
  Status: fc.constantFrom('Connecting', 'Connected', 'Terminated', 'Failed', 'Disconnected', 'Paused', ''),
  StartTime: wireTime,
  EndTime: wireTime,
  ClosedReason: fc.constantFrom('ClientClosed', 'AgentNotOnline', 'Whim', '', undefined),
});
const wireRecord = fc.record({
  SessionId: fc.constant('s-1'),
  CreationTime: wireTime,
  PrincipalId: fc.constantFrom('100', '300:deploy', '300', '', {}, undefined),
  IdentityType: fc.constantFrom('Account', 'RAMUser', 'AssumedRoleUser', 'Robot', '', undefined),
  Username: fc.constantFrom('root', 'admin', '', undefined, ['root']),
  ClientIP: fc.constantFrom(...spellings, 'console', '', undefined),
  TargetServer: fc.constantFrom(...servers, '', '', undefined, {}),
  PortNumber: fc.constantFrom(22, '3306', 0, '0', '', undefined, 'ssh', 70_000),
  Connections: fc.array(wireConnection, { maxLength: 3 }).map((Connection) => ({ Connection })),
});

const some = <T>(...values: T[]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });
const range = fc.tuple(second, fc.integer({ min: 1, max: 60 })).map(([from, more]) => ({
  from: new Date(from * 1000),
  to: new Date(Math.min(from + more, length) * 1000),
}));
const fields = {
  createdAfter: moment,
  createdBefore: moment,
  principalIds: some('100', '300', '300:deploy'),
  excludePrincipalIds: some('100', '300'),
  principalNames: fc.constantFrom(['ci'], ['alice', 'ci']),
  usernames: some('root', 'admin', 'Root'),
  excludeUsernames: some('root', 'Admin'),
  clientIps: some(...networks),
  excludeClientIps: some(...networks),
  identityTypes: some('ACCOUNT', 'RAM_USER', 'ASSUMED_ROLE_USER', 'UNKNOWN'),
  portForwarding: fc.boolean(),
  portNumbers: some(22, 3306, 70),
  targetServers: some(...servers),
  instanceIds: some('i-1', 'i-2', 'i-9'),
  statuses: some('CONNECTING', 'CONNECTED', 'DISCONNECTED', 'TERMINATED', 'FAILED', 'UNKNOWN'),
  closedReasons: some('CLIENT_CLOSED', 'AGENT_NOT_ONLINE', 'UNKNOWN'),
  active: fc.boolean(),
  activeAt: moment,
  activeDuring: range,
  minDurationSeconds: fc.integer({ min: 0, max: 120 }),
  maxDurationSeconds: fc.integer({ min: 0, max: 120 }),
} satisfies { [Field in keyof Required<SessionFilter>]: fc.Arbitrary<SessionFilter[Field]> };

/** Up to three conditions: with more, nothing matches. */
const filter: fc.Arbitrary<SessionFilter> = fc
  .uniqueArray(fc.constantFrom(...(Object.keys(fields) as (keyof SessionFilter)[])), { maxLength: 3 })
  .chain((names) =>
    fc.record(Object.fromEntries(names.map((name): [string, fc.Arbitrary<unknown>] => [name, fields[name]]))),
  )
  .filter((filter) => !isRefused(filter));

const context: fc.Arbitrary<FilterContext> = fc.record({
  now: fc.integer({ min: length * 500, max: length * 1000 }),
  instanceId: fc.option(fc.constantFrom('i-1', 'i-2'), { nil: undefined, freq: 2 }),
  principals: fc.constantFrom(
    [{ accountKey: 'own', principalId: '300' }],
    [
      { accountKey: 'own', principalId: '100' },
      { accountKey: '2000000000000002', principalId: '300' },
    ],
  ),
});

function isRefused(filter: SessionFilter): boolean {
  try {
    compileFilter(filter, { now, principals: [] });
    return false;
  } catch {
    return true;
  }
}

const found = (record: Record<string, unknown>, filter: SessionFilter, context: FilterContext) => {
  const matcher = compileFilter(filter, context);
  return !matcher.never && matcher.matches(session(region, record));
};

describe('any filter', () => {
  it('finds what the rules say, step by step', () => {
    const outcomes = { matching: 0, others: 0 };
    fc.assert(
      fc.property(wireRecord, filter, context, (record, filter, context) => {
        const expected = naiveMatch(record, filter, context, length);
        expect(found(record, filter, context)).toBe(expected);
        outcomes[expected ? 'matching' : 'others'] += 1;
      }),
      { numRuns: 20_000 },
    );
    expect(Math.min(outcomes.matching, outcomes.others)).toBeGreaterThan(2000);
  });

  it('finds no more with a further condition, unless that names the instances that others are about', () => {
    fc.assert(
      fc.property(wireRecord, filter, filter, context, (record, one, other, context) => {
        const { instanceIds: _named, ...more } = other;
        const both = { ...more, ...one };
        fc.pre(!isRefused(both));
        if (found(record, both, context)) expect(found(record, one, context)).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  it('finds the same as any other with its key', () => {
    const alike = fc.tuple(filter, fc.infiniteStream(fc.nat(9))).map(([filter, choices]) => {
      const next = (n: number) => Number(choices.next().value) % n;
      return [filter, respelled(filter, next)] as const;
    });
    fc.assert(
      fc.property(
        alike,
        fc.array(wireRecord, { minLength: 5 }),
        context,
        ([one, other], records, context) => {
          const [a, b] = [compileFilter(one, context), compileFilter(other, context)];
          expect(b.key).toBe(a.key);
          expect(b.never).toBe(a.never);
          expect(b.asksForLive).toBe(a.asksForLive);
          for (const record of records)
            expect(found(record, other, context)).toBe(found(record, one, context));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('has a key of its own where it finds something else', () => {
    fc.assert(
      fc.property(filter, filter, wireRecord, context, (one, other, record, context) => {
        if (compileFilter(one, context).key !== compileFilter(other, context).key) return;
        expect(found(record, other, context)).toBe(found(record, one, context));
      }),
      { numRuns: 5000 },
    );
  });
});

/** The same filter in other words. */
function respelled(filter: SessionFilter, next: (choices: number) => number): SessionFilter {
  const words: Record<string, string> = {
    '10.1.2.3': '::ffff:a01:203',
    '10.1.2.9/24': '10.1.2.0/24',
    '2001:db8::1': '2001:0DB8::1/128',
    '10.1.0.0/16': '::ffff:10.1.255.1/112',
  };
  const respell: Record<string, (text: string) => string> = {
    clientIps: (text) => words[text] ?? text,
    excludeClientIps: (text) => words[text] ?? text,
    targetServers: (text) => text.toUpperCase(),
  };
  const same = Object.entries(filter).map(([name, value]): [string, unknown] => {
    if (!Array.isArray(value)) return [name, value instanceof Date ? new Date(value) : value];
    const items = value.map((item) => (next(2) === 0 ? item : (respell[name]?.(item) ?? item)));
    return [name, next(2) === 0 ? [...items].reverse() : [...items, ...items]];
  });
  const names = ['excludeUsernames', 'excludeClientIps', 'excludePrincipalIds'];
  const nothing = names.filter((name) => !(name in filter) && next(2) === 0).map((name) => [name, []]);
  const nulls = ['usernames', 'active', 'activeDuring', 'portForwarding', 'minDurationSeconds']
    .filter((name) => !(name in filter) && next(2) === 0)
    .map((name) => [name, next(2) === 0 ? null : undefined]);
  const implied =
    filter.portForwarding === undefined && (filter.portNumbers || filter.targetServers) && next(2) === 0
      ? [['portForwarding', true]]
      : [];
  const zero =
    filter.minDurationSeconds === undefined && filter.maxDurationSeconds !== undefined && next(2) === 0
      ? [['minDurationSeconds', 0]]
      : [];
  return Object.fromEntries([...nothing, ...nulls, ...implied, ...zero, ...same.reverse()]);
}

describe('the key of a filter', () => {
  /* As version 0.1.0 wrote them: cursors that are under way are bound to them. */
  it.each<[SessionFilter, string | null]>([
    [{}, null],
    [{ active: null, usernames: null, excludeUsernames: [] }, null],
    [
      { createdAfter: new Date('2026-01-01'), createdBefore: new Date('2026-02-01') },
      '[1767225600000,1769904000000,null,null,null,null,null,null,null,null]',
    ],
    [{ active: true }, '[null,null,null,true,null,null,null,null,null,null]'],
    [{ active: false }, '[null,null,null,false,null,null,null,null,null,null]'],
    [
      { activeAt: new Date('2026-01-19T09:00:00Z') },
      '[null,null,1768813200000,null,null,null,null,null,null,null]',
    ],
    [
      { principalIds: ['2', '1', '2'], usernames: ['root', 'admin'] },
      '[null,null,null,null,["1","2"],["admin","root"],null,null,null,null]',
    ],
    [
      { clientIps: ['10.1.2.3/8', '2001:DB8::1'] },
      '[null,null,null,null,null,null,["10.0.0.0/8","[2001:db8::1]"],null,null,null]',
    ],
    [
      { identityTypes: ['RAM_USER', 'ACCOUNT'] },
      '[null,null,null,null,null,null,null,["ACCOUNT","RAM_USER"],null,null]',
    ],
    [
      { statuses: ['FAILED', 'CONNECTED'], closedReasons: ['CLIENT_CLOSED'] },
      '[null,null,null,null,null,null,null,null,["CONNECTED","FAILED"],["CLIENT_CLOSED"]]',
    ],
    [{ usernames: [] }, '[null,null,null,null,null,[],null,null,null,null]'],
  ])('of %j is %s', (filter, key) => expect(compileFilter(filter, { now }).key).toBe(key));

  it('does not depend on the moment', () => {
    fc.assert(
      fc.property(filter, context, (filter, context) => {
        const later = { ...context, now: context.now + 86_400_000 };
        expect(compileFilter(filter, later).key).toBe(compileFilter(filter, context).key);
      }),
      { numRuns: 500 },
    );
  });

  it('of names is that of those whom they stand for', () => {
    const keyOf = (principalNames: string[], ...ids: string[]) =>
      compileFilter(
        { principalNames },
        { now, principals: ids.map((principalId) => ({ accountKey: 'own', principalId })) },
      ).key;
    expect(keyOf(['Alice'], '1', '2')).toBe(keyOf(['alice'], '2', '1'));
    expect(keyOf(['alice'], '1')).not.toBe(keyOf(['alice'], '2'));
    expect(keyOf(['alice'], '1')).not.toBe(compileFilter({ principalIds: ['1'] }, { now }).key);
  });
});

describe('a cursor that was given out before there were other fields', () => {
  const hour = Date.UTC(2026, 0, 1);
  const minute = (n: number) => new Date(hour + n * 60_000).toISOString();
  const upstream = new ModelUpstream(
    ['cn-hangzhou', 'cn-shanghai'].map((id) => ({
      regionId: parseRegionId(id),
      records: [6, 5, 4, 3, 2, 1].map((n) =>
        session(id, {
          SessionId: `s-${n}`,
          CreationTime: minute(n),
          Username: n % 2 === 0 ? 'root' : 'admin',
          Connections: {
            Connection: [
              {
                InstanceId: 'i-1',
                Status: 'Terminated',
                StartTime: minute(n),
                EndTime: '2026-01-01T01:00:00Z',
              },
            ],
          },
        }),
      ),
    })),
  );
  const both = [...upstream.regions.keys()].map(parseRegionId);

  it.each<[SessionFilter, number, string, string[]]>([
    [
      { usernames: ['root'] },
      1,
      'CJqjfFsyLCI5TVZvRFAwenQwQyIsW251bGwsMTAwLCI5alJxS3U1RCIsMTc2NzIyNTg0MCwyLCJlbCJdXQ',
      ['s-2'],
    ],
    [
      { usernames: ['root'] },
      2,
      '_52jnFsyLCJRTVprcFVHaEc1USIsW251bGwsMTAwLCJlbDJNSWdRUSIsMTc2NzIyNTk2MCwwLCIiXSxbbnVsbCwxMDAsImVsMk1JZ1FRIiwxNzY3MjI1OTYwLDAsIiJdXQ',
      ['s-4', 's-4', 's-2', 's-2'],
    ],
    [
      { statuses: ['TERMINATED'] },
      1,
      'GLR_3VsyLCJlZmRCdzJ3alFjeiIsW251bGwsMTAwLCJscXdRRDdlLSIsMTc2NzIyNTkwMCwxLCJlIl1d',
      ['s-4', 's-3', 's-2', 's-1'],
    ],
    [
      { active: false, clientIps: null, excludeUsernames: [] },
      1,
      '7j7pN1syLCJXV1ZkU0FrTEc1TSIsW251bGwsMTAwLCJscXdRRDdlLSIsMTc2NzIyNTkwMCwxLCJlIl1d',
      ['s-4', 's-3', 's-2', 's-1'],
    ],
  ])('goes on: %j over %i regions', async (filter, regions, after, expected) => {
    for (let times = 0; times < 3; times++) {
      const list = { regionIds: both.slice(0, regions), filter };
      const page = await listSessions(upstream.fetchPage, list, { first: 10, after });
      expect(page.nodes.map(({ sessionId }) => sessionId)).toEqual(expected);
    }
  });
});

describe('what a filter depends on', () => {
  const minuteMs = 60_000;
  it.each<[SessionFilter, boolean]>([
    [{}, false],
    [{ usernames: ['root'], createdAfter: new Date(now) }, false],
    [{ statuses: ['TERMINATED', 'FAILED'] }, false],
    [{ statuses: ['CONNECTING', 'FAILED'] }, true],
    [{ active: true }, true],
    [{ activeAt: new Date(0) }, true],
    [{ minDurationSeconds: 1 }, true],
    [{ maxDurationSeconds: 1 }, true],
    [{ activeDuring: { from: new Date(0), to: new Date(now) } }, true],
    // A caller's "until now" has passed when it arrives, by a clock that is not the gateway's.
    [{ activeDuring: { from: new Date(0), to: new Date(now - 10 * minuteMs) } }, true],
    [{ activeDuring: { from: new Date(0), to: new Date(now - 60 * minuteMs) } }, false],
    [{ activeDuring: { from: new Date(now), to: new Date(now + 1) } }, true],
  ])('%j asks for what is open now: %s', (filter, expected) => {
    expect(compileFilter(filter, { now }).asksForLive).toBe(expected);
  });

  it.each([
    'principalIds',
    'principalNames',
    'usernames',
    'clientIps',
    'identityTypes',
    'portNumbers',
    'targetServers',
    'instanceIds',
    'statuses',
    'closedReasons',
  ])('nothing matches an empty list of %s, and no call is made for it', async (field) => {
    const upstream = new ModelUpstream([
      { regionId: region, records: [session(region, { SessionId: 's-1' })] },
    ]);
    const list = { regionIds: [region], filter: { [field]: [] } };
    const page = await listSessions(upstream.fetchPage, list, {});
    expect(page.nodes).toEqual([]);
    expect(page.scanned).toEqual({ records: 0, until: null });
    expect(upstream.calls).toEqual([]);
  });

  it('an instance that the list is not of costs no call either', async () => {
    const upstream = new ModelUpstream([{ regionId: region, records: [] }]);
    for (const of of [{ ofInstance: 'i-1' }, { instanceId: 'i-1' }]) {
      const list = { regionIds: [region], ...of, filter: { instanceIds: ['i-2'] } };
      expect((await listSessions(upstream.fetchPage, list, {})).nodes).toEqual([]);
    }
    expect(upstream.calls).toEqual([]);
  });

  it('an instance in the filter is not sent to ECS, which would authorise another call for it', async () => {
    const upstream = new ModelUpstream([{ regionId: region, records: [] }]);
    await listSessions(upstream.fetchPage, { regionIds: [region], filter: { instanceIds: ['i-2'] } }, {});
    expect(upstream.calls).toEqual([{ accountKey: 'own', regionId: region, maxResults: 100 }]);
  });
});
