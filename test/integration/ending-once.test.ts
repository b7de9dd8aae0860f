import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createEmulator, type Emulator, type Fault } from '../../emulator/emulator.ts';
import { ownAccountKey } from '../../src/ecs/account.ts';
import type { EcsApi } from '../../src/ecs/api.ts';
import { parseRegionId } from '../../src/ecs/arguments.ts';
import { createCachedApi } from '../../src/ecs/cache/cached-api.ts';
import { AccessDeniedError, OutcomeUnknownError, UnreachableError } from '../../src/ecs/errors.ts';
import type { CallPipelineOptions } from '../../src/ecs/sdk/call-pipeline.ts';
import { type CredentialSource, staticCredentials } from '../../src/ecs/sdk/credentials.ts';
import { createSdkApi } from '../../src/ecs/sdk/sdk-api.ts';

/*
 * EndTerminalSession changes something: however it fails, it reaches ECS once at most, and what is said of it is true of
 * the session.
 */

const action = 'EndTerminalSession';
const key = { accessKeyId: 'key', accessKeySecret: 'secret' };
const at = { accountKey: ownAccountKey, regionId: parseRegionId('cn-hangzhou') };
const live = (SessionId: string) => ({
  SessionId,
  Connections: {
    Connection: [{ InstanceId: 'i-1', Status: 'Connected', StartTime: '2024-01-19T09:16:40Z' }],
  },
});

let emulator: Emulator;
let endpoint: string;
beforeAll(async () => {
  const region = { localName: '', localNameEnglish: '', endpoint: '', instances: [] };
  emulator = createEmulator({
    credentials: [key],
    fleet: { regions: [{ ...region, regionId: at.regionId, sessions: [] }] },
  });
  endpoint = await emulator.listen();
});
afterEach(() => {
  emulator.heal();
  emulator.acceptCredentials([key]);
});
afterAll(() => emulator.close());

/** An API, and a live session; nothing is remembered of others. */
function start(options: Partial<CallPipelineOptions> = {}): EcsApi {
  emulator.fleet.regions[0]?.sessions.splice(0, Number.POSITIVE_INFINITY, live('s-1'), live('s-2'));
  emulator.clearCalls();
  const api = createSdkApi({
    credentialsOf: () => staticCredentials(key),
    endpoint,
    homeRegion: at.regionId,
    timeoutMs: 5000,
    deadlineMs: 10_000,
    maxAttempts: 3,
    maxConcurrency: 2,
    log: { warn() {} },
    ...options,
  });
  return createCachedApi(api, { ttlMs: 60_000, maxBytes: 1e6, staleIfErrorMs: 60_000 });
}
const sent = () => emulator.callsTo(action);
const isLive = async (api: EcsApi, sessionId = 's-1') =>
  (await api.terminalSessions({ ...at, sessionId, maxResults: 1 }, { fresh: true })).records[0]?.active;
const failure = (ending: Promise<void>) =>
  ending.then(
    () => null,
    (error) => error,
  );

/** Long enough for whatever would be sent late. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 300));

describe('without a clear answer', () => {
  const unclear: { fault: Fault; timeoutMs?: number }[] = [
    { fault: { kind: 'reset' } },
    { fault: { kind: 'truncate' } },
    { fault: { kind: 'hang' }, timeoutMs: 200 },
    { fault: { kind: 'drip', intervalMs: 20 }, timeoutMs: 200 },
    { fault: { kind: 'html' } },
    { fault: { kind: 'html', status: 200 } },
    { fault: { kind: 'html', status: 403 } },
    { fault: { kind: 'html', status: 429 } },
    { fault: { kind: 'status', status: 500 } },
    { fault: { kind: 'status', status: 503 } },
    { fault: { kind: 'error', status: 500, code: 'InternalError', message: 'x' } },
    // Something on the way has sent it twice: the first may have taken effect.
    { fault: { kind: 'error', status: 400, code: 'SignatureNonceUsed', message: 'x' } },
    { fault: { kind: 'malformed' } },
    { fault: { kind: 'body', json: {} } },
    { fault: { kind: 'body', json: [] } },
    { fault: { kind: 'body', json: null } },
  ];

  it.each(unclear)('is sent once and said to be in doubt: $fault', async ({ fault, timeoutMs = 5000 }) => {
    const api = start({ timeoutMs });
    for (let time = 1; time <= 2; time++) {
      emulator.misbehave({ ...fault, action, times: 1 });
      const error = await failure(api.endSession(at, 's-1'));
      expect(sent()).toBe(time);
      expect(error).toBeInstanceOf(OutcomeUnknownError);
      expect(error).toMatchObject({
        ...at,
        code: 'UPSTREAM_UNAVAILABLE',
        retryable: false,
        message: expect.stringMatching(/^Region cn-hangzhou: .*may have been ended; ask session/),
      });
    }
    // Half of the right answer: ECS has done it.
    expect(await isLive(api)).toBe(fault.kind !== 'truncate');
    await api.endSession(at, 's-1');
    expect(await isLive(api)).toBe(false);
    expect(sent()).toBe(3);
  });

  it('again and again, the call is left alone, which is an ordinary failure: nothing was sent', async () => {
    const api = start();
    emulator.misbehave({ kind: 'reset', action });
    for (let time = 0; time < 5; time++) await failure(api.endSession(at, 's-1'));
    for (let time = 0; time < 3; time++) {
      const error = await failure(api.endSession(at, 's-1'));
      expect(error).not.toBeInstanceOf(OutcomeUnknownError);
      expect(error).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', retryable: true });
    }
    expect(sent()).toBe(5);
    expect(await isLive(api)).toBe(true);
  });

  it('in a crowd that is too large, each is told what is true of its own', async () => {
    const api = start({ maxConcurrency: 2, timeoutMs: 150, deadlineMs: 300 });
    const ids = Array.from({ length: 24 }, (_, n) => `s-of-${n}`);
    emulator.fleet.regions[0]?.sessions.push(...ids.map(live));
    let n = 0;
    // About every third takes longer than it may.
    emulator.misbehave({ kind: 'latency', ms: 200, action, probability: 1 / 3, random: () => (n++ % 3) / 3 });
    emulator.misbehave({ kind: 'latency', ms: 60, action });
    const outcomes = await Promise.all(ids.map((id) => failure(api.endSession(at, id))));
    await settled();
    const sentTo = (id: string) => emulator.calls.filter(({ params }) => params.SessionId === id).length;
    for (const [index, error] of outcomes.entries()) {
      const reached = sentTo(ids[index] ?? '');
      if (error === null) expect(reached).toBe(1);
      else if (error instanceof OutcomeUnknownError) expect(reached).toBeLessThanOrEqual(1);
      else expect([reached, error.code]).toEqual([0, 'THROTTLED']);
    }
    expect(sent()).toBeGreaterThan(0);
    expect(sent()).toBeLessThan(ids.length);
  });
});

describe('with a clear answer', () => {
  it('is sent once, and again only when asked again, each time on its own', async () => {
    const api = start();
    await api.endSession(at, 's-1');
    expect(await isLive(api)).toBe(false);
    emulator.misbehave({ kind: 'latency', ms: 50, action });
    await Promise.all(Array.from({ length: 5 }, () => api.endSession(at, 's-1')));
    expect(sent()).toBe(6);
    expect(await isLive(api, 's-2')).toBe(true);
  });

  it.each<[Fault, object]>([
    [{ kind: 'error', status: 403, code: 'Forbidden.RAM', message: 'x' }, { code: 'ACCESS_DENIED' }],
    [
      { kind: 'error', status: 400, code: 'InvalidSecurityToken.Expired', message: 'x' },
      { code: 'ACCESS_DENIED' },
    ],
    [{ kind: 'error', status: 400, code: 'SignatureDoesNotMatch', message: 'x' }, { code: 'ACCESS_DENIED' }],
    [
      { kind: 'error', status: 404, code: 'InvalidSessionId.NotFound', message: 'x' },
      { code: 'SESSION_NOT_FOUND' },
    ],
    [
      { kind: 'error', status: 404, code: 'RegionId.ApiNotSupported', message: 'x' },
      { code: 'REGION_NOT_FOUND' },
    ],
    [{ kind: 'error', status: 400, code: 'OperationConflict', message: 'x' }, { code: 'BAD_REQUEST' }],
  ])('%j is sent once and is %j', async (fault, expected) => {
    const api = start();
    for (let time = 1; time <= 3; time++) {
      emulator.misbehave({ ...fault, action, times: 1 });
      const error = await failure(api.endSession(at, 's-1'));
      expect(error).toMatchObject({ ...at, ...expected, retryable: false });
      expect(error.message).not.toContain('may have been ended');
      expect(sent()).toBe(time);
    }
    expect(await isLive(api)).toBe(true);
    await api.endSession(at, 's-1');
    expect(await isLive(api)).toBe(false);
  });

  it.each([400, 429, 503])(
    'throttled (HTTP %d) it is sent once, and not at all until ECS takes calls again',
    async (status) => {
      const api = start();
      emulator.misbehave({ kind: 'throttling', status, action, times: 1 });
      for (let time = 0; time < 3; time++) {
        expect(await failure(api.endSession(at, 's-1'))).toMatchObject({
          code: 'THROTTLED',
          retryable: true,
        });
        expect(sent()).toBe(1);
      }
      expect(await isLive(api)).toBe(true);
    },
  );

  it('refused credentials are not tried anew', async () => {
    const api = start();
    for (let time = 1; time <= 2; time++) {
      emulator.acceptCredentials([{ ...key, accessKeyId: 'another' }]);
      expect(await failure(api.endSession(at, 's-1'))).toMatchObject({ code: 'ACCESS_DENIED' });
      expect(sent()).toBe(time);
    }
    emulator.acceptCredentials([key]);
    await api.endSession(at, 's-1');
    expect(sent()).toBe(3);
  });

  it('what became of it is said although its caller has gone meanwhile', async () => {
    const api = start();
    emulator.misbehave({ kind: 'latency', ms: 200, action, times: 1 });
    const caller = new AbortController();
    const ending = api.endSession(at, 's-1', { signal: caller.signal });
    await expect.poll(sent).toBe(1);
    caller.abort();
    expect(await failure(ending)).toBeNull();
    expect(await isLive(api)).toBe(false);
  });
});

describe('before a byte of it has left, its failure is the ordinary one and nothing leaves later', () => {
  /** Keys that come when told. */
  function lateKeys() {
    const waiting: (() => void)[] = [];
    const source: CredentialSource = {
      refresh() {},
      getCredential: () =>
        new Promise((resolve) => {
          waiting.push(() => resolve(staticCredentials(key).getCredential()));
        }),
    };
    return { source, come: () => waiting.forEach((come) => void come()) };
  }

  it('without keys', async () => {
    const noKeys: CredentialSource = {
      refresh() {},
      getCredential: async () => {
        throw new AccessDeniedError('There are no keys.');
      },
    };
    const api = start({ credentialsOf: () => noKeys });
    for (let time = 0; time < 3; time++) {
      expect(await failure(api.endSession(at, 's-1'))).toMatchObject({ code: 'ACCESS_DENIED' });
    }
    expect(emulator.calls).toEqual([]);
  });

  it.each([
    { timeoutMs: 100, deadlineMs: 5000 },
    { timeoutMs: 5000, deadlineMs: 100 },
  ])('with keys that come too late: %j', async (times) => {
    const keys = lateKeys();
    const api = start({ ...times, credentialsOf: () => keys.source });
    const error = await failure(api.endSession(at, 's-1'));
    expect(error).not.toBeInstanceOf(OutcomeUnknownError);
    expect(error).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', retryable: true });
    keys.come();
    await settled();
    expect(emulator.calls).toEqual([]);
  });

  it('without a connection', async () => {
    const gone = createEmulator({ credentials: [key], fleet: { regions: [] } });
    const closed = await gone.listen();
    await gone.close();
    for (const endpoint of [closed, 'http://nowhere.invalid']) {
      const api = start({ endpoint });
      for (let time = 0; time < 2; time++) {
        const error = await failure(api.endSession(at, 's-1'));
        expect(error).toBeInstanceOf(UnreachableError);
        expect(error).toMatchObject({ ...at, code: 'UPSTREAM_UNAVAILABLE', retryable: true });
      }
    }
  });

  it('over the budget of the minute', async () => {
    const api = start({ callsPerMinute: 1, now: () => 0 });
    await api.endSession(at, 's-1');
    for (let time = 0; time < 3; time++) {
      expect(await failure(api.endSession(at, 's-2'))).toMatchObject({
        code: 'THROTTLED',
        upstreamCode: null,
      });
    }
    expect(sent()).toBe(1);
  });

  it('without a place in time, or with a caller who left the queue', async () => {
    const api = start({ maxConcurrency: 1, timeoutMs: 10_000, deadlineMs: 300 });
    emulator.misbehave({ kind: 'hang', action, times: 1 });
    const caller = new AbortController();
    const first = failure(api.endSession(at, 's-1'));
    const waiting = failure(api.endSession(at, 's-2'));
    const leaving = failure(api.endSession(at, 's-2', { signal: caller.signal }));
    caller.abort();
    expect(await leaving).toMatchObject({ message: expect.stringMatching(/went away/) });
    expect(await first).toBeInstanceOf(OutcomeUnknownError);
    expect(await waiting).toMatchObject({ code: 'THROTTLED' });
    await settled();
    expect(sent()).toBe(1);
    expect(await isLive(api, 's-2')).toBe(true);
  });
});
