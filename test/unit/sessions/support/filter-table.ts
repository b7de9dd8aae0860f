import type { FilterContext, SessionFilter } from '../../../../src/sessions/session-filter.ts';

/*
 * What SessionFilter means, by examples. They are plain data, so that whatever filters records can be held to them: each
 * says whether a list of all instances, or of one, holds the record.
 */

/** A record, a filter, and whether they fit. */
export interface FilterExample {
  /** What it shows. */
  rule: string;
  /** As DescribeTerminalSessions sends it. */
  record: Record<string, unknown>;
  filter: SessionFilter;
  /** `now`, whom the names in the filter stand for, and the instance whose list it is. */
  context: FilterContext;
  expected: boolean;
}

/** The moment that counts as now in all examples. */
export const now = at('12:00:00').getTime();

/** A moment of the day, or of another: `at('09:00:00')`, `at('23:30:00', 18)`. */
function at(time: string, day = 19): Date {
  return new Date(`2026-01-${day}T${time}Z`);
}

const wire = (time: string, day = 19) => at(time, day).toISOString().replace('.000Z', 'Z');

/** A session that connected root to i-1 from 09:00 to 10:00. */
const record = {
  SessionId: 's-1',
  CreationTime: wire('09:00:00'),
  PrincipalId: '100',
  IdentityType: 'RAMUser',
  Username: 'root',
  ClientIP: '10.1.2.3',
};
const terminated = {
  InstanceId: 'i-1',
  Status: 'Terminated',
  StartTime: wire('09:00:00'),
  EndTime: wire('10:00:00'),
  ClosedReason: 'ClientClosed',
};
/** Open on i-2 since 11:00. */
const live = { InstanceId: 'i-2', Status: 'Connected', StartTime: wire('11:00:00') };
/** Never came about, on i-3. */
const failed = {
  InstanceId: 'i-3',
  Status: 'Failed',
  StartTime: wire('09:00:00'),
  EndTime: wire('09:00:00'),
  ClosedReason: 'AgentNotOnline',
};

const withConnections = (...connections: unknown[]) => ({
  ...record,
  Connections: { Connection: connections },
});
/** The record with another value of a field, or without it. */
const withField = (name: string, value: unknown) => ({ ...withConnections(terminated), [name]: value });
const ordinary = withConnections(terminated);

type Row = [
  rule: string,
  record: Record<string, unknown>,
  filter: SessionFilter,
  expected: boolean,
  context?: Partial<FilterContext>,
];

const anything: Row[] = [
  ['no condition', ordinary, {}, true],
  ['null is no condition', ordinary, { usernames: null, active: null, minDurationSeconds: null }, true],
  ['a record with nothing in it', { SessionId: 's-1' }, {}, true],
  ['all fields must match', ordinary, { usernames: ['root'], principalIds: ['999'] }, false],
  ['all fields do', ordinary, { usernames: ['root'], principalIds: ['100'] }, true],
  ['one value must match', ordinary, { usernames: ['admin', 'root'] }, true],
];

const created: Row[] = [
  ['createdAfter takes the moment itself', ordinary, { createdAfter: at('09:00:00') }, true],
  ['createdAfter, a millisecond later', ordinary, { createdAfter: at('09:00:00.001') }, false],
  ['createdBefore leaves the moment out', ordinary, { createdBefore: at('09:00:00') }, false],
  ['createdBefore, a millisecond later', ordinary, { createdBefore: at('09:00:00.001') }, true],
  ['a range', ordinary, { createdAfter: at('08:00:00'), createdBefore: at('10:00:00') }, true],
  ['no creation time', withField('CreationTime', ''), { createdAfter: at('00:00:00') }, false],
  ['none that is one', withField('CreationTime', 'today'), { createdBefore: at('23:00:00') }, false],
];

const who: Row[] = [
  ['a principal', ordinary, { principalIds: ['100'] }, true],
  ['another one', ordinary, { principalIds: ['101', '1000'] }, false],
  [
    'a principal that is a number on the wire',
    withField('PrincipalId', 100),
    { principalIds: ['100'] },
    true,
  ],
  ['no principal', withField('PrincipalId', undefined), { principalIds: ['100'] }, false],
  ['nobody at all', ordinary, { principalIds: [] }, false],
  ['a username is the same in the same case only', ordinary, { usernames: ['Root'] }, false],
  ['no username', withField('Username', ''), { usernames: [''] }, false],
  ['an identity type', ordinary, { identityTypes: ['RAM_USER'] }, true],
  ['another one', ordinary, { identityTypes: ['ACCOUNT', 'UNKNOWN'] }, false],
  ['an undocumented one', withField('IdentityType', 'Robot'), { identityTypes: ['UNKNOWN'] }, true],
  ['an absent one is not UNKNOWN', withField('IdentityType', ''), { identityTypes: ['UNKNOWN'] }, false],
];

const excluded: Row[] = [
  ['excluded by principal', ordinary, { excludePrincipalIds: ['99', '100'] }, false],
  ['another principal is excluded', ordinary, { excludePrincipalIds: ['101'] }, true],
  [
    'no principal, so not the excluded one',
    withField('PrincipalId', null),
    { excludePrincipalIds: ['100'] },
    true,
  ],
  [
    'a principal that cannot be read stays',
    withField('PrincipalId', {}),
    { excludePrincipalIds: ['100'] },
    true,
  ],
  ['excluded by username', ordinary, { excludeUsernames: ['root'] }, false],
  ['another case is another username', ordinary, { excludeUsernames: ['ROOT'] }, true],
  ['no username', withField('Username', ''), { excludeUsernames: ['root', ''] }, true],
  [
    'a username that cannot be read stays',
    withField('Username', ['root']),
    { excludeUsernames: ['root'] },
    true,
  ],
  ['excluded by address', ordinary, { excludeClientIps: ['10.1.2.3'] }, false],
  ['excluded by network', ordinary, { excludeClientIps: ['192.0.2.0/24', '10.9.9.9/8'] }, false],
  ['excluded as IPv4-mapped', ordinary, { excludeClientIps: ['::ffff:10.1.2.3'] }, false],
  [
    'mapped in the record',
    withField('ClientIP', '::ffff:a01:203'),
    { excludeClientIps: ['10.0.0.0/8'] },
    false,
  ],
  ['from elsewhere', ordinary, { excludeClientIps: ['10.1.2.4', '10.2.0.0/16', '::/0'] }, true],
  ['no address', withField('ClientIP', ''), { excludeClientIps: ['0.0.0.0/0', '::/0'] }, true],
  [
    'what is no address stays',
    withField('ClientIP', 'console'),
    { excludeClientIps: ['0.0.0.0/0', '::/0'] },
    true,
  ],
  [
    'an empty list excludes nobody',
    ordinary,
    { excludePrincipalIds: [], excludeUsernames: [], excludeClientIps: [] },
    true,
  ],
  ['asked for and excluded', ordinary, { usernames: ['root'], excludeUsernames: ['root'] }, false],
  [
    'from a network, but not from a part of it',
    ordinary,
    { clientIps: ['10.0.0.0/8'], excludeClientIps: ['10.1.0.0/16'] },
    false,
  ],
  ['from the rest of it', ordinary, { clientIps: ['10.0.0.0/8'], excludeClientIps: ['10.2.0.0/16'] }, true],
];

const addresses: Row[] = [
  ['an address', ordinary, { clientIps: ['10.1.2.3'] }, true],
  ['the one beside it', ordinary, { clientIps: ['10.1.2.2', '10.1.2.4'] }, false],
  ['a network', ordinary, { clientIps: ['10.0.0.0/8'] }, true],
  ['a network by another of its addresses', ordinary, { clientIps: ['10.200.0.9/8'] }, true],
  ['all of IPv4', ordinary, { clientIps: ['0.0.0.0/0'] }, true],
  ['all of IPv6 holds no IPv4', ordinary, { clientIps: ['::/0'] }, false],
  ['IPv6 in any spelling', withField('ClientIP', '2001:DB8:0::1'), { clientIps: ['2001:db8::1'] }, true],
  ['mapped, in the filter', ordinary, { clientIps: ['::ffff:10.1.2.3'] }, true],
  ['mapped, in the record', withField('ClientIP', '::ffff:10.1.2.3'), { clientIps: ['10.1.2.0/24'] }, true],
  ['no address', withField('ClientIP', 'console'), { clientIps: ['0.0.0.0/0'] }, false],
  ['no networks', ordinary, { clientIps: [] }, false],
];

const named = (...ids: string[]) => ({
  principals: ids.map((principalId) => ({ accountKey: 'own', principalId })),
});
const roleSession = (PrincipalId: string) => ({ ...ordinary, PrincipalId, IdentityType: 'AssumedRoleUser' });
const principalNames: Row[] = [
  ['a name that stands for the principal', ordinary, { principalNames: ['alice'] }, true, named('100')],
  ['a name that stands for several', ordinary, { principalNames: ['alice'] }, true, named('7', '100')],
  ['a name that stands for another', ordinary, { principalNames: ['alice'] }, false, named('101')],
  [
    'of another account',
    ordinary,
    { principalNames: ['alice'] },
    false,
    {
      principals: [{ accountKey: '2000000000000002', principalId: '100' }],
    },
  ],
  ['a role, whatever its session', roleSession('300:deploy'), { principalNames: ['ci'] }, true, named('300')],
  ['a role without a session', roleSession('300'), { principalNames: ['ci'] }, true, named('300')],
  ['another role', roleSession('3000:deploy'), { principalNames: ['ci'] }, false, named('300')],
  [
    'only what stands before the colon',
    roleSession('x:300'),
    { principalNames: ['ci'] },
    false,
    named('300'),
  ],
  ['no principal', withField('PrincipalId', ''), { principalNames: ['alice'] }, false, named('100')],
  ['no names', ordinary, { principalNames: [] }, false],
];

const forwarding = { ...ordinary, TargetServer: '192.168.0.246', PortNumber: 3306 };
const toServer = (TargetServer: unknown) => ({ ...forwarding, TargetServer });
const toPort = (PortNumber: unknown) => ({ ...forwarding, PortNumber });
const ports: Row[] = [
  ['a port forwarding', forwarding, { portForwarding: true }, true],
  ['is no other session', forwarding, { portForwarding: false }, false],
  ['a terminal', ordinary, { portForwarding: true }, false],
  ['is another session', ordinary, { portForwarding: false }, true],
  ['a server alone makes one', { ...ordinary, TargetServer: 'db' }, { portForwarding: true }, true],
  ['a port alone makes one', { ...ordinary, PortNumber: '22' }, { portForwarding: true }, true],
  ['port 0 means none', { ...ordinary, PortNumber: 0, TargetServer: '' }, { portForwarding: true }, false],
  ['port 0 means none', { ...ordinary, PortNumber: '0' }, { portForwarding: false }, true],
  ['a port that is none was set', { ...ordinary, PortNumber: 'ssh' }, { portForwarding: true }, true],
  ['a port that is none was set', { ...ordinary, PortNumber: 70000 }, { portForwarding: false }, false],
  ['a server that is none was set', { ...ordinary, TargetServer: {} }, { portForwarding: true }, true],
  ['a port', forwarding, { portNumbers: [22, 3306] }, true],
  ['a port as text', toPort('3306'), { portNumbers: [3306] }, true],
  ['another port', forwarding, { portNumbers: [3307, 33] }, false],
  ['no port', toPort(0), { portNumbers: [3306] }, false],
  ['a port that is none', toPort('mysql'), { portNumbers: [3306] }, false],
  ['no ports', forwarding, { portNumbers: [] }, false],
  ['a server', forwarding, { targetServers: ['192.168.0.246'] }, true],
  ['another server', forwarding, { targetServers: ['192.168.0.24', '192.168.0.247'] }, false],
  ['a server, mapped in the filter', forwarding, { targetServers: ['::ffff:192.168.0.246'] }, true],
  ['a server, mapped in the record', toServer('::ffff:c0a8:f6'), { targetServers: ['192.168.0.246'] }, true],
  ['a server in IPv6', toServer('2001:DB8:0:0::A'), { targetServers: ['2001:db8::a'] }, true],
  ['a name in capitals', toServer('DB.Internal'), { targetServers: ['db.internal'] }, true],
  ['a name in capitals, in the filter', toServer('db.internal'), { targetServers: ['DB.INTERNAL'] }, true],
  ['a part of a name', toServer('db.internal'), { targetServers: ['db', 'internal'] }, false],
  ['no server', toServer(''), { targetServers: ['db'] }, false],
  ['a server that cannot be read', toServer(['db']), { targetServers: ['db'] }, false],
  ['no servers', forwarding, { targetServers: [] }, false],
  ['port and server', forwarding, { portNumbers: [3306], targetServers: ['192.168.0.246'] }, true],
  ['the port, but not the server', forwarding, { portNumbers: [3306], targetServers: ['db'] }, false],
  ['a forwarding to the port', forwarding, { portForwarding: true, portNumbers: [3306] }, true],
];

const connections: Row[] = [
  ['a status', withConnections(failed, live), { statuses: ['CONNECTED'] }, true],
  ['a status of none', withConnections(failed, live), { statuses: ['TERMINATED', 'UNKNOWN'] }, false],
  ['an undocumented status', withConnections({ Status: 'Paused' }), { statuses: ['UNKNOWN'] }, true],
  ['an absent one is not UNKNOWN', withConnections({}), { statuses: ['UNKNOWN'] }, false],
  ['a reason', ordinary, { closedReasons: ['CLIENT_CLOSED'] }, true],
  ['another reason', ordinary, { closedReasons: ['AGENT_NOT_ONLINE', 'UNKNOWN'] }, false],
  ['no statuses', ordinary, { statuses: [] }, false],
  ['no reasons', ordinary, { closedReasons: [] }, false],
  ['active', withConnections(terminated, live), { active: true }, true],
  ['active while connecting', withConnections({ Status: 'Connecting' }), { active: true }, true],
  [
    'active whatever endTime says',
    withConnections({ ...terminated, Status: 'Connected' }),
    { active: true },
    true,
  ],
  ['not active', ordinary, { active: true }, false],
  ['not active: undocumented', withConnections({ Status: 'Paused' }), { active: true }, false],
  ['active: false is said of all', withConnections(terminated, live), { active: false }, false],
  ['active: false', withConnections(terminated, failed), { active: false }, true],
  ['active: false of none', withConnections(), { active: false }, true],
  ['active: false without the list', { SessionId: 's-1' }, { active: false }, true],
  ['active: true of none', withConnections(), { active: true }, false],
  ['no connection has any status', withConnections(), { statuses: ['FAILED', 'UNKNOWN'] }, false],
  ['a connection that is none has no status', withConnections('odd'), { statuses: ['UNKNOWN'] }, false],
];

const one: Row[] = [
  [
    'status and reason of one connection',
    withConnections(terminated, failed),
    { statuses: ['FAILED'], closedReasons: ['AGENT_NOT_ONLINE'] },
    true,
  ],
  [
    'status of one, reason of another',
    withConnections(terminated, failed),
    { statuses: ['TERMINATED'], closedReasons: ['AGENT_NOT_ONLINE'] },
    false,
  ],
  [
    'one failed, another is open',
    withConnections(failed, live),
    { statuses: ['FAILED'], active: true },
    false,
  ],
  ['the open one', withConnections(failed, live), { statuses: ['CONNECTED'], active: true }, true],
  [
    'one failed, none is open',
    withConnections(failed, terminated),
    { statuses: ['FAILED'], active: false },
    true,
  ],
  [
    'one failed, but another is open',
    withConnections(failed, live),
    { statuses: ['FAILED'], active: false },
    false,
  ],
  [
    'one was open at the moment, another has the status',
    withConnections(terminated, live),
    { activeAt: at('09:30:00'), statuses: ['CONNECTED'] },
    false,
  ],
  [
    'the same one',
    withConnections(terminated, live),
    { activeAt: at('11:30:00'), statuses: ['CONNECTED'] },
    true,
  ],
  [
    'at one moment and at another, but not the same one',
    withConnections(terminated, live),
    { activeAt: at('09:30:00'), activeDuring: { from: at('11:00:00'), to: at('12:00:00') } },
    false,
  ],
  [
    'long enough, and another is short enough',
    withConnections(
      { ...terminated, EndTime: wire('09:10:00') },
      { ...terminated, EndTime: wire('11:00:00') },
    ),
    { minDurationSeconds: 1000, maxDurationSeconds: 7000 },
    false,
  ],
  [
    'long, and another one active then',
    withConnections(terminated, { ...terminated, StartTime: wire('10:30:00'), EndTime: wire('10:31:00') }),
    { minDurationSeconds: 3600, activeAt: at('10:30:30') },
    false,
  ],
  ['nothing of no connection', withConnections(), { activeAt: at('09:30:00'), active: false }, false],
];

const moments: Row[] = [
  ['open at its start', ordinary, { activeAt: at('09:00:00') }, true],
  ['not yet open', ordinary, { activeAt: at('08:59:59.999') }, false],
  ['open to its end', ordinary, { activeAt: at('09:59:59.999') }, true],
  ['no longer at its end', ordinary, { activeAt: at('10:00:00') }, false],
  ['live: open from its start on', withConnections(live), { activeAt: at('11:00:00') }, true],
  ['live: also in times to come', withConnections(live), { activeAt: at('23:00:00') }, true],
  [
    'live: whatever endTime says',
    withConnections({ ...live, EndTime: wire('11:00:01') }),
    { activeAt: at('11:30:00') },
    true,
  ],
  ['no start', withConnections({ ...terminated, StartTime: '' }), { activeAt: at('09:30:00') }, false],
  [
    'ended, nobody knows when',
    withConnections({ ...terminated, EndTime: '' }),
    { activeAt: at('09:00:00') },
    false,
  ],
  [
    'ended at no time',
    withConnections({ ...terminated, EndTime: 'soon' }),
    { activeAt: at('09:30:00') },
    false,
  ],
  [
    'nothing says that it has ended',
    withConnections({ StartTime: wire('09:00:00'), Status: 'Paused' }),
    { activeAt: at('11:00:00') },
    true,
  ],
  [
    'undocumented, but with an end',
    withConnections({ ...terminated, Status: 'Paused' }),
    { activeAt: at('11:00:00') },
    false,
  ],
  ['at no moment where it ended at once', withConnections(failed), { activeAt: at('09:00:00') }, false],
];

const during = (from: string, to: string, day = 19) => ({
  activeDuring: { from: at(from, day), to: at(to, day) },
});
const overMidnight = withConnections({
  ...terminated,
  StartTime: wire('23:30:00', 17),
  EndTime: wire('00:30:00', 18),
});
const day = (number: number) => ({
  activeDuring: { from: at('00:00:00', number), to: at('00:00:00', number + 1) },
});
const ranges: Row[] = [
  ['within the range', ordinary, during('08:00:00', '11:00:00'), true],
  ['around the range', ordinary, during('09:30:00', '09:31:00'), true],
  ['over its beginning', ordinary, during('09:30:00', '11:00:00'), true],
  ['over its end', ordinary, during('08:00:00', '09:30:00'), true],
  ['over before it', ordinary, during('10:00:00', '11:00:00'), false],
  ['to its first millisecond', ordinary, during('09:59:59.999', '11:00:00'), true],
  ['begun when it ends', ordinary, during('08:00:00', '09:00:00'), false],
  ['begun in its last millisecond', ordinary, during('08:00:00', '09:00:00.001'), true],
  ['over midnight: the first day', overMidnight, day(17), true],
  ['over midnight: the second day', overMidnight, day(18), true],
  ['over midnight: the day before', overMidnight, day(16), false],
  ['over midnight: the day after', overMidnight, day(19), false],
  ['ended at once: holds its start', withConnections(failed), during('09:00:00', '09:00:00.001'), true],
  ['ended at once: ends at its start', withConnections(failed), during('08:00:00', '09:00:00'), false],
  ['ended at once: behind its start', withConnections(failed), during('09:00:00.001', '10:00:00'), false],
  [
    'ended before it began, by its clock: holds its start',
    withConnections({ ...terminated, EndTime: wire('08:00:00') }),
    during('08:30:00', '09:30:00'),
    true,
  ],
  [
    'ended before it began: between the two',
    withConnections({ ...terminated, EndTime: wire('08:00:00') }),
    during('08:00:00', '09:00:00'),
    false,
  ],
  ['live: begun before', withConnections(live), during('11:30:00', '11:31:00'), true],
  ['live: in times to come', withConnections(live), during('20:00:00', '21:00:00'), true],
  ['live: begun later', withConnections(live), during('10:00:00', '11:00:00'), false],
  [
    'live: whatever endTime says',
    withConnections({ ...live, EndTime: wire('11:00:01') }),
    during('11:30:00', '11:31:00'),
    true,
  ],
  [
    'ended, nobody knows when: holds its start',
    withConnections({ ...terminated, EndTime: undefined }),
    during('08:00:00', '10:00:00'),
    true,
  ],
  [
    'ended, nobody knows when: behind its start',
    withConnections({ ...terminated, EndTime: undefined }),
    during('09:00:01', '10:00:00'),
    false,
  ],
  ['no start', withConnections({ ...terminated, StartTime: null }), during('09:00:00', '11:00:00'), false],
  [
    'nothing says that it has ended',
    withConnections({ StartTime: wire('09:00:00'), Status: 'Paused' }),
    during('11:00:00', '11:30:00'),
    true,
  ],
];

const lasting = (StartTime: string, EndTime: string) =>
  withConnections({ ...terminated, StartTime, EndTime });
const durations: Row[] = [
  ['as long', ordinary, { minDurationSeconds: 3600 }, true],
  ['not as long', ordinary, { minDurationSeconds: 3601 }, false],
  ['as short', ordinary, { maxDurationSeconds: 3600 }, true],
  ['not as short', ordinary, { maxDurationSeconds: 3599 }, false],
  ['exactly', ordinary, { minDurationSeconds: 3600, maxDurationSeconds: 3600 }, true],
  [
    'whole seconds, rounded down',
    lasting(wire('09:00:00'), '2026-01-19T09:01:00.999Z'),
    { minDurationSeconds: 60, maxDurationSeconds: 60 },
    true,
  ],
  [
    'whole seconds, rounded down',
    lasting(wire('09:00:00'), '2026-01-19T09:00:59.999Z'),
    { minDurationSeconds: 60 },
    false,
  ],
  ['ended at once', withConnections(failed), { minDurationSeconds: 0, maxDurationSeconds: 0 }, true],
  ['ended at once', withConnections(failed), { minDurationSeconds: 1 }, false],
  ['ended before it began: 0', lasting(wire('09:00:00'), wire('08:00:00')), { maxDurationSeconds: 0 }, true],
  ['ended before it began: 0', lasting(wire('09:00:00'), wire('08:00:00')), { minDurationSeconds: 1 }, false],
  ['live: until now', withConnections(live), { minDurationSeconds: 3600 }, true],
  ['live: no longer', withConnections(live), { minDurationSeconds: 3601 }, false],
  ['live: no shorter', withConnections(live), { maxDurationSeconds: 3599 }, false],
  ['live: a second later', withConnections(live), { minDurationSeconds: 3601 }, true, { now: now + 1000 }],
  [
    'live: whatever endTime says',
    withConnections({ ...live, EndTime: wire('11:00:01') }),
    { minDurationSeconds: 3600 },
    true,
  ],
  [
    'live, and not yet begun by our clock: 0',
    withConnections({ ...live, StartTime: wire('12:00:05') }),
    { maxDurationSeconds: 0 },
    true,
  ],
  ['no start', lasting('', wire('10:00:00')), { minDurationSeconds: 0 }, false],
  ['no start', lasting('', wire('10:00:00')), { maxDurationSeconds: 99999 }, false],
  ['live without a start', withConnections({ Status: 'Connected' }), { minDurationSeconds: 0 }, false],
  ['ended, nobody knows when', lasting(wire('09:00:00'), ''), { minDurationSeconds: 0 }, false],
  ['ended, nobody knows when', lasting(wire('09:00:00'), 'soon'), { maxDurationSeconds: 99999 }, false],
  [
    'undocumented, without an end',
    withConnections({ StartTime: wire('09:00:00'), Status: 'Paused' }),
    { minDurationSeconds: 0 },
    false,
  ],
  [
    'undocumented, with one',
    withConnections({ ...terminated, Status: 'Paused' }),
    { minDurationSeconds: 3600 },
    true,
  ],
  ['no connection', withConnections(), { minDurationSeconds: 0 }, false],
  ['one of several', withConnections(failed, terminated), { minDurationSeconds: 3600 }, true],
];

const several = withConnections(terminated, live, failed);
const instances: Row[] = [
  ['a connection to it', several, { instanceIds: ['i-2'] }, true],
  ['to one of them', several, { instanceIds: ['i-9', 'i-3'] }, true],
  ['to none of them', several, { instanceIds: ['i-9', 'i-22'] }, false],
  ['to no instance', withConnections({ Status: 'Connected' }), { instanceIds: ['i-1'] }, false],
  ['no connection', withConnections(), { instanceIds: ['i-1'] }, false],
  ['no connection, none open', withConnections(), { instanceIds: ['i-1'], active: false }, false],
  ['no instances', several, { instanceIds: [] }, false],
  ['open there', several, { instanceIds: ['i-2'], active: true }, true],
  ['open, but elsewhere', several, { instanceIds: ['i-1', 'i-3'], active: true }, false],
  ['not open there', several, { instanceIds: ['i-1'], active: false }, true],
  ['one of them is open', several, { instanceIds: ['i-1', 'i-2'], active: false }, false],
  ['failed there', several, { instanceIds: ['i-3'], statuses: ['FAILED'] }, true],
  ['failed elsewhere', several, { instanceIds: ['i-1'], statuses: ['FAILED'] }, false],
  ['open there then', several, { instanceIds: ['i-1'], ...during('09:00:00', '09:30:00') }, true],
  ['open elsewhere then', several, { instanceIds: ['i-2'], ...during('09:00:00', '09:30:00') }, false],
  ['long there', several, { instanceIds: ['i-1'], minDurationSeconds: 3600 }, true],
  ['long elsewhere', several, { instanceIds: ['i-3'], minDurationSeconds: 3600 }, false],
];

const ofInstance = (instanceId: string) => ({ instanceId });
const lists: Row[] = [
  ['its list', several, {}, true, ofInstance('i-1')],
  ['its list, and what is said of the session', several, { usernames: ['root'] }, true, ofInstance('i-1')],
  ['open there', several, { active: true }, true, ofInstance('i-2')],
  ['open, but elsewhere', several, { active: true }, false, ofInstance('i-1')],
  ['not open there', several, { active: false }, true, ofInstance('i-1')],
  ['open there', several, { active: false }, false, ofInstance('i-2')],
  ['failed elsewhere', several, { statuses: ['FAILED'] }, false, ofInstance('i-1')],
  ['closed there', several, { closedReasons: ['CLIENT_CLOSED'] }, true, ofInstance('i-1')],
  ['closed elsewhere', several, { closedReasons: ['CLIENT_CLOSED'] }, false, ofInstance('i-3')],
  ['open there at the moment', several, { activeAt: at('09:30:00') }, true, ofInstance('i-1')],
  ['open elsewhere at the moment', several, { activeAt: at('09:30:00') }, false, ofInstance('i-2')],
  ['long there', several, { minDurationSeconds: 3600 }, true, ofInstance('i-1')],
  ['long elsewhere', several, { minDurationSeconds: 3600 }, false, ofInstance('i-3')],
  ['the same one in the filter', several, { instanceIds: ['i-1', 'i-2'] }, true, ofInstance('i-1')],
  ['another one in the filter', several, { instanceIds: ['i-2'] }, false, ofInstance('i-1')],
  [
    'open on another one of the filter',
    several,
    { instanceIds: ['i-1', 'i-2'], active: true },
    false,
    ofInstance('i-1'),
  ],
];

const groups: [string, Row[]][] = [
  ['anything', anything],
  ['created', created],
  ['who', who],
  ['excluded', excluded],
  ['from where', addresses],
  ['by name', principalNames],
  ['port forwarding', ports],
  ['connections', connections],
  ['one and the same connection', one],
  ['activeAt', moments],
  ['activeDuring', ranges],
  ['duration', durations],
  ['instanceIds', instances],
  ['the list of an instance', lists],
];

/** All examples. */
export const filterTable: readonly FilterExample[] = groups.flatMap(([group, rows]) =>
  rows.map(([rule, record, filter, expected, context]) => ({
    rule: `${group}: ${rule}`,
    record,
    filter,
    context: { now, ...context },
    expected,
  })),
);

/** Filters that are refused, since they can match nothing but by mistake, and what the refusal says. */
export const refusedFilters: readonly (readonly [filter: SessionFilter, message: RegExp])[] = [
  [
    { createdAfter: at('10:00:00'), createdBefore: at('09:00:00') },
    /createdAfter must be earlier than createdBefore/,
  ],
  [{ createdAfter: at('10:00:00'), createdBefore: at('10:00:00') }, /createdAfter must be earlier/],
  [during('10:00:00', '09:00:00'), /activeDuring\.from must be earlier than activeDuring\.to/],
  [during('10:00:00', '10:00:00'), /got: 2026-01-19T10:00:00\.000Z and 2026-01-19T10:00:00\.000Z/],
  [{ minDurationSeconds: -1 }, /minDurationSeconds must be 0 seconds or more, but got: -1/],
  [{ maxDurationSeconds: -1 }, /maxDurationSeconds must be 0 seconds or more, but got: -1/],
  [{ minDurationSeconds: 2, maxDurationSeconds: 1 }, /at most maxDurationSeconds, but got: 2 and 1/],
  [{ portForwarding: false, portNumbers: [22] }, /portForwarding: false .* portNumbers/],
  [{ portForwarding: false, portNumbers: [] }, /portForwarding: false/],
  [{ portForwarding: false, targetServers: ['db'] }, /portForwarding: false .* targetServers/],
  [{ instanceIds: ['i-1', 'web-01'] }, /each of instanceIds must be .*"i-bp1.*got: "web-01".*not its id/],
  [{ instanceIds: ['s-1'] }, /This is the form of sessionId/],
  [{ instanceIds: [''] }, /1 to 256 characters/],
  [{ excludeClientIps: ['10.0.0.0/33'] }, /IPv4 or IPv6 address or a network/],
  [{ excludeClientIps: ['office'] }, /got: "office"/],
  [{ targetServers: ['10.0.0.0/8'] }, /targetServers must hold addresses or names.*without networks/],
  [{ targetServers: [''] }, /targetServers/],
  [{ targetServers: ['db internal'] }, /targetServers/],
  [{ targetServers: ['010.0.0.1'] }, /leading zeros/],
  [{ principalNames: ['alice'] }, /principalIds/],
];
