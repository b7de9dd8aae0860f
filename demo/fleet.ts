import type { Fleet } from '../emulator/fleet-region.ts';
import type { Recording } from './deliveries.ts';
import type { Services } from './instances.ts';
import type { People } from './people.ts';
import { makeDemoRegion } from './region.ts';
import { demoRegions } from './regions.ts';

/** What the fleet of one account is made from: a row a region, in the order of demoRegions. */
export interface FleetPlan {
  regions: readonly (readonly [sessions: number, instances: number, recording: Recording])[];
  people: People;
  services: Services;
  /** Added to the demo's seed, so that two accounts do not look alike. */
  seedOffset: number;
  sessionManagerEnabled: boolean;
}

/** When it is, in epoch milliseconds, and where chance starts; 20140526 unless given. */
export interface DemoTime {
  now: number;
  seed?: number | undefined;
}

/** Makes the fleet of one account. */
export function makeDemoFleet(plan: FleetPlan, { now, seed = 20140526 }: DemoTime): Fleet {
  const { people, services, sessionManagerEnabled } = plan;
  return {
    sessionManagerEnabled,
    regions: demoRegions.slice(0, plan.regions.length).map((region, index) => {
      const [sessions, instances, recording] = plan.regions[index] ?? [0, 1, 'nowhere'];
      const ownSeed = seed + plan.seedOffset + index;
      return makeDemoRegion({
        region,
        sessions,
        instances,
        recording,
        people,
        services,
        seed: ownSeed,
        now,
      });
    }),
  };
}
