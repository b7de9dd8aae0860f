import { type AccountOptions, ownAccountId } from './account.ts';
import type { Fleet, FleetRegion, WireInstance, WireSession } from './fleet.ts';
import { makeSession, type SessionParts } from './terminal-session.ts';

/** How big a fleet is. */
export interface FleetSize {
  /** The own account included; 1 unless given. */
  accounts?: number | undefined;
  /** Of each account; 1 unless given. */
  regions?: number | undefined;
  /** Session records of each region; 1000 unless given. */
  records?: number | undefined;
  /** Instances of each region; 20 unless given. */
  instances?: number | undefined;
  /** The time just after the newest record, in epoch milliseconds. */
  now: number;
  /** How far back the oldest record is; 27 unless given: within the four weeks that ECS keeps records. */
  days?: number | undefined;
}

/** The part of createEmulator's options that holds the data. */
export interface BigFleet {
  accountId: string;
  name: string;
  fleet: Fleet;
  otherAccounts: AccountOptions[];
}

/** The role of each other account that anyone of the own account may assume. */
export const auditRoleName = 'session-audit';

const dayMs = 86_400_000;
/** By a record's number, over and over. */
const statuses = [
  ...Array<SessionParts['status']>(13).fill('Terminated'),
  'Disconnected',
  'Failed',
  'Terminated',
] as const;
const usernames = ['root', 'ecs-user', 'deploy', 'admin', 'dba'] as const;

/**
 * Makes fleets of any size, at about 6 µs and 600 bytes a record. The same size gives the same data. The records of all
 * regions and accounts interleave by time, evenly from `now` back; the newest five of each region are still open. No two
 * have the same id: `s-2-3-17` is record 17 of region `xx-test-3` of the account `account-2`, and 1 is the oldest.
 *
 * @example
 * const emulator = createEmulator({
 *   credentials: [key],
 *   ...makeBigFleet({ accounts: 3, regions: 10, records: 1000, now: Date.now() }),
 * });
 *
 * @throws RangeError where a number is not a whole one, or there is no account
 */
export function makeBigFleet({
  accounts = 1,
  regions = 1,
  records = 1000,
  instances = 20,
  now,
  days = 27,
}: FleetSize): BigFleet {
  checkCount('accounts', accounts, 1);
  checkCount('regions', regions, 0);
  checkCount('records', records, 0);
  checkCount('instances', instances, 0);
  const lists = accounts * regions;
  const stepMs = (days * dayMs) / Math.max(1, records * lists);

  const makeRegion = (account: number, region: number): FleetRegion => {
    const instanceIds = Array.from(
      { length: instances },
      (_, index) => `i-${account}-${region}-${index + 1}`,
    );
    const makeRecord = (_: unknown, index: number): WireSession => {
      const number = records - index;
      const age = (index * lists + (account - 1) * regions + region) * stepMs;
      return makeSession({
        sessionId: `s-${account}-${region}-${number}`,
        created: now - age,
        status: index < 5 ? 'Connected' : statuses[number % statuses.length],
        minutes: 1 + (number % 90),
        instanceIds: [instanceIds[number % instances] ?? 'i-released'],
        username: usernames[number % usernames.length],
        principalId: String(200_000_000_000_000_000n + BigInt(number % 40)),
        clientIp: `203.0.113.${number % 64}`,
      });
    };
    return {
      regionId: `xx-test-${region}`,
      sessions: Array.from({ length: records }, makeRecord),
      instances: instanceIds.map(
        (InstanceId, index): WireInstance => ({
          InstanceId,
          InstanceName: `machine-${index + 1}`,
          Status: 'Running',
          OSType: 'linux',
        }),
      ),
    };
  };
  const fleetOf = (account: number): Fleet => ({
    sessionManagerEnabled: true,
    regions: Array.from({ length: regions }, (_, index) => makeRegion(account, index + 1)),
  });

  return {
    accountId: ownAccountId,
    name: 'account-1',
    fleet: fleetOf(1),
    otherAccounts: Array.from({ length: accounts - 1 }, (_, index): AccountOptions => {
      const account = index + 2;
      return {
        accountId: String(1_000_000_000_000_000 + account),
        name: `account-${account}`,
        fleet: fleetOf(account),
        roles: [
          {
            roleId: String(300_000_000_000_000_000n + BigInt(account)),
            roleName: auditRoleName,
            trusts: [`acs:ram::${ownAccountId}:root`],
          },
        ],
      };
    }),
  };
}

function checkCount(name: string, count: number, min: number): void {
  if (Number.isSafeInteger(count) && count >= min) return;
  throw new RangeError(`${name} must be a whole number from ${min}, but got: ${count}`);
}
