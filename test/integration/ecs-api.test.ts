import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDemoFleet, demoCredentials } from '../../demo/own-fleet.ts';
import { createEmulator, type Emulator } from '../../emulator/emulator.ts';
import type { EcsApi } from '../../src/ecs/api.ts';
import { parseRegionId } from '../../src/ecs/arguments.ts';
import { InvalidMaxResultsError, InvalidNextTokenError, RegionNotFoundError } from '../../src/ecs/errors.ts';
import type { RegionId } from '../../src/ecs/region-id.ts';
import { defaultCredentialChain, staticCredentials } from '../../src/ecs/sdk/credentials.ts';
import { createSdkApi } from '../../src/ecs/sdk/sdk-api.ts';
import { hostileRegionIds } from '../unit/ecs/support/hostile-region-ids.ts';

/*
 * What the gateway relies on of ECS. The same tests run against the emulator and, with ECS_REMOTE_TESTS=1 and
 * credentials in the environment, against real ECS: they only read, and hold for an account without any session, too.
 */

const remote = process.env.ECS_REMOTE_TESTS === '1';
const homeRegion = parseRegionId('cn-hangzhou');
const common = {
  homeRegion,
  timeoutMs: 5000,
  deadlineMs: 10_000,
  maxAttempts: 3,
  maxConcurrency: 2,
  log: { warn() {} },
};

let emulator: Emulator | undefined;
let api: EcsApi;
beforeAll(async () => {
  if (remote) {
    api = createSdkApi({ ...common, credentials: defaultCredentialChain() });
    return;
  }
  emulator = createEmulator({ credentials: [demoCredentials], fleet: createDemoFleet({ now: Date.now() }) });
  const endpoint = await emulator.listen();
  api = createSdkApi({ ...common, credentials: staticCredentials(demoCredentials), endpoint });
});
afterAll(() => emulator?.close());

describe(`ECS (${remote ? 'the real one' : 'the emulator'})`, () => {
  it('lists the home region among the regions, with an English name', async () => {
    const regions = await api.regions();
    expect(regions.find(({ regionId }) => regionId === homeRegion)).toMatchObject({
      localName: expect.stringMatching(/Hangzhou/),
      endpoint: expect.stringMatching(/aliyuncs\.com$/),
    });
  });

  it('serves no more records than asked for, and goes on with its token', async () => {
    const first = await api.terminalSessions({ regionId: homeRegion, maxResults: 2 });
    expect(first.records.length).toBeLessThanOrEqual(2);
    if (first.nextToken === null) return;
    const second = await api.terminalSessions({
      regionId: homeRegion,
      maxResults: 3,
      nextToken: first.nextToken,
    });
    const identities = [...first.records, ...second.records].map(({ identity }) => identity);
    expect(new Set(identities).size).toBe(identities.length);
  });

  it('finds a session by its id, and by its instance', async () => {
    const [session] = (await api.terminalSessions({ regionId: homeRegion, maxResults: 1 })).records;
    if (session === undefined) return;
    const { sessionId } = session;
    const found = await api.terminalSessions({ regionId: homeRegion, sessionId, maxResults: 10 });
    expect(found.records.map((record) => record.sessionId)).toEqual([sessionId]);
    const instanceId = session.connections[0]?.instanceId;
    if (typeof instanceId !== 'string') return;
    const ofInstance = await api.terminalSessions({ regionId: homeRegion, instanceId, maxResults: 100 });
    for (const { connections } of ofInstance.records) {
      expect(connections.map((connection) => connection.instanceId)).toContain(instanceId);
    }
  });

  it('has an empty page for a session that does not exist', async () => {
    const page = await api.terminalSessions({
      regionId: homeRegion,
      sessionId: 's-hz0000000000000',
      maxResults: 10,
    });
    expect(page).toEqual({ records: [], nextToken: null });
  });

  it('refuses a token it never gave', async () => {
    const page = api.terminalSessions({
      regionId: homeRegion,
      maxResults: 10,
      nextToken: 'AAAAAdDWBF2never',
    });
    await expect(page).rejects.toThrow(InvalidNextTokenError);
  });

  it('refuses a page of more than 100', async () => {
    const page = api.terminalSessions({ regionId: homeRegion, maxResults: 101 });
    await expect(page).rejects.toThrow(InvalidMaxResultsError);
  });

  it('knows no region that does not exist', async () => {
    const page = api.terminalSessions({ regionId: parseRegionId('xx-nowhere-1'), maxResults: 1 });
    await expect(page).rejects.toThrow(RegionNotFoundError);
  });

  it('leaves out an instance that does not exist', async () => {
    expect(await api.instances(homeRegion, ['i-bp00000000000000000'])).toEqual([]);
  });

  it.each(hostileRegionIds)(
    'is never called for a hostile region id, whatever the types say: %j',
    async (hostile) => {
      emulator?.clearCalls();
      const regionId = hostile as RegionId;
      await expect(api.terminalSessions({ regionId, maxResults: 1 })).rejects.toMatchObject({
        code: 'BAD_REQUEST',
      });
      await expect(api.instances(regionId, ['i-1'])).rejects.toMatchObject({ code: 'BAD_REQUEST' });
      expect(emulator?.calls ?? []).toEqual([]);
    },
  );
});

describe.skipIf(remote)('over the emulator', () => {
  it('reads all there is of an instance, a creation time without seconds included', async () => {
    const region = emulator?.fleet.regions.find(({ regionId }) => regionId === homeRegion);
    const ids = (region?.instances ?? []).map(({ InstanceId }) => String(InstanceId));
    const instances = await api.instances(homeRegion, ids);
    expect(instances.map(({ instanceId }) => instanceId).sort()).toEqual(ids.sort());
    for (const instance of instances) {
      expect(instance.creationTime).toEqual({
        epochMs: expect.any(Number),
        text: expect.stringMatching(/:00\.000Z$/),
      });
      expect(instance.privateIpAddresses.length).toBeGreaterThan(0);
      expect(typeof instance.name).toBe('string');
    }
  });

  it('keeps to so many sockets a region, and uses them again', async () => {
    const before = emulator?.socketsOpened() ?? 0;
    const calls = Array.from({ length: 20 }, (_, n) =>
      api.terminalSessions({ regionId: homeRegion, maxResults: n + 1 }),
    );
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
        credentials: staticCredentials(demoCredentials),
        resolveHost: async (host) => {
          asked.push(host);
          if (!resolves) throw new Error('ENOTFOUND');
        },
      });
    const query = { regionId: parseRegionId('xx-nowhere-1'), maxResults: 1 };
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
    const home = await withNames(true)
      .terminalSessions({ regionId: homeRegion, maxResults: 1 })
      .catch((error) => error.code);
    expect(home).toBe('UPSTREAM_UNAVAILABLE');
  });
});
