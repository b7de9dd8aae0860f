import { createHash } from 'node:crypto';
import type { SessionRecord } from '../ecs/record.ts';

/** A short fingerprint of a record's identity, so that a cursor of 30 regions stays small: 48 bits as 8 characters. */
export function markOf(record: SessionRecord): string {
  return createHash('sha256').update(record.identity).digest('base64url').slice(0, 8);
}
