import { ownAccountId, type RamRole, type RamUser } from '../emulator/account.ts';

/** A person or a program that opens terminals. All are made up; addresses are from the ranges for documentation. */
export interface Person {
  principalId: string;
  identityType: 'Account' | 'RAMUser' | 'AssumedRoleUser';
  /** UserName or RoleName; undefined for the account itself, and for a user that has been deleted since. */
  name?: string | undefined;
  displayName?: string | undefined;
  /** The names of a role's sessions. Without any, records show the role's id alone. */
  sessionNames?: readonly [string, ...string[]] | undefined;
  /** Users of the instance's operating system. */
  usernames: readonly [string, ...string[]];
  /** Office, home, VPN. */
  addresses: readonly [string, ...string[]];
}

/** Those who open terminals in one account, the most frequent first. */
export type People = readonly [Person, ...Person[]];

const office = '203.0.113.24';
const vpn = '203.0.113.61';

/** Of the own account. */
export const people: People = [
  {
    ...ramUser('204518837216550912', ['ecs-user', 'root'], [office, vpn]),
    name: 'zhang.min',
    displayName: 'Zhang Min',
  },
  {
    ...ramUser('291370264418873055', ['root'], [office, '2001:db8:4f2:17::a3']),
    name: 'chen.jie',
    displayName: 'Chen Jie',
  },
  {
    ...ramUser('263908817745021368', ['deploy', 'root'], [vpn]),
    name: 'li.wei',
    displayName: 'Li Wei (releases)',
  },
  { ...role('318842790015563274', ['deploy'], ['198.51.100.12', '198.51.100.13']), name: 'ci-runner' },
  {
    ...ramUser('227741905536688401', ['ecs-user'], [office, '192.0.2.187']),
    name: 'sofia.martins',
    displayName: 'Sofia Martins',
  },
  {
    ...ramUser('249016673385520197', ['dba', 'root'], [vpn, '2001:db8:91c:2::5e']),
    name: 'wang.fang',
    displayName: 'Wang Fang (databases)',
  },
  {
    ...role('370155529836641082', ['root', 'ecs-user'], ['198.51.100.40']),
    name: 'ops-admin',
    sessionNames: ['zhang.min', 'ravi.kumar', 'chen.jie'],
  },
  {
    ...ramUser('281659304477120836', ['admin'], ['192.0.2.33', office]),
    name: 'ravi.kumar',
    displayName: 'Ravi Kumar',
  },
  // Deleted: RAM does not list this user any more.
  ramUser('215583018864472290', ['ecs-user', 'admin'], ['2001:db8:a20:c::1d4']),
  { principalId: ownAccountId, identityType: 'Account', usernames: ['root'], addresses: [office] },
];

/** Of the shop. One name is that of a user of the own account, too: another person. */
export const shopPeople: People = [
  {
    ...ramUser('206614093377581240', ['ecs-user', 'root'], ['203.0.113.88', vpn]),
    name: 'liu.yang',
    displayName: 'Liu Yang',
  },
  {
    ...ramUser('284470915562038817', ['root', 'ecs-user'], ['203.0.113.88']),
    name: 'zhang.min',
    displayName: 'Zhang Min (shop)',
  },
  {
    ...role('351207746619930258', ['root'], [vpn, '203.0.113.88']),
    name: 'break-glass',
    sessionNames: ['liu.yang', 'anna.kowalska'],
  },
  {
    ...ramUser('259938120047761593', ['dba'], ['203.0.113.88', '2001:db8:77:9::b2']),
    name: 'anna.kowalska',
    displayName: 'Anna Kowalska (databases)',
  },
  { ...role('326619980451172035', ['deploy'], ['198.51.100.21']), name: 'ci-runner' },
];

/** Of the finance department. */
export const financePeople: People = [
  {
    ...ramUser('218840275533964107', ['ecs-user'], ['203.0.113.140']),
    name: 'zhao.lei',
    displayName: 'Zhao Lei',
  },
  {
    ...ramUser('270059361184427736', ['root'], ['203.0.113.140']),
    name: 'marc.dubois',
    displayName: 'Marc Dubois',
  },
];

/** The users that RAM lists. */
export function usersOf(team: People): RamUser[] {
  return team.flatMap(({ principalId: userId, identityType, name: userName, displayName }) =>
    identityType === 'RAMUser' && userName !== undefined ? [{ userId, userName, displayName }] : [],
  );
}

/** The roles that RAM lists; the account's own users may assume them. */
export function rolesOf(team: People, accountId: string): RamRole[] {
  return team.flatMap(({ principalId: roleId, identityType, name: roleName }) =>
    identityType === 'AssumedRoleUser' && roleName !== undefined
      ? [{ roleId, roleName, trusts: [`acs:ram::${accountId}:root`] }]
      : [],
  );
}

/** The person of this name. */
export function personNamed(team: People, name: string): Person {
  return team.find((person) => person.name === name) ?? team[0];
}

function ramUser(
  principalId: string,
  usernames: Person['usernames'],
  addresses: Person['addresses'],
): Person {
  return { principalId, identityType: 'RAMUser', usernames, addresses };
}

function role(principalId: string, usernames: Person['usernames'], addresses: Person['addresses']): Person {
  return { principalId, identityType: 'AssumedRoleUser', usernames, addresses };
}
