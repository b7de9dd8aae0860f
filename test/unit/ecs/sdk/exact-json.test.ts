import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExactly } from '../../../../src/ecs/sdk/exact-json.ts';

/** A number as it may stand in JSON, of any size and with any number of digits. */
const digits = (maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength });
const numberText = fc
  .record({
    sign: fc.constantFrom('', '-'),
    whole: fc.oneof(
      fc.constant('0'),
      digits(25).map((text) => text.replace(/^0+(?=\d)/, '')),
    ),
    fraction: fc.option(digits(25), { nil: '' }),
    exponent: fc.option(fc.tuple(fc.constantFrom('e', 'E', 'e+', 'e-', 'E-'), digits(3)), {
      nil: ['', ''] as const,
    }),
  })
  .map(({ sign, whole, fraction, exponent }) =>
    [sign, whole, fraction && `.${fraction}`, ...exponent].join(''),
  );

/** The value of a number without any rounding: its digits, and the power of ten they are to be multiplied by. */
function exactly(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  const all = BigInt(`${whole}${fraction}`);
  if (all === 0n) return '0';
  const kept = String(all).replace(/0+$/, '');
  const shift = Number(exponent) - fraction.length + String(all).length - kept.length;
  return `${sign}${kept}e${shift}`;
}

/** A place in a document that reads the number back. */
const places: readonly (readonly [before: string, after: string, read: (value: unknown) => unknown])[] = [
  ['', '', (value) => value],
  [' \n', '\t', (value) => value],
  ['[', ']', (value) => Array.isArray(value) && value[0]],
  ['["",', ',1]', (value) => Array.isArray(value) && value[1]],
  ['{"a":', '}', (value) => Reflect.get(Object(value), 'a')],
  ['{"b":"1e5, 12","a": ', ' ,"c":[]}', (value) => Reflect.get(Object(value), 'a')],
];

describe('JSON is read without changing a number', () => {
  it('whatever its digits, its exponent and its place', () => {
    fc.assert(
      fc.property(numberText, fc.constantFrom(...places), (text, [before, after, read]) => {
        const value = read(parseExactly(`${before}${text}${after}`));
        expect(['number', 'string']).toContain(typeof value);
        expect(exactly(String(value))).toBe(exactly(text));
        if (typeof value === 'string') expect(value).toBe(text);
        // As it is written again, into the answer.
        expect(exactly(String(JSON.parse(JSON.stringify(value))))).toBe(exactly(text));
      }),
      { numRuns: 20_000 },
    );
  });

  it('and every whole number up to 2^53 is a number', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        expect(parseExactly(`[${value}]`)).toEqual([value]);
      }),
    );
  });

  it.each([
    ['9007199254740991', 9007199254740991],
    ['-9007199254740991', -9007199254740991],
    ['9007199254740992', '9007199254740992'],
    ['9007199254740993', '9007199254740993'],
    ['281234567890123456', '281234567890123456'],
    ['281234567890123460', '281234567890123460'],
    ['1e999', '1e999'],
    ['-1E+999', '-1E+999'],
    ['1e-999', '1e-999'],
    ['1e2', 100],
    ['1.50', 1.5],
    ['0.1', 0.1],
    ['0.1000000000000000055511151231257827', '0.1000000000000000055511151231257827'],
    ['1.2345678901234567', 1.2345678901234567],
    ['1.23456789012345678901', '1.23456789012345678901'],
    ['9007199254740992.0', '9007199254740992.0'],
    ['0e999', 0],
  ])('%s is %j', (text, value) => {
    expect(parseExactly(text)).toBe(value);
    expect(parseExactly(`{"a":[${text}],"b":"1e999"}`)).toEqual({ a: [value], b: '1e999' });
  });
});

describe('all but its numbers is what JSON.parse reads', () => {
  /** Has the exact parser read it, whatever stands before. */
  const long = 12345678901234567890n;

  it('of any document', () => {
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false, maxDepth: 4 }), (text) => {
        const expected = JSON.parse(text, (_key, value) =>
          Number.isInteger(value) && !Number.isSafeInteger(value) ? String(value) : value,
        );
        // -0 is written as 0.
        const same = (value: unknown) => JSON.stringify(value);
        expect(same(parseExactly(text))).toBe(same(expected));
        expect(same(parseExactly(`[${text},${long}]`))).toBe(same([expected, String(long)]));
      }),
      { numRuns: 1000 },
    );
  });

  it('and text that is not JSON is a SyntaxError', () => {
    const broken = fc.oneof(
      fc.string(),
      fc.json().chain((text) => fc.nat({ max: text.length }).map((end) => text.slice(0, end))),
    );
    fc.assert(
      fc.property(broken, fc.constantFrom('', ' 1e1 ', `${long},`), (text, before) => {
        const outcome = (parse: (text: string) => unknown) => {
          try {
            parse(`${before}${text}`);
            return 'read';
          } catch (error) {
            return error instanceof Error ? error.name : 'thrown';
          }
        };
        expect(outcome(parseExactly)).toBe(outcome(JSON.parse));
      }),
      { numRuns: 2000 },
    );
  });

  it.each(['', '1e0,', `${long},`])('the last of equal keys counts, after %j', (before) => {
    for (const pair of ['1,"a":2', '{"b":1},"a":{"b":1,"c":2}', '[1],"a":null', '1,"a":1']) {
      const text = `[${before}{"a":${pair},"z":0}]`;
      const [mine, theirs] = [parseExactly(text), JSON.parse(text)].map((list) =>
        JSON.stringify(list.at(-1)),
      );
      expect(mine).toBe(theirs);
    }
  });

  it.each(['', '1e0,', `${long},`])('__proto__ is a key like others, after %j', (before) => {
    const parsed = parseExactly(
      `[${before}{"__proto__":{"admin":true},"constructor":1,"a":{"__proto__":7}}]`,
    );
    const record: unknown = Array.isArray(parsed) ? parsed.at(-1) : undefined;
    expect(Object.keys(Object(record))).toEqual(['__proto__', 'constructor', 'a']);
    expect(Object.getPrototypeOf(record)).toBe(Object.prototype);
    expect(Reflect.get(Object(record), 'admin')).toBeUndefined();
    expect(Reflect.get({}, 'admin')).toBeUndefined();
  });
});
