import type { Fleet } from '../emulator/fleet.ts';
import { type DemoTime, type FleetPlan, makeDemoFleet } from './fleet-plan.ts';
import { people } from './people.ts';

/** The key pair of the demo and the tests. No account but an emulator's accepts it. */
export const demoCredentials = { accessKeyId: 'emulator-key-id', accessKeySecret: 'emulator-key-secret' };

/** The own account's fleet: ten regions, of which createDemoFleet takes the first six. */
export const ownFleetPlan: FleetPlan = {
  regions: [
    [1000, 60, 'both'],
    [340, 32, 'bucket'],
    [120, 18, 'logstore'],
    [45, 11, 'off'],
    [12, 6, 'bucket'],
    [3, 4, 'nowhere'],
    [64, 14, 'both'],
    [28, 8, 'commands'],
    [9, 5, 'bucket'],
    [0, 3, 'nowhere'],
  ],
  people,
  teams: ['checkout', 'orders', 'payments', 'catalog', 'search', 'accounts', 'ledger', 'media'],
  seedOffset: 0,
  sessionManagerEnabled: true,
};

/**
 * Makes four weeks of sessions in six regions: 1,000 in the busiest, with port forwardings, failures, live terminals,
 * sessions on several instances and instances that have been released since.
 *
 * The same seed gives the same ids and people at any time; the times count back from `now` (epoch milliseconds).
 */
export function createDemoFleet(time: DemoTime): Fleet {
  return makeDemoFleet({ ...ownFleetPlan, regions: ownFleetPlan.regions.slice(0, 6) }, time);
}
