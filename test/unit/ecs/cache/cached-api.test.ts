import { describe, expect, it } from 'vitest';
import { accountKeyOf, ownAccountKey } from '../../../../src/ecs/account.ts';
import type { EcsApi } from '../../../../src/ecs/api.ts';
import { parseRegionId } from '../../../../src/ecs/arguments.ts';
import { createCachedApi } from '../../../../src/ecs/cache/cached-api.ts';
import { ThrottledError, UpstreamUnavailableError } from '../../../../src/ecs/errors.ts';
import type { UpstreamPage } from '../../../../src/ecs/page-query.ts';
import { readSession } from '../../../../src/ecs/sdk/read-session.ts';
import { emptyApi } from '../empty-api.ts';

const at = { accountKey: ownAccountKey, regionId: parseRegionId('cn-hangzhou') };
const elsewhere = [
  { ...at, regionId: parseRegionId('cn-beijing') },
  { ...at, accountKey: accountKeyOf('1000000000000002') },
];
const query = { ...at, maxResults: 10 };

/** An upstream whose answers come when told. */
function slowUpstream() {
  const calls: {
    answer: (page: UpstreamPage) => void;
    fail: (error: Error) => void;
    signal: AbortSignal | undefined;
  }[] = [];
  const api: EcsApi = {
    ...emptyApi,
    terminalSessions: (_query, { signal } = {}) =>
      new Promise((answer, fail) => {
        calls.push({ answer, fail, signal });
      }),
  };
  return { api, calls };
}

const page: UpstreamPage = {
  records: [readSession(at, { SessionId: 's-1' }, () => {})],
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
    for (const other of elsewhere) void cached.terminalSessions({ ...query, ...other });
    expect(calls).toHaveLength(7);
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
    expect(cached.atHand(at, 's-1')).toBe(page.records[0]);
    for (const other of elsewhere) expect(cached.atHand(other, 's-1')).toBeUndefined();
    now += 2;
    expect(cached.atHand(at, 's-1')).toBeUndefined();
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
        records: [readSession(at, { SessionId: `s-${n}` }, () => {})],
        nextToken: null,
      });
      await one;
      expect(cached.bytes).toBeLessThanOrEqual(maxBytes);
    }
    await settled();
    const kept = Array.from({ length: 20 }, (_, n) => cached.atHand(at, `s-${n + 1}`)).filter(Boolean);
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length).toBeLessThan(5);

    for (let n = 0; n < 20; n++) await cached.instances(at, [`i-${n}`, 'x'.repeat(100)]);
    const withShortKeys = cached.bytes;
    expect(withShortKeys).toBeLessThanOrEqual(maxBytes);
    // A key that is longer than all the memory keeps its answer out.
    await cached.instances(at, ['x'.repeat(maxBytes)]);
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
      await cached.instances(at, ['i-1']);
      await expect.poll(() => cached.bytes).toBe(0);
      expect(cached.atHand(at, 's-1')).toBeUndefined();
    },
  );
});

const pageOf = (SessionId: string, Username: string): UpstreamPage => ({
  records: [readSession(at, { SessionId, Username }, () => {})],
  nextToken: null,
});

describe('a fresh answer', () => {
  it('is of a call of its own, whatever is kept or under way, and kept for others', async () => {
    const { api, calls } = slowUpstream();
    const cached = createCachedApi(api, { ttlMs: 60_000, maxBytes: 1e6 });
    const [old, slow, fresh] = [pageOf('s-1', 'old'), pageOf('s-1', 'slow'), pageOf('s-1', 'fresh')];
    const first = cached.terminalSessions(query);
    calls[0]?.answer(old);
    await first;
    const [before, own] = [1, 2].map(() => cached.terminalSessions(query, { fresh: true }));
    expect(calls).toHaveLength(3);
    // Whoever does not mind still has what is kept.
    expect(await cached.terminalSessions(query)).toBe(old);
    calls[2]?.answer(fresh);
    expect(await own).toBe(fresh);
    expect(await cached.terminalSessions(query)).toBe(fresh);
    // What was asked for before comes after: its own waiter has it, and nobody else.
    calls[1]?.answer(slow);
    expect(await before).toBe(slow);
    expect(await cached.terminalSessions(query)).toBe(fresh);
    expect(cached.atHand(at, 's-1')).toBe(fresh.records[0]);
    expect(calls).toHaveLength(3);
  });

  it('under way is shared with those who do not mind', async () => {
    const { api, calls } = slowUpstream();
    const cached = createCachedApi(api, { ttlMs: 0, maxBytes: 0 });
    const all = [undefined, true, undefined, true].map((fresh) => cached.terminalSessions(query, { fresh }));
    expect(calls).toHaveLength(3);
    const pages = ['a', 'b', 'c'].map((name) => pageOf('s-1', name));
    for (const [n, page] of pages.entries()) calls[n]?.answer(page);
    expect(await Promise.all(all)).toEqual([pages[0], pages[1], pages[1], pages[2]]);
  });

  it('has no stand-in where its call fails', async () => {
    const { api, calls } = slowUpstream();
    const cached = createCachedApi(api, { ttlMs: 60_000, staleIfErrorMs: 60_000, maxBytes: 1e6 });
    const first = cached.terminalSessions(query);
    calls[0]?.answer(page);
    await first;
    const fresh = cached.terminalSessions(query, { fresh: true });
    calls[1]?.fail(new UpstreamUnavailableError('x'));
    await expect(fresh).rejects.toThrow(UpstreamUnavailableError);
    expect(await cached.terminalSessions(query)).toBe(page);
  });

  it('is of one region and account alone', async () => {
    const { api, calls } = slowUpstream();
    const cached = createCachedApi(api, { ttlMs: 60_000, maxBytes: 1e6 });
    for (const other of elsewhere) void cached.terminalSessions({ ...query, ...other });
    void cached.terminalSessions(query, { fresh: true });
    for (const other of elsewhere) void cached.terminalSessions({ ...query, ...other });
    expect(calls).toHaveLength(3);
  });
});

describe('the end of a session', () => {
  it('keeps no answer that was asked for before it, in its own region and account', async () => {
    const { api, calls } = slowUpstream();
    const cached = createCachedApi(api, { ttlMs: 60_000, maxBytes: 1e6 });
    const queries = [query, ...elsewhere.map((other) => ({ ...query, ...other }))];
    const early = queries.map((asked) => cached.terminalSessions(asked));
    await cached.endSession(at, 's-1');
    const late = queries.map((asked) => cached.terminalSessions(asked));
    // Only what may have changed is asked anew.
    expect(calls).toHaveLength(queries.length + 1);
    const [before, after] = [pageOf('s-1', 'before'), pageOf('s-1', 'after')];
    calls.at(-1)?.answer(after);
    for (const call of calls) call.answer(before);
    expect(await Promise.all(early)).toEqual(queries.map(() => before));
    expect(await Promise.all(late)).toEqual([after, before, before]);
    expect(await cached.terminalSessions(query)).toBe(after);
    expect(calls).toHaveLength(queries.length + 1);
  });
});
