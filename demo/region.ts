import type { FleetRegion } from '../emulator/fleet-region.ts';
import { createRandom } from '../emulator/random.ts';
import { makeAssistants } from './assistants.ts';
import { makeDeliveries, type Recording } from './deliveries.ts';
import { makeInstances, type Services } from './instances.ts';
import type { People } from './people.ts';
import type { DemoRegionName } from './regions.ts';
import { makeSessions } from './sessions.ts';

/** What a region of one account is made from. */
export interface RegionPlan {
  region: DemoRegionName;
  /** How many of each. */
  sessions: number;
  instances: number;
  recording: Recording;
  people: People;
  services: Services;
  seed: number;
  /** Epoch milliseconds. */
  now: number;
}

/** Four weeks of sessions and the machines they were on. The same seed gives the same ids and people at any time. */
export function makeDemoRegion(plan: RegionPlan): FleetRegion {
  const { region, people, services, seed, now } = plan;
  const { regionId, localName, localNameEnglish } = region;
  const random = createRandom(seed);
  const aside = createRandom(seed ^ 0x5eed);
  const instances = makeInstances(random, aside, {
    regionId,
    idPrefix: region.instanceIdPrefix,
    count: plan.instances,
    services,
    now,
  });
  return {
    regionId,
    localName,
    localNameEnglish,
    endpoint: `ecs.${regionId}.aliyuncs.com`,
    sessions: makeSessions(random, aside, {
      count: plan.sessions,
      idPrefix: region.sessionIdPrefix,
      instances,
      people,
      now,
    }),
    instances: instances.flatMap(({ wire }) => (wire ? [wire] : [])),
    assistants: makeAssistants(aside, instances, now),
    ...makeDeliveries(plan.recording, regionId),
  };
}
