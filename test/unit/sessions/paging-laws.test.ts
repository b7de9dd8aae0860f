import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadRequestError, InvalidMaxResultsError, InvalidNextTokenError } from '../../../src/ecs/errors.ts';
import { parseRegionId } from '../../../src/ecs/region-id.ts';
import { listSessions } from '../../../src/sessions/list.ts';
import { ModelUpstream, session, type TokenKind } from './model.ts';
import { ids, walk } from './walk.ts';

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

describe('law 7', () => {
  it('hasPreviousPage is true exactly when after is given', async () => {
    const upstream = upstreamOf(15);
    const first = await listSessions(upstream.fetchPage, query, {});
    expect(first.pageInfo.hasPreviousPage).toBe(false);
    const second = await listSessions(upstream.fetchPage, query, { after: first.pageInfo.endCursor });
    expect(second.pageInfo.hasPreviousPage).toBe(true);
  });
});
