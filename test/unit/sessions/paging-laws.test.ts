import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRegionId } from '../../../src/ecs/arguments.ts';
import { BadRequestError, InvalidMaxResultsError } from '../../../src/ecs/errors.ts';
import { anyCursor, cursorOnDemand, onceEach, oneCallPerPage, pageSize } from '../../laws.ts';
import { listed, query, record, regionId, tokens, upstreamOf } from './support/one-region.ts';
import { listSessions } from './support/own-account.ts';
import { randomToken } from './support/random-token.ts';
import { ids, walk } from './support/walk.ts';

const sizes = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 5 });
const count = fc.integer({ min: 0, max: 230 });

describe(pageSize.title, () => {
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

describe(`${oneCallPerPage.title}, and ${onceEach.title}`, () => {
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

describe(anyCursor.title, () => {
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
});

describe(`${onceEach.title}: the end of a list`, () => {
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

describe(cursorOnDemand.title, () => {
  it('computes the cursor of an edge only when it is read', async () => {
    const upstream = upstreamOf(3);
    const endless = randomToken(5000, 1);
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

  it('hasPreviousPage is true exactly when after is given', async () => {
    const upstream = upstreamOf(15);
    const first = await listSessions(upstream.fetchPage, query, {});
    expect(first.pageInfo.hasPreviousPage).toBe(false);
    const second = await listSessions(upstream.fetchPage, query, { after: first.pageInfo.endCursor });
    expect(second.pageInfo.hasPreviousPage).toBe(true);
  });
});
