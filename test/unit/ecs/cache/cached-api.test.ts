import { describe, expect, it } from 'vitest';
import type { EcsApi } from '../../../../src/ecs/api.ts';
import { parseRegionId } from '../../../../src/ecs/arguments.ts';
import { createCachedApi } from '../../../../src/ecs/cache/cached-api.ts';
import { ThrottledError } from '../../../../src/ecs/errors.ts';
import type { UpstreamPage } from '../../../../src/ecs/page-query.ts';
import { readSession } from '../../../../src/ecs/sdk/read-session.ts';

const regionId = parseRegionId('cn-hangzhou');
const query = { regionId, maxResults: 10 };

/** An upstream whose answers come when told. */
function slowUpstream() {
  const calls: {
    answer: (page: UpstreamPage) => void;
    fail: (error: Error) => void;
    signal: AbortSignal | undefined;
  }[] = [];
  const api: EcsApi = {
    terminalSessions: (_query, { signal } = {}) =>
      new Promise((answer, fail) => {
        calls.push({ answer, fail, signal });
      }),
    instances: async () => [],
    regions: async () => [],
    atHand: () => undefined,
  };
  return { api, calls };
}

const page: UpstreamPage = {
  records: [readSession(regionId, { SessionId: 's-1' }, () => {})],
  nextToken: null,
};
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a cached call', () => {
  it('is shared by equal calls under way, with the cache off as well', async () => {
    const { api, calls } = slowUpstream();
    const cached = createCachedApi(api, { ttlMs: 0, maxBytes: 0 });
    const waiters = [
      cached.terminalSessions(query),
      cached.terminalSessions({ ...query, nextToken: undefined }),
    ];
    expect(calls).toHaveLength(1);
    calls[0]?.answer(page);
    expect(await Promise.all(waiters)).toEqual([page, page]);
    void cached.terminalSessions(query);
    expect(calls).toHaveLength(2);
  });

  it('is not shared by different calls', () => {
    const { api, calls } = slowUpstream();
    const cached = createCachedApi(api, { ttlMs: 1000, maxBytes: 1e6 });
    void cached.terminalSessions(query);
    void cached.terminalSessions({ ...query, maxResults: 11 });
    void cached.terminalSessions({ ...query, instanceId: 's' });
    void cached.terminalSessions({ ...query, sessionId: 's' });
    void cached.terminalSessions({ ...query, nextToken: 's' });
    expect(calls).toHaveLength(5);
  });

  it('is abandoned only when its last waiter has gone', async () => {
    const { api, calls } = slowUpstream();
    const cached = createCachedApi(api, { ttlMs: 0, maxBytes: 0 });
    const [first, second] = [new AbortController(), new AbortController()];
    const gone = cached.terminalSessions(query, { signal: first.signal });
    const stays = cached.terminalSessions(query, { signal: second.signal });
    first.abort();
    await expect(gone).rejects.toThrow(/went away/);
    expect(calls[0]?.signal?.aborted).toBe(false);
    calls[0]?.answer(page);
    expect(await stays).toBe(page);

    const last = new AbortController();
    const alone = cached.terminalSessions(query, { signal: last.signal });
    last.abort();
    await expect(alone).rejects.toThrow(/went away/);
    expect(calls[1]?.signal?.aborted).toBe(true);
    void cached.terminalSessions(query);
    expect(calls).toHaveLength(3);
  });

  it('is answered again from memory until its time is over, by page and by record', async () => {
    const { api, calls } = slowUpstream();
    let now = 1000;
    const cached = createCachedApi(api, { ttlMs: 2000, maxBytes: 1e6, now: () => now });
    const first = cached.terminalSessions(query);
    calls[0]?.answer(page);
    await first;
    now += 1999;
    expect(await cached.terminalSessions(query)).toBe(page);
    expect(cached.atHand(regionId, 's-1')).toBe(page.records[0]);
    expect(cached.atHand(parseRegionId('cn-beijing'), 's-1')).toBeUndefined();
    now += 2;
    expect(cached.atHand(regionId, 's-1')).toBeUndefined();
    void cached.terminalSessions(query);
    expect(calls).toHaveLength(2);
  });

  it('is never answered with a remembered failure', async () => {
    const { api, calls } = slowUpstream();
    const cached = createCachedApi(api, { ttlMs: 2000, maxBytes: 1e6 });
    const first = cached.terminalSessions(query);
    calls[0]?.fail(new ThrottledError(1));
    await expect(first).rejects.toThrow(ThrottledError);
    void cached.terminalSessions(query);
    expect(calls).toHaveLength(2);
  });

  it('keeps no more than it may, keys included', async () => {
    const { api, calls } = slowUpstream();
    const maxBytes = 8000;
    const cached = createCachedApi(api, { ttlMs: 60_000, maxBytes });
    for (let n = 1; n <= 20; n++) {
      const one = cached.terminalSessions({ ...query, maxResults: n });
      calls[n - 1]?.answer({
        records: [readSession(regionId, { SessionId: `s-${n}` }, () => {})],
        nextToken: null,
      });
      await one;
      expect(cached.bytes).toBeLessThanOrEqual(maxBytes);
    }
    await settled();
    const kept = Array.from({ length: 20 }, (_, n) => cached.atHand(regionId, `s-${n + 1}`)).filter(Boolean);
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length).toBeLessThan(5);

    for (let n = 0; n < 20; n++) await cached.instances(regionId, [`i-${n}`, 'x'.repeat(100)]);
    const withShortKeys = cached.bytes;
    expect(withShortKeys).toBeLessThanOrEqual(maxBytes);
    // A key that is longer than all the memory keeps its answer out.
    await cached.instances(regionId, ['x'.repeat(maxBytes)]);
    expect(cached.bytes).toBe(withShortKeys);
  });

  it.each([{ ttlMs: 20 }, { ttlMs: 5, staleIfErrorMs: 20 }])(
    'is forgotten when its time is over, although nobody asks any more: %j',
    async (times) => {
      const { api, calls } = slowUpstream();
      const cached = createCachedApi(api, { ...times, maxBytes: 1e6 });
      const one = cached.terminalSessions(query);
      calls[0]?.answer(page);
      await one;
      await cached.instances(regionId, ['i-1']);
      await expect.poll(() => cached.bytes).toBe(0);
      expect(cached.atHand(regionId, 's-1')).toBeUndefined();
    },
  );
});
