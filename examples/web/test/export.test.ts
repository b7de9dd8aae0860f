import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../../test/gateway.ts';
import { idsOf, sessionsOf } from './fleet.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));

describe('the export with urql', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway({ CACHE_TTL_MS: '0' });
  });
  beforeEach(() => gateway.emulator.heal());
  afterAll(() => gateway?.close());

  async function exported(...regionIds: string[]) {
    const { stdout, stderr } = await run(
      process.execPath,
      ['--import', 'tsx', 'scripts/export-all.ts', ...regionIds],
      { cwd: root, env: { ...process.env, GATEWAY_URL: gateway.url }, maxBuffer: 64 * 1024 * 1024 },
    );
    const records: { SessionId: string }[] = stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
    return { ids: records.map(({ SessionId }) => SessionId), stderr };
  }

  const fleetIds = (regionId: string) => idsOf(sessionsOf(gateway.emulator.fleet, regionId));

  it('writes every record of a region once, in order', async () => {
    const { ids, stderr } = await exported('cn-shanghai');
    expect(ids).toEqual(fleetIds('cn-shanghai'));
    expect(stderr).toContain('340 sessions');
  });

  it('writes every record of several regions once', async () => {
    const { ids } = await exported('cn-beijing', 'eu-central-1', 'us-west-1');
    const expected = ['cn-beijing', 'eu-central-1', 'us-west-1'].flatMap(fleetIds);
    expect(ids.toSorted()).toEqual(expected.toSorted());
  });

  it('waits where ECS throttles, and then goes on', async () => {
    gateway.emulator.misbehave({ kind: 'throttling', retryAfterMs: 1000, times: 1 });
    const { ids, stderr } = await exported('cn-beijing');
    expect(stderr).toContain('throttled: waiting for 1 s');
    expect(ids).toEqual(fleetIds('cn-beijing'));
  });

  it('fails where the place in the list is lost again and again, and writes nothing twice', async () => {
    gateway.emulator.misbehave({ kind: 'expired-token' });
    await expect(exported('cn-beijing')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('INVALID_NEXT_TOKEN'),
      stdout: expect.not.stringMatching(
        new RegExp(`${fleetIds('cn-beijing')[0]}[^]*${fleetIds('cn-beijing')[0]}`),
      ),
    });
  });

  it('says what is wrong with a region that does not exist, and fails', async () => {
    await expect(exported('cn-nowhere-9')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('REGION_NOT_FOUND'),
    });
  });
});
