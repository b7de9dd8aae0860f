import type { SessionRecord } from '../ecs/record.ts';
import { readConditions } from './conditions.ts';
import { keyOf } from './filter-key.ts';
import { type Conditions, meetsConditions } from './filter-predicate.ts';
import type { FilterContext, SessionFilter } from './session-filter.ts';

export type { FilterContext, ResolvedPrincipal, SessionFilter } from './session-filter.ts';

/** A filter ready for use. */
export interface Matcher {
  matches(record: SessionRecord): boolean;
  /** True where no record at all can match: an empty list of values. */
  readonly never: boolean;
  /** Whether it depends on what is open now, which no answer says for long. */
  readonly asksForLive: boolean;
  /** Equal for filters that mean the same; null where the filter lets everything through. */
  readonly key: string | null;
}

/**
 * Prepares a filter: sets for lists, prefixes for networks.
 *
 * @param context the present moment, and a list of any instances, unless given
 * @throws BadRequestError for what can match nothing by mistake: a range that ends before it begins, no address at all
 */
export function compileFilter(
  filter: SessionFilter | null | undefined,
  context: FilterContext = { now: Date.now() },
): Matcher {
  const conditions = readConditions(filter ?? {}, context);
  return {
    matches: (record) => meetsConditions(record, conditions),
    never: meetsNone(conditions),
    asksForLive: asksForLive(conditions),
    key: keyOf(conditions),
  };
}

function meetsNone(conditions: Conditions): boolean {
  const { ofInstance, instanceIds } = conditions;
  const lists = [
    conditions.principalIds,
    conditions.principals,
    conditions.usernames,
    conditions.clientIps,
    conditions.identityTypes,
    conditions.portNumbers,
    conditions.targetServers,
    conditions.instanceIds,
    conditions.statuses,
    conditions.closedReasons,
  ];
  // One connection is to one instance: none is to that of the list and to another.
  const isOfAnother = ofInstance !== undefined && instanceIds !== undefined && !instanceIds.has(ofInstance);
  return isOfAnother || lists.some((values) => values?.texts.size === 0);
}

/** Oldest page that may stand for a call behind a cursor, in milliseconds: the most that CACHE_BEHIND_CURSOR_MS takes. */
const oldestPageMs = 3_600_000;

function asksForLive({ now, statuses, active, activeAt, activeDuring, ...durations }: Conditions): boolean {
  return (
    active === true ||
    activeAt !== undefined ||
    // Of a range that was over before a page was read, the page says all.
    (activeDuring !== undefined && activeDuring.to > now - oldestPageMs) ||
    durations.minDurationSeconds !== undefined ||
    durations.maxDurationSeconds !== undefined ||
    Boolean(statuses?.has('CONNECTING') || statuses?.has('CONNECTED'))
  );
}
