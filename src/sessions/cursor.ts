import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import { BadRequestError, InvalidNextTokenError } from '../ecs/errors.ts';
import { maxPageSize } from '../ecs/limits.ts';
import { trailLength } from './fingerprint.ts';
import { type CursorContent, isPacked, pack, unpack } from './packed-cursor.ts';
import { beginning, type Position } from './position.ts';

/*
 * A cursor is base64url(crc32 ‖ body). The body is JSON: [2, binding, position, …], one position a region in their sorted
 * order, of a list whose regions the request names; [3, binding, [label, position], …] of a list over every region; [4, …] of
 * machines, see instance-cursor.ts. A body that does not fit is compressed: a zero byte and raw DEFLATE; one that does not fit
 * even so is packed, see packed-cursor.ts. It holds no secret and needs none: all a forged one can do is hand ECS a token of
 * the caller's choice for a list the caller may read anyway.
 */

const version = 2;
/** Cursors given out before are still read. They know neither index nor trail, nor the page before. */
const readable = [1, version] as const;
/** How much a cursor holds, the most that fits: the trails go first, then the pages before. */
const details = ['all', 'pages', 'places'] as const;
type Detail = (typeof details)[number];
/** Longest cursor, in characters. Longer ones do not fit comfortably into a GET request's URL. */
const longestCursor = 4096;
/** Longest body, in bytes, that a compressed one may come to. */
const longestBody = 16_384;
const checksumBytes = 4;
/** Begins a compressed body; JSON and a packed body begin otherwise. */
const compressedMark = Buffer.from([0]);

const fingerprint = z.string().regex(/^[\w-]{8}$/);
const wirePosition = z.union([
  z.literal('0'), // at the beginning
  z.literal('1'), // at the end
  z.tuple([z.string()]), // nothing served yet, but empty pages walked through
  z.tuple([
    z.string().nullable(), // token
    z.int().min(1).max(maxPageSize), // size
    fingerprint, // of the record that begins the page: nothing served yet
  ]),
  z.tuple([
    z.string().nullable(), // token
    z.int().min(0).max(maxPageSize), // size
    fingerprint, // of the last served record
    z.number().nullable(), // its time, in seconds
    z.int().min(0).optional(), // its index
    z.string().max(trailLength).optional(), // its trail
    z.string().nullable().optional(), // token of the page before
    z.int().min(1).max(maxPageSize).optional(), // size of the page before
  ]),
]);
const wireCursor = z.tuple([z.literal(readable), z.string()]).rest(wirePosition);
const labelledVersion = 3;
/** 6 characters in cursors given out before. */
const label = z.string().regex(/^[\w-]{5,6}$/);
const wireLabelledCursor = z
  .tuple([z.literal(labelledVersion), z.string()])
  .rest(z.tuple([label, wirePosition]));
type WirePosition = z.infer<typeof wirePosition>;

/**
 * Writes the positions of a list into an opaque cursor. Where they do not fit, what only tells records of one fingerprint from
 * each other is left out.
 *
 * @param binding stands for the list that the cursor is of
 * @throws BadRequestError where the upstream's tokens do not fit into 4 KiB: never a broken cursor
 */
export function encodeCursor(binding: string, positions: readonly Position[]): string {
  const dropFinished = positions.length > 1;
  return longestThatFits(positions.length, {
    json: (detail) => [
      version,
      binding,
      ...positions.map((position) => write(position, { dropFinished, detail })),
    ],
    packed: () => pack(binding, positions, { labels: null, dropFinished }),
  });
}

/** A position of a list over every region, and what stands for its region: 5 characters, 6 in cursors given out before. */
export interface LabelledPosition {
  label: string;
  position: Position;
}

/** Writes the positions of a list over every region, as `encodeCursor` does. */
export function encodeLabelled(binding: string, labelled: readonly LabelledPosition[]): string {
  const labels = labelled.map(({ label }) => label);
  const positions = labelled.map(({ position }) => position);
  return longestThatFits(labelled.length, {
    json: (detail) => [
      labelledVersion,
      binding,
      ...labelled.map(({ label, position }) => [label, write(position, { dropFinished: false, detail })]),
    ],
    packed: () => pack(binding, positions, { labels, dropFinished: false }),
  });
}

/**
 * Reads a cursor of the list that `binding` stands for.
 *
 * @param regions how many positions it must hold
 * @throws InvalidNextTokenError for a cursor that was changed, is of another list or of another version
 */
export function decodeCursor(cursor: string, binding: string, regions: number): Position[] {
  const { labels, positions, isOf } = readCursor(cursor);
  if (labels !== null) throw unreadable();
  if (!isOf(binding) || positions.length !== regions) throw ofAnotherList();
  return [...positions];
}

/** Reads a cursor of a list over every region, as `decodeCursor` does. */
export function decodeLabelled(cursor: string, binding: string): LabelledPosition[] {
  const { labels, positions, isOf } = readCursor(cursor);
  if (labels === null) throw unreadable();
  if (!isOf(binding)) throw ofAnotherList();
  return positions.map((position, index) => ({ label: labels[index] ?? '', position }));
}

function readCursor(cursor: string): CursorContent {
  const body = unseal(cursor);
  if (body === undefined) throw unreadable();
  if (isPacked(body)) return unpack(body);
  const json = parse(body);
  const named = wireCursor.safeParse(json);
  if (named.success) {
    const [, boundTo, ...positions] = named.data;
    return { labels: null, positions: positions.map(read), isOf: (binding) => binding === boundTo };
  }
  const labelled = wireLabelledCursor.safeParse(json);
  if (!labelled.success) throw unreadable();
  const [, boundTo, ...positions] = labelled.data;
  return {
    labels: positions.map(([label]) => label),
    positions: positions.map(([, position]) => read(position)),
    isOf: (binding) => binding === boundTo,
  };
}

/** The refusal of what is no cursor of any list of this version. */
export function unreadable(): InvalidNextTokenError {
  return new InvalidNextTokenError(
    'This is not a cursor of this list, or not of this version of the gateway.',
  );
}

/** The refusal of a cursor that was given out for another list. */
export function ofAnotherList(): InvalidNextTokenError {
  return new InvalidNextTokenError(
    'This cursor is of another list; use it with the accounts, regions, ids and filter it came from.',
  );
}

/** The forms of one cursor's body. */
interface Forms {
  json(detail: Detail): unknown;
  packed(): Buffer | undefined;
}

/** The cursor with the most details that is not too long. */
function longestThatFits(regions: number, forms: Forms): string {
  let shortest = Number.POSITIVE_INFINITY;
  for (const body of bodiesOf(forms)) {
    const cursor = withChecksum(body);
    if (cursor.length <= longestCursor) return cursor;
    shortest = Math.min(shortest, cursor.length);
  }
  throw new BadRequestError(
    `A cursor over these ${regions} regions would be ${shortest} characters long, more than ${longestCursor}; ask for fewer regions at once.`,
  );
}

/**
 * Writes JSON as a cursor, compressed where it is too long.
 *
 * @param regions how many it is over
 * @throws BadRequestError where even that is too long
 */
export function sealJson(regions: number, json: unknown): string {
  return longestThatFits(regions, { json: () => json, packed: () => undefined });
}

/** The JSON of a cursor; undefined for a text that no gateway wrote. */
export function unsealJson(cursor: string): unknown {
  const body = unseal(cursor);
  return body && !isPacked(body) ? parse(body) : undefined;
}

/** From the one with the most details to the densest. */
function* bodiesOf({ json, packed }: Forms): Generator<Buffer> {
  yield Buffer.from(JSON.stringify(json('all')));
  for (const detail of details) {
    const text = Buffer.from(JSON.stringify(json(detail)));
    // Whoever reads it unpacks no more than that.
    if (text.length > longestBody) continue;
    yield Buffer.concat([compressedMark, deflateRawSync(text, { level: 9 })]);
  }
  const body = packed();
  if (body) yield body;
}

function withChecksum(body: Buffer): string {
  const checksum = Buffer.allocUnsafe(checksumBytes);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([checksum, body]).toString('base64url');
}

/** The body of a cursor, unless it was changed. */
function unseal(cursor: string): Buffer | undefined {
  if (cursor.length > longestCursor) return undefined;
  const bytes = Buffer.from(cursor, 'base64url');
  // Node's decoder skips what is not base64url and ignores left-over bits: only the exact text may pass.
  if (bytes.length <= checksumBytes || bytes.toString('base64url') !== cursor) return undefined;
  const body = bytes.subarray(checksumBytes);
  return crc32(body) === bytes.readUInt32BE() ? body : undefined;
}

/** The JSON of a body that is not packed; undefined where it is none. */
function parse(body: Buffer): unknown {
  try {
    const isCompressed = body[0] === compressedMark[0];
    const text = isCompressed ? inflateRawSync(body.subarray(1), { maxOutputLength: longestBody }) : body;
    return JSON.parse(text.toString());
  } catch {
    return undefined;
  }
}

function write(
  position: Position,
  { dropFinished, detail }: { dropFinished: boolean; detail: Detail },
): WirePosition {
  const { token, size, last, head, before, end } = position;
  if (end && dropFinished) return '1';
  if (last === null && head !== undefined) return [token, size, head];
  if (last === null) return token === null ? '0' : [token];
  const { fingerprint, time, index, trail } = last;
  const seconds = time === null ? null : time / 1000;
  if (index === undefined) return [token, size, fingerprint, seconds];
  if (detail === 'places' || trail === undefined)
    return [token, before ? 0 : size, fingerprint, seconds, index];
  const shownTrail = detail === 'all' ? trail : '';
  if (before === undefined) return [token, size, fingerprint, seconds, index, shownTrail];
  return [token, size, fingerprint, seconds, index, shownTrail, before.token, before.size];
}

function read(wire: WirePosition): Position {
  if (wire === '0') return beginning;
  if (wire === '1') return { ...beginning, end: true };
  if (wire.length === 1) return { ...beginning, token: wire[0] };
  if (wire.length === 3) return { ...beginning, token: wire[0], size: wire[1], head: wire[2] };
  const [token, size, fingerprint, seconds, index, trail, tokenBefore, sizeBefore] = wire;
  const time = seconds === null ? null : Math.round(seconds * 1000);
  const before =
    tokenBefore === undefined || sizeBefore === undefined
      ? undefined
      : { token: tokenBefore, size: sizeBefore };
  return { token, size, last: { fingerprint, time, index, trail }, before, end: false };
}
