import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRegionId } from '../../../src/ecs/arguments.ts';
import { BadRequestError, InvalidNextTokenError } from '../../../src/ecs/errors.ts';
import { decodeCursor, decodeLabelled, encodeCursor, encodeLabelled } from '../../../src/sessions/cursor.ts';
import { beginning, type Position } from '../../../src/sessions/position.ts';
import { opaqueCursors } from '../../laws.ts';
import { ModelUpstream, session } from './support/model.ts';
import { type OwnListQuery as ListQuery, listSessions } from './support/own-account.ts';
import { randomToken } from './support/random-token.ts';

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

  it('leaves out trails first, then pages before, then indexes, and always says where each of 50 regions goes on', () => {
    const leftOut = new Set<string>();
    for (let count = 1; count <= 50; count++) {
      const positions = Array.from({ length: count }, (_, number) => ({
        token: randomToken(60, number),
        size: 100,
        last: {
          fingerprint: randomToken(8, 1000 + number),
          time: 1_705_655_746_000 - number * 86_477_000,
          index: (number * 37) % 100,
          trail: randomToken(8, 2000 + number),
        },
        before: { token: randomToken(60, 4000 + number), size: 100 },
        end: false,
      }));
      const cursor = encodeCursor('AbCdEfGhIjK', positions);
      expect(cursor.length).toBeLessThanOrEqual(4096);
      const read = decodeCursor(cursor, 'AbCdEfGhIjK', count);
      for (const [number, position] of read.entries()) {
        const { token, last } = positions[number] ?? {};
        expect(position).toMatchObject({ token, last: { fingerprint: last?.fingerprint, time: last?.time } });
        // Without the page before, a size would say that the record lies in the page behind it.
        expect(position.size).toBe(position.before ? 100 : 0);
        const known = { trail: position.last?.trail, before: position.before, index: position.last?.index };
        leftOut.add(
          Object.entries(known)
            .flatMap(([detail, value]) => (value === undefined || value === '' ? [detail] : []))
            .join(', '),
        );
      }
    }
    expect([...leftOut]).toEqual(['', 'trail', 'trail, before', 'trail, before, index']);
  });

  it('that would be longer is a clear refusal, not a broken cursor', () => {
    const empty = (token: string) => ({ token, size: 0, last: null, end: false });
    const fifty = Array.from({ length: 50 }, (_, number) => empty(randomToken(100, number)));
    const labelled = fifty.map((position, number) => ({ label: randomToken(5, 3000 + number), position }));
    for (const encode of [() => encodeCursor('list', fifty), () => encodeLabelled('list', labelled)]) {
      expect(encode).toThrow(BadRequestError);
      expect(encode).toThrow(/50 regions.*4096.*fewer regions/);
    }
    for (const token of [randomToken(5000, 1), randomToken(100_000, 1), `\ud800${randomToken(5000, 1)}`]) {
      expect(() => encodeCursor('list', [empty(token)])).toThrow(/1 regions.*4096/);
    }
    // Compressed, this would fit; but whoever reads a cursor unpacks 16 KiB at most.
    const long = Array.from({ length: 4 }, () => empty('x'.repeat(5000)));
    expect(() => encodeCursor('list', long)).toThrow(/4 regions.*4096/);
    const shorter = Array.from({ length: 3 }, () => empty('x'.repeat(5000)));
    expect(decodeCursor(encodeCursor('list', shorter), 'list', 3)).toEqual(shorter);
  });
});

describe(`${opaqueCursors.title}: one that was given out before`, () => {
  const position = (number: number) => ({
    token: `AAAAAdDWBF${number}`,
    size: 100,
    last: {
      fingerprint: `abcdef_${number}`,
      time: 1_705_655_746_000 + number * 1000,
      index: number,
      trail: 'abcdefgh',
    },
    before: { token: null, size: 10 },
    end: false,
  });

  it('is still read: version 2', () => {
    const cursor =
      '9iCy2lsyLCJBYkNkRWZHaElqSyIsWyJBQUFBQWREV0JGMSIsMTAwLCJhYmNkZWZfMSIsMTcwNTY1NTc0NywxLCJhYmNkZWZnaCIsbnVsbCwxMF0sW251bGwsMTAsImhoaGhoaGgtIl0sWyJ0Il0sIjEiXQ';
    expect(decodeCursor(cursor, 'AbCdEfGhIjK', 4)).toEqual([
      position(1),
      { ...beginning, size: 10, head: 'hhhhhhh-' },
      { ...beginning, token: 't' },
      { ...beginning, end: true },
    ]);
  });

  it('is still read: compressed', () => {
    const cursor =
      '-ckE7wDtzL0JgDAURtFdvvoV_iWpRUTEEcTCGGNwAsd3CDu5Z4CzNqY-DmnMU5nvRbbq-UBWmfZ4pDNfRVaHynnnQuetNWljZ2dnZ2dnZ2dnZ2dnZ2dnZ__zvr0';
    const last = { fingerprint: 'abcdefgh', time: 1_705_655_746_000, index: 3, trail: '' };
    expect(decodeCursor(cursor, 'AbCdEfGhIjK', 50)).toEqual(
      Array.from({ length: 50 }, () => ({ ...beginning, token: 'x'.repeat(60), last })),
    );
  });

  it('is still read: version 3, with labels of 6 characters', () => {
    const cursor =
      'gBBXMFszLCJBYkNkRWZHaElqSyIsWyJsYWItXzEiLFsiQUFBQUFkRFdCRjEiLDEwMCwiYWJjZGVmXzEiLDE3MDU2NTU3NDcsMSwiYWJjZGVmZ2giLG51bGwsMTBdXSxbImxhYi1fMiIsWyJBQUFBQWREV0JGMiIsMTAwLCJhYmNkZWZfMiIsMTcwNTY1NTc0OCwyLCJhYmNkZWZnaCIsbnVsbCwxMF1dXQ';
    expect(decodeLabelled(cursor, 'AbCdEfGhIjK')).toEqual([
      { label: 'lab-_1', position: position(1) },
      { label: 'lab-_2', position: position(2) },
    ]);
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
