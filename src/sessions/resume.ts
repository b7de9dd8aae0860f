import { InvalidNextTokenError } from '../ecs/errors.ts';
import type { UpstreamPage } from '../ecs/page-query.ts';
import { type SessionRecord, valueOrNull } from '../ecs/record.ts';
import { fingerprintAt, trailLength, trailOf } from './fingerprint.ts';
import type { LastServed } from './position.ts';

/** Where a list goes on: at this index of this page, which may be the one behind its last record. */
export interface Spot<P> {
  page: P;
  index: number;
}

/** A record that may be the one that was served last. */
interface Candidate {
  index: number;
  /** How many of the records before it are those of the trail. */
  matched: number;
  /** Whether all of them are that can be seen. */
  isSure: boolean;
}

/** Whether a page holds a record that may be the one that was served last, or one that only looks like it. */
export function holdsAlike(last: LastServed, records: readonly SessionRecord[]): boolean {
  return records.some((_, index) => isAlike(last, records, index));
}

/**
 * Index of the last served record in a page that holds it; undefined where none is it for sure.
 *
 * @param expected its index if nothing has moved. What arrives moves it on, so of several that fit the next one is it.
 */
export function indexOf(
  last: LastServed,
  records: readonly SessionRecord[],
  expected = last.index ?? 0,
): number | undefined {
  return nearest(candidates(last, records, ''), expected);
}

/**
 * Looks for the record that was served last, in the page that should hold it and in those behind it. Newer records may
 * have pushed it to a later page; or it has expired, and then its time tells where it stood, provided that all that is
 * seen runs newest first. ECS does not document an order, so where the evidence is missing the cursor is refused: a walk
 * never silently restarts, and never leaves records out.
 */
export class ResumePoint<P extends UpstreamPage> {
  readonly #last: LastServed;
  readonly #seen: { spot: Spot<P>; time: number | null }[] = [];
  #trace = '';
  #likely: { spot: Spot<P>; matched: number } | undefined;

  constructor(last: LastServed) {
    this.#last = last;
  }

  /**
   * Looks into one more page.
   *
   * @returns where the list goes on, or null where the page does not show it
   */
  find(page: P): Spot<P> | null {
    const { records } = page;
    const found = candidates(this.#last, records, this.#trace);
    const index = nearest(found, this.#seen.length === 0 ? (this.#last.index ?? 0) : 0);
    if (index !== undefined) return { page, index: index + 1 };
    for (const { index, matched } of found) {
      // Alike, but behind other records than it was: taken only if no better one is found.
      if (matched > (this.#likely?.matched ?? -1))
        this.#likely = { spot: { page, index: index + 1 }, matched };
    }
    this.#trace = (this.#trace + trailOf(records, records.length)).slice(-trailLength);
    for (const [index, record] of records.entries()) {
      this.#seen.push({ spot: { page, index }, time: timeOf(record) });
    }
    return null;
  }

  /**
   * Decides by all that was seen, when no more will be.
   *
   * @param lastPage the page that was looked at last
   * @returns where the list goes on, or null where that can only be in later pages
   * @throws InvalidNextTokenError where it cannot be told
   */
  settle(lastPage: P): Spot<P> | null {
    if (this.#likely) return this.#likely.spot;
    const times = this.#seen.map(({ time }) => time);
    const { time: lastTime } = this.#last;
    const isEnd = lastPage.nextToken === null;
    const isNewer = (time: number | null) => time !== null && lastTime !== null && time > lastTime;
    const isOlder = (time: number | null) => time !== null && lastTime !== null && time < lastTime;
    if (!isEnd && times.every(isNewer)) return null;
    if (times.length > 0 && !runNewestFirst(times)) throw cannotTell();
    const older = times.findIndex(isOlder);
    const place = older < 0 && isEnd ? times.length : older;
    // Between the newer and the older ones are those of its own second, or of none: served before, or not?
    if (place !== times.findLastIndex(isNewer) + 1) throw cannotTell();
    return this.#seen[place]?.spot ?? { page: lastPage, index: lastPage.records.length };
  }
}

function candidates(
  last: LastServed,
  records: readonly SessionRecord[],
  traceBefore: string,
): readonly Candidate[] {
  const trail = last.trail ?? '';
  const found: Candidate[] = [];
  for (const index of records.keys()) {
    if (!isAlike(last, records, index)) continue;
    const trace = (traceBefore + trailOf(records, index)).slice(-trailLength);
    const visible = Math.min(trail.length, trace.length);
    let matched = 0;
    while (matched < visible && trail.at(-1 - matched) === trace.at(-1 - matched)) matched += 1;
    found.push({ index, matched, isSure: matched === visible });
  }
  return found;
}

function nearest(found: readonly Candidate[], expected: number): number | undefined {
  const sure = found.filter(({ isSure }) => isSure);
  return (sure.find(({ index }) => index >= expected) ?? sure.at(-1))?.index;
}

/** Of equal fingerprint, and of the same time where both have one. */
function isAlike(
  { fingerprint, time }: LastServed,
  records: readonly SessionRecord[],
  index: number,
): boolean {
  if (fingerprintAt(records, index) !== fingerprint) return false;
  const own = timeOf(records[index]);
  return own === null || time === null || own === time;
}

function timeOf(record: SessionRecord | undefined): number | null {
  return (record && valueOrNull(record.creationTime)?.epochMs) ?? null;
}

/** Whether the times fall and never rise; those that are not known say nothing. */
function runNewestFirst(times: readonly (number | null)[]): boolean {
  const given = times.filter((time) => time !== null);
  const falls = given.some((time, index) => index > 0 && time < (given[index - 1] ?? time));
  return falls && given.every((time, index) => index === 0 || time <= (given[index - 1] ?? time));
}

function cannotTell(): InvalidNextTokenError {
  return new InvalidNextTokenError(
    'The record behind this cursor has expired, and where it stood cannot be told; start again without after.',
  );
}
