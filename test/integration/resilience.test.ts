import { afterEach, describe, expect, it } from 'vitest';
import { createDemoFleet, demoCredentials } from '../../demo/own-fleet.ts';
import { createEmulator } from '../../emulator/emulator.ts';
import { ownAccountKey } from '../../src/ecs/account.ts';
import { parseRegionId } from '../../src/ecs/arguments.ts';
import { staticCredentials } from '../../src/ecs/sdk/credentials.ts';
import { createSdkApi } from '../../src/ecs/sdk/sdk-api.ts';
import { stopClock } from '../support/stopped-clock.ts';
import { list, type Pair, pick, startPair } from './support/gateway.ts';

/** What the gateway does when ECS refuses or fails. */
let pair: Pair | undefined;
const start = async (environment: Record<string, string> = {}) => {
  pair = await startPair(environment);
  return pair;
};
afterEach(() => pair?.close());

const query = (region = 'cn-hangzhou') =>
  `{ sessions(regionIds: ["${region}"]) { __typename ... on SessionConnection { nodes { sessionId } }
     ... on GatewayError { code message upstreamCode } ... on ThrottledError { retryAfterSeconds } } }`;
const codeOf = async (from: Pair, region?: string) => {
  const { data } = await from.ask(query(region));
  return pick(data, 'sessions.code') ?? pick(data, 'sessions.__typename');
};

describe('after a Throttling answer', () => {
  it('that API and region fail fast until the minute ends, and nothing more is sent', async () => {
    const clock = stopClock(30);
    const gateway = await start();
    const calls = () => gateway.emulator.callsTo('DescribeTerminalSessions');
    gateway.emulator.misbehave({ kind: 'throttling', times: 1 });
    for (let n = 0; n < 50; n++) expect(await codeOf(gateway)).toBe('THROTTLED');
    expect(calls()).toBe(1);
    for (const [ms, seconds] of [
      [0, 30],
      [29_000, 1],
      [999, 1],
    ] as const) {
      clock.advance(ms);
      const { data } = await gateway.ask(query());
      expect(pick(data, 'sessions.retryAfterSeconds')).toBe(seconds);
    }
    expect(calls()).toBe(1);
    clock.advance(1);
    for (let n = 0; n < 3; n++) expect(await codeOf(gateway)).toBe('SessionConnection');
    expect(calls()).toBe(4);
  });

  it.each([1, 60_001, 600_000, 86_400_000])(
    'that says to wait for %d ms, it is until the next minute at least, and a minute at most',
    async (ms) => {
      const clock = stopClock(30);
      const gateway = await start();
      gateway.emulator.misbehave({ kind: 'throttling', retryAfterMs: ms, times: 1 });
      const wait = ms === 1 ? 30 : 60;
      // What ECS says comes first; what the gate says, afterwards.
      for (const seconds of [ms === 1 ? 1 : 60, wait, wait]) {
        const { data } = await gateway.ask(query());
        expect(pick(data, 'sessions.retryAfterSeconds')).toBe(seconds);
      }
      expect(await codeOf(gateway, 'cn-shanghai')).toBe('SessionConnection');
      expect(gateway.emulator.callsTo('DescribeTerminalSessions')).toBe(2);
      clock.advance(wait * 1000 - 1);
      expect(await codeOf(gateway)).toBe('THROTTLED');
      clock.advance(1);
      expect(await codeOf(gateway)).toBe('SessionConnection');
    },
  );

  it('other regions and other APIs go on', async () => {
    stopClock();
    const gateway = await start();
    gateway.emulator.misbehave({ kind: 'throttling', times: 1 });
    expect(await codeOf(gateway)).toBe('THROTTLED');
    expect(await codeOf(gateway, 'cn-shanghai')).toBe('SessionConnection');
    const { errors } = await gateway.ask('{ instance(regionId: "cn-hangzhou", instanceId: "i-1") { name } }');
    expect(errors).toBeUndefined();
    expect(await codeOf(gateway)).toBe('THROTTLED');
  });

  it('with ECS_CIRCUIT_BREAKER=off each request tries anew', async () => {
    stopClock();
    const gateway = await start({ ECS_CIRCUIT_BREAKER: 'off' });
    gateway.emulator.misbehave({ kind: 'throttling', times: 1 });
    expect(await codeOf(gateway)).toBe('THROTTLED');
    expect(await codeOf(gateway)).toBe('SessionConnection');
  });
});

describe('the gateway’s own budget', () => {
  it('stops before the account’s is used up, for one API and region, until the minute ends', async () => {
    const clock = stopClock(48);
    const gateway = await start({ ECS_CALLS_PER_MINUTE: '5' });
    for (let minute = 1; minute <= 3; minute++) {
      const codes = [];
      for (let n = 0; n < 8; n++) codes.push(await codeOf(gateway));
      expect(codes).toEqual([...Array(5).fill('SessionConnection'), ...Array(3).fill('THROTTLED')]);
      expect(gateway.emulator.callsTo('DescribeTerminalSessions', { regionId: 'cn-hangzhou' })).toBe(
        5 * minute,
      );
      const { data } = await gateway.ask(query());
      expect(pick(data, 'sessions.message')).toContain('ECS_CALLS_PER_MINUTE');
      expect(pick(data, 'sessions')).toMatchObject({ upstreamCode: null, retryAfterSeconds: 12 });
      expect(await codeOf(gateway, 'cn-shanghai')).toBe('SessionConnection');
      clock.advance(60_000);
    }
  });
});

describe('a region that fails again and again', () => {
  it('is left alone, and the others work', async () => {
    const clock = stopClock();
    const gateway = await start({ ECS_MAX_ATTEMPTS: '1' });
    const undo = gateway.emulator.misbehave({ kind: 'status', status: 503, regionId: 'cn-hangzhou' });
    for (let n = 0; n < 20; n++) {
      expect(await codeOf(gateway)).toBe('UPSTREAM_UNAVAILABLE');
      expect(await codeOf(gateway, 'cn-beijing')).toBe('SessionConnection');
    }
    const toHangzhou = gateway.emulator.calls.filter(({ regionId }) => regionId === 'cn-hangzhou');
    expect(toHangzhou).toHaveLength(5);
    const { data } = await gateway.ask(query());
    expect(pick(data, 'sessions.message')).toContain('again and again');
    undo();
    expect(await codeOf(gateway)).toBe('UPSTREAM_UNAVAILABLE');
    clock.advance(10_000);
    for (let n = 0; n < 3; n++) expect(await codeOf(gateway)).toBe('SessionConnection');
  });

  it('is not one that refuses, nor one whose callers go away', async () => {
    const gateway = await start({ ECS_MAX_ATTEMPTS: '1' });
    const undo = gateway.emulator.misbehave({
      kind: 'error',
      status: 403,
      code: 'Forbidden.RAM',
      message: 'x',
    });
    for (let n = 0; n < 10; n++) expect(await codeOf(gateway)).toBe('ACCESS_DENIED');
    undo();
    const slow = gateway.emulator.misbehave({ kind: 'latency', ms: 400 });
    const url = `${gateway.url}?query=${encodeURIComponent(query())}`;
    await Promise.all(
      Array.from({ length: 10 }, () => fetch(url, { signal: AbortSignal.timeout(100) }).catch(() => {})),
    );
    slow();
    expect(await codeOf(gateway)).toBe('SessionConnection');
  });

  it('with ECS_CIRCUIT_BREAKER=off is asked each time', async () => {
    const gateway = await start({ ECS_MAX_ATTEMPTS: '1', ECS_CIRCUIT_BREAKER: 'off' });
    gateway.emulator.misbehave({ kind: 'status', status: 503 });
    for (let n = 0; n < 8; n++) await codeOf(gateway);
    expect(gateway.emulator.calls).toHaveLength(8);
  });
});

describe('with STALE_IF_ERROR_SECONDS', () => {
  const stale = { STALE_IF_ERROR_SECONDS: '60', CACHE_TTL_MS: '1', ECS_MAX_ATTEMPTS: '1' };

  it('an older page stands in for a failed call, and says how old it is', async () => {
    const gateway = await start(stale);
    const began = performance.now();
    const before = await gateway.ask(query());
    expect(before).not.toHaveProperty('extensions');
    for (const fault of [{ kind: 'status', status: 503 }, { kind: 'throttling' }] as const) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      const undo = gateway.emulator.misbehave(fault);
      const answer = await gateway.ask(query());
      expect(list(answer, 'data.sessions.nodes')).toEqual(list(before, 'data.sessions.nodes'));
      const ageSeconds = Number(pick(answer, 'extensions.stale.ageSeconds'));
      expect(answer.extensions).toEqual({ stale: { ageSeconds } });
      expect(ageSeconds).toBeGreaterThanOrEqual(1);
      expect(ageSeconds).toBeLessThanOrEqual(Math.ceil((performance.now() - began) / 1000));
      await expect
        .poll(() => gateway.lines)
        .toContainEqual(expect.objectContaining({ msg: 'audit', staleSeconds: ageSeconds, outcome: 'ok' }));
      undo();
    }
  });

  it('nothing stands in for what ECS refuses, nor for a page that was never served', async () => {
    const gateway = await start(stale);
    await gateway.ask(query());
    await new Promise((resolve) => setTimeout(resolve, 10));
    gateway.emulator.misbehave({ kind: 'error', status: 403, code: 'Forbidden.RAM', message: 'x', times: 1 });
    expect(await codeOf(gateway)).toBe('ACCESS_DENIED');
    gateway.emulator.misbehave({ kind: 'status', status: 503 });
    expect(await codeOf(gateway, 'cn-shanghai')).toBe('UPSTREAM_UNAVAILABLE');
  });

  it('unset, a failure is a failure', async () => {
    const gateway = await start({ CACHE_TTL_MS: '1', ECS_MAX_ATTEMPTS: '1' });
    await gateway.ask(query());
    await new Promise((resolve) => setTimeout(resolve, 10));
    gateway.emulator.misbehave({ kind: 'status', status: 503 });
    expect(await codeOf(gateway)).toBe('UPSTREAM_UNAVAILABLE');
  });
});

describe('STS credentials', () => {
  it('sign calls, and are in no log line and no answer', async () => {
    const key = {
      accessKeyId: 'STS.pair-id',
      accessKeySecret: 'sts-pair-secret',
      securityToken: 'sts-pair-token',
    };
    pair = await startPair({}, { credentials: [key] });
    expect(await codeOf(pair)).toBe('SessionConnection');
    pair.emulator.misbehave({ kind: 'reset', times: 3 });
    expect(await codeOf(pair)).toBe('UPSTREAM_UNAVAILABLE');
    const log = JSON.stringify(pair.lines);
    for (const secret of Object.values(key)) expect(log).not.toContain(secret);
  });
});

describe('STS credentials that expire', () => {
  const sts = (securityToken: string) => ({
    accessKeyId: 'STS.key-id',
    accessKeySecret: 'sts-key-secret',
    securityToken,
  });
  const regionId = parseRegionId('cn-hangzhou');

  /** An emulator that trusts the new token, and an API whose credentials are renewed when they are refreshed. */
  async function withRenewal(renewed: ReturnType<typeof sts>) {
    const emulator = createEmulator({
      credentials: [sts('old-token-000')],
      fleet: createDemoFleet({ now: Date.now() }),
    });
    let current = staticCredentials(sts('old-token-000'));
    let refreshes = 0;
    const api = createSdkApi({
      credentialsOf: () => ({
        getCredential: () => current.getCredential(),
        refresh: () => {
          refreshes += 1;
          current = staticCredentials(renewed);
        },
      }),
      endpoint: await emulator.listen(),
      homeRegion: regionId,
      timeoutMs: 2000,
      deadlineMs: 4000,
      maxAttempts: 3,
      maxConcurrency: 8,
      log: { warn: () => {} },
    });
    return { emulator, api, refreshes: () => refreshes };
  }

  it('are refreshed by the chain, and the call made once more', async () => {
    const { emulator, api, refreshes } = await withRenewal(sts('new-token-111'));
    await api.terminalSessions({ accountKey: ownAccountKey, regionId, maxResults: 10 });
    emulator.acceptCredentials([sts('new-token-111')]);
    emulator.clearCalls();
    expect(
      (await api.terminalSessions({ accountKey: ownAccountKey, regionId, maxResults: 10 })).records,
    ).toHaveLength(10);
    expect([refreshes(), emulator.calls.length]).toEqual([1, 2]);
    await emulator.close();
  });

  it('are an ACCESS_DENIED where the new ones are refused as well, after one more call', async () => {
    const { emulator, api } = await withRenewal(sts('wrong-token-222'));
    emulator.acceptCredentials([demoCredentials]);
    await expect(
      api.terminalSessions({ accountKey: ownAccountKey, regionId, maxResults: 10 }),
    ).rejects.toMatchObject({
      code: 'ACCESS_DENIED',
    });
    expect(emulator.calls.length).toBeLessThanOrEqual(2);
    await emulator.close();
  });
});
