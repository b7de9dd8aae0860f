import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRegionId } from '../../../src/ecs/arguments.ts';
import { BadRequestError, InvalidMaxResultsError, InvalidNextTokenError } from '../../../src/ecs/errors.ts';
import { listSessions } from '../../../src/sessions/list-sessions.ts';
import { ModelUpstream, session, type TokenKind } from './support/model.ts';
import { ids, walk } from './support/walk.ts';

const regionId = parseRegionId('cn-hangzhou');
const query = { regionIds: [regionId] };
const sizes = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 5 });
const count = fc.integer({ min: 0, max: 230 });
const tokens = fc.constantFrom<TokenKind>('anchor', 'offset');

/** Newest first, a minute apart. */
function upstreamOf(records: number, kind: TokenKind = 'anchor'): ModelUpstream {
  const upstream = new ModelUpstream([
    { regionId, records: Array.from({ length: records }, (_, index) => record(records - index)) },
  ]);
  upstream.tokens = kind;
  return upstream;
}

function record(minute: number) {
  return session(regionId, {
    SessionId: `s-${minute}`,
    CreationTime: new Date(minute * 60_000).toISOString(),
  });
}

function listed(upstream: ModelUpstream) {
  return upstream.regions.get(regionId)?.records ?? [];
}

describe('law 1: first is 1 to 100, 10 unless given', () => {
  it('refuses anything else without an upstream call', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (first) => {
        const upstream = upstreamOf(3);
        const page = listSessions(upstream.fetchPage, query, { first });
        if (first >= 1 && first <= 100) {
          await page;
          expect(upstream.calls.map((call) => call.maxResults)).toEqual([first]);
        } else {
          await expect(page).rejects.toMatchObject({
            constructor: InvalidMaxResultsError,
            minimum: 1,
            maximum: 100,
          });
          expect(upstream.calls).toEqual([]);
        }
      }),
    );
  });

  it.each([null, undefined])('takes %s for 10', async (first) => {
    const upstream = upstreamOf(30);
    expect((await listSessions(upstream.fetchPage, query, { first })).edges).toHaveLength(10);
  });
});

describe('laws 2 and 4: a walk by endCursor', () => {
  it('yields every record once, in order, with one call a page', async () => {
    await fc.assert(
      fc.asyncProperty(count, sizes, tokens, async (records, sizes, kind) => {
        const upstream = upstreamOf(records, kind);
        let pages = 0;
        const walked = await walk(upstream.fetchPage, query, sizes, () => {
          pages += 1;
          expect(upstream.calls).toHaveLength(pages);
        });
        expect(ids(walked)).toEqual(ids(listed(upstream)));
      }),
    );
  });

  it('walks through empty pages and serves short ones, whatever the upstream holds back', async () => {
    const holdBack = fc.array(fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }), {
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(count, sizes, tokens, holdBack, async (records, sizes, kind, served) => {
        const upstream = upstreamOf(records, kind);
        upstream.serve = (call) => served[call];
        let before = 0;
        const walked = await walk(upstream.fetchPage, query, sizes, () => {
          expect(upstream.calls.length - before).toBeLessThanOrEqual(11);
          before = upstream.calls.length;
        });
        expect(ids(walked)).toEqual(ids(listed(upstream)));
      }),
    );
  });

  it('returns a page short, with a cursor that goes on, after 10 empty pages beyond the first', async () => {
    const upstream = upstreamOf(5);
    upstream.serve = (call) => (call <= 13 ? 0 : undefined);
    const first = await listSessions(upstream.fetchPage, query, {});
    expect(upstream.calls).toHaveLength(11);
    expect(first.edges).toEqual([]);
    expect(first.pageInfo.hasNextPage).toBe(true);
    const second = await listSessions(upstream.fetchPage, query, { after: first.pageInfo.endCursor });
    expect(upstream.calls).toHaveLength(14);
    expect(ids(second.nodes)).toEqual(ids(listed(upstream)));
    expect(second.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  });
});

describe("law 3: any edge's cursor", () => {
  it('goes on behind its record with one call, or two where the rest of its page is shorter than first', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 150 }),
        fc.integer({ min: 1, max: 100 }),
        fc.nat(),
        fc.integer({ min: 1, max: 100 }),
        tokens,
        async (records, first, pick, second, kind) => {
          const upstream = upstreamOf(records, kind);
          const page = await listSessions(upstream.fetchPage, query, { first });
          const index = pick % page.edges.length;
          upstream.calls.length = 0;
          const next = await listSessions(upstream.fetchPage, query, {
            first: second,
            after: page.edges[index]?.cursor,
          });
          expect(ids(next.nodes)).toEqual(ids(listed(upstream).slice(index + 1, index + 1 + second)));
          const restOfPage = page.edges.length - index - 1;
          const more = records > page.edges.length;
          expect(upstream.calls).toHaveLength(restOfPage > 0 && restOfPage < second && more ? 2 : 1);
        },
      ),
    );
  });

  it('is computed only when it is read', async () => {
    const upstream = upstreamOf(3);
    const endless = 'x'.repeat(5000);
    const page = await listSessions(
      async (query) => ({ ...(await upstream.fetchPage(query)), nextToken: endless }),
      query,
      { first: 3 },
    );
    expect(page.nodes).toHaveLength(3);
    // What keeps a cursor from being made stands in its place, and fails no other field.
    expect(page.edges[2]?.cursor).toBeInstanceOf(BadRequestError);
    expect(page.edges[1]?.cursor).toEqual(expect.any(String));
  });
});

describe('law 5: records that arrive or expire while a client pages', () => {
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

describe('the end of a list', () => {
  const both = [regionId, parseRegionId('cn-shanghai')];
  it.each([
    ['one region', { regionIds: [regionId] }],
    ['several', { regionIds: both }],
    ['a filter', { regionIds: [regionId], filter: { createdAfter: new Date(5 * 60_000) } }],
    ['a filter that passes nothing more', { regionIds: both, filter: { createdAfter: new Date(0) } }],
  ])('keeps the place of who polls it: %s', async (_what, list) => {
    for (const kind of ['anchor', 'offset'] as const) {
      const upstream = upstreamOf(12, kind);
      const whole = await listSessions(upstream.fetchPage, list, { first: 100 });
      for (const end of [whole.pageInfo.endCursor, whole.edges.at(-1)?.cursor ?? null]) {
        for (let poll = 0; poll < 3; poll++) {
          const page = await listSessions(upstream.fetchPage, list, { first: 5, after: end });
          expect(page.nodes).toEqual([]);
          expect(page.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true, endCursor: end });
          listed(upstream).unshift(record(100 + listed(upstream).length));
        }
      }
    }
  });

  it('is null where the list was empty from the beginning', async () => {
    for (const regionIds of [[regionId], both]) {
      const page = await listSessions(upstreamOf(0).fetchPage, { regionIds }, {});
      expect(page.pageInfo).toMatchObject({ hasNextPage: false, startCursor: null, endCursor: null });
    }
  });
});

describe('law 7', () => {
  it('hasPreviousPage is true exactly when after is given', async () => {
    const upstream = upstreamOf(15);
    const first = await listSessions(upstream.fetchPage, query, {});
    expect(first.pageInfo.hasPreviousPage).toBe(false);
    const second = await listSessions(upstream.fetchPage, query, { after: first.pageInfo.endCursor });
    expect(second.pageInfo.hasPreviousPage).toBe(true);
  });
});
