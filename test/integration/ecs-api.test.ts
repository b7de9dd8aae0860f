import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDemoFleet, demoCredentials } from '../../demo/own-fleet.ts';
import { createEmulator, type Emulator } from '../../emulator/emulator.ts';
import { ownAccountKey } from '../../src/ecs/account.ts';
import type { EcsApi } from '../../src/ecs/api.ts';
import { parseRegionId } from '../../src/ecs/arguments.ts';
import {
  InvalidMaxResultsError,
  InvalidNextTokenError,
  RegionNotFoundError,
  SessionNotFoundError,
} from '../../src/ecs/errors.ts';
import { maxAssistantIds } from '../../src/ecs/limits.ts';
import type { RegionId } from '../../src/ecs/region-id.ts';
import { defaultCredentialChain, staticCredentials } from '../../src/ecs/sdk/credentials.ts';
import { createSdkApi } from '../../src/ecs/sdk/sdk-api.ts';
import { hostileRegionIds } from '../unit/ecs/support/hostile-region-ids.ts';

/*
 * What the gateway relies on of ECS. The same tests run against the emulator and, with ECS_REMOTE_TESTS=1 and
 * credentials in the environment, against real ECS: they only read, and hold for an account without any session, too.
 */

const remote = process.env.ECS_REMOTE_TESTS === '1';
const accountKey = ownAccountKey;
const homeRegion = parseRegionId('cn-hangzhou');
const home = { accountKey, regionId: homeRegion };
const nowhere = { accountKey, regionId: parseRegionId('xx-nowhere-1') };
const common = {
  homeRegion,
  timeoutMs: 5000,
  deadlineMs: 10_000,
  maxAttempts: 3,
  maxConcurrency: 2,
  log: { warn() {} },
};

let emulator: Emulator | undefined;
let emulatorUrl: string;
let api: EcsApi;
beforeAll(async () => {
  if (remote) {
    api = createSdkApi({ ...common, credentialsOf: defaultCredentialChain });
    return;
  }
  emulator = createEmulator({ credentials: [demoCredentials], fleet: createDemoFleet({ now: Date.now() }) });
  emulatorUrl = await emulator.listen();
  api = createSdkApi({
    ...common,
    credentialsOf: () => staticCredentials(demoCredentials),
    endpoint: emulatorUrl,
  });
});
afterAll(() => emulator?.close());

describe(`ECS (${remote ? 'the real one' : 'the emulator'})`, () => {
  it('lists the home region among the regions, with an English name', async () => {
    const regions = await api.regions(accountKey);
    expect(regions.find(({ regionId }) => regionId === homeRegion)).toMatchObject({
      localName: expect.stringMatching(/Hangzhou/),
      endpoint: expect.stringMatching(/aliyuncs\.com$/),
    });
  });

  it('serves no more records than asked for, and goes on with its token', async () => {
    const first = await api.terminalSessions({ ...home, maxResults: 2 });
    expect(first.records.length).toBeLessThanOrEqual(2);
    if (first.nextToken === null) return;
    const second = await api.terminalSessions({
      ...home,
      maxResults: 3,
      nextToken: first.nextToken,
    });
    const identities = [...first.records, ...second.records].map(({ identity }) => identity);
    expect(new Set(identities).size).toBe(identities.length);
  });

  it('finds a session by its id, and by its instance', async () => {
    const [session] = (await api.terminalSessions({ ...home, maxResults: 1 })).records;
    if (session === undefined) return;
    const { sessionId } = session;
    const found = await api.terminalSessions({ ...home, sessionId, maxResults: 10 });
    expect(found.records.map((record) => record.sessionId)).toEqual([sessionId]);
    const instanceId = session.connections[0]?.instanceId;
    if (typeof instanceId !== 'string') return;
    const ofInstance = await api.terminalSessions({ ...home, instanceId, maxResults: 100 });
    for (const { connections } of ofInstance.records) {
      expect(connections.map((connection) => connection.instanceId)).toContain(instanceId);
    }
  });

  it('has an empty page for a session that does not exist', async () => {
    const page = await api.terminalSessions({
      ...home,
      sessionId: 's-hz0000000000000',
      maxResults: 10,
    });
    expect(page).toEqual({ records: [], nextToken: null });
  });

  it('refuses a token it never gave', async () => {
    const page = api.terminalSessions({
      ...home,
      maxResults: 10,
      nextToken: 'AAAAAdDWBF2never',
    });
    await expect(page).rejects.toThrow(InvalidNextTokenError);
  });

  it('refuses a page of more than 100', async () => {
    const page = api.terminalSessions({ ...home, maxResults: 101 });
    await expect(page).rejects.toThrow(InvalidMaxResultsError);
  });

  it('knows no region that does not exist', async () => {
    const page = api.terminalSessions({ ...nowhere, maxResults: 1 });
    await expect(page).rejects.toThrow(RegionNotFoundError);
  });

  it('leaves out an instance that does not exist', async () => {
    expect(await api.instances(home, ['i-bp00000000000000000'])).toEqual([]);
  });

  it('finds instances by what it says of them, each condition alone and all together', async () => {
    const [some] = (await api.findInstances({ ...home, name: '*', maxResults: 10 })).records;
    if (some === undefined) return;
    const { name, vpcId, tags, privateIpAddresses } = some;
    const given = {
      ...(typeof name === 'string' && { name }),
      ...(typeof vpcId === 'string' && { vpcId, privateIp: privateIpAddresses[0] }),
      tags,
    };
    const conditions = [...Object.entries(given).map(([key, value]) => ({ [key]: value })), given];
    for (const condition of conditions) {
      const { records } = await api.findInstances({ ...home, ...condition, maxResults: 100 });
      expect(records.map(({ instanceId }) => instanceId)).toContain(some.instanceId);
      for (const record of records) {
        if ('name' in condition) expect(record.name).toBe(name);
        if ('vpcId' in condition) expect(record.vpcId).toBe(vpcId);
        if ('privateIp' in condition) expect(record.privateIpAddresses).toContain(privateIpAddresses[0]);
        if ('tags' in condition) expect(record.tags).toEqual(expect.arrayContaining([...tags]));
      }
    }
  });

  it('finds no instance where none meets the conditions', async () => {
    const conditions = [
      { name: 'no-machine-has-this-name' },
      { vpcId: 'vpc-bp00000000000000000' },
      { privateIp: '192.0.2.1' },
      { tags: [{ key: 'no-machine-has-this-tag', value: '' }] },
    ];
    for (const condition of conditions) {
      const page = await api.findInstances({ ...home, ...condition, maxResults: 10 });
      expect(page).toEqual({ records: [], nextToken: null });
    }
  });

  it('goes on behind a page of instances with its token, and gives none twice', async () => {
    const seen: string[] = [];
    let nextToken: string | undefined;
    for (let page = 0; page < 10; page++) {
      const answer = await api.findInstances({ ...home, name: '*', maxResults: 10, nextToken });
      expect(answer.records.length).toBeLessThanOrEqual(10);
      seen.push(...answer.records.map(({ instanceId }) => instanceId));
      nextToken = answer.nextToken ?? undefined;
      if (nextToken === undefined) break;
    }
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('says by a dry run that instances may be seen, and that a region does not exist', async () => {
    expect(await api.checkMayFindInstances(home)).toBeUndefined();
    await expect(api.checkMayFindInstances(nowhere)).rejects.toThrow(RegionNotFoundError);
  });

  it('says of the agents of instances only what was asked for', async () => {
    const { records } = await api.findInstances({ ...home, name: '*', maxResults: 100 });
    const ids = records.map(({ instanceId }) => instanceId).slice(0, maxAssistantIds);
    const assistants = await api.assistants(home, ids);
    for (const { instanceId, running, supportsSessionManager } of assistants) {
      expect(ids).toContain(instanceId);
      expect([typeof running, typeof supportsSessionManager]).toEqual(['boolean', 'boolean']);
    }
    expect(await api.assistants(home, ['i-bp00000000000000000'])).toEqual([]);
    expect(await api.assistants(home, [])).toEqual([]);
  });

  it('says whether Session Manager is on, and names where recordings go', async () => {
    const { sessionManagerEnabled, ossDeliveries, slsDeliveries } = await api.recording(home);
    expect(typeof sessionManagerEnabled).toBe('boolean');
    for (const { bucketName } of ossDeliveries) expect(typeof bucketName).toBe('string');
    for (const { projectName } of slsDeliveries) expect(typeof projectName).toBe('string');
  });

  it.each(hostileRegionIds)(
    'is never called for a hostile region id, whatever the types say: %j',
    async (hostile) => {
      emulator?.clearCalls();
      const at = { accountKey, regionId: hostile as RegionId };
      const calls = [
        api.terminalSessions({ ...at, maxResults: 1 }),
        api.instances(at, ['i-1']),
        api.findInstances({ ...at, name: 'web', maxResults: 10 }),
        api.checkMayFindInstances(at),
        api.assistants(at, ['i-1']),
        api.recording(at),
        api.endSession(at, 's-1'),
      ];
      for (const call of await Promise.allSettled(calls)) {
        expect(call).toMatchObject({ status: 'rejected', reason: { code: 'BAD_REQUEST' } });
      }
      expect(emulator?.calls ?? []).toEqual([]);
    },
  );
});

describe.skipIf(remote)('over the emulator', () => {
  it('reads all there is of an instance, a creation time without seconds included', async () => {
    const region = emulator?.fleet.regions.find(({ regionId }) => regionId === homeRegion);
    const ids = (region?.instances ?? []).map(({ InstanceId }) => String(InstanceId));
    emulator?.clearCalls();
    const instances = await api.instances(home, ids);
    expect(emulator?.callsTo('DescribeInstances')).toBe(1);
    expect(instances.map(({ instanceId }) => instanceId).sort()).toEqual(ids.sort());
    for (const instance of instances) {
      expect(instance.creationTime).toEqual({
        epochMs: expect.any(Number),
        text: expect.stringMatching(/:00\.000Z$/),
      });
      expect(instance.privateIpAddresses.length).toBeGreaterThan(0);
      expect(typeof instance.name).toBe('string');
      expect(instance).toMatchObject({
        vpcId: expect.stringMatching(/^vpc-/),
        resourceGroupId: expect.stringMatching(/^rg-/),
      });
    }
    const tags = instances.flatMap(({ tags }) => tags);
    expect(tags).toContainEqual({ key: 'env', value: 'prod' });
  });

  it('sends the conditions in ECS’s words, the type of network beside an address, and nothing that is not given', async () => {
    emulator?.clearCalls();
    await api.findInstances({ ...home, privateIp: '10.0.0.1', maxResults: 10 });
    await api.findInstances({
      ...home,
      name: 'a*',
      privateIp: '',
      vpcId: '',
      tags: [
        { key: 'env', value: 'prod' },
        { key: 'team', value: '' },
      ],
      maxResults: 37,
    });
    await api.findInstances({ ...home, vpcId: 'vpc-1', maxResults: 10, nextToken: '' });
    await api.checkMayFindInstances(home);
    const RegionId = homeRegion;
    expect(emulator?.calls.map(({ action, params }) => [action, params])).toEqual([
      [
        'DescribeInstances',
        { RegionId, InstanceNetworkType: 'vpc', PrivateIpAddresses: '["10.0.0.1"]', MaxResults: '10' },
      ],
      [
        'DescribeInstances',
        {
          RegionId,
          InstanceName: 'a*',
          'Tag.1.Key': 'env',
          'Tag.1.Value': 'prod',
          'Tag.2.Key': 'team',
          MaxResults: '37',
        },
      ],
      ['DescribeInstances', { RegionId, VpcId: 'vpc-1', MaxResults: '10' }],
      ['DescribeInstances', { RegionId, DryRun: 'true' }],
    ]);
  });

  it('asks for agents and settings in one call each', async () => {
    emulator?.clearCalls();
    await api.assistants(home, ['i-1', 'i-2']);
    await api.recording(home);
    expect(emulator?.calls.map(({ action, params }) => [action, params])).toEqual([
      [
        'DescribeCloudAssistantStatus',
        { RegionId: homeRegion, 'InstanceId.1': 'i-1', 'InstanceId.2': 'i-2', MaxResults: '50' },
      ],
      [
        'DescribeCloudAssistantSettings',
        {
          RegionId: homeRegion,
          'SettingType.1': 'SessionManagerConfig',
          'SettingType.2': 'SessionManagerDelivery',
        },
      ],
    ]);
  });

  it('takes no more ids in one call than ECS does, and sends none of too many', async () => {
    emulator?.clearCalls();
    const ids = Array.from({ length: maxAssistantIds + 1 }, (_, n) => `i-${n}`);
    await expect(api.assistants(home, ids)).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringMatching(/up to 50 ids.*got: 51/),
    });
    expect(emulator?.calls).toEqual([]);
  });

  it('follows the tokens of what it reads to its end, and not for ever', async () => {
    const entry = (n: number) => ({ InstanceId: `i-${n}` });
    const bodies = (n: number, NextToken: string) => ({
      DescribeInstances: { NextToken, Instances: { Instance: [entry(n)] } },
      DescribeCloudAssistantStatus: {
        NextToken,
        InstanceCloudAssistantStatusSet: { InstanceCloudAssistantStatus: [entry(n)] },
      },
    });
    for (const action of ['DescribeInstances', 'DescribeCloudAssistantStatus'] as const) {
      const read = () =>
        (action === 'DescribeInstances' ? api.instances : api.assistants)(home, ['i-1', 'i-2']);
      for (const [n, token] of ['more', ''].entries()) {
        emulator?.misbehave({ kind: 'body', json: bodies(n, token)[action], action, times: 1 });
      }
      emulator?.clearCalls();
      expect((await read()).map(({ instanceId }) => instanceId)).toEqual(['i-0', 'i-1']);
      expect(emulator?.calls.map(({ params }) => params.NextToken)).toEqual([undefined, 'more']);
      const heal = emulator?.misbehave({ kind: 'body', json: bodies(0, 'more')[action], action });
      await expect(read()).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', ...home });
      heal?.();
      expect(emulator?.calls).toHaveLength(12);
    }
  });

  it('fails where an instance that was looked for has no id, rather than leave it out', async () => {
    const json = { NextToken: '', Instances: { Instance: [{ InstanceId: 'i-1' }, { InstanceName: 'web' }] } };
    emulator?.misbehave({ kind: 'body', json, times: 1 });
    const found = api.findInstances({ ...home, name: 'web', maxResults: 10 });
    await expect(found).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', ...home });
    emulator?.misbehave({ kind: 'body', json, times: 1 });
    expect(await api.instances(home, ['i-1'])).toMatchObject([{ instanceId: 'i-1' }]);
  });

  it('names the account alone in what fails for all its regions', async () => {
    emulator?.misbehave({ kind: 'error', status: 403, code: 'Forbidden.RAM', message: 'No.', times: 1 });
    await expect(api.regions(accountKey)).rejects.toMatchObject({
      accountKey,
      regionId: null,
      message: 'No.',
    });
  });

  it('sends nothing that nobody waits for any more, where keys come late', async () => {
    let come = () => {};
    const late = createSdkApi({
      ...common,
      timeoutMs: 50,
      maxAttempts: 1,
      endpoint: emulatorUrl,
      credentialsOf: () => ({
        refresh() {},
        getCredential: () =>
          new Promise((resolve) => {
            come = () => resolve(staticCredentials(demoCredentials).getCredential());
          }),
      }),
    });
    emulator?.clearCalls();
    const page = late.terminalSessions({ ...home, maxResults: 1 });
    await expect(page).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    come();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(emulator?.calls).toEqual([]);
  });

  it('refuses text that is none before it is sent, and leaves the region alone for no other', async () => {
    emulator?.clearCalls();
    const half = 'i-\ud800';
    for (let n = 0; n < 10; n++) {
      await expect(api.terminalSessions({ ...home, instanceId: half, maxResults: 10 })).rejects.toMatchObject(
        {
          code: 'BAD_REQUEST',
        },
      );
      await expect(api.findInstances({ ...home, name: half, maxResults: 10 })).rejects.toMatchObject({
        code: 'BAD_REQUEST',
      });
      await expect(api.assistants(home, [half])).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    }
    expect(emulator?.calls).toEqual([]);
    await api.terminalSessions({ ...home, maxResults: 10 });
    await api.findInstances({ ...home, name: 'web', maxResults: 10 });
    await api.assistants(home, ['i-1']);
  });

  it('ends a live session, which is then over in the next answer, and knows none that does not exist', async () => {
    const live = async () =>
      (await api.terminalSessions({ ...home, maxResults: 100 })).records.filter(({ active }) => active);
    const [session] = await live();
    if (session === undefined) throw new Error('The demo has live sessions.');
    const { sessionId } = session;
    emulator?.clearCalls();
    await api.endSession(home, sessionId);
    expect(emulator?.calls.map(({ action, params }) => [action, params])).toEqual([
      ['EndTerminalSession', { RegionId: homeRegion, SessionId: sessionId }],
    ]);
    expect((await live()).map((record) => record.sessionId)).not.toContain(sessionId);
    for (const at of [home, { ...home, regionId: parseRegionId('cn-beijing') }]) {
      const unknown = at === home ? 's-hz0000000000000' : sessionId;
      const error = await api.endSession(at, unknown).catch((error) => error);
      expect(error).toBeInstanceOf(SessionNotFoundError);
      expect(error).toMatchObject({ ...at, sessionId: unknown, upstreamCode: 'InvalidSessionId.NotFound' });
    }
    await expect(api.endSession(home, '')).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  it('keeps to so many sockets a region, and uses them again', async () => {
    const before = emulator?.socketsOpened() ?? 0;
    const calls = Array.from({ length: 20 }, (_, n) => api.terminalSessions({ ...home, maxResults: n + 1 }));
    await Promise.all(calls);
    expect((emulator?.socketsOpened() ?? 0) - before).toBeLessThanOrEqual(common.maxConcurrency);
  });

  it('tells an unknown region from a broken network where the host is made from its id', async () => {
    const endpoint = 'http://{regionId}.invalid';
    const asked: string[] = [];
    const withNames = (resolves: boolean) =>
      createSdkApi({
        ...common,
        endpoint,
        maxAttempts: 1,
        credentialsOf: () => staticCredentials(demoCredentials),
        resolveHost: async (host) => {
          asked.push(host);
          if (!resolves) throw new Error('ENOTFOUND');
        },
      });
    const query = { ...nowhere, maxResults: 1 };
    const known = await withNames(true)
      .terminalSessions(query)
      .catch((error) => error.code);
    const broken = await withNames(false)
      .terminalSessions(query)
      .catch((error) => error.code);
    // Where names cannot be asked for at all, the resolver answers EAI_AGAIN, which tells nothing of the region.
    expect([known, broken]).toEqual([
      asked.length > 0 ? 'REGION_NOT_FOUND' : 'UPSTREAM_UNAVAILABLE',
      'UPSTREAM_UNAVAILABLE',
    ]);
    const ofHome = await withNames(true)
      .terminalSessions({ ...home, maxResults: 1 })
      .catch((error) => error.code);
    expect(ofHome).toBe('UPSTREAM_UNAVAILABLE');
  });
});
