import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRegionId } from '../../../src/ecs/arguments.ts';
import { trailLength } from '../../../src/sessions/fingerprint.ts';
import { onceEach } from '../../laws.ts';
import { type ModelRegion, ModelUpstream, session, type TokenKind } from './support/model.ts';
import { listSessions } from './support/own-account.ts';
import { ids, walk } from './support/walk.ts';

/*
 * Records that cannot be told apart by themselves: equal SessionIds, near or far from each other, and records that are
 * the same to the letter and have no SessionId.
 */

const names = ['cn-hangzhou', 'cn-shanghai', 'cn-beijing'].map(parseRegionId);
const sizes = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 });
const tokens = fc.constantFrom<TokenKind>('anchor', 'offset');

/** Few ids and few times: most records have others like them. */
const wire = fc.record({
  SessionId: fc.constantFrom('', 's-1', 's-2', 's-3'),
  minute: fc.option(fc.integer({ min: 0, max: 3 })),
  Username: fc.constantFrom('root', 'admin'),
});

function regionsOf(
  lists: readonly (readonly { SessionId: string; minute: number | null; Username: string }[])[],
) {
  return lists.map((records, index): ModelRegion => {
    const regionId = names[index] ?? parseRegionId('cn-hangzhou');
    return {
      regionId,
      records: records.map(({ minute, ...rest }) =>
        session(regionId, {
          ...rest,
          ...(minute !== null && { CreationTime: new Date(minute * 60_000).toISOString() }),
        }),
      ),
    };
  });
}

const fleet = fc
  .array(fc.array(wire, { maxLength: 60, size: 'max' }), { minLength: 1, maxLength: names.length })
  .map(regionsOf);

/** All that a region serves, as it came: alike records are told apart by nothing but their number. */
const shown = (regions: readonly ModelRegion[], of: (region: ModelRegion) => readonly { raw: unknown }[]) =>
  regions.map((region) => of(region).map(({ raw }) => JSON.stringify(raw)));

describe(`${onceEach.title}: records that look alike`, () => {
  it('are each served exactly once, in order, by endCursor, whatever the page sizes', async () => {
    await fc.assert(
      fc.asyncProperty(fleet, sizes, tokens, fc.boolean(), async (regions, sizes, kind, filtered) => {
        const upstream = new ModelUpstream(regions);
        upstream.tokens = kind;
        const regionIds = regions.map(({ regionId }) => regionId);
        const filter = filtered ? { usernames: ['root'] } : null;
        const walked = await walk(upstream.fetchPage, { regionIds, filter }, sizes);
        const ofRegion = ({ regionId }: ModelRegion) =>
          walked.filter((record) => record.regionId === regionId);
        const expected = ({ records }: ModelRegion) =>
          filtered ? records.filter(({ username }) => username === 'root') : records;
        expect(shown(regions, ofRegion)).toEqual(shown(regions, expected));
      }),
      { numRuns: 300 },
    );
  });

  it('are each served exactly once from any edge’s cursor on', async () => {
    await fc.assert(
      fc.asyncProperty(fleet, sizes, tokens, fc.nat(), async (regions, sizes, kind, pick) => {
        const upstream = new ModelUpstream(regions);
        upstream.tokens = kind;
        const query = { regionIds: regions.map(({ regionId }) => regionId) };
        const whole = await walk(upstream.fetchPage, query, [100]);
        let after: string | null = null;
        const walked: string[] = [];
        for (let n = 0; ; n++) {
          const page = await listSessions(upstream.fetchPage, query, {
            first: sizes[n % sizes.length],
            after,
          });
          // Any of the edges, not the last one alone.
          const taken = page.edges.slice(0, 1 + ((pick + n) % Math.max(page.edges.length, 1)));
          walked.push(...taken.map(({ node }) => `${node.regionId} ${JSON.stringify(node.raw)}`));
          if (taken.length === page.edges.length && !page.pageInfo.hasNextPage) break;
          after = taken.at(-1)?.cursor ?? page.pageInfo.endCursor;
        }
        expect(walked).toEqual(whole.map(({ regionId, raw }) => `${regionId} ${JSON.stringify(raw)}`));
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['two without an id, side by side', ['', '', 's-1']],
    ['two without an id, apart', ['', 's-1', '']],
    ['two of one id, side by side', ['s-1', 's-1', 's-2']],
    ['two of one id, apart', ['s-1', 's-2', 's-1', 's-3']],
    ['nothing else', ['', '', '', '', '']],
    ['two in turn', ['s-1', 's-2', 's-1', 's-2', 's-1', 's-2', 's-1']],
  ])('are each served once: %s', async (_what, sessionIds) => {
    for (const kind of ['anchor', 'offset'] as const) {
      for (const size of [1, 2, 3, 100]) {
        const upstream = new ModelUpstream(
          regionsOf([sessionIds.map((SessionId) => ({ SessionId, minute: 1, Username: 'root' }))]),
        );
        upstream.tokens = kind;
        const walked = await walk(upstream.fetchPage, { regionIds: names.slice(0, 1) }, [size]);
        expect(walked.map(({ sessionId }) => sessionId)).toEqual(sessionIds);
      }
    }
  });

  it('are told apart by those before them where arrivals have moved them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 0, max: 200 }), { minLength: 10, maxLength: 60 }),
        fc.array(fc.nat(), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: trailLength + 2, max: 40 }),
        fc.integer({ min: 0, max: 30 }),
        fc.nat(),
        tokens,
        async (numbers, twins, first, arrivals, pick, kind) => {
          const [regionId = parseRegionId('cn-hangzhou')] = names;
          // All of one second, so that nothing but the order tells them apart; some stand there twice.
          const make = (number: number) =>
            session(regionId, { SessionId: `s-${number}`, CreationTime: '2024-01-19T09:15:46Z' });
          const records = numbers.map(make);
          for (const twin of twins) {
            const copied = numbers[twin % numbers.length] ?? 0;
            records.splice(twin % records.length, 0, make(copied));
          }
          const upstream = new ModelUpstream([{ regionId, records: [...records] }]);
          upstream.tokens = kind;
          const query = { regionIds: [regionId] };
          const page = await listSessions(upstream.fetchPage, query, { first });
          // Not one of the first: what stood before those is not in their page.
          const index = trailLength + (pick % Math.max(page.edges.length - trailLength - 1, 1));
          fc.pre(index < page.edges.length - 1);
          for (let n = 0; n < arrivals; n++) upstream.regions.get(regionId)?.records.unshift(make(1000 + n));
          const rest: string[] = [];
          let after: string | null = page.edges[index]?.cursor ?? null;
          while (after !== null) {
            const next = await listSessions(upstream.fetchPage, query, { first: 100, after });
            rest.push(...ids(next.nodes));
            after = next.pageInfo.hasNextPage ? next.pageInfo.endCursor : null;
          }
          expect(rest).toEqual(ids(records.slice(index + 1)));
        },
      ),
      { numRuns: 300 },
    );
  });
});
