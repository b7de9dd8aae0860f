import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { list, type Pair, pick, startPair } from './support/gateway.ts';

/* ECS documents ids as texts; where it sends one as a number, every digit counts. */
let pair: Pair;
beforeAll(async () => {
  pair = await startPair({ ECS_CIRCUIT_BREAKER: 'off', ECS_MAX_ATTEMPTS: '1' });
});
afterEach(() => pair.emulator.heal());
afterAll(() => pair.close());

/** Has DescribeTerminalSessions answer with records in these words, whatever JSON.stringify would make of them. */
const answerWith = (records: string[], top = '"NextToken":""') =>
  pair.emulator.misbehave({
    kind: 'raw',
    action: 'DescribeTerminalSessions',
    status: 200,
    headers: { 'content-type': 'application/json;charset=utf-8' },
    text: `{"RequestId":"473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E",${top},"Sessions":{"Session":[${records.join(',')}]}}`,
  });
const fields = 'id sessionId principalId username portNumber targetServer raw connections { instanceId }';
const query = `{ region(regionId: "cn-hangzhou") { sessions { nodes { ${fields} } } } }`;
const nodesOf = async () => {
  const { data, errors } = await pair.ask(query);
  expect(errors).toBeUndefined();
  return list(data, 'region.sessions.nodes');
};

describe('numbers of ECS', () => {
  it('are shown digit for digit, in fields and in raw', async () => {
    answerWith([
      '{"SessionId":"s-1","PrincipalId":281234567890123456,"PortNumber":22,"Odd":[1e999,-1e-999,9007199254740993,0.5,7]}',
      '{"SessionId":281234567890123457,"PrincipalId":1234567890,"Connections":{"Connection":[{"InstanceId":9007199254740993}]}}',
    ]);
    for (let times = 0; times < 3; times++) {
      expect(await nodesOf()).toMatchObject([
        {
          sessionId: 's-1',
          principalId: '281234567890123456',
          portNumber: 22,
          raw: {
            PrincipalId: '281234567890123456',
            PortNumber: 22,
            Odd: ['1e999', '-1e-999', '9007199254740993', 0.5, 7],
          },
        },
        {
          sessionId: '281234567890123457',
          principalId: '1234567890',
          connections: [{ instanceId: '9007199254740993' }],
          raw: { SessionId: '281234567890123457', PrincipalId: 1234567890 },
        },
      ]);
    }
  });

  it('tell records without a SessionId apart, and their ids find them again', async () => {
    answerWith(['56', '57', '58'].map((end) => `{"PrincipalId":2812345678901234${end},"Username":"root"}`));
    const nodes = await nodesOf();
    expect(nodes.map((node) => pick(node, 'principalId'))).toEqual([
      '281234567890123456',
      '281234567890123457',
      '281234567890123458',
    ]);
    expect(new Set(nodes.map((node) => pick(node, 'id'))).size).toBe(3);
    for (let times = 0; times < 3; times++) {
      const again = await pair.ask(
        `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Session { ${fields} } } }`,
        {
          ids: nodes.map((node) => pick(node, 'id')),
        },
      );
      expect(again).toEqual({ data: { nodes } });
    }
  });

  it('make different sessions of different SessionIds, which their ids find', async () => {
    answerWith(['{"SessionId":281234567890123456}', '{"SessionId":281234567890123457}']);
    const ids = (await nodesOf()).map((node) => pick(node, 'id'));
    expect(new Set(ids).size).toBe(2);
    for (const [index, id] of ids.entries()) {
      const { data } = await pair.ask('query ($id: ID!) { node(id: $id) { ... on Session { sessionId } } }', {
        id,
      });
      expect(pick(data, 'node.sessionId')).toBe(`28123456789012345${6 + index}`);
    }
  });

  it('are passed by filters with all their digits', async () => {
    answerWith(['{"SessionId":"s-1","PrincipalId":281234567890123456}']);
    const ask = async (principalId: string) => {
      const { data } = await pair.ask(
        `query ($p: [String!]) { region(regionId: "cn-hangzhou") { sessions(filter: { principalIds: $p }) { nodes { sessionId } } } }`,
        { p: [principalId] },
      );
      return list(data, 'region.sessions.nodes').length;
    };
    for (let times = 0; times < 3; times++) {
      expect(await ask('281234567890123456')).toBe(1);
      expect(await ask('281234567890123460')).toBe(0);
    }
  });

  it('that no field can be are malformed there, and text in raw', async () => {
    answerWith(['{"SessionId":"s-1","PortNumber":18446744073709551638,"CreationTime":1768813200000000000}']);
    const { data, errors } = await pair.ask(
      '{ region(regionId: "cn-hangzhou") { sessions { nodes { portNumber creationTime raw } } } }',
    );
    expect(list(data, 'region.sessions.nodes')).toEqual([
      {
        portNumber: null,
        creationTime: null,
        raw: { SessionId: 's-1', PortNumber: '18446744073709551638', CreationTime: '1768813200000000000' },
      },
    ]);
    expect(errors?.map(({ path }) => path?.at(-1)).sort()).toEqual(['creationTime', 'portNumber']);
  });
});

describe('a body with odd keys beside a long number', () => {
  it('reaches no prototype, and keeps them in raw', async () => {
    answerWith([
      '{"SessionId":"s-1","__proto__":{"Username":"mallory","n":281234567890123456},"constructor":1}',
    ]);
    for (let times = 0; times < 3; times++) {
      const [node] = await nodesOf();
      expect(pick(node, 'username')).toBeNull();
      expect(JSON.stringify(pick(node, 'raw'))).toBe(
        '{"SessionId":"s-1","__proto__":{"Username":"mallory","n":"281234567890123456"},"constructor":1}',
      );
    }
    expect(Reflect.get({}, 'Username')).toBeUndefined();
  });

  it('takes the last of equal ones, with and without the number', async () => {
    for (const number of ['7', '281234567890123456']) {
      answerWith([`{"SessionId":"s-1","Username":"a","Username":"b","PrincipalId":${number}}`]);
      expect(await nodesOf()).toMatchObject([{ username: 'b', principalId: number }]);
      pair.emulator.heal();
    }
  });
});

describe('beside long numbers', () => {
  const sessions = `{ sessions(regionIds: ["cn-hangzhou"]) {
    __typename ... on GatewayError { code message requestId upstreamCode } ... on ThrottledError { retryAfterSeconds } } }`;

  it.each([
    ['a shape that is not documented', '{"RequestId":"R","n":281234567890123456}', 'R'],
    ['an empty list in its place', '[281234567890123456]', null],
    ['half an answer', '{"RequestId":"R","Sessions":{"Session":[{"n":281234567890123456', null],
    ['HTML', '<html> 281234567890123456', null],
    ['nothing', '', null],
  ])('%s is still UPSTREAM_UNAVAILABLE', async (_what, text, requestId) => {
    pair.emulator.misbehave({
      kind: 'raw',
      status: 200,
      headers: { 'content-type': 'application/json' },
      text,
    });
    const { data } = await pair.ask(sessions);
    expect(pick(data, 'sessions')).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', requestId });
    expect(JSON.stringify(data)).not.toContain('2812345');
  });

  it.each([
    [400, 'InvalidParameter.NextToken', {}, { code: 'INVALID_NEXT_TOKEN' }],
    [403, 'Forbidden.RAM', {}, { code: 'ACCESS_DENIED', message: expect.stringMatching(/: No\.$/) }],
    [400, 'Throttling.User', { 'x-acs-retry-after': '12345' }, { code: 'THROTTLED', retryAfterSeconds: 13 }],
    [500, 'InternalError', {}, { code: 'UPSTREAM_INTERNAL_ERROR' }],
    [503, 'ServiceUnavailable', {}, { code: 'UPSTREAM_UNAVAILABLE' }],
  ])('an error body is read as ever: %i %s', async (status, upstreamCode, more, expected) => {
    pair.emulator.misbehave({
      kind: 'raw',
      status,
      headers: { 'content-type': 'application/json;charset=utf-8', ...more },
      text: `{"RequestId":"R-1","HostId":"h","Code":"${upstreamCode}","Message":"No.","n":281234567890123456}`,
    });
    for (let times = 0; times < 3; times++) {
      const { data } = await pair.ask(sessions);
      expect(pick(data, 'sessions')).toMatchObject({ ...expected, requestId: 'R-1', upstreamCode });
    }
  });
});
