import { z } from 'zod';
import { sealJson, unreadable, unsealJson } from './cursor.ts';
import { labelLength } from './list-cursors.ts';
import { maxPairs } from './visible-accounts.ts';

/*
 * The body of a cursor over machines is [4, binding, labels, token, index, served]: the regions of accounts that the walk
 * has still to read, and where it is in the first of them.
 */

/** Where the machines of one region of an account go on. */
export interface InstancePosition {
  /** NextToken of the page that holds the machine that was served last; null is the first page. */
  token: string | null;
  /** Index of that machine in that page; -1 where the list goes on at the head of the page. */
  index: number;
  /** Fingerprints of the machines of the region that were served last, in their order: up to `servedLength`. */
  served: readonly string[];
}

/** Where a walk goes on. */
export interface InstanceWalk {
  /** What stands for each region that is still to be read, in their order. */
  labels: readonly string[];
  /** Where the first of them goes on; the others begin at their heads. */
  position: InstancePosition;
}

/**
 * How many of the machines that were served last a cursor knows. Where some of them are released, the others tell where
 * the list goes on.
 */
export const servedLength = 8;

/** Before the first machine of a region. */
export const regionHead: InstancePosition = { token: null, index: -1, served: [] };

const version = 4;
const fingerprintLength = 8;
const wireWalk = z.tuple([
  z.literal(version),
  z.string(), // binding
  z.string().regex(new RegExp(`^(?:[\\w-]{${labelLength}}){0,${maxPairs}}$`)), // labels
  z.string().nullable(), // token
  z.int().min(-1), // index
  z.string().regex(new RegExp(`^(?:[\\w-]{${fingerprintLength}}){0,${servedLength}}$`)), // served
]);

/**
 * Writes a cursor.
 *
 * @param binding stands for the list that it is of
 * @throws BadRequestError where the upstream's token does not fit into 4 KiB
 */
export function encodeWalk(binding: string, { labels, position }: InstanceWalk): string {
  const { token, index, served } = position;
  return sealJson(labels.length, [version, binding, labels.join(''), token, index, served.join('')]);
}

/**
 * Reads a cursor.
 *
 * @throws InvalidNextTokenError for one that was changed, is of another kind of list or of another version
 */
export function decodeWalk(cursor: string): InstanceWalk & { binding: string } {
  const parsed = wireWalk.safeParse(unsealJson(cursor));
  if (!parsed.success) throw unreadable();
  const [, binding, labels, token, index, served] = parsed.data;
  return {
    binding,
    labels: pieces(labels, labelLength),
    position: { token, index, served: pieces(served, fingerprintLength) },
  };
}

function pieces(text: string, length: number): string[] {
  return Array.from({ length: text.length / length }, (_, n) => text.slice(n * length, (n + 1) * length));
}
