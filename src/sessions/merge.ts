import { keyOfRegion } from '../ecs/account-region.ts';
import type { Feed } from './feed.ts';

/** The feed whose head comes next in a list of several regions; undefined where no feed has a head. */
export function newest(feeds: readonly Feed[]): Feed | undefined {
  let best: Feed | undefined;
  for (const feed of feeds) {
    if (feed.head && (best?.head === undefined || comesBefore(feed.head, best.head))) best = feed;
  }
  return best;
}

/** Newest first; at the same moment by account, region, then session id: the same order on every replica. */
function comesBefore(a: NonNullable<Feed['head']>, b: NonNullable<Feed['head']>): boolean {
  if (a.time !== b.time) return a.time > b.time;
  const [one, other] = [keyOfRegion(a.record), keyOfRegion(b.record)];
  if (one !== other) return one < other;
  return a.record.sessionId < b.record.sessionId;
}
