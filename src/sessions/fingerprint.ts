import { hash } from 'node:crypto';
import type { SessionRecord } from '../ecs/record.ts';

/** How many records a trail holds at most. */
export const trailLength = 8;

/** Fingerprints of a page's records as far as they were asked for: a page is kept, and read again and again. */
const fingerprintsOfPages = new WeakMap<readonly SessionRecord[], string[]>();

/** A short fingerprint of a record's identity, so that a cursor of 30 regions stays small: 48 bits as 8 characters. */
export function fingerprintAt(records: readonly SessionRecord[], index: number): string {
  let fingerprints = fingerprintsOfPages.get(records);
  if (fingerprints === undefined) {
    fingerprints = [];
    fingerprintsOfPages.set(records, fingerprints);
  }
  fingerprints[index] ??= hash('sha256', records[index]?.identity ?? '', 'base64url').slice(0, 8);
  return fingerprints[index];
}

/**
 * The records before `index`, the nearest ones, a character each: it tells a record from others with its fingerprint. Equal for
 * equal fingerprints.
 */
export function trailOf(records: readonly SessionRecord[], index: number): string {
  let trail = '';
  for (let nearest = Math.max(0, index - trailLength); nearest < index; nearest++) {
    trail += fingerprintAt(records, nearest).charAt(0);
  }
  return trail;
}
