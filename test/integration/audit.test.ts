import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { encodeNodeId } from '../../src/schema/object-key.ts';
import { stopClock } from '../support/stopped-clock.ts';
import { type Audited, startAudited } from './support/audited-gateway.ts';
import { type Pair, startPair } from './support/gateway.ts';

/** The line that says who asked for what. */
let audited: Audited;
let pair: Pair;
let ask: Audited['ask'];
beforeAll(async () => {
  audited = await startAudited();
  ({ pair, ask } = audited);
});
beforeEach(() => {
  pair.lines.length = 0;
});
afterAll(() => pair.close());

const recent = `query Recent($regionIds: [RegionId!]!) { sessions(regionIds: $regionIds, first: 7) {
  ... on SessionConnection { nodes { id } } ... on GatewayError { code } } }`;

describe('the audit log', () => {
  it('says who asked for what in which regions, and what it came to', async () => {
    expect(await ask(recent, { regionIds: ['cn-shanghai', 'cn-hangzhou'] })).toMatchObject({
      subject: 'alice',
      operation: 'Recent',
      regions: ['cn-hangzhou', 'cn-shanghai'],
      rows: 7,
      upstreamCalls: 2,
      outcome: 'ok',
      requestId: expect.any(String),
    });
  });

  it('names the regions that were refused, and why', async () => {
    const line = await ask(recent, { regionIds: ['cn-hangzhou'] }, { ecs_regions: ['cn-beijing'] });
    expect(line).toMatchObject({
      regions: ['cn-hangzhou'],
      rows: 0,
      upstreamCalls: 0,
      outcome: 'ACCESS_DENIED',
    });
  });

  it('tells failures that are union members from success', async () => {
    const undo = pair.emulator.misbehave({ kind: 'throttling', times: 1 });
    expect(await ask(recent, { regionIds: ['cn-hangzhou'] })).toMatchObject({ outcome: 'THROTTLED' });
    undo();
  });

  it('counts single records', async () => {
    const id = String(pair.emulator.fleet.regions[0]?.sessions[3]?.SessionId);
    const line = await ask(`{ session(regionId: "cn-hangzhou", sessionId: "${id}") { __typename } }`);
    expect(line).toMatchObject({ rows: 1, upstreamCalls: 1, operation: null, outcome: 'ok' });
  });

  it('has a line for who was not let in', async () => {
    await fetch(pair.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
    expect(await audited.line()).toMatchObject({ subject: null, outcome: 'HTTP 401', upstreamCalls: 0 });
  });

  it('has a line for what is not valid', async () => {
    expect(await ask('{ nonsense }')).toMatchObject({ outcome: 'GRAPHQL_VALIDATION_FAILED', rows: 0 });
  });

  it('says from where it was asked', async () => {
    expect(await ask('{ __typename }')).toMatchObject({ address: '127.0.0.1' });
  });
});

describe('what failed, in the audit log', () => {
  const region = 'cn-hangzhou';
  const other = { ecs_regions: ['cn-beijing'] };
  const sessionNode = encodeNodeId('Session', `${region}:s-1`);
  it.each<[string, string, object, string]>([
    [
      'a session that is not there',
      `{ session(regionId: "${region}", sessionId: "s-none") { __typename } }`,
      {},
      'SESSION_NOT_FOUND',
    ],
    [
      'a session without an id',
      `{ session(regionId: "${region}", sessionId: "") { __typename } }`,
      {},
      'BAD_REQUEST',
    ],
    [
      'a session with an endless id',
      `{ session(regionId: "${region}", sessionId: "s-${'x'.repeat(300)}") { __typename } }`,
      {},
      'BAD_REQUEST',
    ],
    [
      'a page of no records',
      `{ sessions(regionIds: ["${region}"], first: 0) { __typename } }`,
      {},
      'INVALID_MAX_RESULTS',
    ],
    [
      'a foreign cursor',
      `{ sessions(regionIds: ["${region}"], after: "x") { __typename } }`,
      {},
      'INVALID_NEXT_TOKEN',
    ],
    [
      'an instance without an id',
      `{ instance(regionId: "${region}", instanceId: "") { id } }`,
      {},
      'BAD_REQUEST',
    ],
    ['a node that is none', '{ node(id: "x") { id } }', {}, 'BAD_REQUEST'],
    [
      'an entity without a key',
      '{ _entities(representations: [{ __typename: "Session" }]) { __typename } }',
      {},
      'BAD_REQUEST',
    ],
    [
      'the sessions of a denied region',
      `{ sessions(regionIds: ["${region}"]) { __typename } }`,
      other,
      'ACCESS_DENIED',
    ],
    [
      'a session of a denied region',
      `{ session(regionId: "${region}", sessionId: "s-1") { __typename } }`,
      other,
      'ACCESS_DENIED',
    ],
    ['a denied region', `{ region(regionId: "${region}") { id } }`, other, 'ACCESS_DENIED'],
    [
      'an instance of a denied region',
      `{ instance(regionId: "${region}", instanceId: "i-1") { id } }`,
      other,
      'ACCESS_DENIED',
    ],
    ['a node of a denied region', `{ node(id: "${sessionNode}") { id } }`, other, 'ACCESS_DENIED'],
    ['nodes of a denied region', `{ nodes(ids: ["${sessionNode}"]) { id } }`, other, 'ACCESS_DENIED'],
    [
      'an entity of a denied region',
      `{ _entities(representations: [{ __typename: "Region", regionId: "${region}" }]) { __typename } }`,
      other,
      'ACCESS_DENIED',
    ],
    ['anything, without the scope', '{ regions { regionId } }', { scope: '' }, 'ACCESS_DENIED'],
  ])('%s is not "ok"', async (_what, query, claims, outcome) => {
    for (let time = 0; time < 3; time++) {
      pair.lines.length = 0;
      const line = await ask(query, {}, claims);
      expect(line).toMatchObject({ outcome, rows: 0 });
      // What was refused was asked all the same.
      if (query.includes(region) || query.includes(sessionNode)) {
        expect(line).toMatchObject({ regions: [region], asked: [{ regionIds: [region] }] });
      }
    }
  });
});

describe('upstream attempts, in the audit log', () => {
  const line = '{ sessions(regionIds: ["cn-hangzhou"], first: 1) { __typename } }';

  it('are more than the calls where one is tried again', async () => {
    expect(await ask(line)).toMatchObject({ upstreamCalls: 1, upstreamAttempts: 1, outcome: 'ok' });
    for (const times of [1, 2]) {
      pair.lines.length = 0;
      pair.emulator.misbehave({ kind: 'html', times });
      expect(await ask(line)).toMatchObject({ upstreamCalls: 1, upstreamAttempts: 1 + times, outcome: 'ok' });
    }
  });

  it('are as many as a call that fails in the end has taken', async () => {
    const heal = pair.emulator.misbehave({ kind: 'html' });
    const failed = { upstreamCalls: 1, upstreamAttempts: 3, outcome: 'UPSTREAM_UNAVAILABLE' };
    expect(await ask(line)).toMatchObject(failed);
    heal();
  });

  it('are none where the gateway itself lets no call out', async () => {
    stopClock();
    const careful = await startPair();
    try {
      careful.emulator.misbehave({ kind: 'throttling' });
      await careful.ask(line);
      careful.lines.length = 0;
      await careful.ask(line);
      const audits = () => careful.lines.filter(({ msg }) => msg === 'audit');
      await expect
        .poll(audits)
        .toMatchObject([{ upstreamCalls: 1, upstreamAttempts: 0, outcome: 'THROTTLED' }]);
    } finally {
      await careful.close();
    }
  });
});

describe('without authentication', () => {
  it('beyond loopback the gateway warns when it starts', async () => {
    const open = await startPair({ HOST: '0.0.0.0', AUTH: 'none' });
    expect(open.lines).toContainEqual(
      expect.objectContaining({ level: 40, msg: expect.stringMatching(/AUTH=none/) }),
    );
    await open.close();
  });
});
