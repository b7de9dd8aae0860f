/** Someone, or something, that opens terminals. All are made up; addresses are from the ranges for documentation. */
export interface Person {
  principalId: string;
  identityType: 'Account' | 'RAMUser' | 'AssumedRoleUser';
  /** The accounts of the instance's operating system that they log in as. */
  usernames: readonly [string, ...string[]];
  /** Office, home, VPN. */
  addresses: readonly [string, ...string[]];
}

const office = '203.0.113.24';
const vpn = '203.0.113.61';

/** Those who are seen most often come first. */
export const people: readonly [Person, ...Person[]] = [
  ramUser('204518837216550912', ['ecs-user', 'root'], [office, vpn]),
  ramUser('291370264418873055', ['root'], [office, '2001:db8:4f2:17::a3']),
  ramUser('263908817745021368', ['deploy', 'root'], [vpn]),
  role('318842790015563274', ['deploy'], ['198.51.100.12', '198.51.100.13']),
  ramUser('227741905536688401', ['ecs-user'], [office, '192.0.2.187']),
  ramUser('249016673385520197', ['dba', 'root'], [vpn, '2001:db8:91c:2::5e']),
  role('370155529836641082', ['root', 'ecs-user'], ['198.51.100.40']),
  ramUser('281659304477120836', ['admin'], ['192.0.2.33', office]),
  ramUser('215583018864472290', ['ecs-user', 'admin'], ['2001:db8:a20:c::1d4']),
  { principalId: '1846029375510482', identityType: 'Account', usernames: ['root'], addresses: [office] },
];

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
