import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRegionId } from '../../../src/ecs/arguments.ts';
import { RegionNotFoundError } from '../../../src/ecs/errors.ts';
import { type SessionRecord, valueOrNull } from '../../../src/ecs/record.ts';
import type { SessionFilter } from '../../../src/sessions/filter.ts';
import type { FetchPage } from '../../../src/sessions/region-feed.ts';
import { ModelUpstream, session, type TokenKind } from './support/model.ts';
import { listSessions } from './support/own-account.ts';

const [hangzhou, shanghai, beijing] = ['cn-hangzhou', 'cn-shanghai', 'cn-beijing'].map(parseRegionId) as [
  ReturnType<typeof parseRegionId>,
  ReturnType<typeof parseRegionId>,
  ReturnType<typeof parseRegionId>,
];
const now = Date.UTC(2026, 0, 19);
/** So many minutes before now. */
const ago = (minutes: number) => new Date(now - minutes * 60_000).toISOString();
/** One record for each of these minutes before now. */
const records = (regionId: string, minutes: readonly (number | null)[]) =>
  minutes.map((minute, index) =>
    session(regionId, {
      SessionId: `s-${index}`,
      CreationTime: minute === null ? '' : ago(minute),
      Username: index % 10 === 9 ? 'root' : 'admin',
    }),
  );
const everyMinute = (count: number, from = 1, step = 1) =>
  Array.from({ length: count }, (_, index) => from + index * step);

const nobody: SessionFilter = { usernames: ['nobody'] };

describe('how far a page was read', () => {
  const ask = async (
    upstream: ModelUpstream,
    {
      filter,
      first,
      after,
    }: { filter?: SessionFilter | undefined; first?: number; after?: string | null } = {},
  ) => {
    const calls = upstream.calls.length;
    const list = { regionIds: [...upstream.regions.keys()].map(parseRegionId), filter, now };
    const page = await listSessions(upstream.fetchPage, list, { first, after });
    const { records, until } = page.scanned;
    return {
      page,
      records,
      until: until?.text ?? null,
      after: page.pageInfo.endCursor,
      calls: upstream.calls.length - calls,
    };
  };

  it('is the page itself without a filter', async () => {
    const upstream = new ModelUpstream([{ regionId: hangzhou, records: records(hangzhou, everyMinute(25)) }]);
    const first = await ask(upstream);
    expect(first).toMatchObject({ records: 10, until: ago(10), calls: 1 });
    const second = await ask(upstream, { after: first.after });
    expect(second).toMatchObject({ records: 10, until: ago(20), calls: 1 });
    expect(await ask(upstream, { after: second.after })).toMatchObject({ records: 5, until: null, calls: 1 });
  });

  it('is all that a filter passed over, up to the end', async () => {
    const upstream = new ModelUpstream([
      { regionId: hangzhou, records: records(hangzhou, everyMinute(2500)) },
    ]);
    const first = await ask(upstream, { filter: nobody });
    expect(first.page.nodes).toEqual([]);
    expect(first).toMatchObject({ records: 1100, until: ago(1100), calls: 11 });
    const second = await ask(upstream, { filter: nobody, after: first.after });
    expect(second).toMatchObject({ records: 1100, until: ago(2200), calls: 11 });
    const third = await ask(upstream, { filter: nobody, after: second.after });
    expect(third).toMatchObject({ records: 300, until: null, calls: 3 });
    expect(third.page.pageInfo.hasNextPage).toBe(false);
  });

  it('is what was read, also where more of it matches than the page holds', async () => {
    const upstream = new ModelUpstream([
      { regionId: hangzhou, records: records(hangzhou, everyMinute(250)) },
    ]);
    const first = await ask(upstream, { filter: { usernames: ['root'] }, first: 3 });
    expect(first).toMatchObject({ records: 100, until: ago(100), calls: 1 });
    // It goes on behind the 39 that were served or passed over, in the same page of ECS.
    const second = await ask(upstream, { filter: { usernames: ['root'] }, first: 8, after: first.after });
    expect(second.page.nodes).toHaveLength(8);
    expect(second).toMatchObject({ records: 161, until: ago(200), calls: 2 });
  });

  it('is of several regions as far as the first that stopped', async () => {
    const upstream = new ModelUpstream([
      { regionId: hangzhou, records: records(hangzhou, everyMinute(5000)) },
      { regionId: shanghai, records: records(shanghai, everyMinute(5000, 1, 60)) },
      { regionId: beijing, records: records(beijing, everyMinute(40)) },
    ]);
    const first = await ask(upstream, { filter: nobody });
    expect(first.calls).toBe(13);
    expect(first.page.nodes).toEqual([]);
    const read = (region: string) =>
      upstream.calls.filter(({ regionId }) => regionId === region).length * 100;
    expect(first.records).toBe(read(hangzhou) + read(shanghai) + 40);
    expect(first.until).toBe(ago(read(hangzhou)));
    // Beijing is at its end, and is not read again.
    upstream.calls.length = 0;
    const second = await ask(upstream, { filter: nobody, after: first.after });
    expect(upstream.calls.some(({ regionId }) => regionId === beijing)).toBe(false);
    expect(second.until).toBe(ago(2 * read(hangzhou)));
  });

  it('is null once every region was read to its end, one without Session Manager included', async () => {
    const upstream = new ModelUpstream([
      { regionId: hangzhou, records: records(hangzhou, everyMinute(3)) },
      { regionId: shanghai, records: [] },
    ]);
    const fetchPage: FetchPage = async (query) => {
      if (query.regionId !== shanghai) return upstream.fetchPage(query);
      throw new RegionNotFoundError(shanghai, { upstreamCode: 'RegionId.ApiNotSupported' });
    };
    for (const filter of [undefined, nobody]) {
      const page = await listSessions(fetchPage, { regionIds: [hangzhou, shanghai], filter, now }, {});
      expect(page.scanned).toEqual({ records: 3, until: null });
    }
  });

  it('is nothing but the present where only empty pages came', async () => {
    const upstream = new ModelUpstream([
      { regionId: hangzhou, records: records(hangzhou, everyMinute(50)) },
      { regionId: shanghai, records: records(shanghai, everyMinute(50)) },
    ]);
    upstream.before = ({ regionId }) => {
      upstream.serve = () => (regionId === hangzhou ? 0 : undefined);
    };
    for (const filter of [undefined, nobody]) {
      const { records, until, page } = await ask(upstream, { filter });
      expect(page.nodes).toEqual([]);
      expect(page.pageInfo.hasNextPage).toBe(true);
      expect(records).toBe(filter ? 50 : 10);
      expect(until).toBe(ago(0));
    }
  });

  it('is the time of the last record that has one; of none, that of what was served before', async () => {
    const upstream = new ModelUpstream([
      { regionId: hangzhou, records: records(hangzhou, [1, 2, null, null, null, null, 9]) },
    ]);
    const first = await ask(upstream, { first: 3 });
    expect(first).toMatchObject({ records: 3, until: ago(2) });
    expect(await ask(upstream, { first: 3, after: first.after })).toMatchObject({
      records: 3,
      until: ago(2),
    });
    const untimed = new ModelUpstream([{ regionId: hangzhou, records: records(hangzhou, [null, null, 9]) }]);
    expect(await ask(untimed, { first: 2 })).toMatchObject({ records: 2, until: ago(0) });
  });

  it('of any list says that all that is newer has been looked at, and all there is where it is null', async () => {
    const minutes = fc
      .array(fc.integer({ min: 0, max: 2000 }), { maxLength: 400, size: 'max' })
      .map((list) => list.sort((a, b) => a - b));
    const fleet = fc.array(minutes, { minLength: 1, maxLength: 3 });
    const filter = fc.constantFrom<SessionFilter | undefined>(undefined, nobody, { usernames: ['root'] });
    const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 3 });
    const held = fc.array(fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }), { maxLength: 30 });
    const kinds = fc.constantFrom<TokenKind>('anchor', 'offset');
    await fc.assert(
      fc.asyncProperty(fleet, filter, sizes, held, kinds, async (fleet, filter, sizes, held, kind) => {
        const regionIds = [hangzhou, shanghai, beijing].slice(0, fleet.length);
        const all = regionIds.map((regionId, index) => records(regionId, fleet[index] ?? []));
        const upstream = new ModelUpstream(
          regionIds.map((regionId, index) => ({ regionId, records: all[index] ?? [] })),
        );
        upstream.tokens = kind;
        upstream.serve = (call) => held[call];
        const read = new Set<SessionRecord>();
        const fetchPage: FetchPage = async (query) => {
          const page = await upstream.fetchPage(query);
          for (const record of page.records) read.add(record);
          return page;
        };
        let after: string | null = null;
        for (let n = 0; n < 20; n++) {
          const page = await listSessions(
            fetchPage,
            { regionIds, filter, now },
            { first: sizes[n % sizes.length], after },
          );
          const { records, until } = page.scanned;
          expect(records).toBeGreaterThanOrEqual(page.nodes.length);
          const older = (record: SessionRecord) =>
            until !== null && (valueOrNull(record.creationTime)?.epochMs ?? 0) <= until.epochMs;
          expect(all.flat().find((record) => !read.has(record) && !older(record))).toBeUndefined();
          if (!page.pageInfo.hasNextPage) expect(until).toBeNull();
          after = page.pageInfo.endCursor;
          if (!page.pageInfo.hasNextPage) break;
        }
      }),
      { numRuns: 200 },
    );
  });
});
