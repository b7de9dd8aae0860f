import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadRequestError, InvalidNextTokenError } from '../../../src/ecs/errors.ts';
import { decodeCursor, decodeLabelled, encodeCursor, encodeLabelled } from '../../../src/sessions/cursor.ts';
import { pack, unpack } from '../../../src/sessions/packed-cursor.ts';
import { beginning, type Position } from '../../../src/sessions/position.ts';
import { opaqueCursors } from '../../laws.ts';
import { randomToken } from './support/random-token.ts';

const token = fc.oneof(
  fc.constant(null),
  fc.stringMatching(/^[\w-]{1,200}$/),
  fc.stringMatching(/^[0-9a-f]{60}$/),
  fc.base64String(),
  fc.string({ unit: 'binary', maxLength: 100 }),
  fc.string({ minLength: 60, maxLength: 60 }),
);
const fingerprint = fc.stringMatching(/^[\w-]{8}$/);
const time = fc.oneof(
  fc.constant(null),
  fc.integer({ min: 0, max: 4_102_444_800 }).map((seconds) => seconds * 1000),
  fc.integer({ min: 1_705_655_746, max: 1_705_655_999 }).map((seconds) => seconds * 1000),
  fc.integer({ min: -8_640_000_000_000_000, max: 8_640_000_000_000_000 }),
);
const position: fc.Arbitrary<Position> = fc.oneof(
  fc.constant(beginning),
  fc.constant({ ...beginning, end: true }),
  token.map((token) => ({ ...beginning, token })),
  fc
    .tuple(token, fc.integer({ min: 1, max: 100 }), fingerprint)
    .map(([token, size, head]) => ({ ...beginning, token, size, head })),
  fc
    .tuple(token, fc.integer({ min: 0, max: 100 }), fingerprint, time, fc.boolean())
    .map(([token, size, fingerprint, time, end]) => ({ token, size, last: { fingerprint, time }, end })),
);
const positions = fc.array(position, { maxLength: 60 });
const label = fc.stringMatching(/^[\w-]{5}$/);
const binding = fc.stringMatching(/^[\w-]{11}$/);

/** What a cursor says of a region that goes on, whether it has come to its end for now or not. */
const goesOn = (position: Position): Position => ({ ...position, end: false });

describe(`${opaqueCursors.title}: packed`, () => {
  it('comes back as it was written, over named regions', () => {
    fc.assert(
      fc.property(binding, positions, (binding, positions) => {
        const body = pack(binding, positions, { labels: null, dropFinished: true });
        const content = unpack(body ?? Buffer.from(''));
        expect(content.labels).toBeNull();
        expect(content.positions).toEqual(
          positions.map((position) => (position.end ? { ...beginning, end: true } : position)),
        );
        expect(content.isOf(binding)).toBe(true);
        expect(content.isOf(`${binding.slice(1)}.`)).toBe(false);
      }),
    );
  });

  it('comes back as it was written, over every region', () => {
    fc.assert(
      fc.property(binding, positions, fc.infiniteStream(label), (binding, positions, stream) => {
        const labels = [...stream.take(positions.length)];
        const body = pack(binding, positions, { labels, dropFinished: false });
        const content = unpack(body ?? Buffer.from(''));
        expect(content.labels).toEqual(labels);
        expect(content.positions).toEqual(positions.map(goesOn));
      }),
    );
  });

  it('lacks index, trail and the page before, and then says of no page that the record is in it', () => {
    const last = { fingerprint: 'abcdefgh', time: 1000 };
    const full: Position[] = [
      { token: 'a', size: 10, last: { ...last, index: 9, trail: 'abc' }, end: false },
      { token: 'b', size: 10, last: { ...last, index: 9 }, before: { token: 'a', size: 10 }, end: false },
    ];
    const body = pack('list', full, { labels: null, dropFinished: true });
    expect(unpack(body ?? Buffer.from('')).positions).toEqual([
      { token: 'a', size: 10, last, end: false },
      { token: 'b', size: 0, last, end: false },
    ]);
  });
});

const alphabets: [string, (number: number) => string][] = [
  ['base64url', (number) => randomToken(60, number)],
  ['base64', (number) => Buffer.from(randomToken(44, number)).toString('base64')],
  ['hexadecimal', (number) => Buffer.from(randomToken(40, number), 'base64url').toString('hex').slice(0, 60)],
];
const binary = (number: number) => Buffer.from(randomToken(80, number), 'base64url');
/** Any printable characters of ASCII, which base64 cannot pack. */
const printable = (number: number) =>
  [...binary(number)].map((byte) => String.fromCharCode(32 + (byte % 95))).join('');

/** The newest and the oldest record of a list, 8 years apart, and whatever lies between. */
const served = (tokenOf: (number: number) => string, count: number): Position[] =>
  Array.from({ length: count }, (_, number) => ({
    token: tokenOf(number),
    size: number % 2 === 0 ? 0 : 100,
    last: {
      fingerprint: randomToken(8, 1000 + number),
      time: 1_705_655_746_000 - Math.floor((number * 8 * 365 * 86_400) / count) * 1000,
      index: 99,
      trail: randomToken(8, 2000 + number),
    },
    before: number % 2 === 0 ? { token: tokenOf(4000 + number), size: 100 } : undefined,
    end: false,
  }));
const labelled = (positions: readonly Position[]) =>
  positions.map((position, number) => ({ label: randomToken(5, 3000 + number), position }));
const place = ({ token, size, last }: Position) => ({
  token,
  size,
  last: { fingerprint: last?.fingerprint, time: last?.time },
});

describe(`${opaqueCursors.title}: 50 regions with random tokens of 60 characters`, () => {
  it.each(alphabets)('fit, in %s', (_alphabet, tokenOf) => {
    const positions = served(tokenOf, 50);
    expect(positions.map(({ token }) => token?.length)).toEqual(Array(50).fill(60));
    const cursor = encodeCursor('AbCdEfGhIjK', positions);
    expect(cursor.length).toBeLessThanOrEqual(4096);
    const read = decodeCursor(cursor, 'AbCdEfGhIjK', 50);
    expect(read.map(place)).toEqual(positions.map(place));
    const everyRegion = encodeLabelled('AbCdEfGhIjK', labelled(positions));
    expect(everyRegion.length).toBeLessThanOrEqual(4096);
    const readEvery = decodeLabelled(everyRegion, 'AbCdEfGhIjK');
    expect(readEvery.map(({ label }) => label)).toEqual(labelled(positions).map(({ label }) => label));
    expect(readEvery.map(({ position }) => place(position))).toEqual(positions.map(place));
  });

  it('fit whatever the characters of base64url and the times of ECS', () => {
    const fifty = fc.array(
      fc.record({
        token: fc.stringMatching(/^[\w-]{60}$/),
        size: fc.integer({ min: 0, max: 100 }),
        last: fc.record({
          fingerprint,
          time: fc.integer({ min: 1_500_000_000, max: 1_760_000_000 }).map((seconds) => seconds * 1000),
          index: fc.integer({ min: 0, max: 99 }),
          trail: fc.stringMatching(/^[\w-]{8}$/),
        }),
        end: fc.constant(false),
      }),
      { minLength: 50, maxLength: 50 },
    );
    fc.assert(
      fc.property(fifty, (positions) => {
        const named = decodeCursor(encodeCursor('AbCdEfGhIjK', positions), 'AbCdEfGhIjK', 50);
        expect(named.map(place)).toEqual(positions.map(place));
        const every = decodeLabelled(encodeLabelled('AbCdEfGhIjK', labelled(positions)), 'AbCdEfGhIjK');
        expect(every.map(({ position }) => place(position))).toEqual(positions.map(place));
      }),
      { numRuns: 20 },
    );
  });

  it('of any printable characters fit as far as 4 KiB go; a list of more is refused', () => {
    const encoders = [
      (positions: readonly Position[]) => encodeCursor('AbCdEfGhIjK', positions),
      (positions: readonly Position[]) => encodeLabelled('AbCdEfGhIjK', labelled(positions)),
    ];
    for (const encode of encoders) {
      const lengths = [];
      for (let count = 1; count <= 50; count++) {
        const positions = served(printable, count);
        try {
          const cursor = encode(positions);
          expect(lengths).toHaveLength(count - 1);
          const read =
            encode === encoders[0]
              ? decodeCursor(cursor, 'AbCdEfGhIjK', count)
              : decodeLabelled(cursor, 'AbCdEfGhIjK').map(({ position }) => position);
          expect(read.map(place)).toEqual(positions.map(place));
          lengths.push(cursor.length);
        } catch (error) {
          if (!(error instanceof BadRequestError)) throw error;
          expect(error.message).toMatch(new RegExp(`these ${count} regions.*fewer regions`));
        }
      }
      expect(Math.max(...lengths)).toBeLessThanOrEqual(4096);
      expect(lengths.length).toBeGreaterThanOrEqual(38);
      expect(lengths.length).toBeLessThan(50);
    }
  });
});

describe(`${opaqueCursors.title}: a packed one that is changed`, () => {
  /** With the right checksum: what anybody can make. */
  const sealed = (body: Uint8Array) => {
    const checksum = Buffer.alloc(4);
    checksum.writeUInt32BE(crc32(body));
    return Buffer.concat([checksum, body]).toString('base64url');
  };
  /** Returns the positions of a cursor that can be read, and fails where it throws anything but the error for one that cannot. */
  const readOrRefused = (read: () => readonly Position[]): readonly Position[] => {
    try {
      return read();
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidNextTokenError);
      return [];
    }
  };
  const isSound = ({ token, size, last, head, before, end }: Position) => {
    expect(token === null || Buffer.from(token).toString() === token).toBe(true);
    expect(size).toBeGreaterThanOrEqual(0);
    expect(size).toBeLessThanOrEqual(100);
    expect(last?.fingerprint ?? head ?? 'unknown-').toMatch(/^[\w-]{8}$/);
    expect(last === null || last.time === null || Number.isFinite(last.time)).toBe(true);
    expect(before).toBeUndefined();
    expect(end && (token !== null || last !== null)).toBe(false);
  };
  const expectSafe = (body: Uint8Array, boundTo: string, count: number) => {
    const cursor = sealed(body);
    readOrRefused(() => decodeCursor(cursor, boundTo, count)).forEach(isSound);
    readOrRefused(() => decodeLabelled(cursor, boundTo).map(({ position }) => position)).forEach(isSound);
    readOrRefused(() => unpack(Buffer.from(body)).positions).forEach(isSound);
  };

  it('is refused, or read as far as its bytes go: any bytes behind a right checksum', () => {
    const head = pack('list', [], { labels: null, dropFinished: true }) ?? Buffer.from('');
    fc.assert(
      fc.property(
        fc.constantFrom(1, 2),
        fc.boolean(),
        fc.uint8Array({ maxLength: 300 }),
        (mark, isBound, bytes) => {
          const rest = isBound ? Buffer.concat([head.subarray(1), bytes]) : bytes;
          expectSafe(Buffer.concat([Buffer.from([mark]), rest]), 'list', 1);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('is refused, or read as far as its bytes go: one byte changed, the end cut off, more added', () => {
    fc.assert(
      fc.property(
        fc.array(position, { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        fc.nat(),
        fc.integer({ min: 0, max: 255 }),
        fc.uint8Array({ maxLength: 4 }),
        (positions, hasLabels, at, byte, added) => {
          const labels = hasLabels ? positions.map((_, number) => randomToken(5, 3000 + number)) : null;
          const body = pack('list', positions, { labels, dropFinished: !hasLabels }) ?? Buffer.from('');
          const changed = Buffer.from(body);
          changed[at % body.length] = byte;
          for (const mangled of [changed, body.subarray(0, at % body.length), Buffer.concat([body, added])]) {
            if (mangled.length > 0 && mangled[0] !== 0) expectSafe(mangled, 'list', positions.length);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  const end = Buffer.from([1, ...Array(16).fill(0)]);
  it.each([
    ['nothing behind its mark', Buffer.from([1])],
    ['a time that is no number', Buffer.concat([Buffer.from([1, ...Array(8).fill(0)]), double(Number.NaN)])],
    ['a size over 100', Buffer.concat([end, Buffer.from([101, 0, ...Array(6).fill(0), 0])])],
    ['a size over 100 of a page nothing of which is served', Buffer.concat([end, Buffer.from([254, 0])])],
    ['a token longer than the rest', Buffer.concat([end, Buffer.from([128, 60, 1, 2])])],
    ['a token that is no UTF-8', Buffer.concat([end, Buffer.from([128, 255, 0, 1, 0xc0])])],
    ['half a fingerprint', Buffer.concat([end, Buffer.from([0, 0, 1, 2, 3])])],
    [
      'a number without an end',
      Buffer.concat([end, Buffer.from([0, 0, ...Array(6).fill(0), ...Array(9).fill(255)])]),
    ],
    [
      'an endless time',
      Buffer.concat([end, Buffer.from([0, 0, ...Array(6).fill(0), 1]), double(Number.POSITIVE_INFINITY)]),
    ],
    ['half a label', Buffer.concat([Buffer.from([2]), end.subarray(1), Buffer.from([1, 2])])],
  ])('is refused: %s', (_what, body) => {
    expect(() => unpack(body)).toThrow(InvalidNextTokenError);
    expect(() => decodeCursor(sealed(body), 'list', 1)).toThrow(InvalidNextTokenError);
    expect(() => decodeLabelled(sealed(body), 'list')).toThrow(InvalidNextTokenError);
  });

  it('is refused where it is of another list, of other regions or of the other kind', () => {
    const positions = served((number) => randomToken(60, number), 50);
    const named = encodeCursor('list', positions);
    const every = encodeLabelled('list', labelled(positions));
    for (const cursor of [named, every]) expect(Buffer.from(cursor, 'base64url')[4]).toBeOneOf([1, 2]);
    expect(decodeCursor(named, 'list', 50)).toHaveLength(50);
    expect(decodeLabelled(every, 'list')).toHaveLength(50);
    expect(() => decodeCursor(named, 'other', 50)).toThrow(/another list/);
    expect(() => decodeCursor(named, 'list', 49)).toThrow(/another list/);
    expect(() => decodeCursor(every, 'list', 50)).toThrow(InvalidNextTokenError);
    expect(() => decodeLabelled(every, 'other')).toThrow(/another list/);
    expect(() => decodeLabelled(named, 'list')).toThrow(InvalidNextTokenError);
  });
});

function double(number: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(number);
  return bytes;
}
