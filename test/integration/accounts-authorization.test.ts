import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { encodeNodeId } from '../../src/schema/object-key.ts';
import { type Answer, list, type Pair, pick } from './support/gateway.ts';
import {
  file,
  hub,
  idOf,
  type Name,
  names,
  prod,
  region,
  stage,
  startThree,
} from './support/hub-accounts.ts';
import { createIdentityProvider, trusting } from './support/tokens.ts';

/*
 * Which accounts a token allows × every way to something of an account. An account that it does not allow and one that
 * does not exist get the same answer, without a call, and nothing shows the name, id or ARN of a hidden one.
 */

let provider: Awaited<ReturnType<typeof createIdentityProvider>>;
let pair: Pair;
beforeAll(async () => {
  provider = await createIdentityProvider();
  pair = await startThree({ ...trusting(provider.file), ALLOW_END_SESSION: 'true', CACHE_TTL_MS: '1000' });
});
beforeEach(() => pair.emulator.clearCalls());
afterAll(() => pair.close());

const scope = 'ecs-sessions:read ecs-sessions:end';
const ask = async (claims: object, query: string, variables: object = {}): Promise<Answer> =>
  pair.ask(query, variables, { authorization: `Bearer ${await provider.token({ scope, ...claims })}` });

const unknown = '1000000000000009';
const failed = '... on GatewayError { code message accountId }';
const nodeId = (type: string, account: string, rest: string) =>
  encodeNodeId(type, `${account === hub ? '' : `${account}:`}${rest}`);
const entity = (representation: object) => ({ r: [representation] });
const entities = 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }';

/** Each way names one account by its id. */
const ways: Record<string, (id: string) => [query: string, variables?: object]> = {
  sessions: (id) => [
    `{ sessions(accountIds: ["${id}"], regionIds: ["${region}"]) { __typename ${failed} } }`,
  ],
  'sessions of every region': (id) => [`{ sessions(accountIds: ["${id}"]) { __typename ${failed} } }`],
  'sessions of two accounts': (id) => [
    `{ sessions(accountIds: ["${stage}", "${id}"], regionIds: ["${region}"]) { __typename ${failed} } }`,
  ],
  'sessions that a filter excludes': (id) => [
    `{ sessions(accountIds: ["${id}"], regionIds: ["${region}"], filter: { usernames: [] }) { __typename ${failed} } }`,
  ],
  'sessions by a principal’s name': (id) => [
    `{ sessions(accountIds: ["${id}"], regionIds: ["${region}"], filter: { principalNames: ["alice"] }) { __typename ${failed} } }`,
  ],
  session: (id) => [
    `{ session(accountId: "${id}", regionId: "${region}", sessionId: "s-all") { __typename ${failed} } }`,
  ],
  region: (id) => [`{ region(accountId: "${id}", regionId: "${region}") { id } }`],
  'sessions of a region': (id) => [
    `{ region(accountId: "${id}", regionId: "${region}") { sessions { nodes { id } } } }`,
  ],
  recording: (id) => [`{ region(accountId: "${id}", regionId: "${region}") { recording { enabled } } }`],
  regions: (id) => [`{ regions(accountId: "${id}") { id } }`],
  account: (id) => [`{ account(accountId: "${id}") { id name } }`],
  'sessions of an account': (id) => [`{ account(accountId: "${id}") { sessions { nodes { id } } } }`],
  instance: (id) => [
    `{ instance(accountId: "${id}", regionId: "${region}", instanceId: "i-all") { name assistant { running } } }`,
  ],
  endSession: (id) => [
    `mutation { endSession(accountId: "${id}", regionId: "${region}", sessionId: "s-none") { __typename ${failed} } }`,
  ],
  'node of a Session': (id) => [`{ node(id: "${nodeId('Session', id, `${region}:s-all`)}") { id } }`],
  'node of an Instance': (id) => [`{ node(id: "${nodeId('Instance', id, `${region}:i-all`)}") { id } }`],
  'node of a Region': (id) => [`{ node(id: "${nodeId('Region', id, region)}") { id } }`],
  'node of a CloudAccount': (id) => [
    `{ node(id: "${encodeNodeId('CloudAccount', id === hub ? 'own' : id)}") { id } }`,
  ],
  nodes: (id) => [`{ nodes(ids: ["${nodeId('Session', id, `${region}:s-all`)}"]) { id } }`],
  '_entities of a Session': (id) => [
    entities,
    entity({ __typename: 'Session', accountId: id, regionId: region, sessionId: 's-all' }),
  ],
  '_entities of an Instance': (id) => [
    entities,
    entity({ __typename: 'Instance', accountId: id, regionId: region, instanceId: 'i-all' }),
  ],
  '_entities of a Region': (id) => [
    entities,
    entity({ __typename: 'Region', accountId: id, regionId: region }),
  ],
  '_entities of a Session by id': (id) => [
    entities,
    entity({ __typename: 'Session', id: nodeId('Session', id, `${region}:s-all`) }),
  ],
  '_entities of a CloudAccount by id': (id) => [
    entities,
    entity({ __typename: 'CloudAccount', id: encodeNodeId('CloudAccount', id === hub ? 'own' : id) }),
  ],
};
const codesOf = ({ data, errors = [] }: Answer) => [
  ...errors.map(({ extensions }) => extensions?.code),
  ...[...JSON.stringify(data ?? null).matchAll(/"code":"(\w+)"/g)].map(([, code]) => code),
];
/** Nothing in the answer shows an account that is hidden, but for what the request itself said. */
function expectHidden(answer: Answer, hidden: readonly Name[]) {
  const text = JSON.stringify(answer);
  for (const name of hidden) {
    expect(text).not.toContain(idOf[name]);
    expect(text).not.toMatch(new RegExp(`["\\s]${name}\\b`));
    expect(text).not.toContain(`${name}-`);
  }
  expect(text).not.toContain('acs:ram');
}

describe.each(Object.entries(ways))('%s', (_name, way) => {
  it('is open to a token without the claim, and to one that has the account in it', async () => {
    for (const claims of [
      {},
      { ecs_accounts: [prod, stage] },
      { ecs_accounts: [stage, prod], ecs_regions: [region] },
    ]) {
      for (let time = 0; time < 3; time++) {
        const answer = await ask(claims, ...way(prod));
        expect(codesOf(answer).filter((code) => code !== 'SESSION_NOT_FOUND')).toEqual([]);
      }
    }
  });

  it.each([
    ['of another account', { ecs_accounts: [stage] }, ['hub', 'prod']],
    ['of no account', { ecs_accounts: [] }, names],
    ['of an account that nobody knows', { ecs_accounts: [unknown] }, names],
    ['of another account and all regions', { ecs_accounts: [stage], ecs_regions: [region] }, ['hub', 'prod']],
  ] as const)(
    'answers a token %s as if there were no such account, without a call',
    async (_what, claims, hidden) => {
      const comparable = (answer: Answer, id: string) =>
        JSON.stringify({ ...answer, data: answer.data ?? null }).replaceAll(id, 'ID');
      for (let time = 0; time < 3; time++) {
        const none = await ask(claims, ...way(unknown));
        for (const id of [prod, hub]) {
          const answer = await ask(claims, ...way(id));
          expect(codesOf(answer)).not.toEqual([]);
          expect(comparable(answer, id)).toBe(comparable(none, unknown));
          expectHidden(answer, hidden);
        }
      }
      expect(pair.emulator.calls).toEqual([]);
    },
  );
});

describe('a token', () => {
  it.each([
    ['a name', ['prod']],
    ['a number', [1_000_000_000_000_002]],
    ['a number of its own', 1_000_000_000_000_002],
    ['a text', prod],
    ['nothing', null],
    ['an object', { [prod]: true }],
    ['a short id', ['100000000000000']],
    ['everything', ['*']],
    ['an id and a name', [prod, 'stage']],
    ['an id with a line behind it', [`${prod}\n`]],
  ])('whose claim is %s is not valid', async (_what, ecs_accounts) => {
    for (let time = 0; time < 3; time++) {
      const answer = await fetch(pair.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${await provider.token({ scope, ecs_accounts })}`,
        },
        body: JSON.stringify({ query: '{ accounts { name } }' }),
      });
      expect(answer.status).toBe(401);
      await answer.text();
    }
    expect(pair.emulator.calls).toEqual([]);
  });

  it('shows in lists what it allows, and nothing else', async () => {
    const query = `{ accounts { id name accountId } regions { accountId regionId }
      sessions(regionIds: ["${region}"], first: 100) { ... on SessionConnection { nodes { accountId username raw account { name regions { accountId } } } } ${failed} } }`;
    const allowed: [object, Name[]][] = [
      [{}, ['hub', 'prod', 'stage']],
      [{ ecs_accounts: [prod] }, ['prod']],
      [{ ecs_accounts: [stage, hub, unknown] }, ['hub', 'stage']],
    ];
    for (let time = 0; time < 3; time++) {
      for (const [claims, seen] of allowed) {
        const answer = await ask(claims, query);
        expect(answer.errors).toBeUndefined();
        expect(list(answer.data, 'accounts').map((account) => pick(account, 'name'))).toEqual(seen);
        const ids = list(answer.data, 'sessions.nodes').map((node) => pick(node, 'accountId'));
        expect([...new Set(ids)].toSorted()).toEqual(seen.map((name) => idOf[name]));
        expectHidden(
          answer,
          names.filter((name) => !seen.includes(name)),
        );
      }
      const none = await ask({ ecs_accounts: [] }, query);
      expect(pick(none.data, 'accounts')).toEqual([]);
      expect(pick(none.data, 'sessions.code')).toBe('ACCESS_DENIED');
      expectHidden(none, names);
    }
  });

  it('of one account need not name it, also in entities; of several it must, and hears of those alone', async () => {
    const query = `query ($r: [_Any!]!) { session(regionId: "${region}", sessionId: "s-all") { ... on Session { username } ${failed} } _entities(representations: $r) { ... on Session { username } } }`;
    const r = [{ __typename: 'Session', regionId: region, sessionId: 's-all' }];
    for (let time = 0; time < 3; time++) {
      for (const name of names) {
        const one = await ask({ ecs_accounts: [idOf[name]] }, query, { r });
        const username = `${name}-user`;
        expect(one.data).toEqual({ session: { username }, _entities: [{ username }] });
      }
      const two = await ask({ ecs_accounts: [hub, stage] }, query, { r });
      expect(codesOf(two)).toEqual(['BAD_REQUEST', 'BAD_REQUEST']);
      expect(JSON.stringify(two)).toContain('hub, stage');
      expectHidden(two, ['prod']);
    }
  });

  it('is a cross product of accounts and regions', async () => {
    const claims = { ecs_accounts: [prod], ecs_regions: ['cn-shanghai'] };
    const { data } = await ask(
      claims,
      `{ sessions { ... on SessionConnection { nodes { accountId regionId } } } regions { accountId regionId } accounts { regions { regionId } } }`,
    );
    expect(pick(data, 'sessions.nodes')).toEqual([
      { accountId: prod, regionId: 'cn-shanghai' },
      { accountId: prod, regionId: 'cn-shanghai' },
    ]);
    expect(pick(data, 'regions')).toEqual([{ accountId: prod, regionId: 'cn-shanghai' }]);
    expect(pick(data, 'accounts')).toEqual([{ regions: [{ regionId: 'cn-shanghai' }] }]);
    const denied = await ask(claims, ...(ways.session?.(prod) ?? ['']));
    expect(codesOf(denied)).toEqual(['ACCESS_DENIED']);
  });

  it('is not answered from what is kept for somebody who sees more, nor by somebody’s cursor', async () => {
    const all = `{ sessions(regionIds: ["${region}"], first: 1) { ... on SessionConnection { nodes { accountId } pageInfo { endCursor } } ${failed} } }`;
    for (let time = 0; time < 3; time++) {
      const cursor = pick((await ask({}, all)).data, 'sessions.pageInfo.endCursor');
      const limited = await ask({ ecs_accounts: [stage] }, all);
      expect(pick(limited.data, 'sessions.nodes')).toEqual([{ accountId: stage }]);
      const other = await ask(
        { ecs_accounts: [stage] },
        all.replace('first: 1', `first: 1, after: "${cursor}"`),
      );
      expect(pick(other.data, 'sessions.code')).toBe('INVALID_NEXT_TOKEN');
      expectHidden(other, ['hub', 'prod']);
    }
  });

  it('sees no failure of an account that it does not allow', async () => {
    pair.emulator.misbehave({ kind: 'html', accountId: prod });
    const query = `{ accounts { name regions { regionId } } sessions { __typename ${failed} } }`;
    for (let time = 0; time < 3; time++) {
      const answer = await ask({ ecs_accounts: [hub, stage] }, query);
      expect(codesOf(answer)).toEqual([]);
      expectHidden(answer, ['prod']);
    }
    pair.emulator.heal();
    expect(file).toHaveLength(3);
  });
});

describe('without an accounts file', () => {
  const query = `{ accounts { name accountId } sessions(regionIds: ["${region}"], first: 1) { __typename ... on SessionConnection { nodes { accountId username } } ${failed} } }`;
  const start = () =>
    startThree({ ...trusting(provider.file) }, { accountsFile: undefined, otherAccounts: [] });
  const askAlone = async (alone: Pair, claims: object) =>
    alone.ask(query, {}, { authorization: `Bearer ${await provider.token({ scope, ...claims })}` });

  it('the claim is about the account that STS says the credentials are of, which is asked once', async () => {
    const alone = await start();
    for (let time = 0; time < 3; time++) {
      expect((await askAlone(alone, { ecs_accounts: [hub] })).data).toEqual({
        accounts: [{ name: 'default', accountId: hub }],
        sessions: { __typename: 'SessionConnection', nodes: [{ accountId: hub, username: 'hub-user' }] },
      });
    }
    alone.emulator.clearCalls();
    for (let time = 0; time < 3; time++) {
      for (const ecs_accounts of [[], [prod]]) {
        const answer = await askAlone(alone, { ecs_accounts });
        expect(answer.data).toMatchObject({ accounts: [], sessions: { code: 'ACCESS_DENIED' } });
        expectHidden(answer, ['hub']);
      }
    }
    expect(alone.emulator.calls).toEqual([]);
    await alone.close();
  });

  it('where STS does not say it, nobody is let in by the claim, and the others are served', async () => {
    const alone = await start();
    alone.emulator.misbehave({
      kind: 'error',
      status: 403,
      code: 'NoPermission',
      message: 'x',
      action: 'GetCallerIdentity',
    });
    for (let time = 0; time < 3; time++) {
      const limited = await askAlone(alone, { ecs_accounts: [hub] });
      expect(codesOf(limited)).toContain('ACCESS_DENIED');
      expect(JSON.stringify(limited)).not.toContain('hub-user');
      const open = await askAlone(alone, {});
      expect(open.data).toMatchObject({
        accounts: [{ name: 'default', accountId: null }],
        sessions: { nodes: [{ username: 'hub-user', accountId: null }] },
      });
      expect(open.errors?.map(({ path }) => path?.join('.'))).toEqual([
        'accounts.0.accountId',
        'sessions.nodes.0.accountId',
      ]);
    }
    expect(alone.emulator.callsTo('GetCallerIdentity')).toBe(1);
    expect(alone.emulator.callsTo('DescribeTerminalSessions')).toBe(3);
    await alone.close();
  });
});
