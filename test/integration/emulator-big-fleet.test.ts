import { afterEach, describe, expect, it } from 'vitest';
import { demoCredentials as key } from '../../demo/own-fleet.ts';
import { auditRoleName, type FleetSize, makeBigFleet } from '../../emulator/big-fleet.ts';
import { createEmulator, type Emulator, type Fleet } from '../../emulator/emulator.ts';
import { list, now, pick } from './support/gateway.ts';
import { jsonCall } from './support/signed-call.ts';

let emulator: Emulator | undefined;
afterEach(() => emulator?.close());

const fleetsOf = (size: Partial<FleetSize>): Fleet[] => {
  const { fleet, otherAccounts } = makeBigFleet({ now, ...size });
  return [fleet, ...otherAccounts.map((account) => account.fleet)];
};
const sessionsOf = (fleets: Fleet[]) =>
  fleets.flatMap(({ regions }) => regions.flatMap(({ sessions }) => sessions));

describe('a big fleet', () => {
  it.each([
    [{}, [1, 1, 1000]],
    [{ accounts: 3, regions: 4, records: 50 }, [3, 4, 50]],
    [{ regions: 0 }, [1, 0, 0]],
    [{ records: 0, instances: 0 }, [1, 1, 0]],
    [{ records: 3, instances: 0 }, [1, 1, 3]],
  ])('of %j has that size, and no id twice', (size, [accounts = 0, regions = 0, records = 0]) => {
    const fleets = fleetsOf(size);
    expect(fleets).toHaveLength(accounts);
    for (const fleet of fleets) expect(fleet.regions).toHaveLength(regions);
    const sessions = sessionsOf(fleets);
    expect(sessions).toHaveLength(accounts * regions * records);
    expect(new Set(sessions.map(({ SessionId }) => SessionId)).size).toBe(sessions.length);
    expect(fleetsOf(size)).toEqual(fleets);
  });

  it('has each region’s records newest first, and those of all regions side by side in time', () => {
    const fleets = fleetsOf({ accounts: 2, regions: 3, records: 100 });
    const timesOf = (sessions: { CreationTime?: unknown }[]) =>
      sessions.map(({ CreationTime }) => Date.parse(String(CreationTime)));
    for (const { sessions } of fleets.flatMap(({ regions }) => regions)) {
      const times = timesOf(sessions);
      expect(times).toEqual(times.toSorted((a, b) => b - a));
      expect(Math.min(...times)).toBeGreaterThanOrEqual(now - 27 * 86_400_000);
      expect(Math.max(...times)).toBeLessThan(now);
    }
    const newest = sessionsOf(fleets)
      .toSorted((a, b) => String(b.CreationTime).localeCompare(String(a.CreationTime)))
      .slice(0, 6)
      .map(({ SessionId }) => String(SessionId));
    expect(newest).toEqual(['s-1-1-100', 's-1-2-100', 's-1-3-100', 's-2-1-100', 's-2-2-100', 's-2-3-100']);
  });

  it('has live, failed and ended records, on machines that are there', () => {
    const [fleet] = fleetsOf({ regions: 1, records: 200 });
    const [region] = fleet?.regions ?? [];
    const statuses = region?.sessions.map((session) => pick(session, 'Connections.Connection.0.Status'));
    expect(statuses?.slice(0, 6)).toEqual([...Array(5).fill('Connected'), 'Terminated']);
    expect(new Set(statuses)).toEqual(new Set(['Connected', 'Disconnected', 'Failed', 'Terminated']));
    const machines = new Set(region?.instances.map(({ InstanceId }) => InstanceId));
    for (const session of region?.sessions ?? []) {
      expect(machines).toContain(pick(session, 'Connections.Connection.0.InstanceId'));
    }
  });

  it.each([{ accounts: 0 }, { regions: -1 }, { records: 1.5 }, { instances: Number.NaN }])(
    'of %j is refused',
    (size) => expect(() => fleetsOf(size)).toThrow(RangeError),
  );

  it('is an emulator’s, whose other accounts are entered by their roles', async () => {
    const fleet = makeBigFleet({ accounts: 2, regions: 2, records: 15, now });
    emulator = createEmulator({ credentials: [key], ...fleet });
    const url = await emulator.listen();
    const [other] = fleet.otherAccounts;
    const { json } = await jsonCall(url, {
      action: 'AssumeRole',
      version: '2015-04-01',
      key,
      query: { RoleArn: `acs:ram::${other?.accountId}:role/${auditRoleName}`, RoleSessionName: 'test' },
    });
    const part = (name: string) => String(pick(json, `Credentials.${name}`));
    const roleKey = {
      accessKeyId: part('AccessKeyId'),
      accessKeySecret: part('AccessKeySecret'),
      securityToken: part('SecurityToken'),
    };
    for (const [by, account] of [
      [key, 1],
      [roleKey, 2],
    ] as const) {
      const answer = await jsonCall(url, {
        action: 'DescribeTerminalSessions',
        key: by,
        query: { RegionId: 'xx-test-2', MaxResults: '2' },
      });
      const ids = list(answer.json, 'Sessions.Session').map((session) => pick(session, 'SessionId'));
      expect(ids).toEqual([`s-${account}-2-15`, `s-${account}-2-14`]);
    }
    const { json: regions } = await jsonCall(url, { action: 'DescribeRegions', key });
    expect(list(regions, 'Regions.Region')[0]).toEqual({
      RegionId: 'xx-test-1',
      LocalName: 'xx-test-1',
      RegionEndpoint: 'ecs.xx-test-1.aliyuncs.com',
      Status: 'available',
    });
  });
});
