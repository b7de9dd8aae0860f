import { isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';
import { InvalidNextTokenError } from '../ecs/errors.ts';
import { maxPageSize } from '../ecs/limits.ts';
import { beginning, type LastServed, type Position } from './position.ts';

/*
 * The densest body of a cursor, for lists that fit no other: 50 positions with random tokens of 60 characters. Big-endian:
 *
 *   mark          1 byte   1: positions in the order of the list's regions; 2: each begins with the label of its region
 *   binding       8 bytes  hash of what stands for the list
 *   base          8 bytes  a time in epoch milliseconds, a double; most times are given as seconds before it
 *   positions, up to the end:
 *     label       4 bytes  5 base64url characters, after mark 2 only
 *     size        1 byte   + 128 where nothing is served yet; 255 for a region at its end, and then nothing follows
 *     token                see `packToken`
 *     fingerprint 6 bytes  8 base64url characters: of the last served record, or of the one that begins the page where
 *                          nothing is served yet; absent where neither is known
 *     time                 of the last served record, absent where there is none; see `packTime`
 *
 * Index, trail and the page before are left out.
 */

const named = 1;
const labelled = 2;
const bindingBytes = 8;
const doubleBytes = 8;
const labelCharacters = 5;
const labelBytes = 4;
const fingerprintCharacters = 8;
const fingerprintBytes = 6;
const atEnd = 255;
const nothingServed = 128;

/** First byte of a token: 0 for none, 1 to 127 for that many base64url characters, then: */
const base64Token = 128;
const rawToken = 255;
const longestPackedToken = 127;
const longestRawToken = 65_535;

/** Numbers that stand for a time: none, and one that is given in full. Greater ones are seconds before the base, plus 2. */
const noTime = 0;
const fullTime = 1;
const secondsFrom = 2;
/** Bytes of the longest variable-length number: 7 bits each. */
const longestNumber = 7;
const numbers = 128 ** longestNumber;

/** What a cursor's body holds. */
export interface CursorContent {
  /** Of the regions, as many as there are positions; null where the list's order says which is which. */
  labels: readonly string[] | null;
  positions: readonly Position[];
  /** Returns whether it is of the list that this binding stands for. */
  isOf(binding: string): boolean;
}

/** Returns whether a cursor's body is a packed one. */
export function isPacked(body: Uint8Array): boolean {
  return body[0] === named || body[0] === labelled;
}

/**
 * Packs positions into as few bytes as go.
 *
 * @param labels 5 base64url characters for each position's region; null where the list's order says which is which
 * @returns undefined where a token is longer than 64 KiB, or holds half a surrogate pair, which no UTF-8 can
 */
export function pack(
  binding: string,
  positions: readonly Position[],
  { labels, dropFinished }: { labels: readonly string[] | null; dropFinished: boolean },
): Buffer | undefined {
  const base = baseOf(positions);
  const parts = [Buffer.from([labels ? labelled : named]), hashOf(binding), doubleOf(base)];
  for (const [index, position] of positions.entries()) {
    if (labels) parts.push(fromBase64url(labels[index] ?? ''));
    if (position.end && dropFinished) {
      parts.push(Buffer.from([atEnd]));
      continue;
    }
    const token = packToken(position.token);
    if (token === undefined) return undefined;
    parts.push(Buffer.from([sizeByte(position)]), token, ...packRecord(position, base));
  }
  return Buffer.concat(parts);
}

/**
 * Reads what `pack` wrote.
 *
 * @throws InvalidNextTokenError for anything else
 */
export function unpack(body: Buffer): CursorContent {
  const reader = new Reader(body);
  const hasLabels = reader.byte() === labelled;
  const boundTo = reader.bytes(bindingBytes);
  const base = timeFrom(reader.double());
  const labels: string[] = [];
  const positions: Position[] = [];
  while (!reader.isAtEnd) {
    if (hasLabels) labels.push(reader.base64url(labelBytes, labelCharacters));
    positions.push(readPosition(reader, base));
  }
  return {
    labels: hasLabels ? labels : null,
    positions,
    isOf: (binding) => boundTo.equals(hashOf(binding)),
  };
}

function hashOf(binding: string): Buffer {
  return hash('sha256', binding, 'buffer').subarray(0, bindingBytes);
}

/** The newest time of whole seconds: ECS gives no others. */
function baseOf(positions: readonly Position[]): number {
  let base = Number.NEGATIVE_INFINITY;
  for (const { last } of positions) {
    if (last !== null && last.time !== null && last.time % 1000 === 0) base = Math.max(base, last.time);
  }
  return Number.isFinite(base) ? base : 0;
}

function sizeByte(position: Position): number {
  const { size, last, before } = position;
  if (last === null) return nothingServed + (headOf(position) === undefined ? 0 : size);
  // Without the page before, a size would say that the record lies inside the page that follows it.
  return before ? 0 : size;
}

/** Only a page that has been read has a size, and a record that is known to begin it. */
function headOf({ size, head }: Position): string | undefined {
  return size > 0 ? head : undefined;
}

function packRecord(position: Position, base: number): Buffer[] {
  const { last } = position;
  const head = headOf(position);
  if (last === null) return head === undefined ? [] : [fromBase64url(head)];
  return [fromBase64url(last.fingerprint), packTime(last.time, base)];
}

function readPosition(reader: Reader, base: number): Position {
  const first = reader.byte();
  if (first === atEnd) return { ...beginning, end: true };
  const hasServed = first < nothingServed;
  const size = hasServed ? first : first - nothingServed;
  if (size > maxPageSize) throw malformed();
  const token = readToken(reader);
  if (!hasServed && size === 0) return { ...beginning, token };
  const fingerprint = reader.base64url(fingerprintBytes, fingerprintCharacters);
  if (!hasServed) return { ...beginning, token, size, head: fingerprint };
  const last: LastServed = { fingerprint, time: readTime(reader, base) };
  return { token, size, last, end: false };
}

/** Most tokens are base64 or hexadecimal; any other one is written as its UTF-8. */
function packToken(token: string | null): Buffer | undefined {
  if (token === null) return Buffer.from([0]);
  if (/^[\w-]+$/.test(token) && token.length <= longestPackedToken) {
    return Buffer.concat([Buffer.from([token.length]), fromBase64url(token)]);
  }
  const decoded = Buffer.from(token, 'base64');
  const isBase64 = decoded.length > 0 && decoded.toString('base64') === token;
  if (isBase64 && base64Token + decoded.length < rawToken) {
    return Buffer.concat([Buffer.from([base64Token + decoded.length]), decoded]);
  }
  const raw = Buffer.from(token);
  if (raw.length > longestRawToken || raw.toString() !== token) return undefined;
  return Buffer.concat([Buffer.from([rawToken, raw.length >> 8, raw.length & 255]), raw]);
}

function readToken(reader: Reader): string | null {
  const first = reader.byte();
  if (first === 0) return null;
  if (first < base64Token) return reader.base64url(Math.ceil((first * 3) / 4), first);
  if (first < rawToken) return reader.bytes(first - base64Token).toString('base64');
  const raw = reader.bytes((reader.byte() << 8) + reader.byte());
  if (!isUtf8(raw)) throw malformed();
  return raw.toString();
}

function packTime(time: number | null, base: number): Buffer {
  if (time === null) return packNumber(noTime);
  const seconds = (base - time) / 1000;
  const number = secondsFrom + seconds;
  if (Number.isInteger(seconds) && seconds >= 0 && number < numbers) return packNumber(number);
  return Buffer.concat([packNumber(fullTime), doubleOf(time)]);
}

function readTime(reader: Reader, base: number): number | null {
  const number = reader.number();
  if (number === noTime) return null;
  if (number === fullTime) return timeFrom(reader.double());
  return base - (number - secondsFrom) * 1000;
}

function timeFrom(double: number): number {
  if (!Number.isSafeInteger(double)) throw malformed();
  return double;
}

/** Lowest 7 bits first; the top bit of a byte says that another one follows. */
function packNumber(number: number): Buffer {
  const bytes = [];
  let rest = number;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push(128 + (rest % 128));
  return Buffer.from([...bytes, rest]);
}

function doubleOf(number: number): Buffer {
  const bytes = Buffer.allocUnsafe(doubleBytes);
  bytes.writeDoubleBE(number);
  return bytes;
}

/** Every bit of the characters: Node's decoder drops those that fill no byte. */
function fromBase64url(characters: string): Buffer {
  const whole = characters.padEnd(Math.ceil(characters.length / 4) * 4, 'A');
  return Buffer.from(whole, 'base64url').subarray(0, Math.ceil((characters.length * 3) / 4));
}

/** Reads from the beginning to the end, and never beyond it. */
class Reader {
  readonly #bytes: Buffer;
  #next = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#next === this.#bytes.length;
  }

  bytes(count: number): Buffer {
    const end = this.#next + count;
    if (end > this.#bytes.length) throw malformed();
    const bytes = this.#bytes.subarray(this.#next, end);
    this.#next = end;
    return bytes;
  }

  byte(): number {
    return this.bytes(1).readUInt8();
  }

  double(): number {
    return this.bytes(doubleBytes).readDoubleBE();
  }

  base64url(bytes: number, characters: number): string {
    return this.bytes(bytes).toString('base64url').slice(0, characters);
  }

  number(): number {
    let number = 0;
    for (let index = 0; index < longestNumber; index++) {
      const byte = this.byte();
      number += (byte % 128) * 128 ** index;
      if (byte < 128) return number;
    }
    throw malformed();
  }
}

function malformed(): InvalidNextTokenError {
  return new InvalidNextTokenError(
    'This is not a cursor of this version of the gateway: use one that it gave.',
  );
}
