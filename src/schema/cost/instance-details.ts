import { instanceBatches } from '../../ecs/instance-batches.ts';
import { KeysByRegion, type PlaceOf } from './keys-by-region.ts';
import { type Listed, maxConnections, type Placement } from './placement.ts';

/** Options of InstanceDetails. */
export interface InstanceDetailsOptions {
  /** Maximum instances of one call. */
  maxIds: number;
  /** Whether a region that lists none of the instances is asked once more, whether they may be seen. */
  checksMissing: boolean;
  placeOf: PlaceOf;
}

/** Counts the calls for what one API says of instances: those of one region that are loaded at once share calls. */
export class InstanceDetails {
  readonly #options: InstanceDetailsOptions;
  /** Instances that load their details at once. */
  readonly #named: KeysByRegion;
  /** Instances named beside sessions: they load their details after the sessions have been found. */
  readonly #namedBesideSessions: KeysByRegion;
  /** Identities of those sessions whose instances load their details. */
  readonly #sessions: KeysByRegion;
  readonly #lists = new Set<Listed>();

  constructor(options: InstanceDetailsOptions) {
    this.#options = options;
    this.#named = new KeysByRegion(options.placeOf);
    this.#namedBesideSessions = new KeysByRegion(options.placeOf);
    this.#sessions = new KeysByRegion(options.placeOf);
  }

  /** Adds the instances that a field stands on. */
  add({ from, onConnections }: Placement): void {
    if ('lists' in from) {
      this.#lists.add(from);
    } else if ('everyRegion' in from) {
      // No instance is reached but through a list.
    } else if (onConnections) {
      for (const session of from.sessions) this.#sessions.add(session, session.identity);
    } else {
      const named = from.sessions.length > 0 ? this.#namedBesideSessions : this.#named;
      for (const instance of from.instances) named.add(instance, instance.instanceId);
    }
  }

  /** Returns the calls of all that was added. */
  calls(): number {
    const { maxIds, checksMissing } = this.#options;
    const batches = (ids: ReadonlySet<string>) => instanceBatches([...ids], maxIds).length;
    const listed = [...this.#lists].reduce(
      (sum, list) =>
        sum + list.lists * callsForInstances(list.sessions * maxConnections, regionsOf(list), maxIds),
      0,
    );
    return (
      this.#named.sum(batches) +
      this.#namedBesideSessions.sum(batches) +
      this.#sessions.sum(({ size }) => callsForInstances(size * maxConnections, 1, maxIds)) +
      listed +
      (checksMissing ? this.#checks() : 0)
    );
  }

  /** One for each region, once. */
  #checks(): number {
    const named = [this.#named, this.#namedBesideSessions, this.#sessions].flatMap((keys) => [
      ...keys.places(),
    ]);
    return [...this.#lists].reduce((sum, list) => sum + list.lists * regionsOf(list), new Set(named).size);
  }
}

/** A session is in one region, so a short list has instances in few. */
function regionsOf({ sessions, regions }: Listed): number {
  return Math.min(sessions, regions);
}

/** At worst, all regions but one have a single instance each, in a call of its own. */
function callsForInstances(instances: number, regions: number, maxIds: number): number {
  if (instances <= regions) return instances;
  return regions + Math.floor((instances - regions) / maxIds);
}
