import { demoCredentials } from '../../../demo/own-fleet.ts';
import { allow, type EmulatorOptions, makeSession, type RamRole } from '../../../emulator/emulator.ts';
import { now, type PairOptions, startPair } from './gateway.ts';

/*
 * A hub whose credentials the gateway has, and two accounts that it enters by a role. All of them have a session and an
 * instance of the same id in the same region: whatever mixes accounts up serves the wrong one.
 */

export const hub = '1000000000000001';
export const prod = '1000000000000002';
export const stage = '1000000000000003';
export const names = ['hub', 'prod', 'stage'] as const;
export type Name = (typeof names)[number];
export const idOf: Readonly<Record<Name, string>> = { hub, prod, stage };
export const externalId = 'an-external-id-that-nobody-sees';
export const region = 'cn-hangzhou';
export const regionIds = [region, 'cn-shanghai'];
const minute = 60_000;

/** What the accounts file holds unless a test says otherwise. */
export const file = [
  { id: hub, name: 'hub' },
  { id: prod, name: 'prod', roleArn: `acs:ram::${prod}:role/session-audit`, externalId },
  { id: stage, name: 'stage', roleArn: `acs:ram::${stage}:role/session-audit` },
];

/** One account's regions: in each, a session that all accounts have and one of its own; in the first, machines as well. */
export function fleetOf(name: Name, ids: readonly string[] = regionIds) {
  const number = names.indexOf(name);
  return {
    sessionManagerEnabled: true,
    regions: ids.map((regionId, index) => ({
      regionId,
      sessions: [
        makeSession({
          sessionId: 's-all',
          created: now - (index * 10 + number + 1) * minute,
          status: 'Connected',
          instanceIds: ['i-all'],
          username: `${name}-user`,
          principalId: '2001',
        }),
        makeSession({
          sessionId: `s-${name}-${index}`,
          created: now - (60 + index * 10 + number) * minute,
          instanceIds: [`i-${name}`],
          username: `${name}-user`,
          principalId: '2002',
        }),
      ],
      instances: [
        { InstanceId: 'i-all', InstanceName: `${name}-all`, Status: 'Running' },
        { InstanceId: `i-${name}`, InstanceName: `${name}-own`, Status: 'Running' },
      ],
      assistants: [
        {
          InstanceId: 'i-all',
          CloudAssistantStatus: 'true',
          CloudAssistantVersion: `${name}-version`,
          SupportSessionManager: 'true',
        },
      ],
      slsDeliveries: [
        {
          DeliveryType: 'SessionManager',
          Enabled: true,
          ProjectName: `${name}-project`,
          LogstoreName: 'sessions',
        },
      ],
    })),
  };
}

const role = (roleId: string, external?: string): RamRole => ({
  roleId,
  roleName: 'session-audit',
  trusts: [`acs:ram::${hub}:root`],
  policy: allow('ecs:*', 'ram:List*'),
  externalId: external,
});

/** The emulator's side. */
export function threeAccounts(ids: readonly string[] = regionIds): Partial<EmulatorOptions> {
  return {
    accountId: hub,
    name: 'hub',
    fleet: fleetOf('hub', ids),
    users: [
      { userId: '2001', userName: 'hubert', displayName: 'Hubert' },
      { userId: '2002', userName: 'shared' },
    ],
    otherAccounts: [
      {
        accountId: prod,
        name: 'prod',
        fleet: fleetOf('prod', ids),
        users: [
          { userId: '2001', userName: 'alice', displayName: 'Alice A.' },
          { userId: '2002', userName: 'Shared' },
        ],
        roles: [role('3001', externalId)],
      },
      {
        accountId: stage,
        name: 'stage',
        fleet: fleetOf('stage', ids),
        users: [{ userId: '2001', userName: 'bob' }],
        roles: [role('3001')],
      },
    ],
  };
}

/** The gateway before them. */
export function startThree(
  environment: Record<string, string> = {},
  { ids, ...options }: PairOptions & { ids?: readonly string[] } = {},
) {
  return startPair(environment, {
    credentials: [demoCredentials],
    ...threeAccounts(ids),
    accountsFile: file,
    ...options,
  });
}
