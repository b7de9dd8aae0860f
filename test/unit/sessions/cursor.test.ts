import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRegionId } from '../../../src/ecs/arguments.ts';
import { InvalidNextTokenError } from '../../../src/ecs/errors.ts';
import { decodeCursor, encodeCursor } from '../../../src/sessions/cursor.ts';
import { beginning, type Position } from '../../../src/sessions/position.ts';
import { opaqueCursors } from '../../laws.ts';
import { ModelUpstream, session } from './support/model.ts';
import { type OwnListQuery as ListQuery, listSessions } from './support/own-account.ts';

const markAndTime = fc.record({
  fingerprint: fc.stringMatching(/^[\w-]{8}$/),
  time: fc.option(fc.integer({ min: 0, max: 4_102_444_800_000 })),
});
const last = fc.oneof(
  markAndTime,
  fc
    .tuple(markAndTime, fc.integer({ min: 0, max: 99 }), fc.stringMatching(/^[\w-]{0,8}$/))
    .map(([last, index, trail]) => ({ ...last, index, trail })),
);
const position: fc.Arbitrary<Position> = fc.oneof(
  fc.constant(beginning),
  fc.record({
    token: fc.string({ minLength: 1 }),
    size: fc.constant(0),
    last: fc.constant(null),
    end: fc.constant(false),
  }),
  fc.record({
    token: fc.option(fc.string({ unit: 'binary', maxLength: 100 })),
    size: fc.integer({ min: 0, max: 100 }),
    last,
    end: fc.constant(false),
  }),
  fc.record({
    token: fc.string({ minLength: 1 }),
    size: fc.constant(0),
    last: fc.constant({ fingerprint: 'abcdefgh', time: 1, index: 9, trail: '01234567' }),
    before: fc.record({
      token: fc.option(fc.string({ unit: 'binary', maxLength: 100 })),
      size: fc.integer({ min: 1, max: 100 }),
    }),
    end: fc.constant(false),
  }),
);
const positions = fc.array(position, { minLength: 1, maxLength: 5 });

describe(opaqueCursors.title, () => {
  it('comes back as it was written', () => {
    fc.assert(
      fc.property(positions, (positions) => {
        expect(decodeCursor(encodeCursor('list', positions), 'list', positions.length)).toEqual(positions);
      }),
    );
  });

  it('holds only that a region is finished, in a list of several', () => {
    const end: Position = {
      token: 'x'.repeat(60),
      size: 10,
      last: { fingerprint: 'abcdefgh', time: 1 },
      end: true,
    };
    expect(decodeCursor(encodeCursor('list', [end, beginning]), 'list', 2)).toEqual([
      { ...beginning, end: true },
      beginning,
    ]);
  });

  it('is refused after any single changed, dropped or added character', () => {
    const cursor = encodeCursor('list', [
      { token: 'AAAAAdDWBF2', size: 10, last: { fingerprint: 'abcdefgh', time: 1 }, end: false },
    ]);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/= \n';
    for (let index = 0; index <= cursor.length; index++) {
      for (const character of alphabet) {
        const changed = cursor.slice(0, index) + character + cursor.slice(index + 1);
        const added = cursor.slice(0, index) + character + cursor.slice(index);
        for (const mangled of [changed, added]) {
          if (mangled !== cursor)
            expect(() => decodeCursor(mangled, 'list', 1)).toThrow(InvalidNextTokenError);
        }
      }
      const dropped = cursor.slice(0, index) + cursor.slice(index + 1);
      if (dropped !== cursor) expect(() => decodeCursor(dropped, 'list', 1)).toThrow(InvalidNextTokenError);
    }
  });

  it('is refused where it is any other text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.base64String(), fc.constant('')), (text) => {
        expect(() => decodeCursor(text, 'list', 1)).toThrow(InvalidNextTokenError);
      }),
    );
  });

  it('stays under 4 KiB for 30 regions with NextTokens of 60 characters', () => {
    const token = 'AAAAAdDWBF2ZkJc0q1l7eR8xVn3mPz5Ty6Uw9QsHhGgJjKkLl0Oo1Ii2Bb3C';
    const positions = Array.from({ length: 30 }, (_, index) => ({
      token: token.slice(0, 58) + String(index).padStart(2, '0'),
      size: 100,
      last: {
        fingerprint: `abcdef${String(index).padStart(2, '0')}`,
        time: 1_705_655_746_000 + index * 1000,
        index: 60 + index,
        trail: 'abcdefgh',
      },
      before: { token: token.slice(0, 58) + String(index + 30), size: 100 },
      end: false,
    }));
    const cursor = encodeCursor('AbCdEfGhIjK', positions);
    expect(cursor.length).toBeLessThanOrEqual(4096);
    // What tells alike records apart is left out first; where each region goes on is all there.
    expect(decodeCursor(cursor, 'AbCdEfGhIjK', 30)).toEqual(
      positions.map(({ before, last: { trail, ...last }, ...position }) => ({ ...position, size: 0, last })),
    );
    const few = positions.slice(0, 10);
    expect(decodeCursor(encodeCursor('AbCdEfGhIjK', few), 'AbCdEfGhIjK', 10)).toEqual(few);
  });

  it('that would be longer is a clear refusal, not a broken cursor', () => {
    const positions = Array.from({ length: 50 }, () => ({
      token: 'x'.repeat(100),
      size: 0,
      last: null,
      end: false,
    }));
    expect(() => encodeCursor('list', positions)).toThrow(/50 regions.*4096.*fewer regions/);
  });
});

describe(`${opaqueCursors.title}: a cursor from before records of one fingerprint were told apart`, () => {
  const [hangzhou, shanghai] = [parseRegionId('cn-hangzhou'), parseRegionId('cn-shanghai')];
  const thirty = (regionId: string) =>
    Array.from({ length: 30 }, (_, index) =>
      session(regionId, {
        SessionId: `s-${30 - index}`,
        CreationTime: new Date((30 - index) * 60_000).toISOString(),
      }),
    );
  const one = { regionIds: [hangzhou] };
  const two = { regionIds: [hangzhou, shanghai] };

  it.each([
    [
      'in the middle of a page',
      '5Cz61VsxLCJVS1N5VU1laUNfRiIsW251bGwsMTAsInc5RmttNGFoIiwxNTYwXV0',
      one,
      ['25', '24'],
    ],
    [
      'at the end of a page',
      'HCBuclsxLCJVS1N5VU1laUNfRiIsWyJhdDoxMCIsMCwiZ3BYQVNWWjMiLDEyNjBdXQ',
      one,
      ['20', '19'],
    ],
    ['at the end of a list', 'l8D4a1sxLCJVS1N5VU1laUNfRiIsW251bGwsMTAwLCJhb1FMcjEyTSIsNjBdXQ', one, []],
    [
      'over two regions',
      'bhYuDFsxLCJEc2N5UUFjaDV4MiIsW251bGwsMTAsInpyUHl5aFI3IiwxNjgwXSxbbnVsbCwxMCwiNjdtTWhEVEgiLDE3NDBdXQ',
      two,
      ['28', '27'],
    ],
    [
      'over two regions, at the end of a page',
      'KdW5sVsxLCJEc2N5UUFjaDV4MiIsW251bGwsMTAsInc5RmttNGFoIiwxNTYwXSxbbnVsbCwxMCwidzlGa200YWgiLDE1NjBdXQ',
      two,
      ['25', '25'],
    ],
  ])('goes on: %s', async (where, after, list, next) => {
    for (const arrivals of [0, 3, 40]) {
      const upstream = new ModelUpstream(
        [hangzhou, shanghai].map((regionId) => ({ regionId, records: thirty(regionId) })),
      );
      upstream.tokens = 'offset';
      // At the end of a page, a token that counts goes wrong where more arrive than a page holds.
      const most = where === 'at the end of a page' ? 9 : arrivals;
      for (let n = 0; n < Math.min(arrivals, most); n++) {
        upstream.regions.get(hangzhou)?.records.unshift(
          session(hangzhou, {
            SessionId: `new-${n}`,
            CreationTime: new Date((31 + n) * 60_000).toISOString(),
          }),
        );
      }
      const page = await listSessions(upstream.fetchPage, list, { first: 10, after });
      const served = page.nodes.slice(0, 2).map(({ sessionId }) => sessionId);
      expect(served).toEqual(next.map((number) => `s-${number}`));
    }
  });
});

describe(`${opaqueCursors.title}: a cursor of another list`, () => {
  const upstream = new ModelUpstream(
    ['cn-hangzhou', 'cn-shanghai'].map((id) => ({
      regionId: parseRegionId(id),
      records: Array.from({ length: 5 }, (_, index) => session(id, { SessionId: `s-${index}` })),
    })),
  );
  const [hangzhou, shanghai] = [parseRegionId('cn-hangzhou'), parseRegionId('cn-shanghai')];
  const list: ListQuery = { regionIds: [hangzhou] };
  const others: [string, ListQuery][] = [
    ['another region', { regionIds: [shanghai] }],
    ['more regions', { regionIds: [hangzhou, shanghai] }],
    ['an instance', { ...list, instanceId: 'i-1' }],
    ['a session', { ...list, sessionId: 's-1' }],
    ['a filter', { ...list, filter: { active: true } }],
  ];

  it.each(others)('is refused without an upstream call: %s', async (_what, other) => {
    const page = await listSessions(upstream.fetchPage, list, { first: 1 });
    upstream.calls.length = 0;
    const foreign = listSessions(upstream.fetchPage, other, { after: page.pageInfo.endCursor });
    await expect(foreign).rejects.toThrow(InvalidNextTokenError);
    expect(upstream.calls).toEqual([]);
  });

  it('is one of the same list whatever the order and repetition of its regions, and whatever says nothing', async () => {
    const page = await listSessions(upstream.fetchPage, { regionIds: [hangzhou, shanghai] }, { first: 1 });
    const same: ListQuery = { regionIds: [shanghai, hangzhou, shanghai], filter: {}, instanceId: null };
    await expect(
      listSessions(upstream.fetchPage, same, { after: page.pageInfo.endCursor }),
    ).resolves.toMatchObject({ pageInfo: { hasPreviousPage: true } });
  });

  it.each(['', 'x'.repeat(5000), 'bm90IGEgY3Vyc29y'])('or none at all is refused: %s', async (after) => {
    upstream.calls.length = 0;
    await expect(listSessions(upstream.fetchPage, list, { after })).rejects.toThrow(InvalidNextTokenError);
    expect(upstream.calls).toEqual([]);
  });
});
