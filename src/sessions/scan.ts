import type { Moment } from '../ecs/record.ts';

/** How far one region's list has been read for a page. */
export interface RegionScan {
  /** Records that have been read, from where the page begins. */
  records: number;
  /** Creation time of the last of them that has one, else of what was served before them, in epoch milliseconds; else null. */
  back: number | null;
  /** Whether nothing is left to read. */
  isWhole: boolean;
}

/** How far a list has been read for a page; see `SessionScan` in the schema. */
export interface Scan {
  records: number;
  /** Null where nothing is left to read. */
  until: Moment | null;
}

/**
 * How far all regions of a list have been read: to where the first of them stopped.
 *
 * @param now of one that has shown no time at all nothing is known, so that all of the past is still to be read
 */
export function scanOf(regions: readonly RegionScan[], now: number): Scan {
  const unfinished = regions.filter(({ isWhole }) => !isWhole);
  const until = Math.max(...unfinished.map(({ back }) => back ?? now));
  return {
    records: regions.reduce((total, { records }) => total + records, 0),
    until: unfinished.length > 0 ? { epochMs: until, text: new Date(until).toISOString() } : null,
  };
}
