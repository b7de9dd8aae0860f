import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../emulator/emulator.ts';
import { list, type Pair, pick } from './support/gateway.ts';
import { everywhere, hub, prod, regionIds, stage, startThreeAccounts } from './support/three-accounts.ts';

/** Three accounts, as clients and supergraphs meet them. Nothing is cached but what is kept for an hour. */
let pair: Pair;
beforeAll(async () => {
  pair = await startThreeAccounts({ ALLOW_END_SESSION: 'true', CACHE_TTL_MS: '1' });
  // Roles are assumed, and regions listed.
  await pair.ask('{ accounts { accountId regions { regionId } } }');
});
beforeEach(() => pair.emulator.clearCalls());
afterEach(() => pair.emulator.heal());
afterAll(() => pair.close());

/** Not remembered, as throttling is, and not tried again. */
const refused: Fault = {
  kind: 'error',
  status: 403,
  code: 'Forbidden.RAM',
  message: 'no',
  action: 'DescribeTerminalSessions',
};
const accounts = [hub, prod, stage];
const nameOf = new Map([
  [hub, 'hub'],
  [prod, 'prod'],
  [stage, 'stage'],
]);
const page = (args: string, below: string) =>
  `sessions${args} { __typename ... on SessionConnection { nodes { ${below} } pageInfo { endCursor hasNextPage } } ... on GatewayError { code message accountId regionId retryable } }`;

describe('accounts', () => {
  it('are listed and found by id and by name, without a call', async () => {
    const { data, errors } = await pair.ask(
      `{ accounts { id accountId name } a: account(accountId: "prod") { accountId } b: account(accountId: "${stage}") { name } }`,
    );
    expect(errors).toBeUndefined();
    expect(list(data, 'accounts')).toMatchObject(
      accounts.map((id) => ({ accountId: id, name: nameOf.get(id) })),
    );
    expect(data).toMatchObject({ a: { accountId: prod }, b: { name: 'stage' } });
    expect(pair.emulator.calls).toEqual([]);
  });

  it.each(['nobody', '1000000000000009', ''])(
    'that do not exist, such as %j, are a BAD_REQUEST',
    async (accountId) => {
      const { data, errors } = await pair.ask(
        `query ($a: String!) { account(accountId: $a) { name } ${page('(accountIds: [$a])', 'id')} }`,
        { a: accountId },
      );
      expect(data).toMatchObject({ account: null, sessions: { code: 'BAD_REQUEST' } });
      expect(errors).toMatchObject([{ path: ['account'], extensions: { code: 'BAD_REQUEST' } }]);
      expect(pair.emulator.calls).toEqual([]);
    },
  );

  it('list their regions; one that fails is null alone', async () => {
    const query = '{ accounts { name regions { regionId localName accountId account { name } } } }';
    const { data } = await pair.ask(query);
    expect(data).toEqual({
      accounts: accounts.map((id) => ({
        name: nameOf.get(id),
        regions: regionIds.map((regionId) => ({
          regionId,
          localName: `${nameOf.get(id)} ${regionId}`,
          accountId: id,
          account: { name: nameOf.get(id) },
        })),
      })),
    });
    expect(pair.emulator.calls).toEqual([]);
    expect(list((await pair.ask('{ regions { accountId } }')).data, 'regions')).toHaveLength(6);
    expect(list((await pair.ask('{ regions(accountId: "prod") { accountId } }')).data, 'regions')).toEqual([
      { accountId: prod },
      { accountId: prod },
    ]);
  });

  it('have a switch of Session Manager, which one call each answers, once an hour', async () => {
    const query = '{ accounts { name sessionManagerEnabled } }';
    for (const calls of [3, 0, 0]) {
      pair.emulator.clearCalls();
      const { data, errors } = await pair.ask(query);
      expect(errors).toBeUndefined();
      expect(list(data, 'accounts').map((account) => pick(account, 'sessionManagerEnabled'))).toEqual([
        true,
        true,
        false,
      ]);
      expect(pair.emulator.calls).toHaveLength(calls);
    }
  });
});

describe('a list of sessions', () => {
  it('over everything costs one call a region of an account, and each record names its account', async () => {
    for (let time = 0; time < 3; time++) {
      pair.emulator.clearCalls();
      const { data } = await pair.ask(
        `{ ${page('(first: 20)', 'sessionId regionId accountId account { name } username')} }`,
      );
      const nodes = list(data, 'sessions.nodes');
      expect(nodes).toHaveLength(12);
      for (const node of nodes) {
        const name = nameOf.get(String(pick(node, 'accountId')));
        expect(node).toMatchObject({ account: { name }, username: name });
      }
      expect(pair.emulator.callsTo('DescribeTerminalSessions')).toBe(6);
    }
  });

  it.each([
    ['of one account', '(accountIds: ["prod"])', 4, 2],
    ['of two, one of them by its id', `(accountIds: ["stage", "${prod}"])`, 8, 4],
    ['of two that are one', `(accountIds: ["prod", "${prod}"])`, 4, 2],
    ['of a region of each', '(regionIds: ["cn-shanghai"])', 6, 3],
    ['of a region of one', '(accountIds: ["stage"], regionIds: ["cn-shanghai"])', 2, 1],
  ])('%s has those records, and no others', async (_what, args, records, calls) => {
    const { data } = await pair.ask(`{ ${page(args, 'id')} }`);
    expect(new Set(list(data, 'sessions.nodes').map((node) => pick(node, 'id'))).size).toBe(records);
    expect(pair.emulator.callsTo('DescribeTerminalSessions')).toBe(calls);
  });

  it('of an account is the same as that of Query, by its own field', async () => {
    const { data } = await pair.ask(
      `{ ${page('(accountIds: ["prod"])', 'id')} account(accountId: "prod") { sessions { nodes { id } } } }`,
    );
    expect(list(data, 'sessions.nodes')).toEqual(list(data, 'account.sessions.nodes'));
    const { data: one } = await pair.ask(
      '{ account(accountId: "prod") { sessions(regionIds: ["cn-shanghai"], first: 1) { nodes { regionId accountId } } } }',
    );
    expect(list(one, 'account.sessions.nodes')).toEqual([{ regionId: 'cn-shanghai', accountId: prod }]);
  });

  it.each([
    ['accountIds', '(accountIds: [])'],
    ['regionIds', '(regionIds: [])'],
  ])('with no %s is a BAD_REQUEST, without a call', async (argument, args) => {
    const { data } = await pair.ask(`{ ${page(args, 'id')} }`);
    expect(data).toMatchObject({ sessions: { code: 'BAD_REQUEST' } });
    expect(pick(data, 'sessions.message')).toContain(argument);
    expect(pair.emulator.calls).toEqual([]);
  });

  it('fails as a whole, and says which account to leave out', async () => {
    pair.emulator.misbehave({ ...refused, accountId: stage });
    const { data } = await pair.ask(
      `{ ${page('', 'id')} mine: ${page('(accountIds: ["hub", "prod"])', 'id')} }`,
    );
    expect(data).toMatchObject({
      sessions: { code: 'ACCESS_DENIED', accountId: stage },
      mine: { __typename: 'SessionConnection' },
    });
    expect(pick(data, 'sessions.message')).toContain('accountIds: ["hub", "prod"]');
  });
});

describe('one record', () => {
  it('is that of the account that is named, whichever others have the same id', async () => {
    const ask = (n: number, account: string) =>
      `s${n}: session(accountId: "${account}", regionId: "cn-hangzhou", sessionId: "${everywhere}") { ... on Session { id accountId username } ... on GatewayError { code message } }`;
    const { data } = await pair.ask(
      `{ ${[hub, 'prod', stage].map((account, n) => ask(n, account)).join(' ')} }`,
    );
    expect(data).toMatchObject({
      s0: { accountId: hub, username: 'hub' },
      s1: { accountId: prod, username: 'prod' },
      s2: { accountId: stage, username: 'stage' },
    });
  });

  it.each(['session', 'region', 'instance'])(
    'by %s without an account is a BAD_REQUEST that lists them',
    async (field) => {
      const fields: Record<string, string> = {
        session: `session(regionId: "cn-hangzhou", sessionId: "${everywhere}") { ... on GatewayError { code message } }`,
        region: 'region(regionId: "cn-hangzhou") { id }',
        instance: 'instance(regionId: "cn-hangzhou", instanceId: "i-both") { name }',
      };
      const { data, errors } = await pair.ask(`{ ${fields[field]} }`);
      const message = errors?.[0]?.message ?? pick(data, 'session.message');
      expect(errors?.[0]?.extensions?.code ?? pick(data, 'session.code')).toBe('BAD_REQUEST');
      expect(message).toContain('hub, prod, stage');
      expect(pair.emulator.calls).toEqual([]);
    },
  );

  it('and every other object is found again by its id, and has that id', async () => {
    const { data } = await pair.ask(
      `{ accounts { id regions { id } } ${page('(first: 20)', 'id connections { instance { id } }')} }`,
    );
    const ids = [...JSON.stringify(data).matchAll(/"id":"([^"]+)"/g)].map(([, id]) => id ?? '');
    // Accounts, regions, sessions; an instance of its own for each session, and one of each region and account.
    expect(new Set(ids).size).toBe(3 + 6 + 12 + 6 + 6);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(ids, { minLength: 1, maxLength: 30 }), async (some) => {
        const { data, errors } = await pair.ask(
          'query ($ids: [ID!]!, $id: ID!) { nodes(ids: $ids) { id } node(id: $id) { id } }',
          {
            ids: some,
            id: some[0],
          },
        );
        expect(errors).toBeUndefined();
        expect(data).toEqual({ nodes: some.map((id) => ({ id })), node: { id: some[0] } });
      }),
      { numRuns: 20 },
    );
  });
});

describe('who opened a session', () => {
  const query = `{ ${page('(first: 20)', 'accountId principal { principalId type name displayName sessionName }')} }`;

  it('is named as the account of the record names it, by two walks an account, once an hour', async () => {
    for (const walks of [3, 0, 0]) {
      pair.emulator.clearCalls();
      const { data, errors } = await pair.ask(query);
      expect(errors).toBeUndefined();
      for (const node of list(data, 'sessions.nodes')) {
        const name = nameOf.get(String(pick(node, 'accountId')));
        expect([
          {
            principalId: '2001',
            type: 'RAM_USER',
            name: `alice-${name}`,
            displayName: `Alice of ${name}`,
            sessionName: null,
          },
          {
            principalId: '3001:deploy',
            type: 'ASSUMED_ROLE_USER',
            name: 'session-audit',
            displayName: null,
            sessionName: 'deploy',
          },
        ]).toContainEqual(pick(node, 'principal'));
      }
      expect(pair.emulator.callsTo('ListUsers')).toBe(walks);
      expect(pair.emulator.callsTo('ListRoles')).toBe(walks);
    }
  });
});

describe('an instance', () => {
  it('has tags, its network, its group and its agent, each from its own account', async () => {
    const { data, errors } = await pair.ask(
      `{ ${accounts
        .map(
          (id, n) =>
            `a${n}: instance(accountId: "${id}", regionId: "cn-hangzhou", instanceId: "i-both") { name vpcId resourceGroupId tags { key value } assistant { running } }
             b${n}: instance(accountId: "${id}", regionId: "cn-shanghai", instanceId: "i-${nameOf.get(id)}1") { account { name } assistant { running version lastHeartbeatTime supportsSessionManager } }`,
        )
        .join(' ')} }`,
    );
    expect(errors).toBeUndefined();
    for (const [n, id] of accounts.entries()) {
      const name = nameOf.get(id);
      expect(pick(data, `a${n}`)).toEqual({
        name: `${name} i-both`,
        vpcId: `vpc-${name}`,
        resourceGroupId: `rg-${name}`,
        tags: [
          { key: 'account', value: name },
          { key: 'empty', value: '' },
        ],
        assistant: null,
      });
      expect(pick(data, `b${n}`)).toEqual({
        account: { name },
        assistant: {
          running: true,
          version: '2.2.3.1',
          lastHeartbeatTime: '2026-01-19T09:15:00.000Z',
          supportsSessionManager: false,
        },
      });
    }
    expect(pair.emulator.callsTo('DescribeCloudAssistantStatus')).toBe(6);
    expect(pair.emulator.callsTo('DescribeInstances')).toBe(3);
  });

  it('that ECS does not list is released only where instances may be seen', async () => {
    const query =
      '{ instance(accountId: "stage", regionId: "cn-hangzhou", instanceId: "i-gone") { instanceId name tags { key } } }';
    const gone = { instance: { instanceId: 'i-gone', name: null, tags: null } };
    expect(await pair.ask(query)).toEqual({ data: gone });
    expect(pair.emulator.callsTo('DescribeInstances')).toBe(2);
  });
});

describe('the recordings of a region', () => {
  const query =
    '{ accounts { name regions { regionId recording { enabled ossDeliveries { bucketName prefix } slsDeliveries { projectName } } } } }';

  it('are known by one call each, once an hour; only deliveries of sessions that are on count', async () => {
    for (let time = 0; time < 3; time++) {
      pair.emulator.clearCalls();
      const { data, errors } = await pair.ask(query);
      expect(errors).toBeUndefined();
      const recordings = list(data, 'accounts').map((account) =>
        list(account, 'regions').map((region) => pick(region, 'recording.enabled')),
      );
      expect(recordings).toEqual([
        [false, false],
        [true, false],
        [false, false],
      ]);
      expect(pick(data, 'accounts.1.regions.0.recording')).toEqual({
        enabled: true,
        ossDeliveries: [{ bucketName: 'bucket-0', prefix: 'sessions/' }],
        slsDeliveries: [],
      });
      const calls = pair.emulator.callsTo('DescribeCloudAssistantSettings');
      if (time > 0) expect(calls).toBe(0);
      else expect(calls).toBeLessThanOrEqual(6);
    }
  });

  it('are null with an error where ECS refuses to say them, never "nobody"', async () => {
    const other = await startThreeAccounts();
    other.emulator.misbehave({
      kind: 'error',
      status: 403,
      code: 'Forbidden.RAM',
      message: 'no',
      action: 'DescribeCloudAssistantSettings',
      accountId: prod,
      regionId: 'cn-hangzhou',
    });
    const { data, errors } = await other.ask(query);
    expect(pick(data, 'accounts.1.regions.0.recording')).toBeNull();
    expect(pick(data, 'accounts.1.regions.1.recording.enabled')).toBe(false);
    expect(errors).toMatchObject([
      {
        path: ['accounts', 1, 'regions', 0, 'recording'],
        extensions: { code: 'ACCESS_DENIED', accountId: prod, regionId: 'cn-hangzhou' },
      },
    ]);
    await other.close();
  });
});

describe('a supergraph', () => {
  const find = (representations: object[]) =>
    pair.ask(
      `query ($r: [_Any!]!) { _entities(representations: $r) { __typename
        ... on CloudAccount { id } ... on Region { id accountId } ... on Instance { id accountId name } ... on Session { id accountId username } } }`,
      { r: representations },
    );

  it('finds the entities of each account by each key', async () => {
    const region = { regionId: 'cn-hangzhou' };
    for (const account of [prod, 'prod']) {
      const representations = [
        { __typename: 'Region', ...region, accountId: account },
        { __typename: 'Instance', ...region, accountId: account, instanceId: 'i-both' },
        { __typename: 'Session', ...region, accountId: account, sessionId: everywhere },
      ];
      const { data, errors } = await find(representations);
      expect(errors).toBeUndefined();
      const found = list(data, '_entities');
      expect(found).toMatchObject([
        { accountId: prod },
        { accountId: prod, name: 'prod i-both' },
        { accountId: prod, username: 'prod' },
      ]);
      const byId = representations.map(({ __typename }, n) => ({ __typename, id: pick(found[n], 'id') }));
      expect(list((await find(byId)).data, '_entities')).toEqual(found);
    }
  });

  it('that knows only the old keys never gets a record of an account that it did not mean', async () => {
    const representations = [
      { __typename: 'Region', regionId: 'cn-hangzhou' },
      { __typename: 'Instance', regionId: 'cn-hangzhou', instanceId: 'i-both' },
      { __typename: 'Session', regionId: 'cn-hangzhou', sessionId: everywhere },
      { __typename: 'Session', regionId: 'cn-hangzhou', sessionId: everywhere, accountId: null },
    ];
    const { data, errors } = await find(representations);
    expect(list(data, '_entities')).toEqual([null, null, null, null]);
    expect(errors).toHaveLength(4);
    for (const error of errors ?? []) {
      expect(error.extensions?.code).toBe('BAD_REQUEST');
      expect(error.message).toContain('hub, prod, stage');
    }
    expect(pair.emulator.calls).toEqual([]);
  });
});

describe('ending a session', () => {
  const mutation = (account: string, sessionId: string, alias = 'end') =>
    `${alias}: endSession(accountId: "${account}", regionId: "cn-hangzhou", sessionId: "${sessionId}") { __typename ... on EndSessionPayload { session { sessionId accountId active } } ... on GatewayError { code message retryable } }`;
  const actions = () => pair.emulator.calls.map(({ action, accountId }) => [action, accountId]);

  it('reads it, ends it and reads it again, in the named account alone', async () => {
    const before = pair.lines.length;
    const { data } = await pair.ask(`mutation { ${mutation('prod', 's-prod0')} }`);
    expect(data).toEqual({
      end: {
        __typename: 'EndSessionPayload',
        session: { sessionId: 's-prod0', accountId: prod, active: expect.any(Boolean) },
      },
    });
    expect(actions()).toEqual([
      ['DescribeTerminalSessions', prod],
      ['EndTerminalSession', prod],
      ['DescribeTerminalSessions', prod],
    ]);
    expect(pair.lines.slice(before)).toContainEqual(
      expect.objectContaining({
        action: 'endSession',
        account: 'prod',
        regionId: 'cn-hangzhou',
        sessionId: 's-prod0',
      }),
    );
    // Equal mutations are never answered from memory; one that is not live any more is given as it is.
    for (let time = 0; time < 2; time++) {
      pair.emulator.clearCalls();
      const again = await pair.ask(`mutation { ${mutation('prod', 's-prod0')} }`);
      expect(again.data).toMatchObject({ end: { session: { sessionId: 's-prod0', active: false } } });
      expect(actions()).toEqual([['DescribeTerminalSessions', prod]]);
    }
  });

  it('is done once a request: another one in it is a BAD_REQUEST without a call', async () => {
    const { data } = await pair.ask(
      `mutation { ${mutation('stage', 's-none', 'first')} ${mutation('stage', 's-stage0', 'second')} ...More }
       fragment More on Mutation { ${mutation('stage', 's-stage0', 'third')} }`,
    );
    expect(data).toMatchObject({
      first: { code: 'SESSION_NOT_FOUND' },
      second: { code: 'BAD_REQUEST', retryable: false },
      third: { code: 'BAD_REQUEST', retryable: false },
    });
    expect(actions()).toEqual([['DescribeTerminalSessions', stage]]);
  });

  it('that has been ended is ended, though it cannot be read again', async () => {
    let isEnded = false;
    pair.emulator.misbehave({
      kind: 'meanwhile',
      action: 'EndTerminalSession',
      run: () => {
        if (!isEnded) pair.emulator.misbehave(refused);
        isEnded = true;
      },
    });
    const { data } = await pair.ask(`mutation { ${mutation('stage', 's-stage0')} }`);
    expect(data).toMatchObject({
      end: { __typename: 'EndSessionPayload', session: { sessionId: 's-stage0', active: true } },
    });
    expect(pair.emulator.callsTo('EndTerminalSession')).toBe(1);
  });

  it('by GET is refused, and does nothing', async () => {
    const query = encodeURIComponent(`mutation { ${mutation('prod', everywhere)} }`);
    const response = await fetch(`${pair.url}?query=${query}`, { headers: { accept: 'application/json' } });
    expect(response.status).toBe(405);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
    expect(pair.emulator.calls).toEqual([]);
  });

  it('without ALLOW_END_SESSION is ACCESS_DENIED that names it, without a call', async () => {
    const other = await startThreeAccounts();
    for (let time = 0; time < 3; time++) {
      const { data } = await other.ask(`mutation { ${mutation('prod', 's-prod0')} }`);
      expect(data).toMatchObject({ end: { code: 'ACCESS_DENIED', retryable: false } });
      expect(pick(data, 'end.message')).toContain('ALLOW_END_SESSION=true');
    }
    expect(other.emulator.calls).toEqual([]);
    await other.close();
  });
});
