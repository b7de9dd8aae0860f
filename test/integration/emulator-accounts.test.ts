import core from '@alicloud/openapi-core';
import dara from '@darabonba/typescript';
import { afterEach, describe, expect, it } from 'vitest';
import { allow, createEmulator, type Emulator, type EmulatorOptions } from '../../emulator/emulator.ts';
import { list, pick } from './support/gateway.ts';
import { type CallParts, jsonCall } from './support/signed-call.ts';

/** STS, and what it does for ECS: which account a call is of, and what it may do there. */
const hub = '1000000000000001';
const spoke = '1000000000000002';
const other = '1000000000000003';
const RoleArn = `acs:ram::${spoke}:role/session-audit`;
const keyOf = (name: string) => ({ accessKeyId: `key-of-${name}`, accessKeySecret: `secret-of-${name}` });
const gateway = keyOf('gateway');
const root = keyOf('root');
const stranger = keyOf('stranger');
type Key = NonNullable<CallParts['key']>;

const region = (regionId: string, ...sessionIds: string[]) => ({
  regionId,
  localName: regionId,
  localNameEnglish: regionId,
  endpoint: '',
  sessions: sessionIds.map((SessionId) => ({ SessionId })),
  instances: [{ InstanceId: `i-${sessionIds[0]}`, InstanceName: 'web' }],
});
const shared = 's-both';

let emulator: Emulator;
let url: string;
let cloudTime: number;
afterEach(() => emulator.close());
const start = async (options: Partial<EmulatorOptions> = {}) => {
  cloudTime = Date.now();
  emulator = createEmulator({
    accountId: hub,
    name: 'hub',
    credentials: [gateway, root, stranger],
    rootAccessKeyIds: [root.accessKeyId],
    fleet: { regions: [region('cn-hangzhou', 's-hub', shared)] },
    users: [
      { userId: '2001', userName: 'gateway', accessKeyIds: [gateway.accessKeyId] },
      {
        userId: '2002',
        userName: 'stranger',
        accessKeyIds: [stranger.accessKeyId],
        policy: allow('ecs:*'),
      },
    ],
    otherAccounts: [
      {
        accountId: spoke,
        name: 'spoke',
        fleet: { regions: [region('cn-hangzhou', 's-spoke', shared), region('cn-beijing', 's-far')] },
        roles: [
          {
            roleId: '3001',
            roleName: 'session-audit',
            trusts: [`acs:ram::${hub}:root`],
            externalId: 'ours',
            policy: allow('ecs:Describe*', 'ram:ListUsers'),
            maxSessionSeconds: 7200,
          },
          { roleId: '3002', roleName: 'closed', trusts: [`acs:ram::${spoke}:root`] },
          { roleId: '3003', roleName: 'for-the-gateway', trusts: [`acs:ram::${hub}:user/gateway`] },
          { roleId: '3004', roleName: 'chained', trusts: [`acs:ram::${spoke}:role/for-the-gateway`] },
        ],
      },
      {
        accountId: other,
        name: 'other',
        credentials: [keyOf('other')],
        fleet: { regions: [region('cn-hangzhou', 's-other')] },
      },
    ],
    now: () => cloudTime,
    ...options,
  });
  url = await emulator.listen();
};

const sts = (action: string, query: Record<string, string>, key: Key = gateway) =>
  jsonCall(url, { action, version: '2015-04-01', query, key });
const whole = { RoleArn, RoleSessionName: 'gateway', ExternalId: 'ours' };
const assume = (query: Record<string, string> = {}, key?: Key) =>
  sts('AssumeRole', { ...whole, ...query }, key);
const refusal = async (query: Record<string, string>, key?: Key) => {
  const { status, json } = await assume(query, key);
  return [status, pick(json, 'Code')];
};
const assumed = async (query?: Record<string, string>, key?: Key): Promise<Required<Key>> => {
  const { json, text } = await assume(query, key);
  const part = (name: string) => {
    const value = pick(json, `Credentials.${name}`);
    if (typeof value !== 'string') throw new Error(text);
    return value;
  };
  return {
    accessKeyId: part('AccessKeyId'),
    accessKeySecret: part('AccessKeySecret'),
    securityToken: part('SecurityToken'),
  };
};
const ecs = (action: string, key: Key, query: Record<string, string> = {}) =>
  jsonCall(url, { action, key, query: { RegionId: 'cn-hangzhou', ...query } });
const sessionIds = async (key: Key, query?: Record<string, string>) =>
  list((await ecs('DescribeTerminalSessions', key, query)).json, 'Sessions.Session').map((session) =>
    pick(session, 'SessionId'),
  );
const codeOf = async (action: string, key: Key, query?: Record<string, string>) =>
  pick((await ecs(action, key, query)).json, 'Code');

describe('AssumeRole', () => {
  it('gives a key of the role’s account, for an hour unless asked otherwise', async () => {
    await start();
    const { json } = await assume();
    expect(json).toMatchObject({
      AssumedRoleUser: {
        Arn: `acs:ram::${spoke}:assumed-role/session-audit/gateway`,
        AssumedRoleId: '3001:gateway',
      },
      Credentials: { AccessKeyId: expect.stringMatching(/^STS\./) },
    });
    const expiry = Date.parse(String(pick(json, 'Credentials.Expiration')));
    expect(expiry).toBe(Math.floor(cloudTime / 1000) * 1000 + 3_600_000);
    const key = await assumed();
    expect(await sessionIds(key)).toEqual(['s-spoke', shared]);
    expect(await sessionIds(gateway)).toEqual(['s-hub', shared]);
    expect(emulator.issuedCredentials()).toHaveLength(2);
    expect(emulator.issuedCredentials()).toContainEqual(key);
  });

  it('takes the real SDK’s way to call it, and to call ECS with what it gave', async () => {
    await start();
    const call = async (action: string, version: string, key: Key, query: Record<string, unknown>) => {
      const { securityToken, ...pair } = key;
      const client = new core.default(
        new core.$OpenApiUtil.Config({
          ...pair,
          ...(securityToken !== undefined && { securityToken, type: 'sts' }),
          endpoint: new URL(url).host,
          protocol: 'HTTP',
        }),
      );
      const answer: unknown = await client.callApi(
        new core.$OpenApiUtil.Params({
          action,
          version,
          protocol: 'HTTPS',
          pathname: '/',
          method: 'POST',
          authType: 'AK',
          style: 'RPC',
          reqBodyType: 'formData',
          bodyType: 'json',
        }),
        new core.$OpenApiUtil.OpenApiRequest({ query: core.OpenApiUtil.query(query) }),
        new dara.RuntimeOptions({}),
      );
      return pick(answer, 'body');
    };
    const body = await call('AssumeRole', '2015-04-01', gateway, whole);
    const part = (name: string) => String(pick(body, `Credentials.${name}`));
    const key = {
      accessKeyId: part('AccessKeyId'),
      accessKeySecret: part('AccessKeySecret'),
      securityToken: part('SecurityToken'),
    };
    expect(await call('GetCallerIdentity', '2015-04-01', key, {})).toMatchObject({ AccountId: spoke });
    const instances = { RegionId: 'cn-hangzhou', Tag: Array.from({ length: 12 }, () => ({ Key: 'env' })) };
    expect(await call('DescribeInstances', '2014-05-26', key, instances)).toMatchObject({ TotalCount: 0 });
    const ids = Array.from({ length: 12 }, (_, index) => `i-${index}`);
    const status = { RegionId: 'cn-hangzhou', InstanceId: ids };
    expect(await call('DescribeCloudAssistantStatus', '2014-05-26', key, status)).toMatchObject({
      InstanceCloudAssistantStatusSet: { InstanceCloudAssistantStatus: [] },
    });
  });

  it.each<[string, Record<string, string>, [number, string]]>([
    ['no role', { RoleArn: '' }, [400, 'MissingRoleArn']],
    ['no session name', { RoleSessionName: '' }, [400, 'MissingRoleSessionName']],
    ['a mangled ARN', { RoleArn: 'acs:ram::1:role/x' }, [400, 'InvalidParameter.RoleArn']],
    ['a blank in the name', { RoleSessionName: 'the gateway' }, [400, 'InvalidParameter.RoleSessionName']],
    ['a second too short', { DurationSeconds: '899' }, [400, 'InvalidParameter.DurationSeconds']],
    ['longer than the role', { DurationSeconds: '7201' }, [400, 'InvalidParameter.DurationSeconds']],
    ['no number of seconds', { DurationSeconds: '1h' }, [400, 'InvalidParameter.DurationSeconds']],
    ['a blank in the external id', { ExternalId: 'o urs' }, [400, 'InvalidParameter.ExternalId']],
    ['a policy that is none', { Policy: '{"Version":"1"}' }, [400, 'InvalidParameter.PolicyGrammar']],
    ['too long a policy', { Policy: 'x'.repeat(2049) }, [400, 'InvalidParameter.PolicySize']],
    ['a role nobody has', { RoleArn: `${RoleArn}s` }, [404, 'EntityNotExist.Role']],
    ['a role that trusts others', { RoleArn: `acs:ram::${spoke}:role/closed` }, [403, 'NoPermission']],
    ['another external id', { ExternalId: 'theirs' }, [403, 'NoPermission']],
  ])('with %s is refused', async (_what, query, expected) => {
    await start();
    expect(await refusal(query)).toEqual(expected);
    expect(emulator.issuedCredentials()).toEqual([]);
  });

  it('is refused without the external id, without the right, to the root user, and with each a text of its own', async () => {
    await start();
    const { ExternalId: _, ...without } = whole;
    const answers = [await sts('AssumeRole', without), await assume({}, stranger), await assume({}, root)];
    expect(answers.map(({ status, json }) => [status, pick(json, 'Code')])).toEqual(
      Array.from({ length: 3 }, () => [403, 'NoPermission']),
    );
    const messages = answers.map(({ json }) => pick(json, 'Message'));
    expect(messages[2]).toBe('Roles may not be assumed by root accounts.');
    expect(new Set(messages).size).toBe(3);
  });

  it('trusts a user, an account or a role as its trust says, also from session to session', async () => {
    await start();
    const forUser = { RoleArn: `acs:ram::${spoke}:role/for-the-gateway` };
    const chained = { RoleArn: `acs:ram::${spoke}:role/chained` };
    expect(await refusal(forUser, keyOf('other'))).toEqual([403, 'NoPermission']);
    expect(await refusal(chained)).toEqual([403, 'NoPermission']);
    const key = await assumed(forUser);
    expect(await refusal({}, key)).toEqual([403, 'NoPermission']);
    expect(await sessionIds(await assumed(chained, key))).toEqual(['s-spoke', shared]);
    // What a role trusts is data like all else.
    const [audit] = emulator.account('spoke').roles;
    if (audit) audit.trusts = [];
    expect(await refusal({})).toEqual([403, 'NoPermission']);
  });

  it('is ECS’s at no version but its own', async () => {
    await start();
    const { json } = await jsonCall(url, { action: 'AssumeRole', query: whole, key: gateway });
    expect(pick(json, 'Code')).toBe('InvalidVersion');
    const sessions = { action: 'DescribeTerminalSessions', version: '2015-04-01', key: gateway };
    expect(pick((await jsonCall(url, sessions)).json, 'Code')).toBe('InvalidVersion');
  });

  it('can be throttled or broken for one role alone', async () => {
    await start();
    emulator.misbehave({ kind: 'throttling', roleArn: RoleArn });
    expect(await refusal({})).toEqual([400, 'Throttling.User']);
    expect((await assume({ RoleArn: `acs:ram::${spoke}:role/for-the-gateway` })).status).toBe(200);
    expect((await ecs('DescribeTerminalSessions', gateway)).status).toBe(200);
  });

  it('remembers no external id, and whose calls they were', async () => {
    await start();
    const key = await assumed();
    await ecs('DescribeTerminalSessions', key);
    await ecs('DescribeTerminalSessions', { ...key, accessKeySecret: 'wrong' });
    expect(JSON.stringify(emulator.calls)).not.toMatch(/ours|STS\./);
    expect(emulator.calls.map(({ action, accountId }) => [action, accountId])).toEqual([
      ['AssumeRole', hub],
      ['DescribeTerminalSessions', spoke],
      ['DescribeTerminalSessions', null],
    ]);
    expect(emulator.callsTo('DescribeTerminalSessions', { accountId: spoke })).toBe(1);
    expect(emulator.callsTo('DescribeTerminalSessions', { accountId: hub })).toBe(0);
  });
});

describe('every call', () => {
  it.each([
    ['DescribeTerminalSessions', '2014-05-26'],
    ['DescribeInstances', '2014-05-26'],
    ['DescribeRegions', '2014-05-26'],
    ['DescribeCloudAssistantStatus', '2014-05-26'],
    ['DescribeCloudAssistantSettings', '2014-05-26'],
    ['EndTerminalSession', '2014-05-26'],
    ['AssumeRole', '2015-04-01'],
    ['GetCallerIdentity', '2015-04-01'],
    ['ListUsers', '2015-05-01'],
    ['ListRoles', '2015-05-01'],
  ])('of %s (%s) needs a signature of its own', async (action, version) => {
    await start();
    const query = {
      ...whole,
      RegionId: 'cn-hangzhou',
      SessionId: shared,
      'SettingType.1': 'SessionManagerConfig',
    };
    const outcome = async (parts: Partial<CallParts>) => {
      const { status, json } = await jsonCall(url, { action, version, query, key: gateway, ...parts });
      return pick(json, 'Code') ?? status;
    };
    const outcomes = [
      await outcome({}),
      await outcome({ key: { ...gateway, accessKeySecret: 'another' } }),
      await outcome({ tamperPath: (path) => `${path}&DryRun=true` }),
      await outcome({ tamper: (headers) => void Object.assign(headers, { 'x-acs-action': 'Describe' }) }),
      await outcome({ tamper: (headers) => void Object.assign(headers, { 'x-acs-version': '2016-01-01' }) }),
      await outcome({ tamper: (headers) => void delete headers.authorization }),
      await outcome({ action: `${action}s` }),
    ];
    const mismatch = 'SignatureDoesNotMatch';
    expect(outcomes).toEqual([
      200,
      mismatch,
      mismatch,
      mismatch,
      mismatch,
      'IncompleteSignature',
      'InvalidAction.NotFound',
    ]);
  });
});

describe('a session of a role', () => {
  it('ends when its time is over, or when the test says so', async () => {
    await start();
    const [short, long] = [
      await assumed({ DurationSeconds: '900' }),
      await assumed({ DurationSeconds: '7200' }),
    ];
    cloudTime += 899_000;
    expect(await sessionIds(short)).toEqual(['s-spoke', shared]);
    cloudTime += 2_000;
    expect(await codeOf('DescribeTerminalSessions', short)).toBe('InvalidSecurityToken.Expired');
    expect(await sessionIds(long)).toEqual(['s-spoke', shared]);
    emulator.expireRoleSessions('other');
    expect(await sessionIds(long)).toEqual(['s-spoke', shared]);
    emulator.expireRoleSessions('spoke');
    expect(await codeOf('DescribeTerminalSessions', long)).toBe('InvalidSecurityToken.Expired');
    expect(await sessionIds(await assumed())).toEqual(['s-spoke', shared]);
  });

  it('is known by key, secret and token together', async () => {
    await start();
    const [key, another] = [await assumed(), await assumed()];
    const { securityToken, ...pair } = key;
    const codes = [
      await codeOf('DescribeTerminalSessions', pair),
      await codeOf('DescribeTerminalSessions', { ...key, securityToken: another.securityToken }),
      await codeOf('DescribeTerminalSessions', { ...key, securityToken: `${securityToken}A` }),
      await codeOf('DescribeTerminalSessions', { ...gateway, securityToken }),
      await codeOf('DescribeTerminalSessions', { ...key, accessKeySecret: another.accessKeySecret }),
      await codeOf('DescribeTerminalSessions', { ...key, accessKeyId: 'STS.nobody' }),
    ];
    expect(codes).toEqual([
      'MissingSecurityToken',
      'InvalidSecurityToken.MismatchWithAccessKey',
      'InvalidSecurityToken.Malformed',
      'InvalidSecurityToken.MismatchWithAccessKey',
      'SignatureDoesNotMatch',
      'InvalidAccessKeyId.NotFound',
    ]);
  });

  it('may do what both the role’s policy and its own allow, where they allow it', async () => {
    await start();
    const policy = (Action: string, Resource: string) =>
      JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: [Action], Resource }] });
    const allowed = async (Policy?: string) => {
      const key = await assumed(Policy === undefined ? {} : { Policy });
      const answers = [
        await ecs('DescribeTerminalSessions', key),
        await ecs('DescribeTerminalSessions', key, { RegionId: 'cn-beijing' }),
        await ecs('DescribeInstances', key),
        await ecs('EndTerminalSession', key, { SessionId: shared }),
      ];
      return answers.map(({ status, json }) => pick(json, 'Code') ?? status);
    };
    const no = 'Forbidden.RAM';
    expect(await allowed()).toEqual([200, 200, 200, no]);
    expect(await allowed(policy('*', '*'))).toEqual([200, 200, 200, no]);
    expect(await allowed(policy('ecs:DescribeTerminalSessions', '*'))).toEqual([200, 200, no, no]);
    expect(await allowed(policy('ecs:*', `acs:ecs:cn-hangzhou:${spoke}:*`))).toEqual([200, no, 200, no]);
    expect(await allowed(policy('ecs:*', `acs:ecs:*:${hub}:*`))).toEqual([no, no, no, no]);
    const denied = { Effect: 'Deny', Action: 'ecs:DescribeInstances', Resource: '*' };
    const both = { Version: '1', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }, denied] };
    expect(await allowed(JSON.stringify(both))).toEqual([200, 200, no, no]);
    // Taken from the role itself, the right is gone at once.
    const [audit] = emulator.account('spoke').roles;
    if (audit) audit.policy = allow('ecs:DescribeInstances');
    expect(await allowed()).toEqual([no, no, 200, no]);
  });
});

describe('two accounts in one region', () => {
  it('keep sessions, tokens and faults apart', async () => {
    // Within one minute, by which a quota counts.
    await start();
    const key = await assumed();
    const first = await ecs('DescribeTerminalSessions', gateway, { MaxResults: '1' });
    const NextToken = String(pick(first.json, 'NextToken'));
    expect(NextToken).not.toBe('');
    expect(await codeOf('DescribeTerminalSessions', key, { NextToken })).toBe('InvalidParameter.NextToken');

    const [role] = emulator.account('spoke').roles;
    if (role) role.policy = allow('*');
    const live = () => ({
      SessionId: shared,
      Connections: { Connection: [{ InstanceId: 'i-1', Status: 'Connected' }] },
    });
    for (const name of ['hub', 'spoke']) {
      const [first] = emulator.account(name).fleet.regions;
      first?.sessions.splice(0, first.sessions.length, live());
    }
    const statusOf = async (of: Key) =>
      pick(
        (await ecs('DescribeTerminalSessions', of)).json,
        'Sessions.Session.0.Connections.Connection.0.Status',
      );
    expect((await ecs('EndTerminalSession', key, { SessionId: shared })).status).toBe(200);
    expect([await statusOf(gateway), await statusOf(key)]).toEqual(['Connected', 'Terminated']);

    emulator.arrive({ account: 'spoke', regionId: 'cn-hangzhou' }, { SessionId: 's-new' });
    expect([await sessionIds(gateway), await sessionIds(key)]).toEqual([[shared], ['s-new', shared]]);

    emulator.misbehave({ kind: 'throttling', accountId: spoke, action: 'DescribeTerminalSessions' });
    expect((await ecs('DescribeTerminalSessions', gateway)).status).toBe(200);
    expect(await codeOf('DescribeTerminalSessions', key)).toBe('Throttling.User');
    emulator.heal();
    emulator.misbehave({ kind: 'quota', callsPerMinute: 1 });
    await ecs('DescribeTerminalSessions', gateway);
    expect(await codeOf('DescribeTerminalSessions', gateway)).toBe('Throttling.User');
    expect((await ecs('DescribeTerminalSessions', key)).status).toBe(200);
  });

  it('rotate their keys apart', async () => {
    await start();
    emulator.acceptCredentials([{ ...keyOf('new'), securityToken: 'token-of-new' }], 'other');
    expect(await codeOf('DescribeTerminalSessions', keyOf('other'))).toBe('InvalidAccessKeyId.NotFound');
    expect(await sessionIds({ ...keyOf('new'), securityToken: 'token-of-new' })).toEqual(['s-other']);
    expect(await sessionIds(gateway)).toEqual(['s-hub', shared]);
    emulator.acceptCredentials([], 'other');
    expect(await codeOf('DescribeTerminalSessions', { ...keyOf('new'), securityToken: 'token-of-new' })).toBe(
      'InvalidSecurityToken.Expired',
    );
    expect(() => emulator.acceptCredentials([gateway], 'other')).toThrow(/one account/);
  });

  it('cannot be made with the same id, name or key, or an id that is none', async () => {
    await start();
    const fleet = { regions: [] };
    const make = (account: { accountId: string; name: string; credentials?: Key[] }) => () =>
      createEmulator({
        accountId: hub,
        credentials: [gateway],
        fleet,
        otherAccounts: [{ fleet, ...account }],
      });
    expect(make({ accountId: hub, name: 'a' })).toThrow(/differ/);
    expect(make({ accountId: spoke, name: 'default' })).toThrow(/differ/);
    expect(make({ accountId: '12', name: 'a' })).toThrow(/16 digits/);
    expect(make({ accountId: spoke, name: 'a', credentials: [gateway] })).toThrow(/one account/);
    expect(() => emulator.account('nobody')).toThrow(/no such account/);
  });
});

describe('GetCallerIdentity', () => {
  it('names a user, a root user, a session of a role, and a key that is nobody’s', async () => {
    const spare = keyOf('spare');
    await start({ credentials: [gateway, root, stranger, spare] });
    const identity = async (key: Key) => (await sts('GetCallerIdentity', {}, key)).json;
    expect(await identity(gateway)).toMatchObject({
      AccountId: hub,
      Arn: `acs:ram::${hub}:user/gateway`,
      IdentityType: 'RAMUser',
      PrincipalId: '2001',
      UserId: '2001',
    });
    expect(await identity(root)).toMatchObject({
      AccountId: hub,
      Arn: `acs:ram::${hub}:root`,
      IdentityType: 'Account',
      PrincipalId: hub,
    });
    expect(await identity(await assumed())).toMatchObject({
      AccountId: spoke,
      Arn: `acs:ram::${spoke}:assumed-role/session-audit/gateway`,
      IdentityType: 'AssumedRoleUser',
      PrincipalId: '3001:gateway',
      RoleId: '3001',
    });
    expect(await identity(spare)).toMatchObject({ AccountId: hub, IdentityType: 'RAMUser' });
    // Whoever may call nothing else may ask who they are.
    expect(await identity(stranger)).toMatchObject({ Arn: `acs:ram::${hub}:user/stranger` });
  });
});

describe('RAM', () => {
  const ram = (action: string, query: Record<string, string>, key: Key = gateway) =>
    jsonCall(url, { action, version: '2015-05-01', query, key });
  const users = Array.from({ length: 230 }, (_, index) => ({
    userId: String(5000 + index),
    userName: `user-${index}`,
    ...(index % 2 === 0 && { displayName: `User ${index}` }),
  }));
  const roles = users.map(({ userId, userName }) => ({ roleId: userId, roleName: userName, trusts: [] }));
  const all = { users, roles, credentials: [gateway, root] };

  it.each(['anchor', 'offset'] as const)('is walked once by Marker with %s tokens', async (tokens) => {
    await start({ ...all, tokens });
    for (const [action, key, id] of [
      ['ListUsers', 'Users.User', 'UserId'],
      ['ListRoles', 'Roles.Role', 'RoleId'],
    ] as const) {
      for (const [MaxItems, pages] of [
        [undefined, 3],
        ['50', 5],
        ['230', 1],
        ['1000', 1],
      ] as const) {
        const found: unknown[] = [];
        let Marker: unknown;
        let count = 0;
        do {
          const query = { ...(MaxItems && { MaxItems }), ...(typeof Marker === 'string' && { Marker }) };
          const { json } = await ram(action, query);
          found.push(...list(json, key).map((entry) => pick(entry, id)));
          Marker = pick(json, 'Marker');
          expect(pick(json, 'IsTruncated')).toBe(Marker !== undefined);
          count++;
        } while (Marker !== undefined);
        expect([found, count]).toEqual([users.map(({ userId }) => userId), pages]);
      }
    }
  });

  it('gives what a name is made of', async () => {
    await start(all);
    const { json } = await ram('ListUsers', { MaxItems: '2' });
    expect(list(json, 'Users.User')).toMatchObject([
      { UserId: '5000', UserName: 'user-0', DisplayName: 'User 0' },
      { UserId: '5001', UserName: 'user-1', DisplayName: '' },
    ]);
    expect(list((await ram('ListRoles', { MaxItems: '1' })).json, 'Roles.Role')).toMatchObject([
      { RoleId: '5000', RoleName: 'user-0', Arn: `acs:ram::${hub}:role/user-0`, MaxSessionDuration: 3600 },
    ]);
  });

  it('refuses a Marker of another list or another account, a mangled one, and what is no number', async () => {
    await start(all);
    const { roles: spokes } = emulator.account('spoke');
    const key = await assumed();
    if (spokes[0]) spokes[0].policy = allow('ram:*');
    const code = async (action: string, query: Record<string, string>, by?: Key) =>
      pick((await ram(action, query, by)).json, 'Code');
    const Marker = String(pick((await ram('ListUsers', {})).json, 'Marker'));
    expect(await code('ListUsers', { Marker })).toBeUndefined();
    expect(await code('ListUsers', { Marker: `${Marker}=` })).toBe('InvalidParameter.Marker');
    expect(await code('ListUsers', { Marker: 'QUJD' })).toBe('InvalidParameter.Marker');
    expect(await code('ListRoles', { Marker })).toBe('InvalidParameter.Marker');
    expect(await code('ListUsers', { Marker }, key)).toBe('InvalidParameter.Marker');
    for (const MaxItems of ['0', '1001', 'all', '-1', '']) {
      expect(await code('ListUsers', { MaxItems })).toBe('InvalidParameter.MaxItems');
    }
    emulator.misbehave({ kind: 'expired-token', action: 'ListUsers' });
    expect(await code('ListUsers', { Marker })).toBe('InvalidParameter.Marker');
  });

  it('lists the account of the caller alone, and only to whoever may', async () => {
    await start();
    const key = await assumed();
    expect(list((await ram('ListUsers', {}, key)).json, 'Users.User')).toEqual([]);
    expect(list((await ram('ListUsers', {})).json, 'Users.User')).toHaveLength(2);
    const refused = await ram('ListRoles', {}, key);
    expect([refused.status, pick(refused.json, 'Code')]).toEqual([403, 'NoPermission']);
    const { json } = await ram('ListUsers', {}, stranger);
    expect(pick(json, 'Code')).toBe('NoPermission');
  });
});
