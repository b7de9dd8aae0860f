import { afterEach, describe, expect, it } from 'vitest';
import { makeSession } from '../../emulator/emulator.ts';
import { list, now, type Pair, pick } from './support/gateway.ts';
import { hub, prod, region, stage, startThree } from './support/hub-accounts.ts';

/* Names of people, the state of agents, and whether anybody records: each account’s own, and never a guess. */

let pair: Pair;
afterEach(() => pair.close());

const walks = (accountId?: string) => [
  pair.emulator.callsTo('ListUsers', { accountId }),
  pair.emulator.callsTo('ListRoles', { accountId }),
];
const refused = (action: string, accountId: string) =>
  pair.emulator.misbehave({
    kind: 'error',
    status: 403,
    code: 'NoPermission',
    message: 'x',
    action,
    accountId,
  });

describe('principals', () => {
  const query = `query ($accountIds: [String!], $filter: SessionFilter) {
    sessions(accountIds: $accountIds, regionIds: ["${region}"], filter: $filter, first: 100) { ... on SessionConnection { nodes {
      accountId sessionId principal { principalId type name displayName sessionName } } } ... on GatewayError { code message accountId } } }`;

  it('are named by their own account, at two walks an account whatever their number', async () => {
    pair = await startThree();
    pair.emulator.arrive(
      { account: 'prod', regionId: region },
      {
        ...makeSession({ sessionId: 's-role', created: now, principalId: '3001:carol' }),
        IdentityType: 'AssumedRoleUser',
      },
      {
        ...makeSession({ sessionId: 's-rolebare', created: now, principalId: '3001' }),
        IdentityType: 'AssumedRoleUser',
      },
      { ...makeSession({ sessionId: 's-root', created: now, principalId: prod }), IdentityType: 'Account' },
      makeSession({ sessionId: 's-deleted', created: now, principalId: '9999' }),
    );
    for (let time = 0; time < 3; time++) {
      const { data, errors } = await pair.ask(query);
      expect(errors).toBeUndefined();
      const of = (accountId: string, sessionId: string) =>
        pick(
          list(data, 'sessions.nodes').find(
            (node) => pick(node, 'accountId') === accountId && pick(node, 'sessionId') === sessionId,
          ),
          'principal',
        );
      expect(of(hub, 's-all')).toMatchObject({ name: 'hubert', displayName: 'Hubert', sessionName: null });
      expect(of(prod, 's-all')).toMatchObject({
        principalId: '2001',
        type: 'RAM_USER',
        name: 'alice',
        displayName: 'Alice A.',
      });
      expect(of(stage, 's-all')).toMatchObject({ name: 'bob', displayName: null });
      expect(of(stage, 's-stage-0')).toMatchObject({ principalId: '2002', name: null });
      expect(of(prod, 's-role')).toMatchObject({ name: 'session-audit', sessionName: 'carol' });
      expect(of(prod, 's-rolebare')).toMatchObject({ name: 'session-audit', sessionName: null });
      expect(of(prod, 's-root')).toMatchObject({ type: 'ACCOUNT', name: 'prod' });
      expect(of(prod, 's-deleted')).toMatchObject({ principalId: '9999', name: null, displayName: null });
      // The roles are walked only where somebody came by one.
      expect([walks(hub), walks(prod), walks(stage)]).toEqual([
        [1, 0],
        [1, 1],
        [1, 0],
      ]);
    }
  });

  it('of an account that refuses to list them are null with an error at each path; the others are named', async () => {
    pair = await startThree();
    refused('ListUsers', prod);
    for (let time = 0; time < 3; time++) {
      const { data, errors = [] } = await pair.ask(query);
      const nodes = list(data, 'sessions.nodes');
      for (const [index, node] of nodes.entries()) {
        const isProd = pick(node, 'accountId') === prod;
        expect(pick(node, 'principal') === null).toBe(isProd);
        const error = errors.find(({ path }) => path?.[2] === index);
        expect(error?.extensions?.code).toBe(isProd ? 'ACCESS_DENIED' : undefined);
        expect(error?.extensions?.accountId).toBe(isProd ? prod : undefined);
      }
      expect(walks(prod)).toEqual([1, 0]);
    }
  });

  it('found by name are those of all chosen accounts who have it, whatever its case', async () => {
    pair = await startThree();
    const found = async (principalNames: string[], accountIds?: string[]) => {
      const { data } = await pair.ask(query, { accountIds, filter: { principalNames } });
      const code = pick(data, 'sessions.code');
      if (code) return code;
      return list(data, 'sessions.nodes').map(
        (node) => `${pick(node, 'accountId')} ${pick(node, 'sessionId')}`,
      );
    };
    for (let time = 0; time < 3; time++) {
      // stage has a user with this id as well, under no name.
      expect(await found(['SHARED'])).toEqual([`${hub} s-hub-0`, `${prod} s-prod-0`]);
      expect(await found(['shared'], ['prod'])).toEqual([`${prod} s-prod-0`]);
      expect(await found(['alice', 'Bob'])).toEqual([`${prod} s-all`, `${stage} s-all`]);
      expect(await found(['alice'], ['stage'])).toBe('BAD_REQUEST');
      expect(await found(['alice', 'nobody'])).toBe('BAD_REQUEST');
      expect(await found([])).toEqual([]);
    }
    expect([walks(hub), walks(prod), walks(stage)]).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
  });

  it.each(['ListUsers', 'ListRoles'])(
    'by name are not looked for where one account refuses %s, which is said',
    async (action) => {
      pair = await startThree();
      refused(action, stage);
      for (let time = 0; time < 3; time++) {
        const { data } = await pair.ask(query, { filter: { principalNames: ['shared'] } });
        expect(pick(data, 'sessions')).toMatchObject({ code: 'ACCESS_DENIED', accountId: stage });
        expect(pick(data, 'sessions.message')).toContain('accountIds: ["hub", "prod"]');
      }
      expect(pair.emulator.callsTo('DescribeTerminalSessions')).toBe(0);
      const { data } = await pair.ask(query, {
        accountIds: ['hub', 'prod'],
        filter: { principalNames: ['shared'] },
      });
      expect(list(data, 'sessions.nodes')).toHaveLength(2);
    },
  );
});

describe('whether anybody records', () => {
  const query = `{ accounts { name sessionManagerEnabled regions { regionId recording { enabled ossDeliveries { bucketName } slsDeliveries { projectName logstoreName } } } } }`;
  const settings = { action: 'DescribeCloudAssistantSettings', accountId: prod } as const;

  it('is each account’s and region’s own, asked for once an hour', async () => {
    pair = await startThree({ CACHE_TTL_MS: '2000' });
    const prodRegion = pair.emulator.account('prod').fleet.regions[1];
    if (prodRegion) {
      prodRegion.slsDeliveries = [{ DeliveryType: 'SessionManager', Enabled: false, ProjectName: 'off' }];
      prodRegion.ossDeliveries = [{ DeliveryType: 'Invocation', Enabled: true, BucketName: 'of-commands' }];
    }
    for (let time = 0; time < 3; time++) {
      const { data, errors } = await pair.ask(query);
      expect(errors).toBeUndefined();
      expect(pick(data, 'accounts.1.regions.0.recording')).toMatchObject({
        enabled: true,
        slsDeliveries: [{ projectName: 'prod-project' }],
      });
      expect(pick(data, 'accounts.1.regions.1.recording')).toEqual({
        enabled: false,
        ossDeliveries: [],
        slsDeliveries: [],
      });
      expect(pick(data, 'accounts.2.regions.1.recording.slsDeliveries.0.projectName')).toBe('stage-project');
      expect(list(data, 'accounts').map((account) => pick(account, 'sessionManagerEnabled'))).toEqual([
        true,
        true,
        true,
      ]);
      expect(pair.emulator.callsTo('DescribeCloudAssistantSettings')).toBe(6);
    }
  });

  it.each<[string, object]>([
    [
      'no switch',
      { OssDeliveryConfigs: { OssDeliveryConfig: [] }, SlsDeliveryConfigs: { SlsDeliveryConfig: [] } },
    ],
    [
      'a switch that is text of nothing',
      {
        SessionManagerConfig: { SessionManagerEnabled: 'maybe' },
        OssDeliveryConfigs: { OssDeliveryConfig: [] },
        SlsDeliveryConfigs: { SlsDeliveryConfig: [] },
      },
    ],
  ])('with %s is null with an error, never false', async (_what, json) => {
    pair = await startThree();
    pair.emulator.misbehave({ kind: 'body', json: { RequestId: 'x', ...json }, ...settings });
    for (let time = 0; time < 3; time++) {
      const { data, errors = [] } = await pair.ask(query);
      expect(list(data, 'accounts').map((account) => pick(account, 'sessionManagerEnabled'))).toEqual([
        true,
        null,
        true,
      ]);
      expect(errors.map(({ path }) => path?.join('.'))).toEqual(['accounts.1.sessionManagerEnabled']);
      expect(errors[0]?.extensions?.accountId).toBe(prod);
    }
  });

  it.each<[string, object]>([
    ['no deliveries', { SessionManagerConfig: { SessionManagerEnabled: true } }],
    [
      'a delivery that does not say whether it is on',
      {
        SessionManagerConfig: { SessionManagerEnabled: true },
        OssDeliveryConfigs: { OssDeliveryConfig: [{ DeliveryType: 'SessionManager' }] },
        SlsDeliveryConfigs: { SlsDeliveryConfig: [] },
      },
    ],
  ])('with %s is null with an error, never "nobody records"', async (_what, json) => {
    pair = await startThree();
    pair.emulator.misbehave({ kind: 'body', json: { RequestId: 'x', ...json }, ...settings });
    for (let time = 0; time < 3; time++) {
      const { data, errors = [] } = await pair.ask(query);
      for (const at of [0, 1])
        expect(pick(data, `accounts.1.regions.${at}.recording.enabled`)).not.toBe(false);
      expect(errors.length).toBeGreaterThan(0);
      expect(pick(data, 'accounts.0.regions.0.recording.enabled')).toBe(true);
    }
  });

  it('refused is an error at its path alone', async () => {
    pair = await startThree();
    pair.emulator.misbehave({ kind: 'error', status: 403, code: 'Forbidden.RAM', message: 'x', ...settings });
    for (let time = 0; time < 3; time++) {
      const { data, errors = [] } = await pair.ask(query);
      expect(pick(data, 'accounts.1')).toMatchObject({
        sessionManagerEnabled: null,
        regions: [{ recording: null }, { recording: null }],
      });
      expect(new Set(errors.map(({ extensions }) => extensions?.code))).toEqual(new Set(['ACCESS_DENIED']));
      expect(errors).toHaveLength(3);
      expect(pick(data, 'accounts.2.regions.1.recording.enabled')).toBe(true);
    }
  });
});

describe('the agent of an instance', () => {
  it('is said by text or by truth, and is null for one that is not listed, with no guess for what is missing', async () => {
    pair = await startThree();
    const [place] = pair.emulator.account('prod').fleet.regions;
    if (!place) throw new Error('no region');
    place.instances = ['i-text', 'i-truth', 'i-half', 'i-odd', 'i-none'].map((InstanceId) => ({
      InstanceId,
    }));
    place.assistants = [
      {
        InstanceId: 'i-text',
        CloudAssistantStatus: 'true',
        SupportSessionManager: 'false',
        CloudAssistantVersion: '2.2',
      },
      { InstanceId: 'i-truth', CloudAssistantStatus: false, SupportSessionManager: true },
      { InstanceId: 'i-half' },
      { InstanceId: 'i-odd', CloudAssistantStatus: 'yes', SupportSessionManager: 1 },
    ];
    const query = `{ ${['text', 'truth', 'half', 'odd', 'none']
      .map(
        (id) =>
          `${id}: instance(accountId: "prod", regionId: "${region}", instanceId: "i-${id}") { assistant { running supportsSessionManager version } }`,
      )
      .join(' ')} }`;
    for (let time = 0; time < 3; time++) {
      const { data, errors = [] } = await pair.ask(query);
      expect(pick(data, 'text.assistant')).toEqual({
        running: true,
        supportsSessionManager: false,
        version: '2.2',
      });
      expect(pick(data, 'truth.assistant')).toMatchObject({ running: false, supportsSessionManager: true });
      expect(pick(data, 'half.assistant')).toEqual({
        running: null,
        supportsSessionManager: null,
        version: null,
      });
      expect(pick(data, 'odd.assistant')).toMatchObject({ running: null, supportsSessionManager: null });
      expect(pick(data, 'none')).toEqual({ assistant: null });
      expect(errors.map(({ path }) => path?.join('.')).toSorted()).toEqual([
        'odd.assistant.running',
        'odd.assistant.supportsSessionManager',
      ]);
    }
    expect(pair.emulator.callsTo('DescribeCloudAssistantStatus')).toBe(3);
  });
});
