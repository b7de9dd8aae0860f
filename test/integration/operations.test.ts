import { readFileSync } from 'node:fs';
import { print } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ActiveNowDocument,
  FailedSessionsDocument,
  InstanceSessionsDocument,
  OneSessionDocument,
  RecentSessionsDocument,
  RegionsDocument,
} from '../__generated__/graphql.ts';
import { list, type Pair, pick, startPair } from './support/gateway.ts';

let pair: Pair;
beforeAll(async () => {
  pair = await startPair();
});
afterAll(() => pair.close());

const documents = {
  '1-recent-sessions': RecentSessionsDocument,
  '2-one-session': OneSessionDocument,
  '3-instance-sessions': InstanceSessionsDocument,
  '4-regions': RegionsDocument,
  '5-active-now': ActiveNowDocument,
  '6-failed-sessions': FailedSessionsDocument,
};

/** Runs a stored operation as its typed document, with the variables GraphiQL shows. */
async function run(name: keyof typeof documents) {
  const file = new URL(`../../schema/operations/${name}.variables.json`, import.meta.url);
  const { data, errors } = await pair.ask(print(documents[name]), JSON.parse(readFileSync(file, 'utf8')));
  expect(errors).toBeUndefined();
  return data;
}

describe('the stored operation', () => {
  it('recent sessions shows ten, with where to go on', async () => {
    const data = await run('1-recent-sessions');
    expect(list(data, 'sessions.edges')).toHaveLength(10);
    expect(pick(data, 'sessions.pageInfo.hasNextPage')).toBe(true);
  });

  it('one session shows a session of the demo, the record as received included', async () => {
    const data = await run('2-one-session');
    expect(pick(data, 'session.__typename')).toBe('Session');
    expect(pick(data, 'session.raw.SessionId')).toBe(pick(data, 'session.sessionId'));
    expect(list(data, 'session.connections').length).toBeGreaterThan(0);
  });

  it('the sessions of one instance shows an instance of the demo and who was on it', async () => {
    const data = await run('3-instance-sessions');
    expect(pick(data, 'instance.name')).toBeTypeOf('string');
    expect(list(data, 'instance.sessions.edges').length).toBeGreaterThan(0);
  });

  it('active now shows who is on a machine in any region', async () => {
    const regions = list(await run('4-regions'), 'regions').map((region) => pick(region, 'regionId'));
    const { data } = await pair.ask(print(ActiveNowDocument), { regionIds: regions, first: 100 });
    expect(await run('5-active-now')).toMatchObject({ sessions: { __typename: 'SessionConnection' } });
    const nodes = list(data, 'sessions.nodes');
    expect(nodes.length).toBeGreaterThan(0);
    for (const node of nodes) {
      const statuses = list(node, 'connections').map((connection) => pick(connection, 'status'));
      expect(statuses.some((status) => status === 'CONNECTED' || status === 'CONNECTING')).toBe(true);
    }
  });

  it('failed sessions shows failures with their reasons', async () => {
    const nodes = list(await run('6-failed-sessions'), 'sessions.nodes');
    expect(nodes.length).toBeGreaterThan(0);
    for (const node of nodes) {
      const failed = list(node, 'connections').filter(
        (connection) => pick(connection, 'status') === 'FAILED',
      );
      expect(failed.length).toBeGreaterThan(0);
      for (const connection of failed) expect(pick(connection, 'closedReason')).toBeTypeOf('string');
    }
  });
});
