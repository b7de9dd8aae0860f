import { afterEach, describe, expect, it } from 'vitest';
import { demoCredentials } from '../../demo/own-fleet.ts';
import { makeBigFleet } from '../../emulator/big-fleet.ts';
import { type Answer, list, now, type Pair, pick, startPair } from './support/gateway.ts';
import { holdCalls } from './support/held-calls.ts';
import { file, fleetOf, hub, idOf, names, prod, region, stage, startThree } from './support/hub-accounts.ts';
import { createIdentityProvider, trusting } from './support/tokens.ts';

/* Lists over several accounts, and over every region of them. */

let pair: Pair;
afterEach(() => pair.close());

const selection = `{ __typename
  ... on SessionConnection { nodes { accountId regionId sessionId username } pageInfo { endCursor hasNextPage } edges { cursor } }
  ... on GatewayError { code message accountId regionId } }`;
const query = `query ($accountIds: [String!], $regionIds: [RegionId!], $first: Int, $after: String) {
  sessions(accountIds: $accountIds, regionIds: $regionIds, first: $first, after: $after) ${selection} }`;
const ask = async (variables: object = {}, headers?: Record<string, string>): Promise<Answer> =>
  pair.ask(query, variables, headers);
const nodes = ({ data }: Answer) => list(data, 'sessions.nodes').map((node) => Object(node));
const ids = (answer: Answer) => nodes(answer).map(({ sessionId }) => sessionId);
const accountsIn = (answer: Answer) => [...new Set(nodes(answer).map(({ accountId }) => accountId))].sort();
const listCalls = (selection?: object) => pair.emulator.callsTo('DescribeTerminalSessions', selection);

async function walk(variables: object, headers?: Record<string, string>) {
  const records: Record<string, string>[] = [];
  let after: unknown = null;
  for (let page = 0; page < 500; page++) {
    const answer = await ask({ ...variables, after }, headers);
    records.push(...nodes(answer));
    if (pick(answer.data, 'sessions.pageInfo.hasNextPage') !== true) return records;
    after = pick(answer.data, 'sessions.pageInfo.endCursor');
  }
  throw new Error('the walk does not end');
}

describe('accounts', () => {
  it('are chosen by id, by name and by both, each once; without any, all are', async () => {
    pair = await startThree();
    const both = [hub, prod];
    for (const accountIds of [both, ['hub', 'prod'], ['prod', hub, 'hub', prod]]) {
      const answer = await ask({ accountIds, regionIds: [region], first: 100 });
      expect(accountsIn(answer)).toEqual(both);
      expect(ids(answer)).toEqual(['s-all', 's-all', 's-hub-0', 's-prod-0']);
    }
    expect(listCalls()).toBe(6);
    for (const accountIds of [undefined, null]) {
      expect(accountsIn(await ask({ accountIds, regionIds: [region] }))).toEqual([hub, prod, stage]);
    }
  });

  it('that are none, unknown, or no list of any are refused without a call', async () => {
    pair = await startThree();
    for (const accountIds of [[], ['nobody'], ['1000000000000009'], ['hub', 'x y'], ['']]) {
      for (let time = 0; time < 3; time++) {
        const answer = await ask({ accountIds, regionIds: [region] });
        expect(pick(answer.data, 'sessions.code')).toBe('BAD_REQUEST');
      }
    }
    expect(pair.emulator.calls).toEqual([]);
  });

  it('give a cursor that is of their list alone', async () => {
    pair = await startThree();
    const given = { regionIds: [region], first: 1 };
    const cursorOf = async (accountIds?: string[]) =>
      pick((await ask({ ...given, accountIds })).data, 'sessions.pageInfo.endCursor');
    const lists = [undefined, ['hub'], ['prod'], ['hub', 'prod'], ['prod', 'stage']];
    const cursors = await Promise.all(lists.map(cursorOf));
    pair.emulator.clearCalls();
    for (const [from, after] of cursors.entries()) {
      for (const [to, accountIds] of lists.entries()) {
        if (from === to) continue;
        const answer = await ask({ ...given, accountIds, after });
        expect(pick(answer.data, 'sessions.code'), `${lists[from]} → ${accountIds}`).toBe(
          'INVALID_NEXT_TOKEN',
        );
      }
    }
    expect(pair.emulator.calls).toEqual([]);
    // The same list by ids, in another order, goes on.
    expect(ids(await ask({ ...given, accountIds: [prod, hub], after: cursors[3] }))).toEqual(['s-all']);
  });
});

describe('30 pairs of account and region', () => {
  const fleet = () => makeBigFleet({ accounts: 3, regions: 10, records: 40, now });
  const start = (environment: Record<string, string> = {}) => {
    const big = fleet();
    const accountsFile = [
      { id: big.accountId, name: big.name },
      ...big.otherAccounts.map(({ accountId, name }) => ({
        id: accountId,
        name,
        roleArn: `acs:ram::${accountId}:role/session-audit`,
      })),
    ];
    return startPair(environment, { credentials: [demoCredentials], ...big, accountsFile });
  };

  it('are asked at the same time, by one call each', async () => {
    pair = await start({ ECS_TIMEOUT_MS: '60000', ECS_DEADLINE_MS: '60000' });
    for (let time = 0; time < 3; time++) {
      pair.emulator.clearCalls();
      const held = holdCalls(pair.emulator, 'DescribeTerminalSessions');
      const answer = ask({ first: 10 });
      await expect.poll(held.count, { timeout: 20_000 }).toBe(30);
      held.letGo();
      expect(nodes(await answer)).toHaveLength(10);
      expect(listCalls()).toBe(30);
    }
  });

  it('walked to the end are each record once, newest first, at few calls', async () => {
    pair = await start({ CACHE_TTL_MS: '60000' });
    const records = await walk({ first: 100 });
    expect(records).toHaveLength(1200);
    expect(new Set(records.map(({ accountId, sessionId }) => `${accountId} ${sessionId}`)).size).toBe(1200);
    // The fleet's records interleave, and a record's number and place say how old it is.
    const age = ({ sessionId = '' }) => {
      const [, account = 0, at = 0, number = 0] = sessionId.split('-').map(Number);
      return (40 - number) * 30 + (account - 1) * 10 + at;
    };
    const ages = records.map((record) => age(record as { sessionId: string }));
    expect(ages).toEqual(ages.toSorted((a, b) => a - b));
    expect(listCalls()).toBeLessThanOrEqual(33);
    expect(pair.emulator.callsTo('DescribeRegions')).toBe(3);
    expect(pair.emulator.callsTo('AssumeRole')).toBe(2);
  });
});

describe('every region', () => {
  it('is what the file names, or else what DescribeRegions lists, in the chosen accounts alone', async () => {
    pair = await startThree(
      { CACHE_TTL_MS: '60000' },
      {
        accountsFile: file.map((entry) =>
          entry.id === prod ? { ...entry, regions: ['cn-shanghai'] } : entry,
        ),
      },
    );
    for (let time = 0; time < 3; time++) {
      expect(ids(await ask({ accountIds: ['prod'] }))).toEqual(['s-all', 's-prod-1']);
      expect(pair.emulator.callsTo('DescribeRegions')).toBe(0);
    }
    for (let time = 0; time < 3; time++) {
      expect(ids(await ask({ accountIds: ['prod', 'stage'], first: 100 })).toSorted()).toEqual(
        ['s-all', 's-all', 's-all', 's-prod-1', 's-stage-0', 's-stage-1'].toSorted(),
      );
      expect(pair.emulator.callsTo('DescribeRegions', { accountId: stage })).toBe(1);
      expect(pair.emulator.callsTo('DescribeRegions')).toBe(1);
    }
  });

  it('that cannot be listed is ACCESS_DENIED, which says what to do; named regions need no list', async () => {
    pair = await startThree();
    pair.emulator.misbehave({
      kind: 'error',
      status: 403,
      code: 'Forbidden.RAM',
      message: 'x',
      action: 'DescribeRegions',
      accountId: prod,
    });
    for (let time = 0; time < 3; time++) {
      const { data } = await ask();
      expect(pick(data, 'sessions')).toMatchObject({ code: 'ACCESS_DENIED', accountId: prod });
      const message = String(pick(data, 'sessions.message'));
      expect(message).toMatch(/ecs:DescribeRegions.*"regions" in the accounts file/);
      expect(message).toContain('accountIds: ["hub", "stage"]');
      expect(accountsIn(await ask({ accountIds: ['hub', 'stage'] }))).toEqual([hub, stage]);
      expect(accountsIn(await ask({ regionIds: [region] }))).toEqual([hub, prod, stage]);
    }
  });

  it('without Session Manager is empty, asked once an hour and account, and asked for alone an error', async () => {
    pair = await startThree();
    const regionId = 'cn-shanghai';
    pair.emulator.misbehave({
      kind: 'error',
      status: 404,
      code: 'RegionId.ApiNotSupported',
      message: 'x',
      action: 'DescribeTerminalSessions',
      regionId,
      accountId: prod,
    });
    for (let time = 0; time < 3; time++) {
      const answer = await ask({ first: 100 });
      expect(nodes(answer)).toHaveLength(10);
      expect(nodes(answer).filter((node) => node.accountId === prod && node.regionId === regionId)).toEqual(
        [],
      );
      expect(listCalls({ accountId: prod, regionId })).toBe(1);
      expect(listCalls({ accountId: stage, regionId })).toBe(time + 1);
    }
    const alone = await ask({ accountIds: ['prod'], regionIds: [regionId] });
    expect(pick(alone.data, 'sessions.code')).toBe('REGION_NOT_FOUND');
  });

  it.each([
    ['RegionNotSupported', { kind: 'error', status: 404, code: 'InvalidRegionId.NotFound', message: 'x' }],
    ['a refusal', { kind: 'error', status: 403, code: 'Forbidden.RAM', message: 'x' }],
    ['HTML', { kind: 'html' }],
    ['throttling', { kind: 'throttling' }],
  ] as const)(
    'that fails by %s fails the whole list, which says where and how to go on',
    async (_what, fault) => {
      pair = await startThree({ ECS_CIRCUIT_BREAKER: 'off', ECS_MAX_ATTEMPTS: '1' });
      pair.emulator.misbehave({
        ...fault,
        action: 'DescribeTerminalSessions',
        regionId: 'cn-shanghai',
        accountId: stage,
      });
      for (let time = 0; time < 3; time++) {
        for (const regionIds of [undefined, ['cn-shanghai', region]]) {
          const { data } = await ask({ regionIds });
          expect(pick(data, 'sessions')).toMatchObject({ accountId: stage, regionId: 'cn-shanghai' });
          expect(pick(data, 'sessions.nodes')).toBeUndefined();
          const message = String(pick(data, 'sessions.message'));
          expect(message).toContain('Account stage');
          expect(message).toContain('accountIds: ["hub", "prod"]');
        }
        expect(accountsIn(await ask({ accountIds: ['hub', 'prod'] }))).toEqual([hub, prod]);
      }
    },
  );

  it('of an account that may not be entered fails the list in the same way', async () => {
    pair = await startThree();
    const [role] = pair.emulator.account('prod').roles;
    if (role) role.trusts = [];
    for (let time = 0; time < 3; time++) {
      for (const regionIds of [undefined, [region]]) {
        const { data } = await ask({ regionIds });
        expect(pick(data, 'sessions')).toMatchObject({ code: 'ACCESS_DENIED', accountId: prod });
        expect(pick(data, 'sessions.message')).toContain('accountIds: ["hub", "stage"]');
        expect(pick(data, 'sessions.message')).not.toContain('Account prod: Account prod');
      }
    }
  });

  it('is at most 50 with all accounts together: 51 are refused, with what to do', async () => {
    const some = (count: number) => Array.from({ length: count }, (_, n) => `xx-test-${n}`);
    pair = await startThree(
      {},
      {
        fleet: fleetOf('hub', some(51)),
        accountsFile: file.map((entry) => ({ ...entry, regions: some(17) })),
      },
    );
    for (const variables of [{}, { accountIds: [...names] }, { accountIds: ['hub'], regionIds: some(51) }]) {
      const { data } = await ask(variables);
      expect(pick(data, 'sessions')).toMatchObject({ code: 'BAD_REQUEST' });
      expect(pick(data, 'sessions.message')).toMatch(/51.*"regions" in the accounts file/);
    }
    expect(pair.emulator.calls).toEqual([]);
    expect(nodes(await ask({ accountIds: ['hub'], regionIds: some(50), first: 100 }))).toHaveLength(100);
    expect(listCalls()).toBe(50);
  });
});

describe('a walk over every region', () => {
  it('keeps the regions it began with: one that appears is in the next walk, one that goes is skipped and logged', async () => {
    pair = await startThree();
    const first = await ask({ first: 2 });
    const after = pick(first.data, 'sessions.pageInfo.endCursor');
    const { regions } = pair.emulator.account('prod').fleet;
    const [appeared] = fleetOf('prod', ['us-west-1']).regions;
    if (!appeared) throw new Error('no region');
    regions.push(appeared);
    const rest = () => ask({ first: 100, after });
    const inUsWest = (answer: Answer) => nodes(answer).filter(({ regionId }) => regionId === 'us-west-1');
    for (let time = 0; time < 3; time++) {
      expect(nodes(await rest())).toHaveLength(10);
      expect(inUsWest(await rest())).toEqual([]);
      expect(inUsWest(await ask({ first: 100 }))).toHaveLength(2);
    }
    regions.splice(1, 1);
    pair.lines.length = 0;
    for (let time = 0; time < 3; time++) {
      const left = nodes(await rest());
      expect(left.filter(({ accountId, regionId }) => accountId === prod && regionId !== region)).toEqual([]);
      expect(left.filter(({ accountId }) => accountId === stage)).toHaveLength(4);
    }
    const logged = pair.lines.filter(({ msg }) => String(msg).includes('no longer listed'));
    expect(logged).toHaveLength(3);
  });

  it('of a caller who loses a region or an account on the way is ACCESS_DENIED, never shorter', async () => {
    const provider = await createIdentityProvider();
    pair = await startThree(trusting(provider.file));
    const as = async (claims: object) => ({ authorization: `Bearer ${await provider.token({ ...claims })}` });
    const after = pick((await ask({ first: 2 }, await as({}))).data, 'sessions.pageInfo.endCursor');
    for (let time = 0; time < 3; time++) {
      for (const claims of [
        { ecs_regions: [region] },
        { ecs_accounts: [hub, prod] },
        { ecs_accounts: [stage], ecs_regions: [region] },
      ]) {
        const { data, errors } = await ask({ first: 2, after }, await as(claims));
        expect(pick(data, 'sessions'), JSON.stringify(claims)).toMatchObject({ code: 'ACCESS_DENIED' });
        const text = JSON.stringify([data, errors]);
        const hidden = names.filter(
          (name) => 'ecs_accounts' in claims && !claims.ecs_accounts?.includes(idOf[name]),
        );
        for (const name of hidden) {
          expect(text).not.toContain(idOf[name]);
          expect(text).not.toContain(`"${name}`);
        }
      }
      expect(listCalls({ accountId: stage })).toBeLessThanOrEqual(2);
      // Whoever begins anew sees what is left.
      expect(accountsIn(await ask({ first: 100 }, await as({ ecs_accounts: [hub, prod] })))).toEqual([
        hub,
        prod,
      ]);
    }
  });
});

describe('a cursor of version 0.1.0', () => {
  const shanghai = 'cn-shanghai';
  const thirty = [region, shanghai].map((regionId) => ({
    regionId,
    instances: [],
    sessions: Array.from({ length: 30 }, (_, index) => ({
      SessionId: `s-${30 - index}`,
      CreationTime: new Date((30 - index) * 60_000).toISOString(),
    })),
  }));
  const old: [string, string[], string[]][] = [
    ['5Cz61VsxLCJVS1N5VU1laUNfRiIsW251bGwsMTAsInc5RmttNGFoIiwxNTYwXV0', [region], ['s-25', 's-24']],
    [
      'bhYuDFsxLCJEc2N5UUFjaDV4MiIsW251bGwsMTAsInpyUHl5aFI3IiwxNjgwXSxbbnVsbCwxMCwiNjdtTWhEVEgiLDE3NDBdXQ',
      [region, shanghai],
      ['s-28', 's-27'],
    ],
  ];

  it('goes on where the list is of the own account alone, with an accounts file as without', async () => {
    for (const accountsFile of [undefined, file.slice(0, 1), file]) {
      pair = await startThree({}, { fleet: { regions: thirty }, accountsFile });
      const chosen = accountsFile ? [['hub'], [hub]] : [['default'], undefined];
      for (const [after, regionIds, next] of old) {
        for (const accountIds of chosen) {
          for (let time = 0; time < 3; time++) {
            expect(ids(await ask({ accountIds, regionIds, after })).slice(0, 2)).toEqual(next);
          }
        }
      }
      await pair.close();
    }
    pair = await startThree();
  });

  it('is refused where other accounts are in the list, without a call', async () => {
    pair = await startThree({}, { fleet: { regions: thirty } });
    for (const [after, regionIds] of old) {
      for (const accountIds of [undefined, ['prod'], ['hub', 'prod']]) {
        const { data } = await ask({ accountIds, regionIds, after });
        expect(pick(data, 'sessions.code')).toBe('INVALID_NEXT_TOKEN');
      }
    }
    expect(pair.emulator.calls).toEqual([]);
  });
});
