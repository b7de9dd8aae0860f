import { afterEach, describe, expect, it } from 'vitest';
import { allow, createEmulator, type Emulator, type EmulatorOptions } from '../../emulator/emulator.ts';
import { ownAccountKey } from '../../src/ecs/account.ts';
import { parseRegionId } from '../../src/ecs/arguments.ts';
import { type CachedApi, createCachedApi } from '../../src/ecs/cache/cached-api.ts';
import { staticCredentials } from '../../src/ecs/sdk/credentials.ts';
import { createSdkApi } from '../../src/ecs/sdk/sdk-api.ts';
import { Usage } from '../../src/ecs/usage.ts';

/** What is asked of ECS again and what is not, over the SDK, counted where it arrives. */
const key = { accessKeyId: 'key', accessKeySecret: 'secret' };
const home = { accountKey: ownAccountKey, regionId: parseRegionId('cn-hangzhou') };
const beijing = { ...home, regionId: parseRegionId('cn-beijing') };
const hour = 3_600_000;

const machine = (n: number) => ({
  InstanceId: `i-${n}`,
  InstanceName: `web-${n}`,
  VpcAttributes: { VpcId: 'v' },
});
const live = (SessionId: string) => ({
  SessionId,
  Connections: { Connection: [{ InstanceId: 'i-1', Status: 'Connected' }] },
});

let emulator: Emulator;
let api: CachedApi;
let now: number;
afterEach(() => emulator.close());
async function start(options: Partial<EmulatorOptions> = {}, cache = {}) {
  const region = { localName: '', localNameEnglish: '', endpoint: '' };
  const delivery = { DeliveryType: 'SessionManager', Enabled: true, BucketName: 'bucket', Prefix: 'p' };
  const fleet = [home, beijing].map(({ regionId }) => ({
    ...region,
    regionId,
    sessions: ['s-1', 's-2', 's-3'].map(live),
    instances: Array.from({ length: 25 }, (_, n) => machine(n)),
    assistants: [{ InstanceId: 'i-1', CloudAssistantStatus: 'true', SupportSessionManager: true }],
    ossDeliveries: [delivery],
  }));
  emulator = createEmulator({
    credentials: [key],
    fleet: { regions: fleet, sessionManagerEnabled: true },
    ...options,
  });
  now = 0;
  const sdk = createSdkApi({
    credentialsOf: () => staticCredentials(key),
    endpoint: await emulator.listen(),
    homeRegion: home.regionId,
    timeoutMs: 5000,
    deadlineMs: 10_000,
    maxAttempts: 1,
    maxConcurrency: 8,
    log: { warn() {} },
  });
  api = createCachedApi(sdk, { ttlMs: 2000, maxBytes: 10e6, now: () => now, ...cache });
}
const failure = (call: Promise<unknown>) =>
  call.then(
    () => null,
    (error) => error,
  );
const calls = (action: string) => emulator.callsTo(action);

/** A gateway whose keys may not see instances. */
const without: Partial<EmulatorOptions> = {
  users: [
    {
      userId: '1',
      userName: 'gateway',
      accessKeyIds: [key.accessKeyId],
      policy: allow('ecs:DescribeTerminalSessions'),
    },
  ],
};

describe('instances that are looked for', () => {
  const query = { ...home, name: 'web-*', maxResults: 10 };

  it('are asked for once by all who ask at a time, and again when their time is over', async () => {
    await start();
    for (let round = 1; round <= 3; round++) {
      const usage = new Usage();
      const pages = await Promise.all(
        Array.from({ length: 5 }, () => api.findInstances({ ...query, vpcId: '' }, { usage })),
      );
      for (const page of pages) expect(page.records).toHaveLength(10);
      now += 1999;
      await api.findInstances(query);
      expect([calls('DescribeInstances'), usage.calls]).toEqual([round, 1]);
      now += 1;
    }
  });

  it('are others for another region, condition, page or size of it', async () => {
    await start();
    const { nextToken } = await api.findInstances(query);
    if (nextToken === null) throw new Error('There are 25.');
    const others = [
      { ...query, ...beijing },
      { ...query, name: 'web-1' },
      { ...query, vpcId: 'v' },
      { ...query, privateIp: '10.0.0.1' },
      { ...query, tags: [{ key: 'a', value: '' }] },
      { ...query, tags: [{ key: 'a', value: 'b' }] },
      { ...query, tags: [{ key: 'a,b', value: '' }] },
      { ...query, maxResults: 11 },
      { ...query, nextToken },
    ];
    for (let time = 0; time < 2; time++) for (const other of others) await api.findInstances(other);
    expect(calls('DescribeInstances')).toBe(1 + others.length);
  });
});

describe('whether instances may be seen', () => {
  it.each(['forbidden', 'empty'] as const)(
    'is known of a region for an hour where they may not, and a list without the right is %s',
    async (unpermitted) => {
      await start({ ...without, unpermitted });
      const search = () => api.findInstances({ ...home, name: 'web-1', maxResults: 10 });
      for (let round = 1; round <= 3; round++) {
        now += 2001;
        if (unpermitted === 'empty') expect(await search()).toEqual({ records: [], nextToken: null });
        else expect(await failure(search())).toMatchObject({ code: 'ACCESS_DENIED', ...home });
        emulator.clearCalls();
        const checks = await Promise.all([1, 2, 3].map(() => failure(api.checkMayFindInstances(home))));
        for (const error of checks) expect(error).toMatchObject({ code: 'ACCESS_DENIED', ...home });
        // What one request notes in its error does not show to the next.
        expect(new Set(checks).size).toBe(3);
        expect(calls('DescribeInstances')).toBe(round === 1 ? 1 : 0);
      }
      expect(await failure(api.checkMayFindInstances(beijing))).toMatchObject(beijing);
      expect(calls('DescribeInstances')).toBe(1);
      now += hour;
      expect(await failure(api.checkMayFindInstances(home))).toMatchObject({ code: 'ACCESS_DENIED' });
      expect(calls('DescribeInstances')).toBe(2);
    },
  );

  it.each(['forbidden', 'empty'] as const)(
    'is known for an hour where they may (%s else)',
    async (unpermitted) => {
      await start({ unpermitted });
      for (let round = 1; round <= 3; round++) {
        for (let time = 0; time < 3; time++) {
          await api.checkMayFindInstances(home);
          now += hour / 3;
        }
        expect(calls('DescribeInstances')).toBe(round);
      }
    },
  );

  it.each([
    { kind: 'error', status: 404, code: 'InvalidAccessKeyId.NotFound', message: 'x' },
    { kind: 'error', status: 400, code: 'InvalidTimeStamp.Expired', message: 'x' },
    { kind: 'error', status: 500, code: 'InternalError', message: 'x' },
    { kind: 'error', status: 400, code: 'InvalidParameter', message: 'x' },
    { kind: 'html' },
    { kind: 'html', status: 403 },
    { kind: 'reset' },
    // A list says nothing, whatever is in it.
    { kind: 'body', json: { Instances: { Instance: [] }, NextToken: '' } },
  ] as const)('is asked again after what says nothing of it: %j', async (fault) => {
    await start();
    for (let time = 0; time < 2; time++) {
      emulator.misbehave({ ...fault, times: 1 });
      const error = await failure(api.checkMayFindInstances(home));
      expect(error).toMatchObject({ code: expect.any(String), ...home });
    }
    await api.checkMayFindInstances(home);
    expect(calls('DescribeInstances')).toBe(3);
  });

  it('is asked again after throttling, once ECS takes calls', async () => {
    await start();
    emulator.misbehave({ kind: 'throttling', times: 1 });
    for (let time = 0; time < 3; time++) {
      expect(await failure(api.checkMayFindInstances(home))).toMatchObject({ code: 'THROTTLED' });
    }
    expect(calls('DescribeInstances')).toBe(1);
  });
});

describe('agents', () => {
  it('are asked for once, in whatever order, and again when their time is over', async () => {
    await start();
    for (let round = 1; round <= 3; round++) {
      const both = [api.assistants(home, ['i-1', 'i-2']), api.assistants(home, ['i-2', 'i-1'])];
      for (const assistants of await Promise.all(both)) {
        expect(assistants).toMatchObject([{ instanceId: 'i-1', running: true }]);
      }
      now += 1999;
      await api.assistants(home, ['i-1', 'i-2']);
      await api.assistants(home, []);
      expect(calls('DescribeCloudAssistantStatus')).toBe(round);
      now += 1;
    }
    await api.assistants(beijing, ['i-1', 'i-2']);
    await api.assistants(home, ['i-1']);
    expect(calls('DescribeCloudAssistantStatus')).toBe(5);
  });
});

describe('what is recorded', () => {
  it('is known of a region for an hour', async () => {
    await start();
    for (let round = 1; round <= 3; round++) {
      for (let time = 0; time < 3; time++) {
        const [recording] = await Promise.all([api.recording(home), api.recording(home)]);
        expect(recording).toEqual({
          sessionManagerEnabled: true,
          ossDeliveries: [{ bucketName: 'bucket', prefix: 'p' }],
          slsDeliveries: [],
        });
        now += hour / 3;
      }
      expect(calls('DescribeCloudAssistantSettings')).toBe(round);
    }
    await api.recording(beijing);
    expect(calls('DescribeCloudAssistantSettings')).toBe(4);
  });

  it('is asked again after a failure, and soon after an answer that does not say all', async () => {
    await start();
    emulator.misbehave({ kind: 'reset', times: 1 });
    expect(await failure(api.recording(home))).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', ...home });
    emulator.fleet.sessionManagerEnabled = undefined;
    const [odd, same] = [await api.recording(home), await api.recording(home)];
    expect(odd.sessionManagerEnabled).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', ...home });
    expect(same).toBe(odd);
    emulator.fleet.sessionManagerEnabled = false;
    now += 2000;
    expect((await api.recording(home)).sessionManagerEnabled).toBe(false);
    emulator.fleet.sessionManagerEnabled = true;
    now += hour - 1;
    expect((await api.recording(home)).sessionManagerEnabled).toBe(false);
    expect(calls('DescribeCloudAssistantSettings')).toBe(3);
  });
});

describe('a session that has been ended', () => {
  const queries = [
    { ...home, maxResults: 10 },
    { ...home, maxResults: 2 },
    { ...home, maxResults: 10, sessionId: 's-1' },
    { ...home, maxResults: 10, instanceId: 'i-1' },
  ];
  const others = [
    { ...home, maxResults: 10, sessionId: 's-2' },
    { ...beijing, maxResults: 10 },
  ];
  const activeIn = async (query: (typeof queries)[number]) =>
    (await api.terminalSessions(query)).records.find(({ sessionId }) => sessionId === 's-1')?.active;

  it.each([
    {},
    // However it ends: it may have taken effect.
    { fault: { kind: 'truncate' } as const },
  ])('is read anew wherever it was kept, and nothing else is: %j', async ({ fault }) => {
    await start({}, { ttlMs: 60_000, behindCursorMs: 60_000, staleIfErrorMs: hour });
    for (const query of [...queries, ...others]) await api.terminalSessions(query);
    expect(api.atHand(home, 's-1')).toMatchObject({ active: true });
    const before = calls('DescribeTerminalSessions');
    if (fault) emulator.misbehave({ ...fault, action: 'EndTerminalSession', times: 1 });
    await failure(api.endSession(home, 's-1'));
    expect(api.atHand(home, 's-1')).toBeUndefined();
    expect(api.atHand(beijing, 's-1')).toMatchObject({ active: true });
    for (const query of others) await api.terminalSessions(query);
    expect(calls('DescribeTerminalSessions')).toBe(before);
    for (let time = 0; time < 2; time++) {
      for (const query of queries) expect(await activeIn(query)).toBe(false);
      expect(calls('DescribeTerminalSessions')).toBe(before + queries.length);
    }
    expect(api.atHand(home, 's-1')).toMatchObject({ active: false });
  });

  it('is not stood in for by an old page where ECS fails', async () => {
    await start({}, { staleIfErrorMs: hour });
    const [query] = queries;
    if (!query) return;
    await activeIn(query);
    now += 10_000;
    await api.endSession(home, 's-1');
    emulator.misbehave({ kind: 'reset', times: 1 });
    expect(await failure(activeIn(query))).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    expect(await activeIn(query)).toBe(false);
  });

  it('is not kept from an answer that was asked for before', async () => {
    await start({}, { ttlMs: 60_000 });
    const [query] = queries;
    if (!query) return;
    const remove = emulator.misbehave({ kind: 'hang', action: 'DescribeTerminalSessions', times: 1 });
    const caller = new AbortController();
    const early = failure(api.terminalSessions(query, { signal: caller.signal }));
    await expect.poll(() => calls('DescribeTerminalSessions')).toBe(1);
    await api.endSession(home, 's-1');
    remove();
    // A call of its own: the one before may be answered with what was.
    expect(await activeIn(query)).toBe(false);
    expect(calls('DescribeTerminalSessions')).toBe(2);
    caller.abort();
    await early;
    expect(await activeIn(query)).toBe(false);
    expect(calls('DescribeTerminalSessions')).toBe(2);
  });

  it('costs a call each time, which the request may have left or not', async () => {
    await start();
    const usage = new Usage(2);
    await api.endSession(home, 's-1', { usage });
    await api.endSession(home, 's-2', { usage });
    expect(await failure(api.endSession(home, 's-3', { usage }))).toMatchObject({ code: 'BAD_REQUEST' });
    expect([calls('EndTerminalSession'), usage.calls, usage.attempts]).toEqual([2, 2, 2]);
  });
});
