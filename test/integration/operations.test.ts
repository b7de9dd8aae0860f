import { readdirSync, readFileSync } from 'node:fs';
import { print } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillInDates } from '../../src/server/graphiql.ts';
import * as documents from '../__generated__/graphql.ts';
import { startDemo } from './support/demo.ts';
import { list, type Pair, pick } from './support/gateway.ts';

const now = Date.now();
const folder = new URL('../../schema/operations/', import.meta.url);

let pair: Pair;
beforeAll(async () => {
  pair = await startDemo(now);
});
afterAll(() => pair.close());

/** Each stored operation as its typed document, with the variables GraphiQL shows. */
const operations = {
  '01-root-on-machine': documents.RootOnMachineDocument,
  '02-from-network': documents.FromNetworkDocument,
  '03-long-sessions': documents.LongSessionsDocument,
  '04-port-forwardings': documents.PortForwardingsDocument,
  '05-by-name': documents.ByNameDocument,
  '06-on-machine-now': documents.OnMachineNowDocument,
  '07-active-now': documents.ActiveNowDocument,
  '08-recordings': documents.RecordingsDocument,
  '09-refused-account': documents.RefusedAccountDocument,
  '10-recent-sessions': documents.RecentSessionsDocument,
  '11-one-session': documents.OneSessionDocument,
  '12-failed-sessions': documents.FailedSessionsDocument,
};

/** Runs it three times: the answer is the same, but for the time that runs on in `scanned`. */
async function run(name: keyof typeof operations) {
  const variables = readFileSync(new URL(`${name}.variables.json`, folder), 'utf8');
  const ask = () => pair.ask(print(operations[name]), JSON.parse(fillInDates(variables, now)));
  const { data, errors } = await ask();
  expect(errors).toBeUndefined();
  for (let time = 0; time < 2; time++) {
    const again = await ask();
    expect(again.errors).toBeUndefined();
    expect(pick(again.data, 'sessions.nodes')).toEqual(pick(data, 'sessions.nodes'));
    expect(pick(again.data, 'instances')).toEqual(pick(data, 'instances'));
  }
  return data;
}

const connectionsOf = (sessions: unknown[]) => sessions.flatMap((session) => list(session, 'connections'));
const all = (values: unknown[], path: string) => values.map((value) => pick(value, path));

describe('the stored operation', () => {
  it('is run here, whichever it is', () => {
    const stored = readdirSync(folder).filter((name) => name.endsWith('.graphql'));
    expect(stored.map((name) => name.replace('.graphql', ''))).toEqual(Object.keys(operations));
  });

  it('root on a machine finds who broke into the bastion', async () => {
    const machines = list(await run('01-root-on-machine'), 'instances.nodes');
    expect(all(machines, 'name')).toEqual(['bastion-01', 'bastion-01']);
    expect(new Set(all(machines, 'account.name'))).toEqual(new Set(['main', 'shop']));
    const sessions = machines.flatMap((machine) => list(machine, 'sessions.nodes'));
    const intruder = sessions.find((session) => pick(session, 'clientIp') === '192.0.2.213');
    expect(intruder).toMatchObject({ principal: { name: 'li.wei' } });
  });

  it('from a network finds all of the break-in, in both accounts, and nobody else', async () => {
    const data = await run('02-from-network');
    const sessions = list(data, 'sessions.nodes');
    expect(sessions).toHaveLength(8);
    for (const ip of all(sessions, 'clientIp')) expect(ip).toMatch(/^192\.0\.2\.21[34]$/);
    expect(new Set(all(sessions, 'account.name'))).toEqual(new Set(['main', 'shop']));
    expect(new Set(all(sessions, 'principal.name'))).toEqual(new Set(['li.wei', 'break-glass']));
    expect(pick(data, 'sessions.scanned.records')).toBeGreaterThan(8);
  });

  it('long sessions shows terminals that were open for two hours, or have been', async () => {
    const sessions = list(await run('03-long-sessions'), 'sessions.nodes');
    expect(sessions.length).toBeGreaterThan(8);
    for (const session of sessions) {
      const isLong = list(session, 'connections').some((connection) => {
        const seconds = pick(connection, 'durationSeconds');
        return typeof seconds === 'number' ? seconds >= 7200 : pick(connection, 'status') === 'CONNECTED';
      });
      expect(isLong).toBe(true);
    }
  });

  it('port forwardings shows those to MySQL, with their hosts', async () => {
    const sessions = list(await run('04-port-forwardings'), 'sessions.nodes');
    expect(sessions.length).toBeGreaterThan(3);
    expect(new Set(all(sessions, 'portNumber'))).toEqual(new Set([3306]));
    for (const host of all(sessions, 'targetServer')) expect(host).toBeTypeOf('string');
  });

  it('by name shows what one RAM user did', async () => {
    const sessions = list(await run('05-by-name'), 'sessions.nodes');
    expect(sessions).toHaveLength(20);
    expect(new Set(all(sessions, 'principal.name'))).toEqual(new Set(['li.wei']));
  });

  it('on a machine now shows who is on the bastion', async () => {
    const machines = list(await run('06-on-machine-now'), 'instances.nodes');
    expect(machines).toHaveLength(4);
    const sessions = machines.flatMap((machine) => list(machine, 'sessions.nodes'));
    const names = all(sessions, 'principal.name');
    for (const name of ['sofia.martins', 'chen.jie', 'liu.yang']) expect(names).toContain(name);
  });

  it('active now shows who is on a machine in any region', async () => {
    const sessions = list(await run('07-active-now'), 'sessions.nodes');
    expect(sessions.length).toBeGreaterThan(5);
    for (const session of sessions) {
      const statuses = all(list(session, 'connections'), 'status');
      expect(statuses.some((status) => status === 'CONNECTED' || status === 'CONNECTING')).toBe(true);
    }
  });

  it('recordings shows where somebody records, and where nobody does', async () => {
    const data = await run('08-recordings');
    expect(pick(data, 'account.sessionManagerEnabled')).toBe(true);
    const regions = list(data, 'account.regions');
    expect(regions).toHaveLength(10);
    expect(new Set(all(regions, 'recording.enabled'))).toEqual(new Set([true, false]));
    for (const { recording } of regions as { recording: object }[]) {
      const deliveries = [...list(recording, 'ossDeliveries'), ...list(recording, 'slsDeliveries')];
      expect(pick(recording, 'enabled')).toBe(deliveries.length > 0);
    }
  });

  it('refused account shows why it fails, and whose it is', async () => {
    const data = await run('09-refused-account');
    expect(all(list(data, 'accounts'), 'name')).toEqual(['main', 'shop', 'finance']);
    const id = pick(data, 'accounts.2.accountId');
    expect(pick(data, 'sessions')).toMatchObject({ code: 'ACCESS_DENIED', accountId: id });
    expect(pick(data, 'sessions.nodes')).toBeUndefined();
  });

  it('refused account has nothing but its public fields where the error is in errors[], and no stack', async () => {
    const fields = ['accountId', 'code', 'regionId', 'requestId', 'retryable', 'upstreamCode'];
    for (let time = 0; time < 3; time++) {
      for (const question of [
        '{ regions { regionId } }',
        '{ account(accountId: "finance") { regions { regionId } sessions { nodes { sessionId } } } }',
        '{ region(accountId: "finance", regionId: "cn-hangzhou") { localName recording { enabled } } }',
      ]) {
        const { errors = [] } = await pair.ask(question);
        expect(errors.length).toBeGreaterThan(0);
        for (const { extensions } of errors) {
          expect(Object.keys(extensions ?? {}).sort()).toEqual(fields);
          expect(extensions).toMatchObject({ code: 'ACCESS_DENIED' });
        }
        expect(JSON.stringify(errors)).not.toMatch(/\.ts:\d+/);
      }
    }
  });

  it('recent sessions shows ten of several accounts, with where to go on', async () => {
    const data = await run('10-recent-sessions');
    expect(list(data, 'sessions.edges')).toHaveLength(10);
    expect(new Set(all(list(data, 'sessions.edges'), 'node.accountId')).size).toBe(2);
    expect(pick(data, 'sessions.pageInfo.hasNextPage')).toBe(true);
  });

  it('one session shows a session of the demo, the record as received included', async () => {
    const data = await run('11-one-session');
    expect(pick(data, 'session.__typename')).toBe('Session');
    expect(pick(data, 'session.raw.SessionId')).toBe(pick(data, 'session.sessionId'));
    expect(pick(data, 'session.principal.name')).toBe('li.wei');
    expect(list(data, 'session.connections').length).toBeGreaterThan(0);
  });

  it('failed sessions shows failures with their reasons', async () => {
    const sessions = list(await run('12-failed-sessions'), 'sessions.nodes');
    expect(sessions).toHaveLength(10);
    const failed = connectionsOf(sessions).filter((connection) => pick(connection, 'status') === 'FAILED');
    expect(failed.length).toBeGreaterThanOrEqual(10);
    for (const connection of failed) expect(pick(connection, 'closedReason')).toBeTypeOf('string');
  });
});
