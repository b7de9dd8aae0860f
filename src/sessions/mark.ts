import { hash } from 'node:crypto';
import type { SessionRecord } from '../ecs/record.ts';

/** A short fingerprint of a record's identity, so that a cursor of 30 regions stays small: 48 bits as 8 characters. */
export function markOf(record: SessionRecord): string {
  return hash('sha256', record.identity, 'base64url').slice(0, 8);
}
