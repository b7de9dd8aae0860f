import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { encodeNodeId } from '../../src/schema/object-key.ts';
import { type Answer, list, type Pair, pick, startPair } from './support/gateway.ts';

/*
 * Input that can match nothing by mistake is refused: an empty list of records would say "nobody was there". Each question is
 * asked three times, as a literal, as a variable and as a variable's default.
 */
let pair: Pair;
beforeAll(async () => {
  pair = await startPair();
});
beforeEach(() => pair.emulator.clearCalls());
afterAll(() => pair.close());

/** Asks for `{x}` in the selection three times in each of the three ways. */
async function everyWay(
  selection: (x: string) => string,
  type: string,
  value: unknown,
  check: (answer: Answer) => void,
): Promise<void> {
  const literal = JSON.stringify(value);
  for (let times = 0; times < 3; times++) {
    check(await pair.ask(`{ ${selection(literal)} }`));
    check(await pair.ask(`query ($x: ${type}) { ${selection('$x')} }`, { x: value }));
    check(await pair.ask(`query ($x: ${type} = ${literal}) { ${selection('$x')} }`));
  }
}

/** The codes of all that failed, union members included. */
const codesOf = ({ data, errors = [] }: Answer) => [
  ...errors.map(({ extensions }) => extensions?.code),
  ...Object.values(Object(data)).flatMap((value) => pick(value, 'code') ?? []),
];
const refused = (answer: Answer) => {
  expect(codesOf(answer)).toEqual(['BAD_REQUEST']);
  expect(JSON.stringify(answer)).not.toContain('"nodes"');
};
const union = '{ ... on SessionConnection { nodes { id } } ... on GatewayError { code message } }';

describe('an id that is none is refused without a call', () => {
  it.each<[string, (x: string) => string, string]>([
    [
      'sessions(instanceId)',
      (x) => `sessions(regionIds: ["cn-hangzhou"], instanceId: ${x}) ${union}`,
      'String',
    ],
    [
      'sessions(sessionId)',
      (x) => `sessions(regionIds: ["cn-hangzhou"], sessionId: ${x}) ${union}`,
      'String',
    ],
    [
      'sessions of several regions',
      (x) => `sessions(regionIds: ["cn-hangzhou", "cn-beijing"], instanceId: ${x}) ${union}`,
      'String',
    ],
    [
      'Region.sessions(instanceId)',
      (x) => `region(regionId: "cn-hangzhou") { sessions(instanceId: ${x}) { nodes { id } } }`,
      'String',
    ],
    [
      'instance(instanceId)',
      (x) => `instance(regionId: "cn-hangzhou", instanceId: ${x}) { name sessions { nodes { id } } }`,
      'String!',
    ],
    [
      'session(sessionId)',
      (x) => `session(regionId: "cn-hangzhou", sessionId: ${x}) { ... on GatewayError { code message } }`,
      'String!',
    ],
  ])('%s', async (_where, selection, type) => {
    for (const name of ['web-01', 'root', ' i-1', 's-', 'i-', '']) {
      await everyWay(selection, type, name, refused);
    }
    expect(pair.emulator.calls).toEqual([]);
  });

  it('with a message that says what one looks like', async () => {
    const { data, errors } = await pair.ask(`{
      a: sessions(regionIds: ["cn-hangzhou"], instanceId: "web-01") ${union}
      b: session(regionId: "cn-hangzhou", sessionId: "root") { ... on GatewayError { code message } }
      region(regionId: "cn-hangzhou") { sessions(instanceId: "web-01") { nodes { id } } } }`);
    expect(pick(data, 'a.message')).toMatch(/"i-bp1i7gg30r52z2em0001".*The name of a machine is not its id/);
    expect(pick(data, 'b.message')).toMatch(/"s-hz023od0x90001".*filter\.usernames/);
    expect(errors?.[0]?.message).toBe(pick(data, 'a.message'));
  });

  it('while ids of every form are asked for', async () => {
    for (const id of ['i-1', 'mi-hz018jrc1o0', 'AY140521170816478461']) {
      await everyWay(
        (x) => `sessions(regionIds: ["cn-hangzhou"], instanceId: ${x}) ${union}`,
        'String',
        id,
        (answer) => expect(answer).toEqual({ data: { sessions: { nodes: [] } } }),
      );
    }
    expect(new Set(pair.emulator.calls.map(({ params }) => params.InstanceId)).size).toBe(3);
  });
});

describe('an id that the gateway gave out is taken, whatever its form', () => {
  const oddities = [
    {
      SessionId: 'odd session',
      CreationTime: '2026-01-19T09:00:00Z',
      Username: 'one',
      Connections: { Connection: [{ InstanceId: 'web-01', Status: 'Terminated' }] },
    },
    { SessionId: 'ROOT', CreationTime: '2026-01-19T09:00:01Z', Username: 'two' },
    { CreationTime: '2026-01-19T09:00:02Z', Username: 'three' },
  ];
  const fields = '... on Session { id sessionId username connections { instance { id instanceId } } }';

  it('as a node id, as an entity key, and as an instance to go on from', async () => {
    const odd = await startPair();
    try {
      odd.emulator.arrive('eu-central-1', ...oddities);
      const { data } = await odd.ask(
        `{ region(regionId: "eu-central-1") { sessions(first: 3) { nodes { ${fields} } } } }`,
      );
      const nodes = list(data, 'region.sessions.nodes');
      expect(nodes.map((node) => pick(node, 'username'))).toEqual(['one', 'two', 'three']);
      for (let times = 0; times < 3; times++) {
        for (const node of nodes) {
          const again = await odd.ask(`query ($id: ID!) { node(id: $id) { ${fields} } }`, {
            id: pick(node, 'id'),
          });
          expect(again).toEqual({ data: { node } });
        }
        const representations = nodes.slice(0, 2).map((node) => ({
          __typename: 'Session',
          regionId: 'eu-central-1',
          sessionId: pick(node, 'sessionId'),
        }));
        const entities = await odd.ask(
          `query ($r: [_Any!]!) { _entities(representations: $r) { ${fields} } }`,
          { r: representations },
        );
        expect(entities).toEqual({ data: { _entities: nodes.slice(0, 2) } });
        const instance = { __typename: 'Instance', regionId: 'eu-central-1', instanceId: 'web-01' };
        const ofInstance = '... on Instance { instanceId sessions { nodes { username } } }';
        const sessions = await odd.ask(
          `query ($r: [_Any!]!, $id: ID!) { _entities(representations: $r) { ${ofInstance} } node(id: $id) { ${ofInstance} } }`,
          { r: [instance], id: encodeNodeId('Instance', 'eu-central-1:web-01') },
        );
        const found = { instanceId: 'web-01', sessions: { nodes: [{ username: 'one' }] } };
        expect(sessions).toEqual({ data: { _entities: [found], node: found } });
      }
    } finally {
      await odd.close();
    }
  });
});

describe('clientIps takes addresses and networks', () => {
  const addresses = [
    '10.3.0.3',
    '10.3.0.4',
    '::ffff:10.3.0.5',
    '::ffff:a03:6',
    '172.16.0.1',
    '2001:db8::1',
    'nowhere',
  ];
  let records: Pair;
  beforeAll(async () => {
    const region = {
      regionId: 'cn-hangzhou',
      localName: '华东1（杭州）',
      localNameEnglish: 'China (Hangzhou)',
      endpoint: 'ecs.cn-hangzhou.aliyuncs.com',
      sessions: addresses.map((ClientIP, n) => ({
        SessionId: `s-${n}`,
        CreationTime: `2026-01-19T09:00:0${9 - n}Z`,
        ClientIP,
      })),
      instances: [],
    };
    records = await startPair({}, { fleet: { regions: [region] } });
  });
  afterAll(() => records.close());

  const selection = (x: string) =>
    `region(regionId: "cn-hangzhou") { sessions(filter: { clientIps: ${x} }) { nodes { clientIp } } }`;
  const found = (answer: Answer) => {
    expect(answer.errors).toBeUndefined();
    return list(answer.data, 'region.sessions.nodes').map((node) => pick(node, 'clientIp'));
  };

  it.each<[string[], string[]]>([
    [['10.0.0.0/8'], addresses.slice(0, 4)],
    [['10.200.100.1/8'], addresses.slice(0, 4)],
    [['10.3.0.3'], ['10.3.0.3']],
    [['10.3.0.3/32'], ['10.3.0.3']],
    [['::ffff:10.3.0.3'], ['10.3.0.3']],
    [['::ffff:a03:3'], ['10.3.0.3']],
    [
      ['10.3.0.5', '10.3.0.6'],
      ['::ffff:10.3.0.5', '::ffff:a03:6'],
    ],
    [
      ['10.3.0.4/31', '172.16.0.0/12'],
      ['10.3.0.4', '::ffff:10.3.0.5', '172.16.0.1'],
    ],
    [['2001:DB8::/32'], ['2001:db8::1']],
    [['::/0'], ['2001:db8::1']],
    [['0.0.0.0/0'], addresses.slice(0, 5)],
    [['192.0.2.0/24'], []],
    [[], []],
  ])('%j finds %j', async (clientIps, expected) => {
    const literal = `{ ${selection(JSON.stringify(clientIps))} }`;
    const variable = `query ($x: [IP!]) { ${selection('$x')} }`;
    const item = `query ($x: IP!) { ${selection('[$x]')} }`;
    for (let times = 0; times < 3; times++) {
      expect(found(await records.ask(literal))).toEqual(expected);
      expect(found(await records.ask(variable, { x: clientIps }))).toEqual(expected);
      if (clientIps.length === 1) {
        expect(found(await records.ask(item, { x: clientIps[0] }))).toEqual(expected);
        expect(found(await records.ask(variable, { x: clientIps[0] }))).toEqual(expected);
      }
    }
  });

  it('serves each address as ECS wrote it, and says of one that is none that it is malformed', async () => {
    const query = '{ region(regionId: "cn-hangzhou") { sessions { nodes { clientIp raw } } } }';
    for (let times = 0; times < 3; times++) {
      const { data, errors } = await records.ask(query);
      const nodes = list(data, 'region.sessions.nodes');
      expect(nodes.map((node) => pick(node, 'clientIp'))).toEqual([...addresses.slice(0, 6), null]);
      expect(nodes.map((node) => pick(node, 'raw.ClientIP'))).toEqual(addresses);
      expect(errors).toMatchObject([
        {
          path: ['region', 'sessions', 'nodes', 6, 'clientIp'],
          extensions: { code: 'UPSTREAM_UNAVAILABLE' },
        },
      ]);
    }
  });

  it('goes on from the cursor of a filter that means the same, and of no other', async () => {
    const page = (clientIps: string[], after: unknown = null) =>
      records.ask(
        `query ($x: [IP!], $after: String) { sessions(regionIds: ["cn-hangzhou"], filter: { clientIps: $x }, first: 1, after: $after) {
          ... on SessionConnection { nodes { clientIp } pageInfo { endCursor } } ... on GatewayError { code } } }`,
        { x: clientIps, after },
      );
    const after = pick((await page(['10.1.2.3/8'])).data, 'sessions.pageInfo.endCursor');
    for (const same of ['10.1.2.3/8', '10.0.0.0/8', '::ffff:10.0.0.0/104']) {
      const { data } = await page([same], after);
      expect(pick(data, 'sessions.nodes')).toEqual([{ clientIp: '10.3.0.4' }]);
    }
    for (const other of ['10.0.0.0/9', '10.0.0.0', '11.0.0.0/8']) {
      const { data } = await page([other], after);
      expect(pick(data, 'sessions')).toEqual({ code: 'INVALID_NEXT_TOKEN' });
    }
  });

  it.each([
    '010.3.0.3',
    '10.3.0.3/33',
    'fe80::1%eth0',
    '10.3',
    'web-01',
    '',
    '10.3.0.0-10.3.0.9',
    '::ffff:10.0.0.0/8',
  ])('refuses %j, and says what is accepted', async (text) => {
    await everyWay(selection, '[IP!]', ['10.3.0.3', text], (answer) => {
      refused(answer);
      expect(answer.errors?.[0]?.message).toMatch(
        /such as "10\.0\.0\.1", "10\.0\.0\.0\/8".*without leading zeros/,
      );
    });
    expect(pair.emulator.calls).toEqual([]);
  });
});

describe('times', () => {
  const union = (filter: string) =>
    `sessions(regionIds: ["cn-hangzhou"], filter: ${filter}) { ... on SessionConnection { nodes { creationTime } } ... on GatewayError { code message } }`;
  const plain = (filter: string) =>
    `region(regionId: "cn-hangzhou") { sessions(filter: ${filter}) { nodes { creationTime } } }`;

  it.each([
    ['2026-01-10T00:00:00Z', '2026-01-01T00:00:00Z'],
    ['2026-01-10', '2026-01-10'],
    ['2026-01-10', '2026-01-10T00:00:00Z'],
    ['2026-01-10T08:00:00+08:00', '2026-01-10'],
    ['2016-12-31T23:59:60Z', '2017-01-01'],
  ])('a range from %s to %s is refused, without a call', async (after, before) => {
    const variables = { after, before };
    for (const list of [union, plain]) {
      const literal = list(`{ createdAfter: "${after}", createdBefore: "${before}" }`);
      const variable = list('{ createdAfter: $after, createdBefore: $before }');
      for (let times = 0; times < 3; times++) {
        refused(await pair.ask(`{ ${literal} }`));
        refused(await pair.ask(`query ($after: DateTime, $before: DateTime) { ${variable} }`, variables));
        refused(
          await pair.ask(`query ($filter: SessionFilter) { ${list('$filter')} }`, {
            filter: { createdAfter: after, createdBefore: before },
          }),
        );
      }
    }
    expect(pair.emulator.calls).toEqual([]);
  });

  it.each(['createdAfter', 'createdBefore', 'activeAt'])(
    'that are none are refused in %s, with what is accepted',
    async (field) => {
      for (const text of [
        'yesterday',
        '2026-11-31',
        '2026-11-01T00:00:00',
        '2026-11-01T12:00:60Z',
        '',
        '1768813200',
      ]) {
        await everyWay(
          (x) => plain(`{ ${field}: ${x} }`),
          'DateTime',
          text,
          (answer) => {
            refused(answer);
            expect(answer.errors?.[0]?.message).toMatch(
              /"2024-01-19T09:15:46Z".* or a day, such as "2024-01-19"/,
            );
          },
        );
      }
      expect(pair.emulator.calls).toEqual([]);
    },
  );

  it('that name a day are its first moment in UTC', async () => {
    const dayOf = (x: string, y: string) =>
      `region(regionId: "cn-hangzhou") { sessions(first: 100, filter: { createdAfter: ${x}, createdBefore: ${y} }) { nodes { creationTime } } }`;
    const asked = [
      () => pair.ask(`{ ${dayOf('"2026-01-10"', '"2026-01-11"')} }`),
      () => pair.ask(`{ ${dayOf('"2026-01-10T00:00:00Z"', '"2026-01-11T08:00:00+08:00"')} }`),
      () => pair.ask(`{ ${dayOf('"2026-01-09T23:59:60Z"', '"2026-01-10T23:59:60Z"')} }`),
      () =>
        pair.ask(`query ($x: DateTime, $y: DateTime) { ${dayOf('$x', '$y')} }`, {
          x: '2026-01-10',
          y: '2026-01-11',
        }),
      () =>
        pair.ask(`query ($x: DateTime = "2026-01-10", $y: DateTime = "2026-01-11") { ${dayOf('$x', '$y')} }`),
    ];
    const expected = (
      await pair.ask(
        `{ region(regionId: "cn-hangzhou") { sessions(first: 100) { nodes { creationTime } } } }`,
      )
    ).data;
    expect(list(expected, 'region.sessions.nodes')).toHaveLength(100);
    for (let times = 0; times < 3; times++) {
      const answers = await Promise.all(asked.map((ask) => ask()));
      for (const { data, errors } of answers) {
        expect(errors).toBeUndefined();
        const times = list(data, 'region.sessions.nodes').map((node) => String(pick(node, 'creationTime')));
        expect(times.length).toBeGreaterThan(10);
        for (const time of times) expect(time).toMatch(/^2026-01-10T/);
      }
      expect(new Set(answers.map(({ data }) => JSON.stringify(data))).size).toBe(1);
    }
  });
});
