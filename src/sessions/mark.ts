import { hash } from 'node:crypto';
import type { SessionRecord } from '../ecs/record.ts';

/** How many records a trail holds at most. */
export const trailLength = 8;

/** Pages are kept and read again and again, record by record. */
const marks = new WeakMap<SessionRecord, string>();

/** A short fingerprint of a record's identity, so that a cursor of 30 regions stays small: 48 bits as 8 characters. */
export function markOf(record: SessionRecord): string {
  let mark = marks.get(record);
  if (mark === undefined) {
    mark = hash('sha256', record.identity, 'base64url').slice(0, 8);
    marks.set(record, mark);
  }
  return mark;
}

/**
 * The records before `index`, the nearest ones, a character each: it tells a record from others with its mark. Equal for
 * equal marks.
 */
export function trailOf(records: readonly SessionRecord[], index: number): string {
  let trail = '';
  for (const record of records.slice(Math.max(0, index - trailLength), index))
    trail += markOf(record).charAt(0);
  return trail;
}
