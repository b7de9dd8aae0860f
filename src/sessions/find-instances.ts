import type { AccountKey } from '../ecs/account.ts';
import { keyOfRegion } from '../ecs/account-region.ts';
import { ofAnotherList } from './cursor.ts';
import { checkConditions, type InstanceConditions } from './instance-conditions.ts';
import { decodeWalk, encodeWalk, regionHead } from './instance-cursor.ts';
import { type InstanceCalls, InstanceFeed } from './instance-feed.ts';
import { InstancePage, type TakenInstance } from './instance-page.ts';
import { labelOf, WalkedRegions } from './list-cursors.ts';
import { checkFirst, checkRegions, hashOf, type PageArguments } from './list-sessions.ts';
import type { ChosenRegions } from './visible-accounts.ts';

/** Machines of a page where the request does not say how many. */
export const defaultInstances = 20;

/** Which machines, of which regions of accounts. */
export interface InstanceListQuery {
  conditions: InstanceConditions;
  /** Returns the regions; called once all else has been checked, since it may have to ask for them. */
  choose: () => Promise<ChosenRegions>;
  /** Keys of the accounts that were named, sorted; absent where none were. Cursors over every region are bound to them. */
  accountKeys?: readonly AccountKey[] | undefined;
}

/**
 * One page of the machines that meet conditions: region after region in their sorted order, each in the upstream's order.
 *
 * At the head all regions are asked at the same time: most names are those of few machines, in regions that nobody knows
 * beforehand. Behind a cursor the region where the walk stands is asked first, then as many of the next ones as are
 * needed: one, two, four and so on at the same time. A walk keeps the regions it began with, but for those that had
 * nothing then.
 *
 * @throws BadRequestError, InvalidMaxResultsError, InvalidNextTokenError before any upstream call; AccessDeniedError for a
 *   region whose machines may not be seen; what a call throws
 */
export async function findInstances(
  calls: InstanceCalls,
  { conditions, choose, accountKeys }: InstanceListQuery,
  page: PageArguments,
): Promise<InstancePage> {
  const foundBy = checkConditions(conditions);
  const first = checkFirst(page.first, defaultInstances);
  const after = page.after ?? null;
  const walk = after === null ? null : decodeWalk(after);

  const chosen = await choose();
  // A walk over every region keeps those it began with, however many there are by now.
  const regions = chosen.isEvery && walk ? [] : checkRegions(chosen.regions);
  const over = chosen.isEvery ? ['every', accountKeys ?? null] : regions.map(keyOfRegion);
  const { name, privateIp, tags, vpcId } = foundBy;
  const list = [name, privateIp, tags?.map(({ key, value }) => [key, value]), vpcId];
  const binding = hashOf(['instances', over, ...list.map((condition) => condition ?? null)]);
  if (walk && walk.binding !== binding) throw ofAnotherList();

  const walked = walk && new WalkedRegions(chosen);
  const from = walked
    ? walk.labels.flatMap((label, index) => {
        const at = walked.find(label);
        return at ? [{ at, position: index === 0 ? walk.position : regionHead }] : [];
      })
    : regions.map((at) => ({ at, position: regionHead }));
  const feeds = from.map(({ at, position }) => new InstanceFeed(calls, at, foundBy, position));
  const taken = await takeInstances(feeds, first, walk ? 1 : feeds.length);
  return new InstancePage({
    taken,
    feeds,
    write: (feeds, position = regionHead) =>
      encodeWalk(binding, { labels: feeds.map(({ at }) => labelOf(at)), position }),
    after,
  });
}

/**
 * Takes a page from the feeds, one after the other.
 *
 * @param atOnce how many of them are asked at the same time; each time twice as many
 */
async function takeInstances(
  feeds: readonly InstanceFeed[],
  first: number,
  atOnce: number,
): Promise<TakenInstance[]> {
  const taken: TakenInstance[] = [];
  let width = atOnce;
  for (const [number, feed] of feeds.entries()) {
    if (taken.length === first) break;
    if (!feed.isRead) {
      await Promise.all(feeds.slice(number, number + width).map((feed) => feed.begin(first)));
      width *= 2;
    }
    await feed.readOn(first - taken.length);
    for (let count = 1; taken.length < first; count++) {
      const record = feed.take();
      if (record === undefined) break;
      const instance = { ...feed.at, instanceId: record.instanceId };
      taken.push({ instance, feed: number, after: () => feed.behind(count) });
    }
    // Its empty pages have taken all calls of this page.
    if (!feed.hasEnded) break;
  }
  return taken;
}
