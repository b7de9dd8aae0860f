import type { SessionRecord } from '../ecs/record.ts';
import type { Position } from './position.ts';
import type { RegionScan } from './scan.ts';

/** One record of a feed. */
export interface Item {
  record: SessionRecord;
  /** Its place in time, in epoch milliseconds: its creationTime, else that of the record before it. */
  time: number;
  /** Where the region goes on after it. */
  after: Position;
}

/** A list of records that is fetched page by page, while it is read from its head. */
export interface Feed {
  /** The next record, if it has been fetched. */
  readonly head: Item | undefined;
  /** Whether there is no head at hand, but may be one further on. Neither a head nor the need of a page: the end. */
  readonly needsPage: boolean;
  /** Whether the last fetch was of a page that had been served in part, so that it may bring less than asked for. */
  readonly partial: boolean;
  /** Where it stood before anything was taken. */
  readonly start: Position;
  /** Where to go on after all that has been taken, and all that was passed over. */
  readonly position: Position;
  /** How far it has been read. */
  readonly scan: RegionScan;
  /** Takes the head away. */
  shift(): void;
  /**
   * Makes one upstream call for up to `size` records; more calls only where what was served last has moved. Only for a
   * feed that needs a page.
   */
  fetchPage(size: number): Promise<void>;
}
