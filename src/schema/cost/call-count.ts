import { instanceBatches } from '../../ecs/instance-batches.ts';
import { maxInstanceIds } from '../../ecs/limits.ts';
import { isHashIdentity } from '../../ecs/record.ts';
import { maxExtraCalls } from '../../sessions/take-page.ts';

/** Maximum connections of one session: StartTerminalSession takes up to 20 instances. */
export const maxConnections = 20;

/** Where a field stands in a request: on which objects, and on how many of them. */
export interface Placement {
  /** Maximum objects, and so how often the field is resolved at most. */
  times: number;
  /** Where the objects come from, and so which of them load their details together. */
  from: Named | Listed;
  /** Whether they are the connections of sessions, rather than objects that arguments name. */
  onConnections: boolean;
}

/** Where an object lies. Objects of one account lie in one place, whether the account is named or goes without saying. */
export interface InRegion {
  accountKey?: string;
  accountId?: string | null | undefined;
  regionId: string;
}

/** Objects that the arguments of one field name by their keys. */
export interface Named {
  instances: readonly (InRegion & { instanceId: string })[];
  sessions: readonly (InRegion & { identity: string })[];
}

/** The sessions of one list field. */
export interface Listed {
  /** Maximum lists that the field is resolved to; each loads the details of its instances apart from the others. */
  lists: number;
  /** Maximum sessions in each list. */
  sessions: number;
  /** Regions of each list. */
  regions: number;
}

/** Returns the placement of fields on `times` objects that no argument names, such as the query itself or all regions. */
export function onUnnamed(times: number): Placement {
  return { times, from: { instances: [], sessions: [] }, onConnections: false };
}

/**
 * Adds up the upstream calls that a request may cost at worst. What is loaded together is counted together, whichever
 * fields ask for it: one session twice, a hundred instances in one call, the regions once.
 *
 * @example
 * const count = new CallCount();
 * count.addCalls(2);
 * count.addRegions();
 * count.addRegions();
 * count.total(); // 3
 */
export class CallCount {
  #calls = 0;
  #needsRegions = false;
  /** Identities, by region. */
  readonly #sessions = new Groups();
  /** Instances that load their details at once, by region. */
  readonly #named = new Groups();
  /** Instances named beside sessions, by region: they load their details after the sessions have been found. */
  readonly #namedBesideSessions = new Groups();
  /** Identities of those sessions whose instances load their details, by region. */
  readonly #sessionsWithDetails = new Groups();
  readonly #listsWithDetails = new Set<Listed>();

  /** Adds calls that are shared with nothing else. */
  addCalls(calls: number): void {
    this.#calls += calls;
  }

  /** Adds one record that is found by its id. */
  addSession(session: InRegion & { identity: string }): void {
    this.#sessions.add(session, session.identity);
  }

  /** Adds the details of the instances that a field stands on. */
  addInstanceDetails({ from, onConnections }: Placement): void {
    if ('lists' in from) {
      this.#listsWithDetails.add(from);
    } else if (onConnections) {
      for (const session of from.sessions) this.#sessionsWithDetails.add(session, session.identity);
    } else {
      const named = from.sessions.length > 0 ? this.#namedBesideSessions : this.#named;
      for (const instance of from.instances) named.add(instance, instance.instanceId);
    }
  }

  /** Adds the account's regions: one call, however often it is called. */
  addRegions(): void {
    this.#needsRegions = true;
  }

  /** Returns the calls of all that was added. */
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

  add({ accountKey, accountId, regionId }: InRegion, id: string): void {
    const key = `${accountKey ?? accountId ?? ''}:${regionId}`;
    const ids = this.#byRegion.get(key) ?? new Set();
    this.#byRegion.set(key, ids.add(id));
  }

  sum(callsFor: (ids: ReadonlySet<string>) => number): number {
    return sum([...this.#byRegion.values()], callsFor);
  }
}

/** Sessions are found one by one while that is cheaper; one by a hash only by listing. See session-loader.ts. */
function callsForSessions(identities: ReadonlySet<string>): number {
  const listing = 1 + maxExtraCalls;
  return [...identities].some(isHashIdentity) ? listing : Math.min(identities.size, listing);
}

/** At worst, all regions but one have a single instance each, in a call of its own. */
function callsForInstances(instances: number, regions: number): number {
  if (instances <= regions) return instances;
  return regions + Math.floor((instances - regions) / maxInstanceIds);
}

function sum<T>(items: readonly T[], callsFor: (item: T) => number): number {
  return items.reduce((total, item) => total + callsFor(item), 0);
}
