import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AccountOptions } from '../../../emulator/account.ts';
import { allow, type Fleet } from '../../../emulator/emulator.ts';
import { makeSession } from '../../../emulator/terminal-session.ts';
import { now, type Pair, startPair } from './gateway.ts';

export const hub = '1000000000000001';
export const prod = '1000000000000002';
export const stage = '1000000000000003';
export const regionIds = ['cn-hangzhou', 'cn-shanghai'];

/** Both regions of each account hold this one. */
export const everywhere = 's-everywhere';

/** Two regions; in each a live session, one that all regions of all accounts have, and three instances. */
function fleetOf(name: string): Fleet {
  return {
    sessionManagerEnabled: name !== 'stage',
    regions: regionIds.map((regionId, index) => ({
      regionId,
      localName: regionId,
      localNameEnglish: `${name} ${regionId}`,
      sessions: [`s-${name}${index}`, everywhere].map((SessionId, n) => ({
        ...makeSession({ sessionId: SessionId, created: now - (n * 10 + index) * 60_000 }),
        PrincipalId: ['2001', '3001:deploy'][n],
        IdentityType: ['RAMUser', 'AssumedRoleUser'][n],
        Username: name,
        Connections: {
          Connection: [
            { InstanceId: `i-${name}${index}`, Status: 'Connected', StartTime: '2026-01-19T09:00:00Z' },
            { InstanceId: 'i-both', Status: 'Connected', StartTime: '2026-01-19T09:00:00Z' },
          ],
        },
      })),
      instances: [`i-${name}${index}`, 'i-both'].map((InstanceId) => ({
        InstanceId,
        InstanceName: `${name} ${InstanceId}`,
        VpcAttributes: { VpcId: `vpc-${name}` },
        ResourceGroupId: `rg-${name}`,
        Tags: { Tag: [{ TagKey: 'account', TagValue: name }, { TagKey: 'empty' }] },
      })),
      assistants: [`i-${name}${index}`].map((InstanceId) => ({
        InstanceId,
        CloudAssistantStatus: 'true',
        CloudAssistantVersion: `2.2.3.${index}`,
        LastHeartbeatTime: '2026-01-19T09:15:00Z',
        SupportSessionManager: 'false',
      })),
      ossDeliveries:
        name === 'prod'
          ? [
              {
                BucketName: `bucket-${index}`,
                Prefix: 'sessions/',
                DeliveryType: 'SessionManager',
                Enabled: index === 0,
              },
              { BucketName: 'commands', DeliveryType: 'Invocation', Enabled: true },
            ]
          : [],
      slsDeliveries: [],
    })),
  };
}

const everything = allow('ecs:*', 'ram:List*');
const behindARole = (accountId: string, name: string): AccountOptions => ({
  accountId,
  name,
  fleet: fleetOf(name),
  users: [{ userId: '2001', userName: `alice-${name}`, displayName: `Alice of ${name}` }],
  roles: [
    { roleId: '3001', roleName: 'session-audit', trusts: [`acs:ram::${hub}:root`], policy: everything },
  ],
});

/** The gateway over three accounts of two regions each: its own, and two that it enters by roles. */
export async function startThreeAccounts(environment: Record<string, string> = {}): Promise<Pair> {
  const folder = await mkdtemp(join(tmpdir(), 'accounts-'));
  const file = join(folder, 'accounts.json');
  const entries = [
    { id: hub, name: 'hub' },
    { id: prod, name: 'prod', roleArn: `acs:ram::${prod}:role/session-audit` },
    { id: stage, name: 'stage', roleArn: `acs:ram::${stage}:role/session-audit` },
  ];
  await writeFile(file, JSON.stringify(entries));
  try {
    return await startPair(
      { ACCOUNTS_FILE: file, ...environment },
      {
        accountId: hub,
        name: 'hub',
        fleet: fleetOf('hub'),
        users: [{ userId: '2001', userName: 'alice-hub', displayName: 'Alice of hub' }],
        roles: [{ roleId: '3001', roleName: 'session-audit', trusts: [] }],
        otherAccounts: [behindARole(prod, 'prod'), behindARole(stage, 'stage')],
      },
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}
