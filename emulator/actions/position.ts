import { createHash } from 'node:crypto';

/** How a NextToken names a position: by the record above it, or by the number of records above it. */
export type TokenKind = 'anchor' | 'offset';

/** A position between two records of a list. */
export type Position =
  | { kind: 'head' }
  | { kind: 'offset'; count: number }
  /** Below the record with this key. Of several with the same key, the one with `copies` others below it. */
  | { kind: 'anchor'; key: string; copies: number };

/** The position below the first `count` records. */
export function positionAfter(records: readonly unknown[], count: number, kind: TokenKind): Position {
  if (count === 0) return { kind: 'head' };
  if (kind === 'offset') return { kind: 'offset', count };
  const key = keyOf(records[count - 1]);
  let copies = 0;
  for (let index = count; index < records.length; index++) {
    if (keyOf(records[index]) === key) copies++;
  }
  return { kind: 'anchor', key, copies };
}

/** How many records are above the position; null where the record that names it is gone. */
export function recordsAbove(records: readonly unknown[], position: Position): number | null {
  if (position.kind === 'head') return 0;
  if (position.kind === 'offset') return Math.min(position.count, records.length);
  // Counted from the tail: arrivals at the head do not move the position, even among records that are all alike.
  let copies = 0;
  for (let index = records.length - 1; index >= 0; index--) {
    if (keyOf(records[index]) !== position.key) continue;
    if (copies === position.copies) return index + 1;
    copies++;
  }
  return null;
}

/** The fields that can name a record, in order of preference. */
const idFields = ['SessionId', 'InstanceId', 'UserId', 'RoleId'] as const;

/** What names a record, also after a restart: its id, or a hash of the whole where it has none. */
function keyOf(record: unknown): string {
  if (typeof record === 'object' && record !== null) {
    for (const name of idFields) {
      const id: unknown = Reflect.get(record, name);
      if (typeof id === 'string' && id !== '') return `s${id}`;
    }
  }
  const hash = createHash('sha256').update(JSON.stringify(record) ?? '');
  return `h${hash.digest('base64').slice(0, 16)}`;
}
