import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRegionId } from '../../../src/ecs/arguments.ts';
import { type SessionRecord, valueOrNull } from '../../../src/ecs/record.ts';
import { compileFilter, type SessionFilter } from '../../../src/sessions/filter.ts';
import { anyCursor, changesMeanwhile, onceEach } from '../../laws.ts';
import { type ModelRegion, ModelUpstream, session, type TokenKind } from './support/model.ts';
import { listSessions } from './support/own-account.ts';
import { ids, walk } from './support/walk.ts';

const names = ['cn-hangzhou', 'cn-shanghai', 'cn-beijing', 'ap-southeast-1', 'eu-central-1'].map(
  parseRegionId,
);

/** What a record may look like; few values, so that ties and matches are common. */
const wire = fc.record({
  minute: fc.option(fc.integer({ min: 0, max: 40 }), { freq: 8 }),
  Username: fc.constantFrom('root', 'admin', ''),
  Status: fc.constantFrom('Connecting', 'Connected', 'Terminated', 'Failed', 'Paused'),
});

interface Fleet {
  regions: ModelRegion[];
  sorted: boolean;
}

const fleet: fc.Arbitrary<Fleet> = fc
  .record({
    sorted: fc.boolean(),
    regions: fc.array(fc.array(wire, { maxLength: 150, size: 'max' }), {
      minLength: 1,
      maxLength: names.length,
    }),
  })
  .map(({ sorted, regions }) => ({
    sorted,
    regions: regions.map((records, region) => {
      const regionId = names[region] ?? parseRegionId('cn-hangzhou');
      const inOrder = sorted ? [...records].sort((a, b) => (b.minute ?? 99) - (a.minute ?? 99)) : records;
      return {
        regionId,
        records: inOrder.map(({ minute, Username, Status }, index) =>
          session(regionId, {
            SessionId: `s-${index}`,
            CreationTime: minute === null ? '' : new Date(minute * 60_000).toISOString(),
            Username,
            Connections: { Connection: [{ InstanceId: 'i-1', Status }] },
          }),
        ),
      };
    }),
  }));

const filter: fc.Arbitrary<SessionFilter | null> = fc.option(
  fc.record(
    {
      usernames: fc.subarray(['root', 'admin', 'nobody']),
      statuses: fc.subarray(['CONNECTED', 'FAILED', 'UNKNOWN'] as const),
      active: fc.boolean(),
      createdAfter: fc.integer({ min: 0, max: 40 }).map((minute) => new Date(minute * 60_000)),
    },
    { requiredKeys: [] },
  ),
);

const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 4 });

describe('a list over several regions', () => {
  describe(onceEach.title, () => {
    it('yields exactly the matching records, each once, for any order of records, any filter and page sizes', async () => {
      await fc.assert(
        fc.asyncProperty(
          fleet,
          filter,
          sizes,
          fc.constantFrom<TokenKind>('anchor', 'offset'),
          async ({ regions }, filter, sizes, kind) => {
            const upstream = new ModelUpstream(regions);
            upstream.tokens = kind;
            const query = { regionIds: regions.map(({ regionId }) => regionId), filter };
            const walked = await walk(upstream.fetchPage, query, sizes);
            const matcher = compileFilter(filter);
            const expected = regions.flatMap(({ records }) => records.filter(matcher.matches));
            expect(ids(walked).sort()).toEqual(ids(expected).sort());
            for (const { regionId, records } of regions) {
              const ofRegion = walked.filter((record) => record.regionId === regionId);
              expect(ids(ofRegion)).toEqual(ids(records.filter(matcher.matches)));
            }
          },
        ),
      );
    });
  });

  it('is newest first wherever each region is, ties by region and then by session id', async () => {
    await fc.assert(
      fc.asyncProperty(fleet, filter, sizes, async ({ regions, sorted }, filter, sizes) => {
        fc.pre(sorted);
        const timed = regions.map((region) => ({
          ...region,
          records: region.records.filter((record) => record.creationTime !== null),
        }));
        const query = { regionIds: timed.map(({ regionId }) => regionId), filter };
        const walked = await walk(new ModelUpstream(timed).fetchPage, query, sizes);
        for (const [index, record] of walked.slice(1).entries()) {
          const previous = walked[index];
          if (previous === undefined) continue;
          expect(timeOf(previous)).toBeGreaterThanOrEqual(timeOf(record));
          if (timeOf(previous) === timeOf(record)) expect(previous.regionId <= record.regionId).toBe(true);
        }
      }),
    );
  });

  describe(changesMeanwhile.title, () => {
    it('stays exactly-once while records arrive at the heads, many at a time, of a second or of no time', async () => {
      const arrival = fc.record({
        region: fc.nat({ max: names.length - 1 }),
        count: fc.integer({ min: 1, max: 70 }),
        minute: fc.option(fc.integer({ min: 38, max: 42 })),
      });
      await fc.assert(
        fc.asyncProperty(
          fleet,
          filter,
          sizes,
          fc.array(fc.option(arrival), { maxLength: 40 }),
          fc.boolean(),
          async ({ regions }, filter, sizes, arrivals, byEdge) => {
            const upstream = new ModelUpstream(regions);
            const matcher = compileFilter(filter);
            const inOrder = regions.map(({ records }) => ids(records.filter(matcher.matches)));
            const query = { regionIds: regions.map(({ regionId }) => regionId), filter };
            const walked: SessionRecord[] = [];
            let after: string | null = null;
            for (let n = 0; ; n++) {
              const page = await listSessions(upstream.fetchPage, query, {
                first: sizes[n % sizes.length],
                after,
              });
              const taken = byEdge ? page.edges.slice(0, Math.ceil(page.edges.length / 2)) : page.edges;
              walked.push(...taken.map(({ node }) => node));
              if (taken.length === page.edges.length && !page.pageInfo.hasNextPage) break;
              after = (byEdge ? taken.at(-1)?.cursor : null) ?? page.pageInfo.endCursor;
              const { region, count = 0, minute = null } = arrivals[n] ?? {};
              const target = regions[region ?? -1];
              for (let m = 0; m < count; m++) {
                const CreationTime = minute === null ? '' : new Date(minute * 60_000).toISOString();
                target?.records.unshift(
                  session(target.regionId, { SessionId: `new-${n}-${m}`, CreationTime, Username: 'root' }),
                );
              }
            }
            const seen = ids(walked);
            expect(new Set(seen).size).toBe(seen.length);
            for (const [index, { regionId }] of regions.entries()) {
              const old = seen.filter((id) => id.startsWith(`${regionId}/`) && !id.includes('/new-'));
              expect(old).toEqual(inOrder[index]);
            }
          },
        ),
        { numRuns: 150 },
      );
    });
  });

  describe(anyCursor.title, () => {
    it('goes on from any edge’s cursor just behind that edge', async () => {
      await fc.assert(
        fc.asyncProperty(
          fleet,
          filter,
          fc.integer({ min: 1, max: 60 }),
          fc.nat(),
          async ({ regions }, filter, first, pick) => {
            const upstream = new ModelUpstream(regions);
            const query = { regionIds: regions.map(({ regionId }) => regionId), filter };
            const whole = ids(await walk(upstream.fetchPage, query, [100]));
            const page = await listSessions(upstream.fetchPage, query, { first });
            fc.pre(page.edges.length > 0);
            const index = pick % page.edges.length;
            const rest: string[] = [];
            let after = page.edges[index]?.cursor ?? null;
            while (after !== null) {
              const next = await listSessions(upstream.fetchPage, query, { first: 7, after });
              rest.push(...ids(next.nodes));
              after = next.pageInfo.hasNextPage ? next.pageInfo.endCursor : null;
            }
            expect(rest).toEqual(whole.slice(index + 1));
          },
        ),
      );
    });
  });

  it('gives a record without a creationTime the place of the record before it', async () => {
    const [a, b] = [parseRegionId('cn-beijing'), parseRegionId('cn-hangzhou')];
    const at = (minute: number) => new Date(minute * 60_000).toISOString();
    const upstream = new ModelUpstream([
      {
        regionId: a,
        records: [
          session(a, { SessionId: 'a9', CreationTime: at(9) }),
          session(a, { SessionId: 'a?' }),
          session(a, { SessionId: 'a1', CreationTime: at(1) }),
        ],
      },
      { regionId: b, records: [session(b, { SessionId: 'b5', CreationTime: at(5) })] },
    ]);
    for (const size of [1, 2, 10]) {
      const walked = await walk(upstream.fetchPage, { regionIds: [a, b] }, [size]);
      expect(walked.map(({ sessionId }) => sessionId)).toEqual(['a9', 'a?', 'b5', 'a1']);
    }
  });
});

function timeOf(record: SessionRecord): number {
  return valueOrNull(record.creationTime)?.epochMs ?? Number.NaN;
}
