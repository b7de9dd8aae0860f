import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { list, type Pair, pick, startPair } from './support/gateway.ts';
import { createIdentityProvider, trusting } from './support/tokens.ts';

/** Whole answers are kept as well as pages: for equal questions of callers who may see the same. */
let provider: Awaited<ReturnType<typeof createIdentityProvider>>;
let pair: Pair;
beforeAll(async () => {
  provider = await createIdentityProvider();
  pair = await startPair({
    ...trusting(provider.file),
    // Longer than any of these tests takes.
    CACHE_TTL_MS: '3600000',
    ECS_CIRCUIT_BREAKER: 'off',
  });
});
beforeEach(() => {
  pair.emulator.clearCalls();
  pair.lines.length = 0;
});
afterAll(() => pair.close());

const ask = async (query: string, claims: object = {}) =>
  pair.ask(query, {}, { authorization: `Bearer ${await provider.token({ ...claims })}` });
const audits = () => pair.lines.filter(({ msg }) => msg === 'audit');
const calls = () => pair.emulator.calls.length;

/** A question of its own for each test. */
const recent = (name: string, regionId: string, fields = 'sessionId') =>
  `query ${name} { sessions(regionIds: ["${regionId}"], first: 3) {
    __typename ... on SessionConnection { nodes { ${fields} } } ... on GatewayError { code } } }`;

describe('a question that was answered a moment ago', () => {
  it('gets the same answer without a call, and a line in the audit log as any other', async () => {
    const question = recent('Repeated', 'cn-hangzhou', 'id username creationTime connections { status }');
    const answer = await ask(question);
    expect(await ask(question, { sub: 'bob' })).toEqual(answer);
    expect(calls()).toBe(1);
    await expect.poll(audits).toHaveLength(2);
    const facts = { operation: 'Repeated', regions: ['cn-hangzhou'], rows: 3, outcome: 'ok' };
    expect(audits()).toMatchObject([
      { ...facts, subject: 'alice', upstreamCalls: 1 },
      { ...facts, subject: 'bob', upstreamCalls: 0 },
    ]);
  });

  it('is another question with other variables, and with another operation of the same document', async () => {
    const document = `query A($first: Int) { region(regionId: "cn-beijing") { sessions(first: $first) { nodes { sessionId } } } }
      query B { region(regionId: "cn-beijing") { regionId } }`;
    const askOne = async (operationName: string, variables: object) => {
      const response = await fetch(pair.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${await provider.token()}`,
        },
        body: JSON.stringify({ query: document, operationName, variables }),
      });
      return (await response.json()).data;
    };
    for (const first of [1, 2, 1]) {
      const data = await askOne('A', { first });
      expect(list(data, 'region.sessions.nodes')).toHaveLength(first);
    }
    expect(await askOne('B', { first: 1 })).toEqual({ region: { regionId: 'cn-beijing' } });
  });

  it('is answered to nobody who may see less', async () => {
    const question = recent('Narrow', 'cn-shanghai');
    expect(pick((await ask(question)).data, 'sessions.__typename')).toBe('SessionConnection');
    const limited = await ask(question, { ecs_regions: ['cn-hangzhou'] });
    expect(pick(limited.data, 'sessions')).toEqual({
      __typename: 'AccessDeniedError',
      code: 'ACCESS_DENIED',
    });
    const unscoped = await ask(question, { scope: 'openid' });
    expect(pick(unscoped.data, 'sessions')).toEqual({
      __typename: 'AccessDeniedError',
      code: 'ACCESS_DENIED',
    });

    const regionIds = (answer: { data?: unknown }) =>
      list(answer.data, 'regions').map((region) => pick(region, 'regionId'));
    expect(regionIds(await ask('{ regions { regionId } }')).length).toBeGreaterThan(1);
    expect(regionIds(await ask('{ regions { regionId } }', { ecs_regions: ['cn-hangzhou'] }))).toEqual([
      'cn-hangzhou',
    ]);
  });

  it('is answered to nobody whose token has expired since', async () => {
    const question = recent('Expiring', 'cn-hangzhou');
    await ask(question);
    const exp = Math.floor(Date.now() / 1000) - 60;
    const response = await fetch(`${pair.url}?query=${encodeURIComponent(question)}`, {
      headers: { authorization: `Bearer ${await provider.token({ exp })}` },
    });
    expect(response.status).toBe(401);
  });

  it('is asked again where it failed, as a union member or in errors[]', async () => {
    const union = recent('Failing', 'us-west-1');
    const plain = 'query FailingToo { region(regionId: "us-west-1") { sessions { nodes { sessionId } } } }';
    const heal = pair.emulator.misbehave({ kind: 'throttling' });
    expect(pick((await ask(union)).data, 'sessions.code')).toBe('THROTTLED');
    expect((await ask(plain)).errors).toHaveLength(1);
    heal();
    expect(pick((await ask(union)).data, 'sessions.__typename')).toBe('SessionConnection');
    expect((await ask(plain)).errors).toBeUndefined();
  });

  it('is asked again once the records in its answer are too old, however new the answer is', async () => {
    const ttlMs = 3000;
    const brief = await startPair({ CACHE_TTL_MS: String(ttlMs) });
    const first = recent('First', 'eu-central-1');
    const second = recent('Second', 'eu-central-1', 'id sessionId');
    await brief.ask(first);
    await wait(ttlMs * 0.6);
    await brief.ask(second);
    expect(brief.emulator.calls).toHaveLength(1);
    const arrival = 's-de-came-late';
    brief.emulator.arrive('eu-central-1', { SessionId: arrival, CreationTime: '2026-01-19T09:15:45Z' });
    await wait(ttlMs * 0.6);
    const [newest] = list((await brief.ask(second)).data, 'sessions.nodes');
    expect(pick(newest, 'sessionId')).toBe(arrival);
    await brief.close();
  });
});

describe('with the cache off', () => {
  it('each question is asked', async () => {
    const uncached = await startPair();
    const question = recent('Uncached', 'cn-hangzhou');
    await uncached.ask(question);
    await uncached.ask(question);
    expect(uncached.emulator.calls).toHaveLength(2);
    await uncached.close();
  });
});
