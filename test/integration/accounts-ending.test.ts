import { afterEach, describe, expect, it } from 'vitest';
import { makeSession } from '../../emulator/emulator.ts';
import { loadConfig } from '../../src/config.ts';
import { type Answer, now, type Pair, pick } from './support/gateway.ts';
import { hub, idOf, prod, region, stage, startThree } from './support/hub-accounts.ts';
import { createIdentityProvider, trusting } from './support/tokens.ts';

/* Ending a session: the one thing that changes something, and so nothing happens twice, unannounced or by guess. */

let pair: Pair;
afterEach(() => pair.close());

const mutation = `mutation ($accountId: String, $regionId: RegionId!, $sessionId: String!) {
  endSession(accountId: $accountId, regionId: $regionId, sessionId: $sessionId) { __typename
    ... on EndSessionPayload { session { id accountId sessionId active } }
    ... on GatewayError { code message retryable accountId regionId } } }`;
const end = (given: object = {}, headers?: Record<string, string>): Promise<Answer> =>
  pair.ask(mutation, { accountId: 'prod', regionId: region, sessionId: 's-all', ...given }, headers);
const result = async (given?: object, headers?: Record<string, string>) =>
  pick((await end(given, headers)).data, 'endSession');
const sent = () => pair.emulator.callsTo('EndTerminalSession');
const on = { ALLOW_END_SESSION: 'true' };
/** Ids of all live sessions of an account in the region. */
const live = async (accountId: string) => {
  const { data } = await pair.ask(
    `{ session(accountId: "${accountId}", regionId: "${region}", sessionId: "s-all") { ... on Session { active } } }`,
  );
  return pick(data, 'session.active');
};

describe('unless it is allowed', () => {
  it.each([{}, { ALLOW_END_SESSION: 'false' }])(
    'nothing is ended, and the variable is named: %j',
    async (environment) => {
      pair = await startThree(environment);
      for (let time = 0; time < 3; time++) {
        expect(await result()).toMatchObject({
          __typename: 'AccessDeniedError',
          code: 'ACCESS_DENIED',
          message: expect.stringContaining('ALLOW_END_SESSION'),
        });
      }
      expect(pair.emulator.calls).toEqual([]);
      await expect.poll(() => pair.lines.filter(({ msg }) => msg === 'audit')).toHaveLength(3);
      for (const line of pair.lines.filter(({ msg }) => msg === 'audit')) {
        expect(line.outcome).toBe('ACCESS_DENIED');
      }
    },
  );

  it('a token needs the scope for it, beside the one to read', async () => {
    const provider = await createIdentityProvider();
    pair = await startThree({ ...on, ...trusting(provider.file) });
    const as = async (claims: object) => ({ authorization: `Bearer ${await provider.token({ ...claims })}` });
    for (const scope of [
      'ecs-sessions:read',
      'ecs-sessions:end',
      'ecs-sessions:read ecs-sessions:ending',
      '',
    ]) {
      expect(await result({}, await as({ scope })), scope).toMatchObject({ code: 'ACCESS_DENIED' });
    }
    const both = 'ecs-sessions:read ecs-sessions:end';
    const limits = [{ ecs_accounts: [] }, { ecs_accounts: [stage] }, { ecs_regions: ['cn-shanghai'] }];
    for (const limit of limits) {
      const answer = await end({}, await as({ scope: both, ...limit }));
      expect(pick(answer.data, 'endSession.code')).toMatch(/^(ACCESS_DENIED|BAD_REQUEST)$/);
      expect(JSON.stringify(answer)).not.toContain(prod);
    }
    expect(pair.emulator.calls).toEqual([]);
    expect(
      await result({}, await as({ scope: both, ecs_accounts: [prod], ecs_regions: [region] })),
    ).toMatchObject({
      session: { accountId: prod, active: false },
    });
    expect(sent()).toBe(1);
  });

  it('a gateway that anybody can reach does not start with it', () => {
    const environment = { HOST: '0.0.0.0', AUTH: 'none', ...on };
    expect(() => loadConfig(environment)).toThrow(/ALLOW_END_SESSION/);
    expect(() => loadConfig({ ...environment, HOST: '127.0.0.1' })).not.toThrow();
    expect(() => loadConfig({ ...environment, ALLOW_END_SESSION: 'false' })).not.toThrow();
  });
});

describe('where it is allowed', () => {
  it('one session of one account is ended by one call, once it has been read, and is announced before', async () => {
    pair = await startThree({ ...on, CACHE_TTL_MS: '60000' });
    // Cached as live, in each account.
    for (const name of ['hub', 'prod', 'stage']) expect(await live(name)).toBe(true);
    pair.emulator.clearCalls();
    const announced: unknown[] = [];
    pair.emulator.misbehave({
      kind: 'meanwhile',
      action: 'EndTerminalSession',
      run: () => void announced.push(...pair.lines.filter(({ action }) => action === 'endSession')),
    });
    expect(await result()).toMatchObject({
      __typename: 'EndSessionPayload',
      session: { accountId: prod, sessionId: 's-all', active: false },
    });
    expect(announced).toMatchObject([{ account: 'prod', regionId: region, sessionId: 's-all' }]);
    expect(pair.emulator.calls.map(({ action, accountId }) => [action, accountId])).toEqual([
      ['DescribeTerminalSessions', prod],
      ['EndTerminalSession', prod],
      ['DescribeTerminalSessions', prod],
    ]);
    expect(await live('prod')).toBe(false);
    for (const name of ['hub', 'stage']) expect(await live(name)).toBe(true);
  });

  it('an equal request is executed again, and one that has ended is given back without a call', async () => {
    pair = await startThree({ ...on, CACHE_TTL_MS: '60000' });
    await end();
    for (let time = 1; time <= 3; time++) {
      pair.emulator.clearCalls();
      expect(await result()).toMatchObject({ session: { active: false } });
      expect(pair.emulator.calls.map(({ action }) => action)).toEqual(['DescribeTerminalSessions']);
    }
    pair.emulator.change({ account: 'prod', regionId: region }, 's-all', () =>
      makeSession({ sessionId: 's-all', created: now, status: 'Connected' }),
    );
    expect(await result()).toMatchObject({ session: { active: false } });
    expect(sent()).toBe(1);
  });

  it('one that is not there is not found, one of another account neither; nothing is sent', async () => {
    pair = await startThree(on);
    for (let time = 0; time < 3; time++) {
      for (const sessionId of ['s-none', 's-hub-0']) {
        expect(await result({ sessionId })).toMatchObject({ code: 'SESSION_NOT_FOUND', accountId: prod });
      }
      for (const given of [
        { sessionId: 'web-01' },
        { sessionId: '' },
        { accountId: 'nobody' },
        { accountId: null },
      ]) {
        expect(await result(given)).toMatchObject({ code: 'BAD_REQUEST' });
      }
    }
    expect(sent()).toBe(0);
  });

  it('one that stands behind an empty page is found', async () => {
    pair = await startThree(on);
    pair.emulator.misbehave({ kind: 'empty-pages', count: 2, accountId: prod });
    expect(await result()).toMatchObject({ session: { sessionId: 's-all' } });
    expect(sent()).toBe(1);
  });

  it('a request ends one, however it is written', async () => {
    pair = await startThree(on);
    const one = (alias: string, account: string) =>
      `${alias}: endSession(accountId: "${account}", regionId: "${region}", sessionId: "s-all") { __typename ... on GatewayError { code } }`;
    const { data, errors } = await pair.ask(
      `mutation { ${one('a', 'prod')} ${one('b', 'stage')} ${one('c', 'prod')} }`,
    );
    const codes = ['a', 'b', 'c'].map((alias) => pick(data, `${alias}.code`));
    if (errors === undefined) expect(codes).toEqual([undefined, 'BAD_REQUEST', 'BAD_REQUEST']);
    expect(sent()).toBeLessThanOrEqual(1);
    expect(await live('stage')).toBe(true);
  });

  it('only by POST', async () => {
    pair = await startThree(on);
    const text = `mutation { endSession(accountId: "prod", regionId: "${region}", sessionId: "s-all") { __typename } }`;
    const url = `${pair.url}?query=${encodeURIComponent(text)}`;
    for (const method of ['GET', 'HEAD', 'GET']) {
      const answer = await fetch(url, { method, headers: { accept: 'application/json' } });
      await answer.text();
      expect(answer.status).toBe(405);
    }
    // A form of another site can send this without asking.
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
    ]) {
      const answer = await fetch(pair.url, {
        method: 'POST',
        headers: { 'content-type': type, origin: 'https://evil.example' },
        body: JSON.stringify({ query: text }),
      });
      await answer.text();
      expect(answer.status).toBeGreaterThanOrEqual(400);
    }
    expect(pair.emulator.calls).toEqual([]);
  });

  it.each(['reset', 'truncate', 'html'] as const)(
    'without a clear answer (%s) it is said to be in doubt, and sent once',
    async (kind) => {
      pair = await startThree({ ...on, ECS_MAX_ATTEMPTS: '3' });
      pair.emulator.misbehave({ kind, action: 'EndTerminalSession', times: 1 });
      expect(await result()).toMatchObject({
        __typename: 'UpstreamUnavailableError',
        retryable: false,
        accountId: prod,
        regionId: region,
        message: expect.stringContaining('may have been ended'),
      });
      expect(sent()).toBe(1);
    },
  );

  it('no key of an account ends the same session in another', async () => {
    pair = await startThree(on);
    for (const name of ['stage', 'hub', 'prod'] as const) {
      pair.emulator.clearCalls();
      expect(await result({ accountId: name })).toMatchObject({
        session: { accountId: idOf[name], active: false },
      });
      expect(
        new Set(
          pair.emulator.calls
            .filter(({ action }) => action === 'EndTerminalSession')
            .map(({ accountId }) => accountId),
        ),
      ).toEqual(new Set([idOf[name]]));
    }
    expect(hub).not.toBe(stage);
  });
});
