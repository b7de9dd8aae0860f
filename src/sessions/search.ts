import { InvalidNextTokenError } from '../ecs/errors.ts';
import { known, type SessionRecord } from '../ecs/record.ts';
import { markOf } from './mark.ts';
import type { LastServed } from './position.ts';

/** Index after the last served record in a page; 0 where the page does not hold it. */
export function indexAfter(last: LastServed, records: readonly SessionRecord[]): number {
  return records.findLastIndex((record) => markOf(record) === last.mark) + 1;
}

/**
 * Looks for the place after a record that its page should hold. Newer records may have pushed it to a later page; or
 * it has expired, and then its time tells where it stood, provided that all that is seen runs newest first. ECS does
 * not document an order, so where the evidence is missing the cursor is refused: a walk never silently restarts, and
 * never leaves records out.
 */
export class Search {
  readonly #last: LastServed;
  #previous = Number.POSITIVE_INFINITY;
  #seenAny = false;
  #descends = false;

  constructor(last: LastServed) {
    this.#last = last;
  }

  /**
   * @returns the index in the page at which the list goes on, or null where that is in a later page
   * @throws InvalidNextTokenError where it cannot be told
   */
  look(records: readonly SessionRecord[], isLastPage: boolean): number | null {
    const after = indexAfter(this.#last, records);
    if (after > 0) return after;
    const older = this.#firstOlder(records);
    if (older === null && !isLastPage) return null;
    if (this.#seenAny && !this.#descends) throw cannotTell();
    return older ?? records.length;
  }

  #firstOlder(records: readonly SessionRecord[]): number | null {
    let firstOlder: number | null = null;
    for (const [index, record] of records.entries()) {
      const time = known(record.creationTime)?.epochMs;
      if (
        time === undefined ||
        this.#last.time === null ||
        time === this.#last.time ||
        time > this.#previous
      ) {
        throw cannotTell();
      }
      if (this.#seenAny && time < this.#previous) this.#descends = true;
      this.#seenAny = true;
      this.#previous = time;
      if (time < this.#last.time) firstOlder ??= index;
    }
    return firstOlder;
  }
}

function cannotTell(): InvalidNextTokenError {
  return new InvalidNextTokenError(
    'The record behind this cursor has expired, and where it stood cannot be told; start again without after.',
  );
}
