import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { allow } from '../../emulator/emulator.ts';
import type { Fault } from '../../emulator/fault.ts';
import { GatewayError } from '../../src/ecs/errors.ts';
import { Usage } from '../../src/ecs/usage.ts';
import '../support/loopback-only.ts';
import { type Accounts, hub, prod, stage, startAccounts } from './support/accounts.ts';

/** Who the ids in session records are, by two walks an account an hour. */
const minute = 60_000;
const hour = 60 * minute;
let accounts: Accounts;
afterEach(() => accounts.close());
const start = async (options: Parameters<typeof startAccounts>[0] = {}) => {
  accounts = await startAccounts(options);
};
const directory = (name = 'prod') => accounts.of(name).principals;
const walks = (accountId = prod) => [
  accounts.emulator.callsTo('ListUsers', { accountId }),
  accounts.emulator.callsTo('ListRoles', { accountId }),
];
const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => null,
    (error: unknown) => (error instanceof GatewayError ? error.code : error),
  );
/** Fills an account with users and roles of these numbers. */
const fill = (name: string, count: number) => {
  const account = accounts.emulator.account(name);
  account.users.push(
    ...Array.from({ length: count }, (_, index) => ({
      userId: String(5000 + index),
      userName: `user-${index}`,
      ...(index % 2 === 0 && { displayName: `User ${index}` }),
    })),
  );
};

describe('the directory of an account', () => {
  it('names users and roles, and knows who is not there', async () => {
    await start();
    for (let time = 0; time < 3; time++) {
      expect(await directory().user('2001')).toEqual({
        userId: '2001',
        userName: 'alice',
        displayName: 'Alice',
      });
      expect(await directory().role('3001')).toEqual({ roleId: '3001', roleName: 'session-audit' });
      expect(await directory().user('9999')).toBeNull();
      expect(await directory().role('2001')).toBeNull();
      expect(await directory().user('__proto__')).toBeNull();
    }
    expect(walks()).toEqual([1, 1]);
  });

  it('is of one account: the same id is somebody else in another', async () => {
    await start();
    for (let time = 0; time < 2; time++) {
      const names = await Promise.all(
        ['hub', 'prod', 'stage'].map(async (name) => (await directory(name).user('2001'))?.userName),
      );
      expect(names).toEqual(['gateway', 'alice', 'bob']);
    }
    expect([walks(hub), walks(prod), walks(stage)]).toEqual([
      [1, 0],
      [1, 0],
      [1, 0],
    ]);
  });

  it('costs one walk of each for any number of ids and names, asked for at once or later', async () => {
    await start();
    fill('prod', 2500);
    const ask = () =>
      Promise.all([
        ...Array.from({ length: 300 }, (_, index) => directory().user(String(5000 + index))),
        ...Array.from({ length: 300 }, (_, index) => directory().role(String(index))),
        ...Array.from({ length: 300 }, (_, index) => directory().byName(`USER-${index}`)),
      ]);
    for (let time = 0; time < 3; time++) {
      const answers = await ask();
      expect(answers[7]).toEqual({ userId: '5007', userName: 'user-7', displayName: null });
      expect(answers[608]).toEqual({
        users: [{ userId: '5008', userName: 'user-8', displayName: 'User 8' }],
        roles: [],
      });
      expect(walks()).toEqual([3, 1]);
    }
    expect(accounts.emulator.calls.filter(({ action }) => action === 'ListUsers')).toMatchObject(
      Array.from({ length: 3 }, () => ({ params: { MaxItems: '1000' } })),
    );
    accounts.clock.pass(hour - 1);
    await ask();
    expect(walks()).toEqual([3, 1]);
    accounts.clock.pass(1);
    await ask();
    expect(walks()).toEqual([6, 2]);
  });

  it('finds users and roles by exactly their name, without case', async () => {
    await start();
    const { users, roles } = accounts.emulator.account('prod');
    users.push({ userId: '2002', userName: 'Session-Audit' }, { userId: '2003', userName: 'ALICE' });
    roles.push({ roleId: '3009', roleName: 'alice-2', trusts: [] });
    for (let time = 0; time < 2; time++) {
      expect(await directory().byName('session-AUDIT')).toEqual({
        users: [{ userId: '2002', userName: 'Session-Audit', displayName: null }],
        roles: [{ roleId: '3001', roleName: 'session-audit' }],
      });
      expect((await directory().byName('alice')).users.map(({ userId }) => userId)).toEqual(['2001', '2003']);
      for (const name of ['', 'alic', '*', 'Alice Smith']) {
        expect(await directory().byName(name)).toEqual({ users: [], roles: [] });
      }
    }
  });

  it('counts what it costs for who began it, and stops before one call too many', async () => {
    await start();
    fill('prod', 1500);
    const [first, second] = [new Usage(), new Usage()];
    await Promise.all([directory().user('1', { usage: first }), directory().user('2', { usage: second })]);
    expect([first.calls, first.attempts, second.calls, second.attempts]).toEqual([1, 2, 0, 0]);
    accounts.clock.pass(minute);
    await directory().user('3', { usage: second });
    expect([second.calls, second.cachedMs]).toEqual([0, minute]);
    await expect(directory().role('3', { usage: new Usage(0) })).rejects.toThrow(/MAX_UPSTREAM_CALLS/);
    expect(walks()).toEqual([2, 0]);
    expect(await directory().role('3001', { usage: second })).not.toBeNull();
  });

  it('goes on for the others when one who waits leaves', async () => {
    await start();
    await accounts.sessionsOf('prod');
    accounts.emulator.misbehave({ kind: 'latency', ms: 100, action: 'ListUsers' });
    const leaving = new AbortController();
    const asked = [
      codeOf(directory().user('2001', { signal: leaving.signal })),
      directory().user('2001', { signal: new AbortController().signal }),
    ];
    setTimeout(() => leaving.abort(), 20);
    expect(await Promise.all(asked)).toMatchObject(['UPSTREAM_UNAVAILABLE', { userName: 'alice' }]);
    expect(walks()).toEqual([1, 0]);
  });
});

describe('RAM', () => {
  it.each(['user', 'role'] as const)(
    'that refuses the list of %ss denies them alone, for a minute',
    async (kind) => {
      await start();
      const [role] = accounts.emulator.account('prod').roles;
      if (role) role.policy = allow('ecs:*', kind === 'user' ? 'ram:ListRoles' : 'ram:ListUsers');
      const other = kind === 'user' ? 'role' : 'user';
      for (let time = 0; time < 3; time++) {
        const error = await directory()
          [kind]('2001')
          .catch((error: unknown) => error);
        expect(error).toMatchObject({
          code: 'ACCESS_DENIED',
          message: expect.stringMatching(
            kind === 'user' ? /Account prod: .*ram:ListUsers/ : /Account prod: .*ram:ListRoles/,
          ),
        });
        for (const secret of accounts.secrets()) expect(inspect(error)).not.toContain(secret);
        await directory()[other]('3001');
        expect(await codeOf(directory().byName('alice'))).toBe('ACCESS_DENIED');
        expect((await directory('stage').byName('BOB')).users).toHaveLength(1);
      }
      expect(walks()).toEqual([1, 1]);
      if (role) role.policy = allow('*');
      accounts.clock.pass(minute);
      await directory()[kind]('3001');
      expect((await directory().byName('alice')).users).toHaveLength(1);
    },
  );

  it('whose account may not be entered says so once, with its name', async () => {
    await start();
    accounts.distrust('prod');
    for (let time = 0; time < 3; time++) {
      await expect(directory().user('2001')).rejects.toMatchObject({
        code: 'ACCESS_DENIED',
        message: expect.stringMatching(/^Account prod: The role does not let/),
      });
    }
    expect(walks()).toEqual([0, 0]);
    expect(accounts.emulator.callsTo('AssumeRole')).toBe(1);
    expect((await directory('stage').user('2001'))?.userName).toBe('bob');
  });

  const one = { Users: { User: [{ UserId: '1', UserName: 'one' }] } };
  const page = (parts: object) => ({ IsTruncated: false, Users: { User: [] }, ...parts });
  it.each<[string, Fault, string]>([
    ['throttles', { kind: 'throttling' }, 'THROTTLED'],
    [
      'fails inside',
      { kind: 'error', status: 500, code: 'InternalError', message: 'x' },
      'UPSTREAM_INTERNAL_ERROR',
    ],
    ['sends HTML', { kind: 'html' }, 'UPSTREAM_UNAVAILABLE'],
    ['hangs', { kind: 'hang' }, 'UPSTREAM_UNAVAILABLE'],
    ['resets', { kind: 'reset' }, 'UPSTREAM_UNAVAILABLE'],
    ['sends half', { kind: 'truncate' }, 'UPSTREAM_UNAVAILABLE'],
    ['sends a list', { kind: 'body', json: [] }, 'UPSTREAM_UNAVAILABLE'],
    ['sends no list', { kind: 'body', json: { IsTruncated: false } }, 'UPSTREAM_UNAVAILABLE'],
    [
      'does not say whether it goes on',
      { kind: 'body', json: page({ IsTruncated: undefined }) },
      'UPSTREAM_UNAVAILABLE',
    ],
    ['goes on without a Marker', { kind: 'body', json: page({ IsTruncated: true }) }, 'UPSTREAM_UNAVAILABLE'],
    [
      'goes on at the same Marker',
      { kind: 'body', json: page({ IsTruncated: true, Marker: 'x', ...one }) },
      'UPSTREAM_UNAVAILABLE',
    ],
    [
      'sends empty pages without end',
      { kind: 'body', json: page({ IsTruncated: true, Marker: 'x' }) },
      'UPSTREAM_UNAVAILABLE',
    ],
    [
      'sends a user without a name',
      { kind: 'body', json: page({ Users: { User: [{ UserId: '2001' }] } }) },
      'UPSTREAM_UNAVAILABLE',
    ],
    [
      'sends a user that is none',
      { kind: 'body', json: page({ Users: { User: [null] } }) },
      'UPSTREAM_UNAVAILABLE',
    ],
  ])('that %s names nobody, in one account alone, and is asked anew', async (_what, fault, code) => {
    await start({ timeoutMs: 150, circuitBreaker: false });
    await Promise.all([accounts.sessionsOf('prod'), accounts.sessionsOf('stage')]);
    const heal = accounts.emulator.misbehave({ ...fault, action: 'ListUsers', accountId: prod });
    for (let time = 0; time < 2; time++) {
      const error = await directory()
        .user('2001')
        .catch((error: unknown) => error);
      expect(error).toMatchObject({ code, message: expect.stringMatching(/^Account prod: /) });
      expect(String(error)).not.toMatch(/ECS (gave|sent|did)/);
      expect((await directory('stage').user('2001'))?.userName).toBe('bob');
      expect((await directory().role('3001'))?.roleName).toBe('session-audit');
    }
    heal();
    expect((await directory().user('2001'))?.userName).toBe('alice');
  });

  it('that breaks in the middle of a walk leaves no half of it behind', async () => {
    await start();
    fill('prod', 2500);
    await accounts.sessionsOf('prod');
    accounts.emulator.misbehave({ kind: 'expired-token', action: 'ListUsers' });
    for (let time = 0; time < 2; time++) {
      // Of the first page, which was read.
      expect(await codeOf(directory().user('2001'))).toBe('UPSTREAM_UNAVAILABLE');
    }
    expect(walks()).toEqual([4, 0]);
    accounts.emulator.heal();
    expect((await directory().user('7499'))?.userName).toBe('user-2499');
    expect(walks()).toEqual([7, 0]);
  });

  it('that always has another page is left after a hundred', async () => {
    await start();
    await accounts.sessionsOf('prod');
    fill('prod', 150);
    accounts.emulator.misbehave({ kind: 'short-pages', size: 1, action: 'ListUsers' });
    await expect(directory().user('5000')).rejects.toThrow(/Account prod: RAM sent pages without end/);
    expect(walks()).toEqual([100, 0]);
  });

  it('may send pages without entries, and ids as long numbers', async () => {
    await start();
    fill('prod', 1500);
    accounts.emulator.misbehave({ kind: 'empty-pages', count: 2, action: 'ListUsers' });
    expect((await directory().user('6499'))?.userName).toBe('user-1499');
    const text =
      '{"IsTruncated":false,"Users":{"User":[{"UserId":237164509281736450,"UserName":"n"},{"UserId":12,"UserName":"m"}]}}';
    accounts.emulator.misbehave({
      kind: 'raw',
      status: 200,
      headers: { 'content-type': 'application/json' },
      text,
      action: 'ListUsers',
    });
    accounts.clock.pass(hour);
    for (let time = 0; time < 2; time++) {
      expect((await directory().user('237164509281736450'))?.userName).toBe('n');
      expect((await directory().user('12'))?.userName).toBe('m');
    }
  });

  it('is called with a fresh session where the old one was refused', async () => {
    await start();
    await accounts.sessionsOf('prod');
    for (let time = 0; time < 2; time++) {
      accounts.emulator.expireRoleSessions('prod');
      expect((await directory().user('2001'))?.userName).toBe('alice');
      accounts.clock.pass(hour / 2);
      accounts.clock.pass(hour / 2);
    }
    expect(accounts.emulator.callsTo('AssumeRole')).toBe(3);
  });
});
