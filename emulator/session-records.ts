import type { Account } from './account.ts';
import { type FleetRegion, findRegion, type WireSession } from './fleet.ts';
import { creationTimeOf, isSuccessful } from './terminal-session.ts';
import { valueAt } from './value-at.ts';

/**
 * The order in which a region lists its records. `newest-first` stands for the order of the fleet's own list, in which
 * new records come first; `oldest-first` is its reverse; `unordered` looks random, but a record that stays keeps its
 * place among the others.
 */
export type ListOrder = 'newest-first' | 'oldest-first' | 'unordered';

/** How many records are kept. The oldest by CreationTime make room for new ones. */
export interface RecordCap {
  /** Maximum number of records. */
  records: number;
  /** Whether the number is for each region or for the regions of an account together. */
  of: 'region' | 'account';
  /** `successful`: failed records are not counted, and never make room; `all` unless given. */
  only?: 'all' | 'successful' | undefined;
}

/** How ECS keeps and lists records. Nothing of it is documented well enough to choose one way. */
export interface SessionRecordsOptions {
  order: ListOrder;
  /** Everything is kept unless given. */
  cap: RecordCap | undefined;
  /** A record of this age in milliseconds, or older, is gone; none is unless given. */
  retentionMs: number | undefined;
  /** Epoch milliseconds. */
  now: () => number;
}

/**
 * The session records of all accounts. They stay in the fleet's own lists, where tests put and change them too: a record
 * that expires or makes room is taken out of its list at the next call, arrival or change in its account.
 */
export interface SessionRecords {
  /** The records that a region lists now, in the order in which it lists them. */
  list(account: Account, region: FleetRegion): readonly WireSession[];
  /**
   * Puts records at the head of a region's list, the first of them topmost.
   *
   * @throws RangeError where the fleet has no such region
   */
  arrive(account: Account, regionId: string, sessions: readonly WireSession[]): void;
  /**
   * Puts records into a region's list where their CreationTime belongs.
   *
   * @throws RangeError where the fleet has no such region
   */
  arriveLate(account: Account, regionId: string, sessions: readonly WireSession[]): void;
  /**
   * Replaces a record at its place by what `change` makes of it. Returns false where the region lists no such record.
   */
  change(
    account: Account,
    region: FleetRegion,
    sessionId: string,
    change: (session: WireSession) => WireSession,
  ): boolean;
}

export function createSessionRecords(options: SessionRecordsOptions): SessionRecords {
  const { order, cap, retentionMs, now } = options;

  const discard = (account: Account, region: FleetRegion) => {
    if (retentionMs !== undefined) {
      const expired = now() - retentionMs;
      keepOnly(region.sessions, (session) => creationTimeOf(session) > expired);
    }
    // Other regions' expired records may be counted here: they are the first to make room.
    if (cap) evict(cap.of === 'account' ? account.fleet.regions : [region], cap);
  };

  const arriveAt = (
    account: Account,
    regionId: string,
    sessions: readonly WireSession[],
    indexFor: (region: FleetRegion, session: WireSession) => number,
  ) => {
    const region = findRegion(account.fleet, regionId);
    if (!region)
      throw new RangeError(`Records can arrive only in a region of the fleet, but got: ${regionId}`);
    for (const session of sessions.toReversed()) {
      region.sessions.splice(indexFor(region, session), 0, session);
    }
    discard(account, region);
  };

  return {
    list(account, region) {
      discard(account, region);
      return inOrder(region.sessions, order);
    },
    arrive: (account, regionId, sessions) => arriveAt(account, regionId, sessions, () => 0),
    arriveLate: (account, regionId, sessions) => arriveAt(account, regionId, sessions, placeByTime),
    change(account, region, sessionId, change) {
      discard(account, region);
      const { sessions } = region;
      const index = sessions.findIndex((session) => valueAt(session, 'SessionId') === sessionId);
      const session = sessions[index];
      if (!session) return false;
      // Replaced and not changed: a test may hold the record as it was, or have put it into two accounts.
      sessions[index] = change(session);
      return true;
    },
  };
}

/** Takes the oldest records out of their lists until there are no more than the cap allows. */
function evict(regions: readonly FleetRegion[], { records, only = 'all' }: RecordCap): void {
  const total = regions.reduce((sum, { sessions }) => sum + sessions.length, 0);
  if (total <= records) return;
  const counted = regions.flatMap(({ sessions }) =>
    only === 'all' ? sessions : sessions.filter(isSuccessful),
  );
  if (counted.length <= records) return;
  // Of records of one second, those that stand further down are the older ones; sort is stable.
  const evicted = new Set(counted.sort(newestFirst).slice(records));
  for (const { sessions } of regions) keepOnly(sessions, (session) => !evicted.has(session));
}

function placeByTime({ sessions }: FleetRegion, session: WireSession): number {
  const index = sessions.findIndex((other) => creationTimeOf(other) <= creationTimeOf(session));
  return index < 0 ? sessions.length : index;
}

function newestFirst(a: WireSession, b: WireSession): number {
  const [timeOfA, timeOfB] = [creationTimeOf(a), creationTimeOf(b)];
  if (timeOfA === timeOfB) return 0;
  return timeOfA > timeOfB ? -1 : 1;
}

function inOrder(sessions: readonly WireSession[], order: ListOrder): readonly WireSession[] {
  switch (order) {
    case 'newest-first':
      return sessions;
    case 'oldest-first':
      return sessions.toReversed();
    case 'unordered':
      return sessions
        .map((session) => ({ session, rank: rankOf(session) }))
        .sort((a, b) => a.rank - b.rank)
        .map(({ session }) => session);
  }
}

/** A number that depends on the record's id alone (FNV-1a): the place stays when the status changes. */
function rankOf(session: WireSession): number {
  const text = String(valueAt(session, 'SessionId') ?? valueAt(session, 'CreationTime'));
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  // Mixed once more, or ids that differ in their last digit alone would stay in order.
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** Removes the others from the list itself: the test that made it sees the same records as a caller. */
function keepOnly(sessions: WireSession[], isKept: (session: WireSession) => boolean): void {
  let kept = 0;
  for (const session of sessions) {
    if (isKept(session)) sessions[kept++] = session;
  }
  sessions.length = kept;
}
