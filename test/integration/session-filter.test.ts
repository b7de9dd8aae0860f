import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, list, type Pair, pick, startPair } from './support/gateway.ts';

/*
 * SessionFilter from outside: each field alone and with another, written as literals, as one variable, as a variable for
 * each field, and as a variable's default; each three times. test/unit/sessions/filter-table.ts has the edges.
 */
const region = (regionId: string, sessions: object[]) => ({
  regionId,
  localName: '测试',
  localNameEnglish: 'Test',
  endpoint: `ecs.${regionId}.aliyuncs.com`,
  instances: [],
  sessions: sessions as Record<string, unknown>[],
});
const at = (time: string) => `2026-01-19T${time}Z`;
const connected = (...Connection: object[]) => ({ Connections: { Connection } });
const sessions = [
  {
    SessionId: 's-root',
    CreationTime: at('09:00:00'),
    PrincipalId: '100',
    IdentityType: 'RAMUser',
    Username: 'root',
    ClientIP: '10.1.2.3',
    ...connected({
      InstanceId: 'i-1',
      Status: 'Terminated',
      StartTime: at('09:00:00'),
      EndTime: at('10:00:00'),
      ClosedReason: 'ClientClosed',
    }),
  },
  {
    SessionId: 's-live',
    CreationTime: at('08:00:00'),
    PrincipalId: '101',
    IdentityType: 'AssumedRoleUser',
    Username: 'admin',
    ClientIP: '192.0.2.7',
    ...connected({ InstanceId: 'i-2', Status: 'Connected', StartTime: at('08:00:00') }),
  },
  {
    SessionId: 's-both',
    CreationTime: at('07:00:00'),
    PrincipalId: '100',
    Username: 'root',
    ...connected(
      {
        InstanceId: 'i-1',
        Status: 'Failed',
        StartTime: at('07:00:00'),
        EndTime: at('07:00:00'),
        ClosedReason: 'AgentNotOnline',
      },
      { InstanceId: 'i-2', Status: 'Connected', StartTime: at('07:30:00') },
    ),
  },
  {
    SessionId: 's-mysql',
    CreationTime: at('06:00:00'),
    Username: 'admin',
    ClientIP: '::ffff:10.1.9.9',
    TargetServer: 'DB.internal',
    PortNumber: 3306,
    ...connected({
      InstanceId: 'i-3',
      Status: 'Terminated',
      StartTime: at('06:00:00'),
      EndTime: at('06:00:30'),
    }),
  },
  {
    SessionId: 's-oddport',
    CreationTime: at('05:00:00'),
    TargetServer: '::ffff:10.0.0.5',
    PortNumber: 'ssh',
    ClientIP: 'console',
    ...connected({ InstanceId: 'i-3', Status: 'Terminated', StartTime: '', EndTime: at('05:30:00') }),
  },
  { SessionId: 's-nothing', CreationTime: at('04:00:00') },
];
const all = sessions.map(({ SessionId }) => SessionId);
const but = (...ids: string[]) => all.filter((id) => !ids.includes(id));

let pair: Pair;
beforeAll(async () => {
  pair = await startPair(
    {},
    { fleet: { regions: [region('cn-hangzhou', sessions), region('eu-central-1', [])] } },
  );
});
beforeEach(() => pair.emulator.clearCalls());
afterAll(() => pair.close());

const types: Record<string, string> = {
  activeDuring: 'TimeRange',
  active: 'Boolean',
  portForwarding: 'Boolean',
  minDurationSeconds: 'Int',
  maxDurationSeconds: 'Int',
  portNumbers: '[Port!]',
  excludeClientIps: '[IP!]',
  clientIps: '[IP!]',
  statuses: '[ConnectionStatus!]',
  closedReasons: '[ClosedReason!]',
  activeAt: 'DateTime',
  createdBefore: 'DateTime',
  createdAfter: 'DateTime',
};
const enums = ['statuses', 'closedReasons'];

/** JSON as GraphQL writes it. */
function literal(value: unknown, name = ''): string {
  if (Array.isArray(value)) return `[${value.map((each) => literal(each, name)).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([name, each]) => `${name}: ${literal(each, name)}`)
      .join(', ')} }`;
  }
  return enums.includes(name) && typeof value === 'string' ? value : JSON.stringify(value);
}

/** Asks for `filter` in the selection three times in each way. */
async function everyWay(
  selection: (filter: string) => string,
  filter: Record<string, unknown>,
  check: (answer: Answer) => void,
): Promise<void> {
  const names = Object.keys(filter);
  const declared = names.map((name) => `$${name}: ${types[name] ?? '[String!]'}`).join(', ');
  const each = `{ ${names.map((name) => `${name}: $${name}`).join(', ')} }`;
  for (let times = 0; times < 3; times++) {
    check(await pair.ask(`{ ${selection(literal(filter))} }`));
    check(await pair.ask(`query ($x: SessionFilter) { ${selection('$x')} }`, { x: filter }));
    check(await pair.ask(`query ($x: SessionFilter = ${literal(filter)}) { ${selection('$x')} }`));
    if (names.length > 0) check(await pair.ask(`query (${declared}) { ${selection(each)} }`, filter));
  }
}

const nodes = '... on SessionConnection { nodes { sessionId } } ... on GatewayError { code message }';
const ofRegions = (filter: string) =>
  `list: sessions(regionIds: ["cn-hangzhou", "eu-central-1"], filter: ${filter}) { ${nodes} }`;
const ids = (answer: Answer, path = 'list.nodes') => {
  expect(answer.errors).toBeUndefined();
  return list(answer.data, path).map((node) => pick(node, 'sessionId'));
};

const range = (from: string, to: string) => ({ activeDuring: { from: at(from), to: at(to) } });
const hours = (count: number) => ({ minDurationSeconds: count * 3600 });

describe('a filter finds', () => {
  it.each<[Record<string, unknown>, string[]]>([
    [{}, all],
    [{ excludeClientIps: ['10.0.0.0/8'] }, but('s-root', 's-mysql')],
    [{ excludeClientIps: ['10.1.2.9/24', '192.0.2.7'] }, but('s-root', 's-live')],
    [{ excludeClientIps: [] }, all],
    [{ excludePrincipalIds: ['100'] }, but('s-root', 's-both')],
    [{ excludePrincipalIds: [] }, all],
    [{ excludeUsernames: ['root', 'nobody'] }, but('s-root', 's-both')],
    [{ excludeUsernames: ['root', 'admin'] }, ['s-oddport', 's-nothing']],
    [{ instanceIds: ['i-1'] }, ['s-root', 's-both']],
    [{ instanceIds: ['i-3', 'i-2'] }, ['s-live', 's-both', 's-mysql', 's-oddport']],
    [{ instanceIds: ['i-none'] }, []],
    [hours(1), ['s-root', 's-live', 's-both']],
    [hours(2), ['s-live', 's-both']],
    [{ maxDurationSeconds: 30 }, ['s-both', 's-mysql']],
    [{ minDurationSeconds: 1, maxDurationSeconds: 30 }, ['s-mysql']],
    [{ portForwarding: true }, ['s-mysql', 's-oddport']],
    [{ portForwarding: false }, but('s-mysql', 's-oddport')],
    [{ portForwarding: null, minDurationSeconds: null, activeDuring: null, instanceIds: null }, all],
    [{ portNumbers: [3306, 5432] }, ['s-mysql']],
    [{ portNumbers: [22] }, []],
    [{ targetServers: ['db.INTERNAL'] }, ['s-mysql']],
    [{ targetServers: ['10.0.0.5'] }, ['s-oddport']],
    [range('09:30:00', '09:45:00'), ['s-root', 's-live', 's-both']],
    [range('05:00:00', '07:00:01'), ['s-both', 's-mysql']],
    [range('07:00:01', '07:30:00'), []],
    // Two of them.
    [{ statuses: ['FAILED'], active: true }, []],
    [{ statuses: ['CONNECTED'], active: true }, ['s-live', 's-both']],
    [{ closedReasons: ['AGENT_NOT_ONLINE'], active: false }, []],
    [{ statuses: ['TERMINATED'], closedReasons: ['CLIENT_CLOSED'] }, ['s-root']],
    [{ instanceIds: ['i-1'], active: true }, []],
    [{ instanceIds: ['i-1'], active: false }, ['s-root', 's-both']],
    [{ instanceIds: ['i-1', 'i-2'], active: true }, ['s-live', 's-both']],
    [{ instanceIds: ['i-1'], ...hours(1) }, ['s-root']],
    [{ instanceIds: ['i-1'], ...range('07:00:00', '07:15:00') }, ['s-both']],
    [{ instanceIds: ['i-2'], ...range('07:00:00', '07:15:00') }, []],
    [{ instanceIds: ['i-1'], usernames: ['root'] }, ['s-root', 's-both']],
    [{ activeAt: at('07:15:00'), ...range('07:40:00', '07:50:00') }, []],
    [{ activeAt: at('09:30:00'), ...hours(1) }, ['s-root', 's-live', 's-both']],
    [{ activeAt: at('09:30:00'), maxDurationSeconds: 3600 }, ['s-root']],
    [{ portForwarding: true, portNumbers: [3306] }, ['s-mysql']],
    [{ portNumbers: [3306], targetServers: ['10.0.0.5'] }, []],
    [{ portForwarding: true, excludeClientIps: ['10.0.0.0/8'] }, ['s-oddport']],
    [{ clientIps: ['10.0.0.0/8'], excludeClientIps: ['10.1.9.0/24'] }, ['s-root']],
    [{ excludeUsernames: ['root'], excludePrincipalIds: ['101'] }, ['s-mysql', 's-oddport', 's-nothing']],
    [{ createdBefore: at('07:00:00'), excludeUsernames: ['admin'] }, ['s-oddport', 's-nothing']],
  ])('with %j: %j', async (filter, expected) => {
    await everyWay(ofRegions, filter, (answer) => expect(ids(answer)).toEqual(expected));
  });

  it('in the list of one region, of one instance, and by an instance as argument', async () => {
    const lists = (filter: string) => `
      region(regionId: "cn-hangzhou") {
        all: sessions(filter: ${filter}) { nodes { sessionId } }
        byInstance: sessions(instanceId: "i-1", filter: ${filter}) { nodes { sessionId } }
      }
      instance(regionId: "cn-hangzhou", instanceId: "i-1") { sessions(filter: ${filter}) { nodes { sessionId } } }
      sessions(regionIds: ["cn-hangzhou"], instanceId: "i-1", filter: ${filter}) { ${nodes} }`;
    const expected: [Record<string, unknown>, string[], string[]][] = [
      [{}, all, ['s-root', 's-both']],
      [{ active: true }, ['s-live', 's-both'], []],
      [{ active: false }, but('s-live', 's-both'), ['s-root', 's-both']],
      [{ statuses: ['CONNECTED'] }, ['s-live', 's-both'], []],
      [hours(1), ['s-root', 's-live', 's-both'], ['s-root']],
      [range('07:35:00', '07:40:00'), ['s-both'], []],
      [{ instanceIds: ['i-2', 'i-1'], statuses: ['FAILED', 'CONNECTED'] }, ['s-live', 's-both'], ['s-both']],
      [
        { excludeUsernames: ['admin'], portForwarding: false },
        ['s-root', 's-both', 's-nothing'],
        ['s-root', 's-both'],
      ],
    ];
    for (const [filter, ofAll, ofInstance] of expected) {
      await everyWay(lists, filter, (answer) => {
        expect(ids(answer, 'region.all.nodes')).toEqual(ofAll);
        expect(ids(answer, 'region.byInstance.nodes')).toEqual(ofInstance);
        expect(ids(answer, 'instance.sessions.nodes')).toEqual(ofInstance);
        expect(ids(answer, 'sessions.nodes')).toEqual(ofInstance);
      });
    }
  });

  it.each(['instanceIds', 'portNumbers', 'targetServers', 'principalNames'])(
    'nothing with an empty list of %s, and asks for nothing',
    async (name) => {
      await everyWay(ofRegions, { [name]: [] }, (answer) => expect(ids(answer)).toEqual([]));
      expect(pair.emulator.calls).toEqual([]);
    },
  );

  it('of another instance than that of the list nothing, and asks for nothing', async () => {
    const ofInstance = (filter: string) =>
      `instance(regionId: "cn-hangzhou", instanceId: "i-1") { sessions(filter: ${filter}) { nodes { sessionId } } }`;
    await everyWay(ofInstance, { instanceIds: ['i-2'] }, (answer) =>
      expect(ids(answer, 'instance.sessions.nodes')).toEqual([]),
    );
    expect(pair.emulator.calls).toEqual([]);
  });

  it('the same on every page, by a cursor of a filter that means the same', async () => {
    const page = (filter: object, after: unknown = null) =>
      pair.ask(
        `query ($x: SessionFilter, $after: String) { list: sessions(regionIds: ["cn-hangzhou"], first: 1, filter: $x, after: $after) {
          ${nodes} ... on SessionConnection { pageInfo { endCursor } } } }`,
        { x: filter, after },
      );
    const first = await page({
      excludeClientIps: ['10.9.9.9/8'],
      targetServers: ['DB.internal', '10.0.0.5'],
    });
    expect(ids(first)).toEqual(['s-oddport']);
    const walked = await page({ excludeUsernames: ['admin', 'root'], portForwarding: true });
    expect(ids(walked)).toEqual(['s-oddport']);
    const one = await page({ portNumbers: [3306, 22], excludeUsernames: [] });
    expect(ids(one)).toEqual(['s-mysql']);
    const after = pick(one.data, 'list.pageInfo.endCursor');
    for (const same of [
      { portNumbers: [22, 3306, 22] },
      { portNumbers: [3306, 22], portForwarding: true, excludeClientIps: [] },
    ]) {
      expect(ids(await page(same, after))).toEqual([]);
    }
    for (const other of [{ portNumbers: [22] }, { portNumbers: [22, 3306], excludeUsernames: ['x'] }, {}]) {
      expect(pick((await page(other, after)).data, 'list.code')).toBe('INVALID_NEXT_TOKEN');
    }
  });
});

describe('a filter that can match nothing but by mistake is refused without a call', () => {
  const lists: [string, (filter: string) => string, boolean][] = [
    ['sessions', ofRegions, true],
    [
      'Region.sessions',
      (filter) =>
        `region(regionId: "cn-hangzhou") { list: sessions(filter: ${filter}) { nodes { sessionId } } }`,
      false,
    ],
  ];
  it.each<[Record<string, unknown>, RegExp]>([
    [range('10:00:00', '09:00:00'), /activeDuring\.from must be earlier than activeDuring\.to/],
    [range('10:00:00', '10:00:00'), /activeDuring\.from must be earlier/],
    [{ createdAfter: at('10:00:00'), createdBefore: at('10:00:00') }, /createdAfter must be earlier/],
    [{ minDurationSeconds: 60, maxDurationSeconds: 59 }, /minDurationSeconds must be at most/],
    [{ minDurationSeconds: -1 }, /0 seconds or more/],
    [{ maxDurationSeconds: -5 }, /0 seconds or more/],
    [{ portForwarding: false, portNumbers: [3306] }, /portForwarding: false/],
    [{ portForwarding: false, targetServers: ['db'] }, /portForwarding: false/],
    [{ instanceIds: ['i-1', 'web-01'] }, /each of instanceIds .*The name of a machine is not its id/],
    [{ instanceIds: [''] }, /1 to 256 characters/],
    [{ targetServers: ['10.0.0.0/8'] }, /targetServers must hold addresses or names/],
    [{ excludeClientIps: ['10.0.0.0/33'] }, /An IP must be/],
    [{ excludeClientIps: ['010.0.0.1'] }, /without leading zeros/],
    [{ portNumbers: [0] }, /A Port must be a whole number from 1 to 65535/],
    [{ portNumbers: [65_536] }, /A Port must be/],
    [{ portNumbers: ['3306'] }, /A Port must be.*not text/],
  ])('%j', async (filter, message) => {
    for (const [_where, selection] of lists) {
      await everyWay(selection, filter, ({ data, errors = [] }) => {
        const messages = [...errors.map(({ message }) => message), pick(data, 'list.message')].filter(
          Boolean,
        );
        expect(messages).toEqual([expect.stringMatching(message)]);
        const codes = [...errors.map(({ extensions }) => extensions?.code), pick(data, 'list.code')];
        expect(codes.filter(Boolean)).toEqual(['BAD_REQUEST']);
        expect(JSON.stringify(data ?? null)).not.toContain('"nodes"');
      });
    }
    expect(pair.emulator.calls).toEqual([]);
  });

  it('a name that nobody has, once the users and roles have been looked through', async () => {
    for (const [_where, selection] of lists) {
      await everyWay(selection, { principalNames: ['alice'] }, ({ data, errors = [] }) => {
        const message = errors[0]?.message ?? pick(data, 'list.message');
        expect(message).toMatch(/No RAM user and no role is named "alice".*principalIds/);
        const code = errors[0]?.extensions?.code ?? pick(data, 'list.code');
        expect(code).toBe('BAD_REQUEST');
      });
    }
    expect(new Set(pair.emulator.calls.map(({ action }) => action))).toEqual(
      new Set(['ListUsers', 'ListRoles']),
    );
    expect(pair.emulator.calls).toHaveLength(2);
  });

  it.each<[Record<string, unknown>]>([
    [{ activeDuring: { from: at('09:00:00') } }],
    [{ activeDuring: { from: at('09:00:00'), to: null } }],
    [{ minDurationSeconds: 2 ** 31 }],
    [{ minDurationSeconds: 1.5 }],
    [{ instanceIds: [null] }],
  ])('%j, as no input of its type', async (filter) => {
    await everyWay(ofRegions, filter, ({ data, errors }) => {
      expect(data).toBeUndefined();
      expect(errors?.[0]?.extensions?.code).toMatch(/^(BAD_REQUEST|GRAPHQL_VALIDATION_FAILED)$/);
    });
    expect(pair.emulator.calls).toEqual([]);
  });
});

describe('scanned', () => {
  const minute = (n: number) =>
    new Date(Date.UTC(2026, 0, 19) - n * 60_000).toISOString().replace('.000Z', 'Z');
  const many = (count: number) =>
    Array.from({ length: count }, (_, n) => ({
      SessionId: `s-${n}`,
      CreationTime: minute(n),
      Username: 'admin',
    }));
  let wide: Pair;
  beforeAll(async () => {
    wide = await startPair(
      { MAX_UPSTREAM_CALLS: '1000', CACHE_BEHIND_CURSOR_MS: '3600000' },
      { fleet: { regions: [region('cn-hangzhou', many(3000)), region('eu-central-1', many(30))] } },
    );
  });
  afterAll(() => wide.close());

  const page = async (regionIds: string[], filter: object | null, after: unknown = null) => {
    wide.emulator.clearCalls();
    const { data } = await wide.ask(
      `query ($regionIds: [RegionId!]!, $filter: SessionFilter, $after: String) {
        sessions(regionIds: $regionIds, filter: $filter, after: $after) { ... on SessionConnection {
          scanned { records until } nodes { sessionId } pageInfo { hasNextPage endCursor } } ... on GatewayError { message } } }`,
      { regionIds, filter, after },
    );
    return {
      scanned: pick(data, 'sessions.scanned'),
      nodes: list(data, 'sessions.nodes').length,
      more: pick(data, 'sessions.pageInfo.hasNextPage'),
      after: pick(data, 'sessions.pageInfo.endCursor'),
      calls: wide.emulator.calls.length,
    };
  };
  const time = (n: number) => minute(n).replace('Z', '.000Z');

  it('says of an empty page how far it looked, page by page, and at the end that it saw all', async () => {
    // What is read behind a cursor is kept; how far that reaches is the same.
    for (let times = 0; times < 3; times++) {
      const filter = { usernames: ['root'] };
      const first = await page(['cn-hangzhou'], filter);
      expect(first).toMatchObject({
        nodes: 0,
        more: true,
        calls: 11,
        scanned: { records: 1100, until: time(1099) },
      });
      const second = await page(['cn-hangzhou'], filter, first.after);
      expect(second).toMatchObject({
        nodes: 0,
        more: true,
        calls: times === 0 ? 11 : 0,
        scanned: { records: 1100, until: time(2199) },
      });
      const third = await page(['cn-hangzhou'], filter, second.after);
      expect(third).toMatchObject({
        nodes: 0,
        more: false,
        calls: times === 0 ? 8 : 0,
        scanned: { records: 800, until: null },
      });
    }
  });

  it('says it of several regions, of a list without a filter, and of one that asks for nothing', async () => {
    for (let times = 0; times < 3; times++) {
      const both = await page(['cn-hangzhou', 'eu-central-1'], { activeAt: time(5) });
      expect(both).toMatchObject({
        nodes: 0,
        more: true,
        calls: 12,
        scanned: { records: 1130, until: time(1099) },
      });
      const plain = await page(['cn-hangzhou'], null);
      expect(plain).toMatchObject({ nodes: 10, calls: 1, scanned: { records: 10, until: time(9) } });
      const merged = await page(['cn-hangzhou', 'eu-central-1'], null);
      expect(merged).toMatchObject({ nodes: 10, calls: 2, scanned: { records: 20, until: time(9) } });
      const nothing = await page(['cn-hangzhou'], { usernames: [] });
      expect(nothing).toMatchObject({
        nodes: 0,
        more: false,
        calls: 0,
        scanned: { records: 0, until: null },
      });
    }
  });

  it('costs nothing, also on the lists of a region and of an instance', async () => {
    wide.emulator.clearCalls();
    const { data } =
      await wide.ask(`{ region(regionId: "eu-central-1") { sessions(first: 30) { scanned { records until } } }
      instance(regionId: "eu-central-1", instanceId: "i-1") { sessions { scanned { records until } } } }`);
    expect(data).toEqual({
      region: { sessions: { scanned: { records: 30, until: null } } },
      instance: { sessions: { scanned: { records: 0, until: null } } },
    });
    expect(wide.emulator.calls).toHaveLength(2);
  });
});
