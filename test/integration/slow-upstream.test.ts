import { afterEach, describe, expect, it } from 'vitest';
import { type Pair, pick, startPair } from './support/gateway.ts';

/** A slow but healthy ECS, and more callers than it can serve at once. */
let pair: Pair;
afterEach(() => pair.close());

/** Equal calls under way share one, so each asks something else. */
const ask = async (n: number, region = 'cn-hangzhou') => {
  const { data } = await pair.ask(
    `{ sessions(regionIds: ["${region}"], sessionId: "s-none${n}") { __typename
       ... on GatewayError { code message upstreamCode retryable } ... on ThrottledError { retryAfterSeconds } } }`,
  );
  return pick(data, 'sessions');
};
const codeOf = (answer: unknown) => pick(answer, 'code') ?? pick(answer, '__typename');
const tallyOf = (answers: unknown[]) => {
  const tally: Record<string, number> = {};
  for (const answer of answers) tally[String(codeOf(answer))] = (tally[String(codeOf(answer))] ?? 0) + 1;
  return tally;
};

describe('with more callers than places', () => {
  it('all are served where the time suffices, by the default of ECS_MAX_CONCURRENCY', async () => {
    pair = await startPair({ ECS_DEADLINE_MS: '60000', ECS_TIMEOUT_MS: '30000' });
    pair.emulator.misbehave({ kind: 'latency', ms: 100 });
    for (let round = 0; round < 3; round++) {
      const answers = await Promise.all(Array.from({ length: 200 }, (_, n) => ask(round * 200 + n)));
      expect(tallyOf(answers)).toEqual({ SessionConnection: 200 });
    }
    expect(pair.emulator.socketsOpened()).toBeLessThanOrEqual(64);
  });

  it('the others are throttled by the gateway’s own queue, and nobody takes ECS to be down', async () => {
    // 4 places at 400 ms serve 10 calls a second: of 200 callers no more than about 40 in four seconds.
    pair = await startPair({
      ECS_MAX_CONCURRENCY: '4',
      ECS_DEADLINE_MS: '4000',
      ECS_TIMEOUT_MS: '30000',
      ECS_MAX_ATTEMPTS: '1',
    });
    pair.emulator.misbehave({ kind: 'latency', ms: 400, regionId: 'cn-hangzhou' });
    for (let round = 0; round < 2; round++) {
      const answers = await Promise.all(Array.from({ length: 200 }, (_, n) => ask(round * 200 + n)));
      const { THROTTLED = 0, SessionConnection = 0, ...others } = tallyOf(answers);
      expect(others).toEqual({});
      expect(THROTTLED).toBeGreaterThan(100);
      expect(SessionConnection).toBeGreaterThan(0);
      for (const answer of answers.filter((answer) => codeOf(answer) === 'THROTTLED')) {
        expect(answer).toMatchObject({ upstreamCode: null, retryable: true });
        expect(pick(answer, 'message')).toMatch(/gateway's own queue.*ECS_MAX_CONCURRENCY/);
        expect(pick(answer, 'retryAfterSeconds')).toBeGreaterThanOrEqual(1);
      }
      // Neither the breaker nor the throttle gate has shut, here or elsewhere.
      expect(codeOf(await ask(9000 + round, 'cn-shanghai'))).toBe('SessionConnection');
      await expect.poll(async () => codeOf(await ask(9100 + round))).toBe('SessionConnection');
    }
    expect(pair.emulator.socketsOpened()).toBeLessThanOrEqual(6);
  });

  it('who has gone makes room: the queue holds nobody who does not wait', async () => {
    pair = await startPair({ ECS_MAX_CONCURRENCY: '1', ECS_DEADLINE_MS: '60000', ECS_TIMEOUT_MS: '30000' });
    pair.emulator.misbehave({ kind: 'hang', times: 1 });
    const leaving = new AbortController();
    const gone = Array.from({ length: 20 }, (_, n) => {
      const query = `{ sessions(regionIds: ["cn-hangzhou"], sessionId: "s-gone${n}") { __typename } }`;
      return fetch(`${pair.url}?query=${encodeURIComponent(query)}`, { signal: leaving.signal }).catch(
        () => 'gone',
      );
    });
    await expect.poll(() => pair.emulator.calls.length).toBe(1);
    // Once later requests have been answered, in a lane of their own, those before them have arrived.
    for (let n = 0; n < 3; n++) await pair.ask('{ regions { regionId } }');
    leaving.abort();
    expect(await Promise.all(gone)).toEqual(Array(20).fill('gone'));
    const hungUp = () => pair.lines.filter(({ msg, outcome }) => msg === 'audit' && outcome === 'hung up');
    await expect.poll(() => hungUp().length, { timeout: 20_000 }).toBe(20);
    pair.emulator.clearCalls();
    // The one that hangs still holds the only place, since what has been sent cannot be called back.
    const next = ask(1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(pair.emulator.calls).toHaveLength(0);
    pair.emulator.server.closeAllConnections();
    expect(codeOf(await next)).toBe('SessionConnection');
    expect(pair.emulator.calls.map(({ params }) => params.SessionId)).toEqual(['s-none1']);
  });
});
