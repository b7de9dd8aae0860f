import { afterEach, describe, expect, it } from 'vitest';
import { createDemo } from '../../demo/accounts.ts';
import { createDemoFleet, demoCredentials as key } from '../../demo/own-fleet.ts';
import { createEmulator, type Emulator, type Fleet, type WireSession } from '../../emulator/emulator.ts';
import { list, now, pick } from './support/gateway.ts';
import { jsonCall } from './support/signed-call.ts';

const demo = createDemo({ now });
const fleets = new Map<string, Fleet>(
  [demo.emulator, ...demo.emulator.otherAccounts].map(({ name = '', fleet }) => [name, fleet]),
);
const sessionsOf = (name: string) => fleets.get(name)?.regions.flatMap((region) => region.sessions) ?? [];
const connectionsOf = (session: WireSession) => list(session, 'Connections.Connection');
const hours = (connection: unknown) =>
  (Date.parse(String(pick(connection, 'EndTime'))) - Date.parse(String(pick(connection, 'StartTime')))) /
  36e5;
const isIntruder = (session: WireSession) => /^192\.0\.2\.21[34]$/.test(String(session.ClientIP));

let emulator: Emulator | undefined;
afterEach(() => emulator?.close());

describe('the demo', () => {
  it('has three accounts of ten regions each, the same for a seed, with ids of their own', () => {
    expect(demo.accounts.map(({ name }) => name)).toEqual(['main', 'shop', 'finance']);
    for (const [, fleet] of fleets) expect(fleet.regions).toHaveLength(10);
    expect(createDemo({ now })).toEqual(demo);
    const later = createDemo({ now: now + 1e9 }).emulator.fleet.regions.flatMap(({ sessions }) => sessions);
    const ids = (sessions: WireSession[]) => sessions.map(({ SessionId }) => SessionId);
    expect(ids(later).toSorted()).toEqual(ids(sessionsOf('main')).toSorted());
    const all = demo.accounts.flatMap(({ name }) => ids(sessionsOf(name)));
    expect(new Set(all).size).toBe(all.length);
    const instances = [...fleets.values()].flatMap(({ regions }) =>
      regions.flatMap((region) => region.instances.map(({ InstanceId }) => InstanceId)),
    );
    expect(new Set(instances).size).toBe(instances.length);
  });

  it('begins with the six regions that the tests know, and adds to them', () => {
    const own = fleets.get('main')?.regions ?? [];
    for (const [index, { regionId, sessions, instances }] of createDemoFleet({ now }).regions.entries()) {
      expect(own[index]?.regionId).toBe(regionId);
      expect(own[index]?.instances).toEqual(instances);
      const known = new Set(sessions.map(({ SessionId }) => SessionId));
      const kept = own[index]?.sessions.filter(({ SessionId }) => known.has(SessionId)) ?? [];
      // The busiest region holds as many as ECS keeps, so there the oldest make room for what is added.
      expect(kept.length).toBeGreaterThanOrEqual(Math.min(sessions.length, 985));
      expect(kept).toEqual(sessions.slice(0, kept.length));
    }
    expect(own[0]?.sessions).toHaveLength(1000);
    for (const name of ['main', 'shop']) {
      for (const region of fleets.get(name)?.regions ?? []) {
        const times = region.sessions.map(({ CreationTime }) => String(CreationTime));
        expect(times).toEqual(times.toSorted().reverse());
        expect(times.every((time) => Date.parse(time) <= now)).toBe(true);
      }
    }
  });

  it('may be entered in all accounts but the one that refuses', async () => {
    emulator = createEmulator(createDemo({ now }).emulator);
    const url = await emulator.listen();
    const sts = { key, version: '2015-04-01' };
    const outcomes = [];
    for (const { id, name, roleArn, externalId } of demo.accounts) {
      if (roleArn === undefined) {
        const { json } = await jsonCall(url, { ...sts, action: 'GetCallerIdentity' });
        outcomes.push([name, pick(json, 'AccountId') === id]);
        continue;
      }
      const query = {
        RoleArn: roleArn,
        RoleSessionName: 'demo',
        ...(externalId && { ExternalId: externalId }),
      };
      const { json } = await jsonCall(url, { ...sts, action: 'AssumeRole', query });
      outcomes.push([name, pick(json, 'Code') ?? pick(json, 'AssumedRoleUser.Arn') ?? '']);
    }
    expect(outcomes).toEqual([
      ['main', true],
      ['shop', `acs:ram::${demo.accounts[1]?.id}:assumed-role/session-audit/demo`],
      [demo.refused, 'NoPermission'],
    ]);
    for (const action of ['DescribeTerminalSessions', 'DescribeInstances', 'DescribeRegions']) {
      const answer = await jsonCall(url, { action, key, query: { RegionId: 'cn-hangzhou' } });
      expect(answer.status).toBe(200);
    }
  });

  it('has people with names, roles with and without a session’s name, a name that two share, and a deleted user', () => {
    const names = (account: { users?: { userName: string }[] | undefined }) =>
      account.users?.map(({ userName }) => userName) ?? [];
    const [shop] = demo.emulator.otherAccounts;
    expect(names(demo.emulator).filter((name) => shop && names(shop).includes(name))).toEqual(['zhang.min']);
    const sessions = sessionsOf('main');
    const known = new Set(demo.emulator.users?.map(({ userId }) => userId));
    const roles = new Set(demo.emulator.roles?.map(({ roleId }) => roleId));
    const of = (type: string) => sessions.filter(({ IdentityType }) => IdentityType === type);
    expect(of('RAMUser').some(({ PrincipalId }) => !known.has(String(PrincipalId)))).toBe(true);
    expect(of('RAMUser').filter(({ PrincipalId }) => known.has(String(PrincipalId))).length).toBeGreaterThan(
      500,
    );
    for (const { PrincipalId } of of('AssumedRoleUser')) {
      expect(roles).toContain(String(PrincipalId).split(':')[0]);
    }
    const named = of('AssumedRoleUser').map(({ PrincipalId }) => String(PrincipalId).includes(':'));
    expect(new Set(named)).toEqual(new Set([true, false]));
    for (const { PrincipalId } of of('Account')) expect(PrincipalId).toBe(demo.accounts[0]?.id);
  });

  it('has a break-in: root at night for hours on many machines, from where nobody came before, into a second account', () => {
    const found = ['main', 'shop'].flatMap((name) => sessionsOf(name).filter(isIntruder));
    expect(found).toHaveLength(8);
    const machines = new Set<unknown>();
    for (const session of found) {
      expect(session.Username).toBe('root');
      // From two to four in the morning in China.
      expect([18, 19]).toContain(new Date(String(session.CreationTime)).getUTCHours());
      for (const connection of connectionsOf(session)) {
        machines.add(pick(connection, 'InstanceId'));
        expect(hours(connection)).toBeGreaterThan(2);
      }
    }
    expect(machines.size).toBeGreaterThan(12);
    expect(found.map(({ PortNumber }) => PortNumber).filter(Boolean)).toEqual([3306, 5432]);
    // The same person by day: never from there, never so long.
    const [thief] = found;
    const byDay = sessionsOf('main').filter(
      (session) => session.PrincipalId === thief?.PrincipalId && !isIntruder(session),
    );
    expect(byDay.length).toBeGreaterThan(50);
    for (const session of byDay) {
      for (const connection of connectionsOf(session)) expect(hours(connection) > 2).toBe(false);
    }
  });

  it('has its break-in yesterday (UTC), whenever it is started, and all of it is over', () => {
    for (let hour = 0; hour < 24; hour++) {
      const at = now + hour * 36e5;
      const night = createDemo({ now: at })
        .emulator.fleet.regions.flatMap(({ sessions }) => sessions)
        .filter(isIntruder);
      const yesterday = new Date(at - 24 * 36e5).toISOString().slice(0, 10);
      for (const { CreationTime } of night) expect(String(CreationTime).slice(0, 10)).toBe(yesterday);
      for (const connection of night.flatMap(connectionsOf)) {
        expect(String(pick(connection, 'EndTime')).slice(0, 10)).toBe(yesterday);
      }
    }
  });

  it('has long sessions that are nobody’s fault, forwardings to databases, and terminals that are open now', () => {
    for (const name of ['main', 'shop']) {
      const sessions = sessionsOf(name).filter((session) => !isIntruder(session));
      const long = sessions.filter((session) => connectionsOf(session).some((one) => hours(one) > 2));
      expect(long.length).toBeGreaterThanOrEqual(4);
      const ports = new Set(sessions.map(({ PortNumber }) => PortNumber));
      for (const port of [3306, 5432, 6379]) expect(ports).toContain(port);
      const [hangzhou, shanghai] = fleets.get(name)?.regions ?? [];
      const region = name === 'main' ? hangzhou : shanghai;
      const bastion = region?.instances.find(({ InstanceName }) => InstanceName === 'bastion-01');
      const onIt = sessions.flatMap(connectionsOf).filter((connection) => {
        const isThere = pick(connection, 'InstanceId') === bastion?.InstanceId;
        return isThere && pick(connection, 'Status') === 'Connected';
      });
      expect(onIt.length).toBeGreaterThan(0);
    }
  });

  it('has machines with tags and networks, agents of all kinds, and regions where nobody records', () => {
    const regions = fleets.get('main')?.regions ?? [];
    const machines = regions.flatMap(({ instances }) => instances);
    const tags = machines.flatMap((machine) => list(machine, 'Tags.Tag').map((tag) => pick(tag, 'TagValue')));
    for (const value of ['prod', 'staging', 'dev', 'checkout', 'platform']) expect(tags).toContain(value);
    expect(machines.some((machine) => list(machine, 'Tags.Tag').length === 0)).toBe(true);
    for (const { instances } of regions) {
      const networks = new Set(instances.map((machine) => pick(machine, 'VpcAttributes.VpcId')));
      expect([1, 2]).toContain(networks.size);
    }
    const agents = regions.flatMap(({ assistants = [] }) => assistants);
    expect(agents.length).toBeLessThan(machines.length);
    expect(new Set(agents.map((agent) => agent.CloudAssistantStatus))).toEqual(new Set(['true', 'false']));
    expect(new Set(agents.map((agent) => agent.SupportSessionManager))).toEqual(new Set([true, false]));
    const records = regions.map(({ ossDeliveries = [], slsDeliveries = [] }) =>
      [...ossDeliveries, ...slsDeliveries].some(
        ({ DeliveryType, Enabled }) => DeliveryType === 'SessionManager' && Enabled === true,
      ),
    );
    expect(records).toEqual([true, true, true, false, true, false, true, false, true, false]);
    expect([...fleets.values()].map((fleet) => fleet.sessionManagerEnabled)).toEqual([true, true, false]);
  });
});
