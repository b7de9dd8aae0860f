import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidNextTokenError } from '../../../src/ecs/errors.ts';
import { changesMeanwhile } from '../../laws.ts';
import { session } from './support/model.ts';
import { listed, query, record, regionId, tokens, upstreamOf } from './support/one-region.ts';
import { listSessions } from './support/own-account.ts';
import { ids, walk } from './support/walk.ts';

describe(changesMeanwhile.title, () => {
  it('neither duplicates nor hides older records, wherever the cursor stands', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 120 }),
        fc.integer({ min: 1, max: 40 }),
        fc.nat(),
        fc.integer({ min: 0, max: 30 }),
        async (records, first, pick, arrivals) => {
          const upstream = upstreamOf(records);
          const page = await listSessions(upstream.fetchPage, query, { first });
          const index = pick % page.edges.length;
          const before = [...listed(upstream)];
          for (let n = 1; n <= arrivals; n++) listed(upstream).unshift(record(records + n));
          const rest = await listSessions(upstream.fetchPage, query, {
            first: 100,
            after: page.edges[index]?.cursor ?? null,
          });
          const expected = before.slice(index + 1);
          expect(ids(rest.nodes)).toEqual(ids(expected).slice(0, rest.nodes.length));
          if (rest.nodes.length < Math.min(100, expected.length))
            expect(rest.pageInfo.hasNextPage).toBe(true);
        },
      ),
    );
  });

  it('drops what was served before where a token that counts from the head has moved', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 200 }),
        fc.integer({ min: 2, max: 40 }),
        fc.infiniteStream(fc.nat()),
        async (records, first, arrivals) => {
          const upstream = upstreamOf(records, 'offset');
          const expected = ids(listed(upstream));
          let newest = records;
          const walked = await walk(upstream.fetchPage, query, [first], () => {
            // Fewer than a page at a time: the fetched page still holds the record of the cursor.
            const arrived = (arrivals.next().value ?? 0) % first;
            for (let n = 0; n < arrived && newest < records + 400; n++)
              listed(upstream).unshift(record(++newest));
          });
          expect(ids(walked)).toEqual(expected);
        },
      ),
    );
  });

  it('goes on at the first older record where its own has expired and the list runs newest first', async () => {
    const upstream = upstreamOf(30);
    const page = await listSessions(upstream.fetchPage, query, { first: 10 });
    listed(upstream).splice(4, 1);
    const next = await listSessions(upstream.fetchPage, query, {
      first: 3,
      after: page.edges[4]?.cursor ?? null,
    });
    expect(next.nodes.map((node) => node.sessionId)).toEqual(['s-25', 's-24', 's-23']);
  });

  it('refuses a cursor whose record has expired where the order does not tell its place', async () => {
    const upstream = upstreamOf(30);
    listed(upstream).reverse();
    const page = await listSessions(upstream.fetchPage, query, { first: 10 });
    listed(upstream).splice(4, 1);
    const next = listSessions(upstream.fetchPage, query, { first: 3, after: page.edges[4]?.cursor ?? null });
    await expect(next).rejects.toThrow(InvalidNextTokenError);
  });

  it('refuses no cursor whose record is still there, though others share its second or have no time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.option(fc.integer({ min: 0, max: 5 })), { minLength: 1, maxLength: 120 }),
        fc.integer({ min: 1, max: 40 }),
        fc.nat(),
        fc.integer({ min: 0, max: 150 }),
        tokens,
        async (minutes, first, pick, arrivals, kind) => {
          const make = (minute: number | null, SessionId: string) =>
            session(regionId, {
              SessionId,
              ...(minute !== null && { CreationTime: new Date(minute * 60_000).toISOString() }),
            });
          const upstream = upstreamOf(0, kind);
          listed(upstream).push(...minutes.map((minute, index) => make(minute, `s-${index}`)));
          const page = await listSessions(upstream.fetchPage, query, { first });
          const index = pick % page.edges.length;
          const expected = ids(listed(upstream).slice(index + 1));
          // A token that counts has moved by as much as has arrived: its page must still hold the cursor's record.
          const most =
            kind === 'offset' && index === page.edges.length - 1 ? first : Number.POSITIVE_INFINITY;
          for (let n = 0; n < Math.min(arrivals, most); n++) {
            listed(upstream).unshift(make(minutes[n % minutes.length] ?? null, `new-${n}`));
          }
          const rest: string[] = [];
          let after: string | null = page.edges[index]?.cursor ?? null;
          while (after !== null) {
            const next = await listSessions(upstream.fetchPage, query, { first, after });
            rest.push(...ids(next.nodes));
            after = next.pageInfo.hasNextPage ? next.pageInfo.endCursor : null;
          }
          expect(rest).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('looks on for at most ten pages of 100, then refuses', async () => {
    const make = (SessionId: string) => session(regionId, { SessionId });
    const upstream = upstreamOf(0);
    listed(upstream).push(...Array.from({ length: 30 }, (_, index) => make(`s-${index}`)));
    const page = await listSessions(upstream.fetchPage, query, { first: 10 });
    const after = page.edges[4]?.cursor ?? null;
    const arrive = (count: number) => {
      for (let n = 0; n < count; n++) listed(upstream).unshift(make(`new-${listed(upstream).length}`));
    };
    arrive(990);
    upstream.calls.length = 0;
    const next = await listSessions(upstream.fetchPage, query, { first: 10, after });
    expect(next.nodes.map(({ sessionId }) => sessionId)[0]).toBe('s-5');
    expect(upstream.calls.map(({ maxResults }) => maxResults)).toEqual([10, ...Array(10).fill(100)]);
    arrive(1000);
    upstream.calls.length = 0;
    await expect(listSessions(upstream.fetchPage, query, { first: 10, after })).rejects.toThrow(
      InvalidNextTokenError,
    );
    expect(upstream.calls).toHaveLength(11);
  });

  it('is told by the records around it where one of its second has expired', async () => {
    // Newest first; the second of the expired one is shared by none, and what has no time stands far from it.
    const minutes = [9, null, 8, 7, 6, null, 5];
    const upstream = upstreamOf(0);
    listed(upstream).push(
      ...minutes.map((minute, index) =>
        session(regionId, {
          SessionId: `s-${index}`,
          ...(minute !== null && { CreationTime: new Date(minute * 60_000).toISOString() }),
        }),
      ),
    );
    const page = await listSessions(upstream.fetchPage, query, { first: 7 });
    const after = page.edges[3]?.cursor ?? null;
    listed(upstream).splice(3, 1);
    const next = await listSessions(upstream.fetchPage, query, { first: 7, after });
    expect(next.nodes.map(({ sessionId }) => sessionId)).toEqual(['s-4', 's-5', 's-6']);
    // The one behind it has no time, and might have stood on either side.
    const beside = page.edges[4]?.cursor ?? null;
    listed(upstream).splice(3, 1);
    await expect(listSessions(upstream.fetchPage, query, { first: 7, after: beside })).rejects.toThrow(
      InvalidNextTokenError,
    );
  });

  it('never restarts: whatever expires, nothing served before comes again', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 30 }),
        fc.nat(),
        fc.boolean(),
        fc.infiniteStream(fc.boolean()),
        async (records, first, pick, reversed, expires) => {
          const upstream = upstreamOf(records);
          if (reversed) listed(upstream).reverse();
          const page = await listSessions(upstream.fetchPage, query, { first });
          const index = pick % page.edges.length;
          const rest = ids(listed(upstream).slice(index + 1));
          const kept = listed(upstream).filter(() => !expires.next().value);
          listed(upstream).splice(0, records, ...kept);
          const after = page.edges[index]?.cursor ?? null;
          try {
            const next = await listSessions(upstream.fetchPage, query, { first: 100, after });
            const stillThere = new Set(ids(kept));
            expect(ids(next.nodes)).toEqual(rest.filter((id) => stillThere.has(id)));
          } catch (error) {
            expect(error).toBeInstanceOf(InvalidNextTokenError);
          }
        },
      ),
    );
  });
});
