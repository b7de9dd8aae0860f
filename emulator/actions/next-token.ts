import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Position } from './position.ts';

/** Not a secret: it only binds a token to its query, before and after a restart. */
const key = 'ecs emulator next token';
const macBytes = 12;

/** What a token is bound to. MaxResults is not part of it: a walk may change its page size. */
export type TokenQuery = readonly (string | null)[];

/** An opaque token that continues this query at this position. */
export function writeNextToken(query: TokenQuery, position: Position): string {
  const payload = Buffer.from(JSON.stringify(toTuple(position)));
  return Buffer.concat([mac(query, payload), payload]).toString('base64');
}

/** The position in a token; null where the token is mangled or of another query. */
export function readNextToken(query: TokenQuery, token: string): Position | null {
  const bytes = Buffer.from(token, 'base64');
  const payload = bytes.subarray(macBytes);
  // Node reads base64 leniently, but a token has only one spelling.
  const isCanonical = bytes.toString('base64') === token && bytes.length > macBytes;
  if (!isCanonical || !timingSafeEqual(bytes.subarray(0, macBytes), mac(query, payload))) {
    return null;
  }
  return fromTuple(JSON.parse(payload.toString()));
}

function mac(query: TokenQuery, payload: Buffer): Buffer {
  const hmac = createHmac('sha256', key).update(JSON.stringify(query)).update('\n').update(payload);
  return hmac.digest().subarray(0, macBytes);
}

function toTuple(position: Position): unknown[] {
  if (position.kind === 'anchor') return [position.key, position.copies];
  return [position.kind === 'head' ? 0 : position.count];
}

function fromTuple(tuple: unknown): Position | null {
  const [first, copies]: unknown[] = Array.isArray(tuple) ? tuple : [];
  if (typeof first === 'number') return first === 0 ? { kind: 'head' } : { kind: 'offset', count: first };
  if (typeof first === 'string' && typeof copies === 'number') return { kind: 'anchor', key: first, copies };
  return null;
}
