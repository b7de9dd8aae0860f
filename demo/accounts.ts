import { type AccountOptions, ownAccountId, roleArnOf } from '../emulator/account.ts';
import type { EmulatorOptions } from '../emulator/emulator.ts';
import { allow } from '../emulator/ram-policy.ts';
import { breakIn } from './break-in.ts';
import { type DemoTime, type FleetPlan, makeDemoFleet } from './fleet-plan.ts';
import { longSessions } from './long-sessions.ts';
import { demoCredentials, ownFleetPlan } from './own-fleet.ts';
import { financePeople, people, rolesOf, shopPeople, usersOf } from './people.ts';
import { createRandom } from './random.ts';
import { addStories } from './stories.ts';

/** One account of the demo in the form of an accounts file. */
export interface DemoAccountEntry {
  id: string;
  name: string;
  /** Absent for the own account: the demo's credentials are of that. */
  roleArn?: string;
  externalId?: string;
}

/** The demo's data, and how to reach its accounts. */
export interface Demo {
  /** The options of createEmulator. */
  emulator: EmulatorOptions & { otherAccounts: AccountOptions[] };
  /** The accounts in the form of an accounts file; the own one first. */
  accounts: DemoAccountEntry[];
  /** The name of the account whose role refuses to be assumed. */
  refused: string;
}

const shopAccountId = '1297350618842075';
const financeAccountId = '1530482967115248';
const externalId = 'demo-external-id';
const auditRole = { roleName: 'session-audit' };
const gatewayUser = {
  userId: '237164509281736450',
  userName: 'session-gateway',
  displayName: 'Session gateway',
};

/** Every call that a gateway makes with an account's credentials. */
const auditPolicy = allow(
  'ecs:DescribeTerminalSessions',
  'ecs:DescribeInstances',
  'ecs:DescribeRegions',
  'ecs:DescribeCloudAssistantStatus',
  'ecs:DescribeCloudAssistantSettings',
  'ecs:EndTerminalSession',
  'ram:ListUsers',
  'ram:ListRoles',
);

const shopPlan: FleetPlan = {
  regions: [
    [180, 24, 'bucket'],
    [420, 40, 'both'],
    [60, 12, 'nowhere'],
    [90, 16, 'logstore'],
    [25, 8, 'commands'],
    [8, 4, 'bucket'],
    [40, 10, 'bucket'],
    [15, 6, 'off'],
    [6, 4, 'logstore'],
    [2, 2, 'nowhere'],
  ],
  people: shopPeople,
  teams: ['storefront', 'cart', 'payments', 'stock', 'delivery'],
  seedOffset: 1000,
  sessionManagerEnabled: true,
};

const financePlan: FleetPlan = {
  regions: [
    [70, 12, 'nowhere'],
    [30, 8, 'nowhere'],
    [10, 5, 'nowhere'],
    [4, 3, 'nowhere'],
    [4, 3, 'nowhere'],
    [2, 2, 'nowhere'],
    [8, 4, 'nowhere'],
    [3, 2, 'nowhere'],
    [1, 2, 'nowhere'],
    [0, 1, 'nowhere'],
  ],
  people: financePeople,
  teams: ['billing', 'payroll', 'tax'],
  seedOffset: 2000,
  sessionManagerEnabled: false,
};

/**
 * Makes the demo's three accounts of ten regions each: the own one, which begins with createDemoFleet's six regions; the
 * shop, whose role `session-audit` the demo's credentials may assume; and finance, whose role refuses them. Most of the
 * data is random. Written by hand are terminals that were open for hours, and a break-in that leads from the own account
 * into the shop.
 *
 * @example
 * const demo = createDemo({ now: Date.now() });
 * const emulator = createEmulator(demo.emulator);
 * await writeFile(path, JSON.stringify(demo.accounts));
 */
export function createDemo(time: DemoTime): Demo {
  const [own, shop, finance] = [ownFleetPlan, shopPlan, financePlan].map((plan) => makeDemoFleet(plan, time));
  if (!own || !shop || !finance) throw new RangeError('A demo has three fleets.');
  const random = createRandom((time.seed ?? 0) + 4711);
  const [night, long] = [breakIn(time.now), longSessions(time.now)];
  addStories(own.regions, [...night.own, ...long.own], random);
  addStories(shop.regions, [...night.shop, ...long.shop], random);

  return {
    emulator: {
      accountId: ownAccountId,
      name: 'main',
      credentials: [demoCredentials],
      fleet: own,
      users: [
        ...usersOf(people),
        {
          ...gatewayUser,
          accessKeyIds: [demoCredentials.accessKeyId],
          policy: {
            ...auditPolicy,
            Statement: [...auditPolicy.Statement, ...allow('sts:AssumeRole').Statement],
          },
        },
      ],
      roles: rolesOf(people, ownAccountId),
      otherAccounts: [
        {
          accountId: shopAccountId,
          name: 'shop',
          fleet: shop,
          users: usersOf(shopPeople),
          roles: [
            ...rolesOf(shopPeople, shopAccountId),
            {
              ...auditRole,
              roleId: '338104277259146603',
              trusts: [`acs:ram::${ownAccountId}:user/${gatewayUser.userName}`],
              externalId,
              policy: auditPolicy,
            },
          ],
        },
        {
          accountId: financeAccountId,
          name: 'finance',
          fleet: finance,
          users: usersOf(financePeople),
          roles: [
            {
              ...auditRole,
              roleId: '362288014590337716',
              // Its own people only: nobody has added the gateway's account.
              trusts: [`acs:ram::${financeAccountId}:root`],
              policy: auditPolicy,
            },
          ],
        },
      ],
    },
    accounts: [
      { id: ownAccountId, name: 'main' },
      {
        id: shopAccountId,
        name: 'shop',
        roleArn: roleArnOf({ accountId: shopAccountId }, auditRole),
        externalId,
      },
      {
        id: financeAccountId,
        name: 'finance',
        roleArn: roleArnOf({ accountId: financeAccountId }, auditRole),
      },
    ],
    refused: 'finance',
  };
}
