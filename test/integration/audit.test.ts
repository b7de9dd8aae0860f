import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Pair, startPair } from './gateway.ts';
import { createIdentityProvider, trusting } from './tokens.ts';

/** The line that says who asked for what. */
let provider: Awaited<ReturnType<typeof createIdentityProvider>>;
let pair: Pair;
beforeAll(async () => {
  provider = await createIdentityProvider();
  pair = await startPair({ ...trusting(provider.file), ECS_CIRCUIT_BREAKER: 'off' });
});
beforeEach(() => {
  pair.lines.length = 0;
});
afterAll(() => pair.close());

const ask = async (query: string, variables: object = {}, claims: object = {}) => {
  await pair.ask(query, variables, { authorization: `Bearer ${await provider.token({ ...claims })}` });
  return auditLine();
};
const auditLine = () =>
  expect
    .poll(() => pair.lines.filter(({ msg }) => msg === 'audit'))
    .toHaveLength(1)
    .then(() => pair.lines.find(({ msg }) => msg === 'audit'));

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
    expect(await auditLine()).toMatchObject({ subject: null, outcome: 'HTTP 401', upstreamCalls: 0 });
  });

  it('has a line for what is not valid', async () => {
    expect(await ask('{ nonsense }')).toMatchObject({ outcome: 'GRAPHQL_VALIDATION_FAILED', rows: 0 });
  });

  it('holds no variables', async () => {
    const variables = { regionIds: ['cn-hangzhou'], filter: { usernames: ['someone-private'] } };
    await ask(
      `query ($regionIds: [RegionId!]!, $filter: SessionFilter) { sessions(regionIds: $regionIds, filter: $filter) { __typename } }`,
      variables,
    );
    expect(JSON.stringify(pair.lines)).not.toContain('someone-private');
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
