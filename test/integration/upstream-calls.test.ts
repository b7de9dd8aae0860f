import fc from 'fast-check';
import { parse, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fault, Fleet } from '../../emulator/emulator.ts';
import { createUpstreamCost } from '../../src/schema/cost/upstream-cost.ts';
import { encodeNodeId } from '../../src/schema/object-key.ts';
import { schema } from '../../src/schema/schema.ts';
import { costlyDocument } from './support/costly-document.ts';
import { list, type Pair, pick, startPair } from './support/gateway.ts';
import { everywhere, stage, startThreeAccounts } from './support/three-accounts.ts';

/** What a request costs at most: foreseen before it is executed, and kept to while it is. */

const regionIds = ['cn-hangzhou', 'cn-shanghai', 'cn-beijing'];
const instanceOf = (region: number, n: number) => `i-r${region}n${n}`;

/** Sessions with as many connections as they can have, each to another instance. */
function wideFleet(sessions: number): Fleet {
  return {
    regions: regionIds.map((regionId, region) => ({
      regionId,
      localName: regionId,
      localNameEnglish: regionId,
      endpoint: `ecs.${regionId}.aliyuncs.com`,
      sessions: Array.from({ length: sessions }, (_, n) => ({
        SessionId: `s-${n}`,
        CreationTime: new Date(Date.UTC(2026, 0, 1) - (n * 3 + region) * 1000).toISOString(),
        Username: n % 2 === 0 ? 'root' : 'admin',
        Connections: {
          Connection: Array.from({ length: 20 }, (_, index) => ({
            InstanceId: instanceOf(region, (n * 7 + index) % 60),
            Status: n % 3 === 0 ? 'Connected' : 'Terminated',
          })),
        },
      })),
      instances: Array.from({ length: 60 }, (_, n) => ({
        InstanceId: instanceOf(region, n),
        InstanceName: `name-${n}`,
      })),
    })),
  };
}

describe('the calls foreseen for a request', () => {
  let pair: Pair;
  beforeAll(async () => {
    pair = await startPair(
      { MAX_UPSTREAM_CALLS: '100000', ECS_DEADLINE_MS: '60000', ECS_TIMEOUT_MS: '30000' },
      { fleet: wideFleet(40) },
    );
  });
  afterAll(() => pair.close());
  const foreseen = createUpstreamCost(schema);
  const known = {
    regionIds,
    sessionIds: Array.from({ length: 40 }, (_, n) => `s-${n}`),
    instanceIds: regionIds.flatMap((_, region) =>
      Array.from({ length: 60 }, (_, n) => instanceOf(region, n)),
    ),
  };

  it('are never fewer than those it makes, whatever is left out and however it is written', async () => {
    let made = 0;
    let documents = 0;
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat()), async (numbers) => {
        const { query, variables } = costlyDocument((limit) => numbers.next().value % limit, known);
        const document = parse(query);
        expect(validate(schema, document), query).toEqual([]);
        const { calls } = foreseen({ document, variableValues: variables });
        // What may cost thousands is proven no better than what may cost a few, and takes long.
        fc.pre(calls <= 400);
        for (let time = 0; time < 3; time++) {
          pair.emulator.clearCalls();
          const { data, errors } = await pair.ask(query, variables);
          // One that is refused for its size makes no calls, and shows nothing.
          if (data === undefined) expect(errors?.[0]?.message).toMatch(/The operation has|token/i);
          expect(pair.emulator.calls.length, query).toBeLessThanOrEqual(calls);
          made += pair.emulator.calls.length;
          documents += 1;
        }
      }),
      { numRuns: 150 },
    );
    expect(made / documents, 'calls a document: the property must not hold of nothing').toBeGreaterThan(2);
  }, 120_000);

  it('are never fewer than those of a page of a walk that is read with nothing in memory', async () => {
    for (const first of [1, 3, 7, 100]) {
      let after: string | null = null;
      for (let page = 0; page < 6; page++) {
        const query = `query ($r: [RegionId!]!, $after: String) { sessions(regionIds: $r, first: ${first}, after: $after) {
          ... on SessionConnection { nodes { connections { instance { name } } } pageInfo { endCursor hasNextPage } } ... on GatewayError { message } } }`;
        const variables: Record<string, unknown> = { r: regionIds, after };
        pair.emulator.clearCalls();
        const { data, errors } = await pair.ask(query, variables);
        expect(errors).toBeUndefined();
        const { calls } = foreseen({ document: parse(query), variableValues: variables });
        expect(pair.emulator.calls.length).toBeLessThanOrEqual(calls);
        if (pick(data, 'sessions.pageInfo.hasNextPage') !== true) break;
        after = String(pick(data, 'sessions.pageInfo.endCursor'));
      }
    }
  });
});

describe('the calls foreseen for a request about three accounts', () => {
  let pair: Pair;
  beforeAll(async () => {
    pair = await startThreeAccounts({ MAX_UPSTREAM_CALLS: '100000' });
    // Roles are assumed before the calls of a request are counted.
    await pair.ask('{ regions { regionId } }');
  });
  afterAll(() => pair.close());
  const foreseen = createUpstreamCost(schema, { accounts: 3 });
  const known = {
    accounts: ['hub', 'prod', stage],
    regionIds: ['cn-hangzhou', 'cn-shanghai'],
    sessionIds: [everywhere, 's-prod0', 's-stage1'],
    instanceIds: ['i-both', 'i-prod0', 'i-stage1'],
  };

  it('are never fewer than those it makes, whatever accounts it names, and in whatever words', async () => {
    let made = 0;
    let documents = 0;
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat()), async (numbers) => {
        const { query, variables } = costlyDocument((limit) => numbers.next().value % limit, known);
        const document = parse(query);
        expect(validate(schema, document), query).toEqual([]);
        const { calls } = foreseen({ document, variableValues: variables });
        fc.pre(calls <= 1000);
        for (let time = 0; time < 2; time++) {
          pair.emulator.clearCalls();
          const { data, errors } = await pair.ask(query, variables);
          if (data === undefined) expect(errors?.[0]?.message).toMatch(/The operation has|token/i);
          expect(pair.emulator.calls.length, query).toBeLessThanOrEqual(calls);
          made += pair.emulator.calls.length;
          documents += 1;
        }
      }),
      { numRuns: 150 },
    );
    expect(made / documents, 'calls a document: the property must not hold of nothing').toBeGreaterThan(2);
  }, 120_000);
});

describe('a request that was foreseen to cost less than it does', () => {
  /** Pages that come short or empty are not foreseen, and each costs a call. */
  const limited = async (limit: number, fault: Fault, act: (pair: Pair) => Promise<void>) => {
    const pair = await startPair({ MAX_UPSTREAM_CALLS: String(limit) }, { fleet: wideFleet(40) });
    try {
      for (let time = 0; time < 3; time++) {
        pair.emulator.heal();
        pair.emulator.misbehave(fault);
        pair.emulator.clearCalls();
        await act(pair);
      }
    } finally {
      await pair.close();
    }
  };
  const short: Fault = { kind: 'short-pages', size: 1 };
  const empty: Fault = { kind: 'empty-pages', action: 'DescribeTerminalSessions', count: 2 };
  const merged = `sessions(regionIds: ["cn-hangzhou", "cn-shanghai"], first: 10) { __typename
    ... on SessionConnection { nodes { id } } ... on GatewayError { code message retryable } }`;
  const id = (n: number) => encodeNodeId('Session', `cn-hangzhou:s-${n}`);

  it('makes no more calls than it may, and says so in a member of the union', () =>
    limited(4, short, async (pair) => {
      const { data, errors } = await pair.ask(`{ ${merged} }`);
      expect(errors).toBeUndefined();
      expect(pick(data, 'sessions')).toMatchObject({
        __typename: 'BadRequestError',
        code: 'BAD_REQUEST',
        retryable: false,
      });
      expect(pick(data, 'sessions.message')).toMatch(
        /has made 4 upstream calls of the 4 that MAX_UPSTREAM_CALLS/,
      );
      expect(pair.emulator.calls).toHaveLength(4);
      await expect
        .poll(() => pair.lines.filter(({ msg }) => msg === 'audit').at(-1))
        .toMatchObject({ upstreamCalls: 4, outcome: 'BAD_REQUEST' });
    }));

  it('says so at the path of what would have called, and serves the rest', () =>
    limited(4, empty, async (pair) => {
      const { data, errors } = await pair.ask(`{
        region(regionId: "cn-shanghai") { sessions(first: 2) { pageInfo { hasNextPage } } }
        nodes(ids: ["${id(1)}", "${id(2)}"]) { id } }`);
      expect(pick(data, 'region.sessions')).toEqual({ pageInfo: { hasNextPage: true } });
      expect(list(data, 'nodes')).toContain(null);
      const refused = (errors ?? []).filter(({ message }) => message.includes('MAX_UPSTREAM_CALLS'));
      expect(refused.length).toBeGreaterThan(0);
      for (const error of refused) {
        expect(error).toMatchObject({
          path: ['nodes', expect.any(Number)],
          extensions: { code: 'BAD_REQUEST', retryable: false },
        });
      }
      expect(pair.emulator.calls).toHaveLength(4);
    }));

  it('takes no call from others: one that shares a call with it is served, and goes on by itself', () =>
    limited(4, short, async (pair) => {
      pair.emulator.misbehave({ kind: 'latency', ms: 50 });
      const asks = Array.from({ length: 5 }, () => pair.ask(`{ ${merged} }`));
      const single = `{ sessions(regionIds: ["cn-hangzhou"], first: 10) { __typename } }`;
      const others = Array.from({ length: 5 }, () => pair.ask(single));
      for (const { data } of await Promise.all(others)) {
        expect(data).toEqual({ sessions: { __typename: 'SessionConnection' } });
      }
      // What one may not begin, another begins: each is refused by its own count alone, and has shared the rest.
      for (const { data } of await Promise.all(asks)) {
        const message = pick(data, 'sessions.message');
        if (message !== undefined) expect(message).toContain('has made 4 upstream calls of the 4');
      }
      expect(pair.emulator.calls.length).toBeLessThanOrEqual(5 * 4);
    }));
});
