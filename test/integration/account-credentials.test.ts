import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { createDemo } from '../../demo/accounts.ts';
import { demoCredentials } from '../../demo/own-fleet.ts';
import { allow } from '../../emulator/emulator.ts';
import type { Fault } from '../../emulator/fault.ts';
import { GatewayError } from '../../src/ecs/errors.ts';
import { staticCredentials, suppliedCredentials } from '../../src/ecs/sdk/credentials.ts';
import { createRamApis } from '../../src/ecs/sdk/ram-api.ts';
import { stsEndpointOf } from '../../src/ecs/sdk/service-endpoint.ts';
import { createStsApi } from '../../src/ecs/sdk/sts-api.ts';
import { takeHostsBeyond } from '../support/loopback-only.ts';
import {
  type Accounts,
  type AccountsOptions,
  externalId,
  file,
  gatewayKey,
  homeRegion,
  hub,
  prod,
  rootKey,
  stage,
  startAccounts,
} from './support/accounts.ts';

/** Several accounts, each entered by keys of its own: real STS calls, real signatures, a clock that the tests move. */
const minute = 60_000;
const hour = 60 * minute;
let accounts: Accounts;
const start = async (options: AccountsOptions = {}) => {
  accounts = await startAccounts(options);
};
afterEach(async () => {
  const secrets = accounts.secrets();
  await accounts.close();
  for (const secret of secrets) expect(JSON.stringify(accounts.lines)).not.toContain(secret);
});

const assumed = (name?: string) => {
  const arn = file.find((entry) => entry.name === name)?.roleArn;
  return accounts.emulator.calls.filter(
    ({ action, params }) => action === 'AssumeRole' && (arn === undefined || params.RoleArn === arn),
  ).length;
};
const ofProd = async () => {
  expect(await accounts.sessionsOf('prod')).toEqual(['s-prod', 's-all']);
};
/** Asks so often at once. */
const all = <T>(times: number, ask: () => Promise<T>) => Promise.all(Array.from({ length: times }, ask));
/** Nothing in a failure, however it is looked at, is a secret. */
const expectDiscreet = (error: unknown) => {
  const shown = `${inspect(error, { depth: 9, showHidden: true })}${JSON.stringify(error)}${String(error)}`;
  for (const secret of [...accounts.secrets(), 'session-audit']) expect(shown).not.toContain(secret);
};
/** Waits for what goes on beside the calls, a few round trips on this machine. */
const settled = async (isSo: () => boolean) => {
  for (let turn = 0; turn < 500 && !isSo(); turn++) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(isSo()).toBe(true);
};
const throttled: Fault = { kind: 'throttling', action: 'AssumeRole' };

describe('accounts side by side', () => {
  it('see each their own records, cold and warm, one session an hour each', async () => {
    await start();
    for (let time = 0; time < 3; time++) {
      expect(await Promise.all(['hub', 'prod', 'stage'].map((name) => accounts.sessionsOf(name)))).toEqual([
        ['s-hub', 's-all'],
        ['s-prod', 's-all'],
        ['s-stage', 's-all'],
      ]);
    }
    expect([assumed('prod'), assumed('stage'), assumed()]).toEqual([1, 1, 2]);
    expect(accounts.emulator.callsTo('GetCallerIdentity')).toBe(1);
    expect(accounts.emulator.callsTo('DescribeTerminalSessions', { accountId: prod })).toBe(3);
    expect(accounts.emulator.callsTo('DescribeTerminalSessions', { accountId: hub })).toBe(3);
  });

  it('say which they are', async () => {
    await start();
    for (let time = 0; time < 3; time++) {
      const ids = await Promise.all(
        ['hub', 'prod', 'stage'].map((name) => accounts.of(name).source.accountId()),
      );
      expect(ids).toEqual([hub, prod, stage]);
    }
    expect(accounts.emulator.calls).toEqual([]);
  });

  it('begin one session however many ask at once, and again when it has ended', async () => {
    await start();
    for (let hours = 1; hours <= 3; hours++) {
      await all(40, ofProd);
      expect(assumed()).toBe(hours);
      accounts.clock.pass(hour);
    }
  });

  it('are those of the demo, and the one that may not be entered says so', async () => {
    const demo = createDemo({ now: Date.UTC(2026, 0, 19, 9, 15, 46) });
    await start({
      accounts: demo.accounts,
      emulator: demo.emulator,
      credentials: staticCredentials(demoCredentials),
    });
    for (let time = 0; time < 2; time++) {
      const [main, shop] = [await accounts.sessionsOf('main'), await accounts.sessionsOf('shop')];
      expect(main).toHaveLength(10);
      expect(shop).toHaveLength(10);
      expect(main).not.toEqual(shop);
      expect(await accounts.failureOf(demo.refused)).toMatchObject({
        code: 'ACCESS_DENIED',
        message: expect.stringContaining('trust policy'),
      });
    }
    expect(await accounts.of('shop').ram.users()).not.toEqual([]);
  });
});

describe('what a session may do', () => {
  const policies = () =>
    accounts.emulator.calls.flatMap(({ params }) => (params.Policy ? [JSON.parse(params.Policy)] : []));
  it.each([false, true])('is no more than is configured (ALLOW_END_SESSION: %s)', async (allowEndSession) => {
    await start({ allowEndSession });
    await Promise.all([ofProd(), accounts.sessionsOf('stage')]);
    accounts.clock.pass(hour);
    await ofProd();
    expect(policies()).toHaveLength(3);
    for (const policy of policies()) {
      expect(policy.Version).toBe('1');
      expect(policy.Statement).toHaveLength(1);
      expect(policy.Statement[0]).toMatchObject({ Effect: 'Allow', Resource: '*' });
      expect([...policy.Statement[0].Action].sort()).toEqual(
        [
          'ecs:DescribeTerminalSessions',
          'ecs:DescribeInstances',
          'ecs:DescribeRegions',
          'ecs:DescribeCloudAssistantStatus',
          'ecs:DescribeCloudAssistantSettings',
          ...(allowEndSession ? ['ecs:EndTerminalSession'] : []),
          'ram:ListUsers',
          'ram:ListRoles',
        ].sort(),
      );
    }
    expect(accounts.emulator.calls[0]?.params.DurationSeconds).toBe('3600');
  });
});

describe('a role that refuses', () => {
  const untrusted = /^Region cn-hangzhou: Account prod: .*trust policy.*externalId.*sts:AssumeRole/;
  it('is ACCESS_DENIED for its account alone, kept a minute, and found mended after that', async () => {
    await start();
    const roles = accounts.emulator.account('prod').roles;
    const trusts = roles[0]?.trusts ?? [];
    accounts.distrust('prod');
    for (let time = 0; time < 3; time++) {
      const error = await accounts.failureOf('prod');
      expect(error).toMatchObject({ code: 'ACCESS_DENIED', retryable: false, upstreamCode: 'NoPermission' });
      expect(error).toMatchObject({ message: expect.stringMatching(untrusted) });
      expectDiscreet(error);
      expect(await accounts.sessionsOf('stage')).toEqual(['s-stage', 's-all']);
      expect(await accounts.sessionsOf('hub')).toEqual(['s-hub', 's-all']);
    }
    expect(assumed('prod')).toBe(1);
    accounts.clock.pass(59_000);
    if (roles[0]) roles[0].trusts = trusts;
    expect(await accounts.failureOf('prod')).toMatchObject({ code: 'ACCESS_DENIED' });
    accounts.clock.pass(1000);
    await ofProd();
    expect(assumed('prod')).toBe(2);
  });

  it('is asked once by forty calls, and each has an error of its own', async () => {
    await start();
    accounts.distrust('prod');
    const errors = await all(40, () => accounts.failureOf('prod'));
    expect(new Set(errors).size).toBe(40);
    expect(assumed()).toBe(1);
    expect(accounts.emulator.callsTo('DescribeTerminalSessions')).toBe(0);
  });

  it.each<[string, AccountsOptions, RegExp]>([
    [
      'another external id',
      { accounts: [{ ...file[1], externalId: 'not-what-it-asks-for' }] },
      /trust policy.*externalId/,
    ],
    ['no external id', { accounts: [{ ...file[1], externalId: undefined }] }, /trust policy.*externalId/],
    [
      'a role nobody has',
      { accounts: [{ ...file[1], roleArn: `acs:ram::${prod}:role/none` }] },
      /does not exist; compare roleArn/,
    ],
    ['the keys of the root user', { credentials: staticCredentials(rootKey) }, /root user.*RAM user/],
    [
      'no right to sts:AssumeRole',
      {
        emulator: {
          users: [
            {
              userId: '2001',
              userName: 'gateway',
              accessKeyIds: [gatewayKey.accessKeyId],
              policy: allow('ecs:*'),
            },
          ],
        },
      },
      /may not call sts:AssumeRole; attach a policy/,
    ],
  ])('because of %s says so', async (_what, options, message) => {
    await start(options);
    for (let time = 0; time < 3; time++) {
      const error = await accounts.failureOf('prod');
      expect(error).toMatchObject({ code: 'ACCESS_DENIED', message: expect.stringMatching(message) });
      expect(error).toMatchObject({ message: expect.stringContaining('Account prod') });
      expectDiscreet(error);
      expect(String(error)).not.toContain('not-what-it-asks-for');
    }
    expect(assumed('prod') + assumed()).toBeGreaterThan(0);
  });

  it('after years of letting in costs the account only when its session ends', async () => {
    await start();
    await ofProd();
    accounts.distrust('prod');
    for (let left = 9; left > 0; left -= 3) {
      accounts.clock.pass(left === 9 ? hour - 9 * minute : 3 * minute);
      await ofProd();
    }
    accounts.clock.pass(3 * minute);
    for (let time = 0; time < 3; time++) {
      expect(await accounts.failureOf('prod')).toMatchObject({ code: 'ACCESS_DENIED' });
    }
  });
});

describe('a session', () => {
  it('is renewed in its last ten minutes, once, beside the calls that use it', async () => {
    await start({ random: () => 0 });
    await ofProd();
    accounts.clock.pass(hour - 10 * minute - 1);
    await ofProd();
    expect(assumed()).toBe(1);
    accounts.clock.pass(1);
    const key = await accounts.of('prod').source.getCredential();
    await all(40, ofProd);
    await settled(() => accounts.emulator.issuedCredentials().length === 2);
    expect(assumed()).toBe(2);
    expect(key.accessKeyId).toBe(accounts.emulator.issuedCredentials()[0]?.accessKeyId);
    accounts.clock.pass(10 * minute);
    await all(40, ofProd);
    expect(assumed()).toBe(2);
    expect((await accounts.of('prod').source.getCredential()).accessKeyId).toBe(
      accounts.emulator.issuedCredentials()[1]?.accessKeyId,
    );
  });

  it.each([
    [0, 10],
    [0.5, 7.5],
    [0.999_999, 5],
  ])('is renewed at a time of chance: %s', async (chance, minutesBeforeEnd) => {
    await start({ random: () => chance });
    await ofProd();
    accounts.clock.pass(hour - minutesBeforeEnd * minute - 2000);
    await ofProd();
    expect(assumed()).toBe(1);
    accounts.clock.pass(4000);
    await ofProd();
    await settled(() => assumed() === 2);
  });

  it.each<[string, Fault]>([
    ['throttled', throttled],
    ['broken', { kind: 'status', status: 503, action: 'AssumeRole' }],
    ['HTML', { kind: 'html', action: 'AssumeRole' }],
    ['silent', { kind: 'hang', action: 'AssumeRole' }],
    ['reset', { kind: 'reset', action: 'AssumeRole' }],
  ])('stays in use while STS is %s, until it ends and no longer', async (_what, fault) => {
    await start({ timeoutMs: 300 });
    await ofProd();
    accounts.emulator.misbehave(fault);
    accounts.clock.pass(53 * minute);
    await ofProd();
    await settled(() => accounts.lines.length === 1);
    expect(accounts.lines[0]).toMatchObject({ account: 'prod', message: expect.stringContaining('renewed') });
    // Not for every call.
    const calls = assumed();
    await all(20, ofProd);
    expect(assumed()).toBe(calls);
    accounts.clock.pass(7 * minute);
    const before = accounts.emulator.callsTo('DescribeTerminalSessions');
    for (let time = 0; time < 2; time++) {
      const error = await accounts.failureOf('prod');
      expect(error).toBeInstanceOf(GatewayError);
      expect(error).toMatchObject({ retryable: true, message: expect.stringContaining('Account prod') });
    }
    expect(accounts.emulator.callsTo('DescribeTerminalSessions')).toBe(before);
    accounts.emulator.heal();
    accounts.clock.pass(minute);
    await ofProd();
  });

  it('that ECS refuses is dropped, and the call made once more', async () => {
    await start();
    for (let time = 1; time <= 3; time++) {
      await ofProd();
      accounts.emulator.expireRoleSessions('prod');
      accounts.clock.pass(2 * minute);
      await ofProd();
      await ofProd();
      expect(assumed()).toBe(1 + time);
    }
    expect(accounts.emulator.callsTo('AssumeRole', { accountId: hub })).toBe(4);
  });

  it('that ECS refuses in the middle of forty calls is replaced once', async () => {
    await start();
    await ofProd();
    accounts.emulator.expireRoleSessions('prod');
    await all(40, ofProd);
    await all(40, ofProd);
    expect(assumed()).toBe(2);
  });

  it('is not begun again and again where ECS refuses every one', async () => {
    await start({ circuitBreaker: false });
    await accounts.sessionsOf('stage');
    const message = 'Specified SecurityToken is malformed.';
    accounts.emulator.misbehave({
      kind: 'error',
      status: 400,
      code: 'InvalidSecurityToken.Malformed',
      message,
      accountId: prod,
    });
    for (let time = 0; time < 20; time++) {
      expect(await accounts.failureOf('prod')).toMatchObject({ code: 'ACCESS_DENIED' });
    }
    expect(assumed('prod')).toBeLessThan(8);
    expect(await accounts.sessionsOf('stage')).toEqual(['s-stage', 's-all']);
    accounts.emulator.heal();
    accounts.clock.pass(minute);
    await ofProd();
  });

  it('is dropped only where it is the one that was refused', async () => {
    await start();
    const { source } = accounts.of('prod');
    const first = await source.getCredential();
    source.refresh(first);
    const second = await source.getCredential();
    source.refresh(first);
    expect(await source.getCredential()).toBe(second);
    expect(assumed()).toBe(2);
    source.refresh();
    expect(await source.getCredential()).not.toBe(second);
    expect(assumed()).toBe(3);
  });
});

describe('a clock that jumps', () => {
  const outcomes = () => new Set(accounts.emulator.calls.map(({ outcome }) => outcome));
  it('forward ends a session at once', async () => {
    await start();
    for (let jumps = 1; jumps <= 3; jumps++) {
      await ofProd();
      expect(assumed()).toBe(jumps);
      accounts.clock.epoch += hour;
    }
    expect(outcomes()).toEqual(new Set([200]));
  });

  it('backward keeps none beyond its hour', async () => {
    await start();
    await ofProd();
    accounts.clock.epoch -= 2 * hour;
    accounts.stsClock.offset = 2 * hour;
    await ofProd();
    expect(assumed()).toBe(1);
    accounts.clock.pass(hour);
    await ofProd();
    expect(assumed()).toBe(2);
    // The new one has three hours by the clock that is wrong, and one by the clock that is right.
    accounts.clock.pass(hour);
    await ofProd();
    await ofProd();
    expect(assumed()).toBe(3);
    // Found out here, not by calls that ECS refused.
    expect(outcomes()).toEqual(new Set([200]));
  });

  it('so far ahead that each session has ended already says what is wrong', async () => {
    await start();
    accounts.stsClock.offset = -hour;
    for (let time = 0; time < 2; time++) {
      const error = await accounts.failureOf('prod');
      expect(error).toMatchObject({
        code: 'UPSTREAM_UNAVAILABLE',
        message: expect.stringMatching(/Account prod: .*ended already; compare this machine's clock/),
      });
      expectDiscreet(error);
    }
    expect(accounts.emulator.callsTo('DescribeTerminalSessions')).toBe(0);
    accounts.stsClock.offset = 0;
    await ofProd();
  });
});

describe('an answer of STS', () => {
  const answer = (parts: { user?: unknown; credentials?: object } = {}) => ({
    RequestId: 'r-1',
    AssumedRoleUser:
      'user' in parts
        ? parts.user
        : { Arn: `acs:ram::${prod}:assumed-role/session-audit/x`, AssumedRoleId: '1:x' },
    Credentials: {
      AccessKeyId: 'STS.made-up',
      AccessKeySecret: 'made-up-secret',
      SecurityToken: 'made-up-token',
      Expiration: '2026-01-19T10:15:46Z',
      ...parts.credentials,
    },
  });
  it.each<[string, Fault, string]>([
    ['throttled', throttled, 'THROTTLED'],
    [
      'an internal error',
      { kind: 'error', status: 500, code: 'InternalError', message: 'x' },
      'UPSTREAM_UNAVAILABLE',
    ],
    ['HTML', { kind: 'html' }, 'UPSTREAM_UNAVAILABLE'],
    ['HTML of a proxy that refuses', { kind: 'html', status: 403 }, 'UPSTREAM_UNAVAILABLE'],
    ['none', { kind: 'hang' }, 'UPSTREAM_UNAVAILABLE'],
    ['dripping', { kind: 'drip', intervalMs: 20 }, 'UPSTREAM_UNAVAILABLE'],
    ['a reset', { kind: 'reset' }, 'UPSTREAM_UNAVAILABLE'],
    ['half', { kind: 'truncate' }, 'UPSTREAM_UNAVAILABLE'],
    ['broken JSON', { kind: 'malformed' }, 'UPSTREAM_UNAVAILABLE'],
    ['a list', { kind: 'body', json: [] }, 'UPSTREAM_UNAVAILABLE'],
    ['without credentials', { kind: 'body', json: { RequestId: 'r-1' } }, 'UPSTREAM_UNAVAILABLE'],
    ['without a role', { kind: 'body', json: answer({ user: null }) }, 'UPSTREAM_UNAVAILABLE'],
    [
      'an ARN that is none',
      { kind: 'body', json: answer({ user: { Arn: 'prod' } }) },
      'UPSTREAM_UNAVAILABLE',
    ],
    [
      'an unreadable end',
      { kind: 'body', json: answer({ credentials: { Expiration: 'soon' } }) },
      'UPSTREAM_UNAVAILABLE',
    ],
    ['no end', { kind: 'body', json: answer({ credentials: { Expiration: null } }) }, 'UPSTREAM_UNAVAILABLE'],
    [
      'an end that is past',
      { kind: 'body', json: answer({ credentials: { Expiration: '2026-01-19T09:15:46Z' } }) },
      'UPSTREAM_UNAVAILABLE',
    ],
    [
      'an end on a day that is none',
      { kind: 'body', json: answer({ credentials: { Expiration: '2026-02-30T09:15:46Z' } }) },
      'UPSTREAM_UNAVAILABLE',
    ],
    [
      'no secret',
      { kind: 'body', json: answer({ credentials: { AccessKeySecret: '' } }) },
      'UPSTREAM_UNAVAILABLE',
    ],
    [
      'a bad signature',
      {
        kind: 'error',
        status: 400,
        code: 'SignatureDoesNotMatch',
        message: `server StringToSign is [${externalId}]`,
      },
      'ACCESS_DENIED',
    ],
    [
      'a refusal that quotes the request',
      {
        kind: 'error',
        status: 400,
        code: 'InvalidParameter.ExternalId',
        message: `bad ${externalId} session-audit`,
      },
      'ACCESS_DENIED',
    ],
  ])('that is %s fails one account alone, and is over when it is', async (_what, fault, code) => {
    await start({ timeoutMs: 150, circuitBreaker: false });
    const heal = accounts.emulator.misbehave({
      ...fault,
      action: 'AssumeRole',
      roleArn: `acs:ram::${prod}:role/session-audit`,
    });
    for (let time = 0; time < 2; time++) {
      const error = await accounts.failureOf('prod');
      expect(error).toMatchObject({ code, message: expect.stringContaining('Account prod: ') });
      expectDiscreet(error);
      expect(String(error)).not.toMatch(/made-up|ECS (gave|sent|did)/);
      expect(await accounts.sessionsOf('stage')).toEqual(['s-stage', 's-all']);
      expect(await accounts.sessionsOf('hub')).toEqual(['s-hub', 's-all']);
    }
    expect(accounts.emulator.callsTo('DescribeTerminalSessions', { accountId: prod })).toBe(0);
    heal();
    accounts.clock.pass(minute);
    await ofProd();
  });

  it('that throttles is not followed by another call, and says when to come again', async () => {
    await start();
    accounts.emulator.misbehave({ ...throttled, retryAfterMs: 30_000 });
    for (let time = 0; time < 3; time++) {
      const error = await accounts.failureOf('prod');
      expect(error).toMatchObject({
        code: 'THROTTLED',
        message: expect.stringContaining('STS is throttling AssumeRole'),
      });
      expect(error).toMatchObject({ retryAfterSeconds: 30 });
    }
    expect(assumed()).toBe(1);
  });

  it('that is no answer costs STS its few tries, not those for each try of ECS', async () => {
    await start();
    accounts.emulator.misbehave({ kind: 'status', status: 503, action: 'AssumeRole' });
    await accounts.failureOf('prod');
    expect(assumed()).toBe(2);
    await all(30, () => accounts.failureOf('prod'));
    expect(assumed()).toBe(4);
  });
});

describe('an account that is not the one it should be', () => {
  const elsewhere = {
    kind: 'body' as const,
    action: 'AssumeRole',
    times: 1,
    json: {
      AssumedRoleUser: { Arn: `acs:ram::${stage}:assumed-role/session-audit/x` },
      Credentials: {
        AccessKeyId: 'STS.elsewhere',
        AccessKeySecret: 'secret-of-elsewhere',
        SecurityToken: 'token-of-elsewhere',
        Expiration: '2026-01-19T10:15:46Z',
      },
    },
  };
  it('is disabled for good, logged once, and the others are served', async () => {
    await start();
    accounts.emulator.misbehave(elsewhere);
    for (let time = 0; time < 3; time++) {
      const errors = await all(3, () => accounts.failureOf('prod'));
      for (const error of errors) {
        expect(error).toMatchObject({
          code: 'ACCESS_DENIED',
          message: expect.stringMatching(/Account prod: .*another account.*restarted/),
        });
        expect(String(error)).not.toContain(stage);
        expectDiscreet(error);
      }
      accounts.clock.pass(2 * hour);
      expect(await accounts.sessionsOf('stage')).toEqual(['s-stage', 's-all']);
    }
    expect(assumed('prod')).toBe(1);
    expect(accounts.emulator.callsTo('DescribeTerminalSessions', { accountId: prod })).toBe(0);
    expect(accounts.lines).toEqual([
      expect.objectContaining({ account: 'prod', accountId: prod, answeredId: stage }),
    ]);
  });

  it('at a renewal is disabled as well: the old session is used no more', async () => {
    await start();
    await ofProd();
    accounts.emulator.misbehave(elsewhere);
    accounts.clock.pass(55 * minute);
    await ofProd();
    await settled(() => accounts.lines.length === 2);
    for (let time = 0; time < 2; time++) {
      expect(await accounts.failureOf('prod')).toMatchObject({ code: 'ACCESS_DENIED' });
    }
  });

  it('is found before the first call of ECS where it is the own one', async () => {
    await start({ accounts: [{ id: stage, name: 'hub' }, ...file.slice(1, 2)] });
    for (let time = 0; time < 3; time++) {
      expect(await accounts.failureOf('hub')).toMatchObject({
        code: 'ACCESS_DENIED',
        message: expect.stringMatching(/Account hub: .*another account.*restarted/),
      });
      await ofProd();
      accounts.clock.pass(2 * hour);
    }
    expect(accounts.emulator.callsTo('GetCallerIdentity')).toBe(1);
    expect(accounts.emulator.callsTo('DescribeTerminalSessions', { accountId: hub })).toBe(0);
    expect(accounts.lines).toHaveLength(1);
    expect(accounts.lines[0]).toMatchObject({ account: 'hub', accountId: stage, answeredId: hub });
  });
});

describe('the own account', () => {
  const ofHub = async () => {
    expect(await accounts.sessionsOf('hub')).toEqual(['s-hub', 's-all']);
  };
  it('is asked for its identity once for each key, by however many calls', async () => {
    let key: { accessKeyId: string; accessKeySecret: string } = gatewayKey;
    await start({ credentials: suppliedCredentials({ getCredential: async () => key }) });
    for (let time = 0; time < 2; time++) await all(20, ofHub);
    expect(accounts.emulator.callsTo('GetCallerIdentity')).toBe(1);
    key = rootKey;
    for (let time = 0; time < 2; time++) await all(20, ofHub);
    expect(accounts.emulator.callsTo('GetCallerIdentity')).toBe(2);
  });

  it('is disabled by a rotation that brings the key of another account', async () => {
    let key = gatewayKey;
    const stageKey = { accessKeyId: 'key-of-stage', accessKeySecret: 'secret-of-stage' };
    await start({ credentials: suppliedCredentials({ getCredential: async () => key }) });
    accounts.emulator.acceptCredentials([stageKey], 'stage');
    await ofHub();
    key = stageKey;
    for (let time = 0; time < 2; time++) {
      expect(await accounts.failureOf('hub')).toMatchObject({ code: 'ACCESS_DENIED' });
    }
    expect(accounts.emulator.callsTo('DescribeTerminalSessions', { accountId: stage })).toBe(0);
  });

  it.each<[string, Fault, string]>([
    ['throttled', { kind: 'throttling' }, 'THROTTLED'],
    ['silent', { kind: 'hang' }, 'UPSTREAM_UNAVAILABLE'],
    ['HTML', { kind: 'html' }, 'UPSTREAM_UNAVAILABLE'],
    ['without an account', { kind: 'body', json: { AccountId: '' } }, 'UPSTREAM_UNAVAILABLE'],
  ])('calls nothing while STS is %s, and then does', async (_what, fault, code) => {
    await start({ timeoutMs: 150 });
    accounts.emulator.misbehave({ ...fault, action: 'GetCallerIdentity' });
    for (let time = 0; time < 2; time++) {
      expect(await accounts.failureOf('hub')).toMatchObject({
        code,
        message: expect.stringContaining('Account hub: STS'),
      });
    }
    await ofProd();
    expect(accounts.emulator.callsTo('DescribeTerminalSessions', { accountId: hub })).toBe(0);
    accounts.emulator.heal();
    accounts.clock.pass(minute);
    await ofHub();
  });

  it('takes a key that has expired anew from its source, for itself and for the roles', async () => {
    const keys = [1, 2, 3].map((number) => ({
      accessKeyId: `STS.${number}`,
      accessKeySecret: `secret-of-${number}`,
      securityToken: `token-of-${number}`,
    }));
    const trustsAll = [`acs:ram::${hub}:root`];
    let [remembered, refreshed] = [keys[0], 0];
    await start({
      credentials: suppliedCredentials({
        getCredential: async () => remembered ?? gatewayKey,
        refresh: () => {
          refreshed += 1;
          remembered = keys[refreshed];
        },
      }),
    });
    const [role] = accounts.emulator.account('prod').roles;
    if (role) role.trusts = trustsAll;
    accounts.emulator.acceptCredentials(keys.slice(0, 1));
    accounts.emulator.acceptCredentials(keys.slice(1, 2));
    await ofHub();
    await ofHub();
    expect(refreshed).toBe(1);
    await ofProd();
    accounts.emulator.acceptCredentials(keys.slice(2));
    accounts.clock.pass(hour);
    await ofProd();
    await ofHub();
    expect(refreshed).toBe(2);
  });

  it('without a configured id asks nobody who it is, until somebody wants to know', async () => {
    await start({ accounts: null });
    const all3 = () => all(3, () => accounts.of('default').source.accountId());
    for (let time = 0; time < 2; time++)
      expect(await accounts.sessionsOf('default')).toEqual(['s-hub', 's-all']);
    expect(accounts.emulator.callsTo('GetCallerIdentity')).toBe(0);
    accounts.emulator.misbehave({ kind: 'status', status: 503, action: 'GetCallerIdentity', times: 2 });
    await expect(accounts.of('default').source.accountId()).rejects.toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
      message: expect.stringContaining('Account default: STS'),
    });
    expect(accounts.emulator.callsTo('GetCallerIdentity')).toBe(2);
    for (let time = 0; time < 3; time++) expect(await all3()).toEqual([hub, hub, hub]);
    expect(accounts.emulator.callsTo('GetCallerIdentity')).toBe(3);
    // Whoever the key is of, the records are served by it.
    expect(await accounts.sessionsOf('default')).toEqual(['s-hub', 's-all']);
  });

  it('is refused an answer for a minute where STS refuses to say it', async () => {
    await start({ accounts: null });
    accounts.emulator.misbehave({ kind: 'error', status: 403, code: 'NoPermission', message: 'no' });
    for (let time = 0; time < 3; time++) {
      await expect(accounts.of('default').source.accountId()).rejects.toMatchObject({
        code: 'ACCESS_DENIED',
      });
    }
    expect(accounts.emulator.callsTo('GetCallerIdentity')).toBe(1);
    accounts.emulator.heal();
    accounts.clock.pass(minute);
    expect(await accounts.of('default').source.accountId()).toBe(hub);
  });
});

describe('ten more accounts', () => {
  const ids = Array.from({ length: 10 }, (_, index) => `20000000000000${10 + index}`);
  const arn = (id: string) => `acs:ram::${id}:role/reader`;
  it('are entered at the same time, each by one call; what is wrong with some takes nothing from the others', async () => {
    await start({
      accounts: [...file, ...ids.map((id, index) => ({ id, name: `more-${index}`, roleArn: arn(id) }))],
      emulator: {
        otherAccounts: ids.map((accountId, index) => ({
          accountId,
          name: `more-${index}`,
          fleet: {
            regions: [
              {
                regionId: 'cn-hangzhou',
                localName: 'x',
                localNameEnglish: 'x',
                endpoint: '',
                sessions: [{ SessionId: `s-${index}` }],
                instances: [],
              },
            ],
          },
          roles: [{ roleId: `${4000 + index}`, roleName: 'reader', trusts: [`acs:ram::${hub}:root`] }],
        })),
      },
      timeoutMs: 2000,
    });
    accounts.distrust('more-3');
    accounts.emulator.misbehave({ ...throttled, roleArn: arn(ids[5] ?? '') });
    const ask = (index: number) =>
      accounts
        .sessionsOf(`more-${index}`)
        .catch((error: unknown) => (error instanceof GatewayError ? error.code : error));
    for (let time = 0; time < 3; time++) {
      const answers = await Promise.all(ids.flatMap((_, index) => [ask(index), ask(index)]));
      expect(answers).toEqual(
        ids.flatMap((_, index) => {
          const answer = { 3: 'ACCESS_DENIED', 5: 'THROTTLED' }[index] ?? [`s-${index}`];
          return [answer, answer];
        }),
      );
    }
    expect(accounts.emulator.callsTo('AssumeRole')).toBe(10);
  });
});

describe('an endpoint', () => {
  const limits = { timeoutMs: 2000, deadlineMs: 2000, maxAttempts: 1, maxConcurrency: 4 };
  const credentials = staticCredentials(gatewayKey);
  it('that is not to be called is not, and says which variable is missing', async () => {
    await start();
    const sts = createStsApi({ ...limits, credentials, endpoint: null });
    const ram = createRamApis({ ...limits, endpoint: null })(accounts.of('hub').account, credentials);
    for (let time = 0; time < 2; time++) {
      await expect(sts.accountOf(await credentials.getCredential())).rejects.toMatchObject({
        code: 'ACCESS_DENIED',
        message: expect.stringContaining('STS_ENDPOINT is not set'),
      });
      await expect(ram.users()).rejects.toMatchObject({
        code: 'ACCESS_DENIED',
        message: expect.stringMatching(/^Account hub: .*RAM_ENDPOINT is not set/),
      });
    }
    expect(accounts.emulator.calls).toEqual([]);
  });

  it('beyond this machine is reached by no test', async () => {
    await start();
    const sts = createStsApi({ ...limits, credentials, endpoint: stsEndpointOf(homeRegion) });
    for (let time = 0; time < 2; time++) {
      await expect(sts.accountOf(await credentials.getCredential())).rejects.toMatchObject({
        code: 'UPSTREAM_UNAVAILABLE',
      });
      expect(takeHostsBeyond()).toEqual(['sts.cn-hangzhou.aliyuncs.com']);
    }
  });
});

describe('the secrets of an account', () => {
  it('show in nothing that holds it', async () => {
    await start();
    const { account, source } = accounts.of('prod');
    const shown = (thing: unknown) =>
      `${inspect(thing, { depth: 9, showHidden: true })}${JSON.stringify(thing)}${String(thing)}`;
    expect(shown(account)).not.toContain(externalId);
    await ofProd();
    for (const secret of accounts.secrets())
      expect(shown(account) + JSON.stringify(source)).not.toContain(secret);
    expect(JSON.stringify(accounts.emulator.calls)).not.toContain(externalId);
  });
});
