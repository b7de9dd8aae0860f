import { instanceBatches } from '../../ecs/instance-batches.ts';
import { maxInstanceIds } from '../../ecs/limits.ts';
import { isHashIdentity } from '../../ecs/record.ts';
import type { InstanceKey } from '../../sessions/instance-loader.ts';
import type { SessionKey } from '../../sessions/session-loader.ts';
import { maxExtraCalls } from '../../sessions/take-page.ts';

/** Most connections of one session: StartTerminalSession takes up to so many instances. */
export const maxConnections = 20;

/** Where a field stands in a request. */
export interface Placement {
  /** How often it may be resolved. */
  times: number;
  /** Where its objects come from, and so which of them load their details together. */
  from: Named | Listed;
  /** Whether it stands on the connections of sessions, rather than on objects that arguments name. */
  onConnections: boolean;
}

/** Objects that the arguments of one field name. */
export interface Named {
  instances: readonly InstanceKey[];
  sessions: readonly SessionKey[];
}

/** The sessions of one list field. */
export interface Listed {
  /** How many lists it may be resolved to; each loads the details of its instances apart from the others. */
  lists: number;
  /** Sessions in each. */
  sessions: number;
  /** Regions they may lie in, in each. */
  regions: number;
}

/** Objects without details of their own, so many of them. */
export function objects(times: number): Placement {
  return { times, from: { instances: [], sessions: [] }, onConnections: false };
}

/** Adds up what a request may cost. */
export class CallCount {
  #calls = 0;
  #needsRegions = false;
  /** Identities, by region. */
  readonly #sessions = new Groups();
  /** Instances that are known at once, by region. */
  readonly #named = new Groups();
  /** Instances that are known once all single sessions have been found, by region; those of each session apart. */
  readonly #namedBesideSessions = new Groups();
  readonly #sessionsWithDetails = new Groups();
  readonly #listsWithDetails = new Set<Listed>();

  /** Calls that are shared with nothing else. */
  addCalls(calls: number): void {
    this.#calls += calls;
  }

  /** One record by its id. */
  addSession({ regionId, identity }: SessionKey): void {
    this.#sessions.add(regionId, identity);
  }

  /** The details of the instances in a scope. */
  addInstanceDetails({ from, onConnections }: Placement): void {
    if ('lists' in from) {
      this.#listsWithDetails.add(from);
    } else if (onConnections) {
      for (const { regionId, identity } of from.sessions) this.#sessionsWithDetails.add(regionId, identity);
    } else {
      const named = from.sessions.length > 0 ? this.#namedBesideSessions : this.#named;
      for (const { regionId, instanceId } of from.instances) named.add(regionId, instanceId);
    }
  }

  /** The account's regions: one call, however often they are asked for. */
  addRegions(): void {
    this.#needsRegions = true;
  }

  total(): number {
    const batches = (ids: ReadonlySet<string>) => instanceBatches([...ids]).length;
    return (
      this.#calls +
      (this.#needsRegions ? 1 : 0) +
      this.#sessions.sum(callsForSessions) +
      this.#named.sum(batches) +
      this.#namedBesideSessions.sum(batches) +
      this.#sessionsWithDetails.sum(({ size }) => callsForInstances(size * maxConnections, 1)) +
      sum([...this.#listsWithDetails], ({ lists, sessions, regions }) => {
        return lists * callsForInstances(sessions * maxConnections, regions);
      })
    );
  }
}

/** Ids by region. */
class Groups {
  readonly #byRegion = new Map<string, Set<string>>();

  add(regionId: string, id: string): void {
    const ids = this.#byRegion.get(regionId) ?? new Set();
    this.#byRegion.set(regionId, ids.add(id));
  }

  sum(callsFor: (ids: ReadonlySet<string>) => number): number {
    return sum([...this.#byRegion.values()], callsFor);
  }
}

/** One by one while that is cheaper; a hash can only be found by listing. See session-loader.ts. */
function callsForSessions(identities: ReadonlySet<string>): number {
  const most = 1 + maxExtraCalls;
  return [...identities].some(isHashIdentity) ? most : Math.min(identities.size, most);
}

/** At worst, all regions but one have a single instance each, in a call of its own. */
function callsForInstances(instances: number, regions: number): number {
  if (instances <= regions) return instances;
  return regions + Math.floor((instances - regions) / maxInstanceIds);
}

function sum<T>(items: readonly T[], callsFor: (item: T) => number): number {
  return items.reduce((total, item) => total + callsFor(item), 0);
}
