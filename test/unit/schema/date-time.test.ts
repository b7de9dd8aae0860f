import fc from 'fast-check';
import { DateTimeResolver } from 'graphql-scalars';
import { describe, expect, it } from 'vitest';
import { parseDateTime } from '../../../src/schema/date-time.ts';

describe('a DateTime argument', () => {
  it.each([
    ['2024-01-19T09:15:46Z', '2024-01-19T09:15:46.000Z'],
    ['2024-01-19t09:15:46.123z', '2024-01-19T09:15:46.123Z'],
    ['2024-01-19T17:15:46+08:00', '2024-01-19T09:15:46.000Z'],
    ['2024-02-29T23:59:59.999999999-00:00', '2024-02-29T23:59:59.999Z'],
    ['2026-11-01', '2026-11-01T00:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z'],
    ['2016-12-31T23:59:60.5Z', '2017-01-01T00:00:00.500Z'],
    ['2017-01-01T07:59:60+08:00', '2017-01-01T00:00:00.000Z'],
  ])('is the moment it names: %s', (text, moment) => {
    const read = parseDateTime(text);
    expect(read.toISOString()).toBe(moment);
    expect(parseDateTime(read)).toBe(read);
  });

  it.each([
    ...[
      '',
      'yesterday',
      '2026-11',
      '2026-11-1',
      '2026-11-31',
      '2026-02-29',
      '2026-13-01',
      '20261101',
      '2026-11-01Z',
    ],
    ...['2026-11-01T00:00:00', '2026-11-01T00:00Z', '2026-11-01 00:00:00Z', '2026-11-01T24:00:00Z'],
    ...['2026-11-01T12:00:60Z', '2026-11-01T23:59:61Z', '2026-11-01T23:59:60+01:00', '2026-02-30T23:59:60Z'],
    ...['2026-11-01T12:00:00+24:00', '2026-11-01T12:00:00+0800', '1768813200', ' 2026-11-01', '2026-11-01\n'],
    ...[1768813200, null, true, {}, [], ['2026-11-01'], new Date(Number.NaN), undefined],
  ])('is refused with what is accepted: %j', (value) => {
    expect(() => parseDateTime(value)).toThrow(
      expect.objectContaining({
        code: 'BAD_REQUEST',
        message: expect.stringMatching(
          /a time with its zone, such as "2024-01-19T09:15:46Z".* or a day, such as/,
        ),
      }),
    );
  });

  it('is read as graphql-scalars reads it, wherever that does', () => {
    const two = (min: number, max: number) =>
      fc.integer({ min, max }).map((number) => String(number).padStart(2, '0'));
    const text = fc
      .tuple(
        ...[fc.constantFrom('1969', '2000', '2024', '2025', '1900'), two(0, 13), two(0, 32)],
        ...[
          two(0, 25),
          two(0, 61),
          two(0, 59),
          fc.constantFrom('', '.1', '.123456', '.'),
          fc.constantFrom('Z', 'z', '+08:00', '-23:59', '+24:00', ''),
        ],
      )
      .map(([y, mo, d, h, mi, s, f, z]) => `${y}-${mo}-${d}T${h}:${mi}:${s}${f}${z}`);
    const outcome = (parse: (text: string) => unknown, text: string) => {
      try {
        return parse(text);
      } catch {
        return 'refused';
      }
    };
    fc.assert(
      fc.property(text, (text) => {
        expect(outcome(parseDateTime, text)).toEqual(
          outcome((text) => DateTimeResolver.parseValue(text), text),
        );
      }),
      { numRuns: 3000 },
    );
  });
});
