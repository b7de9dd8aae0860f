/** The last record of a region that has been served. */
export interface LastServed {
  /** Fingerprint of the record's identity. */
  fingerprint: string;
  /** Its place in time, in epoch milliseconds; null while no record of the region had a time. */
  time: number | null;
  /** Its index in the page it was served from. Among records with one fingerprint it says which; undefined where not known. */
  index?: number | undefined;
  /** The records before it in that page, see trailOf; undefined where not known. */
  trail?: string | undefined;
}

/** A page, by what fetches it. */
export interface PageRef {
  /** Its NextToken; null is the first page. */
  token: string | null;
  /** Its MaxResults. */
  size: number;
}

/** Where one region's list goes on. */
export interface Position {
  /** NextToken of the page to fetch; null is the first page. */
  token: string | null;
  /** MaxResults of that page where it has been read already; else 0. */
  size: number;
  /** Null before the first record. */
  last: LastServed | null;
  /** Fingerprint of the record that begins the page, where it has been read but nothing served yet; else undefined. */
  head?: string | undefined;
  /** The page that ends with the last served record, where `token` is that of the next; undefined where not known. */
  before?: PageRef | undefined;
  /** True where nothing more of the region was there when this position was made. */
  end: boolean;
}

/** Whether the last served record lies inside the page that `token` and `size` fetch, and not before it. */
export function isInside({ size, last, before }: Position): boolean {
  return last !== null && size > 0 && before === undefined;
}

/** Before the first record. */
export const beginning: Position = { token: null, size: 0, last: null, end: false };
