import type { Fleet, FleetRegion } from '../emulator/fleet.ts';
import { makeAssistants } from './assistants.ts';
import { makeDeliveries, type Recording } from './deliveries.ts';
import { makeInstances, type Teams } from './instances.ts';
import type { People } from './people.ts';
import { createRandom } from './random.ts';
import { type DemoRegionName, demoRegions } from './regions.ts';
import { makeSessions } from './sessions.ts';

/** What a region is made from: how many sessions and instances, and where its sessions are recorded. */
export type RegionPlan = readonly [sessions: number, instances: number, recording: Recording];

/** What the fleet of one account is made from. */
export interface FleetPlan {
  /** In the order of demoRegions. */
  regions: readonly RegionPlan[];
  people: People;
  teams: Teams;
  /** Added to the demo's seed, so that two accounts do not look alike. */
  seedOffset: number;
  sessionManagerEnabled: boolean;
}

/** When the demo is, in epoch milliseconds, and the seed of its chance; 20140526 unless given. */
export interface DemoTime {
  now: number;
  seed?: number | undefined;
}

/**
 * Makes the fleet of one account: four weeks of sessions, and the machines they were on. The same seed gives the same
 * ids and people at any time.
 */
export function makeDemoFleet(plan: FleetPlan, { now, seed = 20140526 }: DemoTime): Fleet {
  return {
    sessionManagerEnabled: plan.sessionManagerEnabled,
    regions: plan.regions.flatMap((regionPlan, index) => {
      const name = demoRegions[index];
      return name ? [makeDemoRegion(name, regionPlan, plan, seed + plan.seedOffset + index, now)] : [];
    }),
  };
}

function makeDemoRegion(
  { sessionIdPrefix, instanceIdPrefix, ...name }: DemoRegionName,
  [sessions, instanceCount, recording]: RegionPlan,
  { people, teams }: FleetPlan,
  seed: number,
  now: number,
): FleetRegion {
  const { regionId } = name;
  const random = createRandom(seed);
  const aside = createRandom(seed ^ 0x5eed);
  const instances = makeInstances(random, aside, {
    regionId,
    idPrefix: instanceIdPrefix,
    count: instanceCount,
    teams,
    now,
  });
  return {
    ...name,
    endpoint: `ecs.${regionId}.aliyuncs.com`,
    sessions: makeSessions(random, aside, {
      count: sessions,
      idPrefix: sessionIdPrefix,
      instances,
      people,
      now,
    }),
    instances: instances.flatMap(({ wire }) => (wire ? [wire] : [])),
    assistants: makeAssistants(aside, instances, now),
    ...makeDeliveries(recording, regionId),
  };
}
