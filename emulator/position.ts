import { createHash } from 'node:crypto';

/** How a NextToken names a place: by the record it follows, or by counting from the head. */
export type TokenKind = 'anchor' | 'offset';

/** A place between two records of a list. */
export type Position =
  | { kind: 'head' }
  | { kind: 'offset'; count: number }
  /** After the record with this key. Of several alike, the one with `copies` others below it. */
  | { kind: 'anchor'; key: string; copies: number };

/** The place below the first `count` records. */
export function positionAfter(records: readonly unknown[], count: number, kind: TokenKind): Position {
  if (count === 0) return { kind: 'head' };
  if (kind === 'offset') return { kind: 'offset', count };
  const key = keyOf(records[count - 1]);
  const copies = records.slice(count).filter((record) => keyOf(record) === key).length;
  return { kind: 'anchor', key, copies };
}

/** How many records lie above the place; null where the record it follows is gone. */
export function recordsAbove(records: readonly unknown[], position: Position): number | null {
  if (position.kind === 'head') return 0;
  if (position.kind === 'offset') return Math.min(position.count, records.length);
  // Counted from the tail, so that arrivals at the head do not move the place, even among records that are all alike.
  let copies = 0;
  for (let index = records.length - 1; index >= 0; index--) {
    if (keyOf(records[index]) !== position.key) continue;
    if (copies === position.copies) return index + 1;
    copies++;
  }
  return null;
}

/** What names a record, in the order in which it is looked for. */
const idFields = ['SessionId', 'InstanceId', 'UserId', 'RoleId'] as const;

/** Same for the same record, also after a restart: its id, or a hash of all of it where it has none. */
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
