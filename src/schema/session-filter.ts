import { builder } from './builder.ts';
import { ClosedReason } from './closed-reason.ts';
import { ConnectionStatus } from './connection-status.ts';
import { IdentityType } from './identity-type.ts';
import { TimeRange } from './time-range.ts';

/** Which records of a list to keep. */
export const SessionFilter = builder.inputType('SessionFilter', {
  description:
    'Which records to keep. All fields combine with AND, the values of one field with OR. A record that lacks the field does not match, but for the fields that exclude; an empty list matches nothing, or excludes nothing; null means no condition. What is asked of connections (statuses, closedReasons, active: true, activeAt, activeDuring, minDurationSeconds, maxDurationSeconds) must all be true of one and the same connection: one to the instance of the list, or of instanceIds, where any is named.',
  fields: (t) => ({
    createdAfter: t.field({
      type: 'DateTime',
      description:
        'Created at this moment or later. Must be earlier than createdBefore where both are given, or it is a BAD_REQUEST.',
    }),
    createdBefore: t.field({ type: 'DateTime', description: 'Created before this moment.' }),
    principalIds: t.stringList({ description: 'Opened by one of these principals (Session.principalId).' }),
    excludePrincipalIds: t.stringList({
      description:
        'Opened by none of these principals (Session.principalId). Records of which ECS did not say it stay.',
    }),
    principalNames: t.stringList({
      description:
        'Opened by a RAM user or a role of one of these names, upper and lower case being the same. A name that nobody has is a BAD_REQUEST: one who has been deleted is found by principalIds.',
    }),
    usernames: t.stringList({
      description: 'Opened for one of these operating system users, in the same spelling (Session.username).',
    }),
    excludeUsernames: t.stringList({
      description:
        'Opened for none of these operating system users, in the same spelling (Session.username). Records of which ECS did not say it stay.',
    }),
    clientIps: t.field({
      type: ['IP'],
      description:
        'Opened from one of these addresses, or from an address in one of these networks (Session.clientIp), however they are written: `10.0.0.0/8` finds `10.1.2.3`, `10.1.2.3/8` is the same network, `2001:DB8::0` finds `2001:db8::`, and `::ffff:10.1.2.3` is `10.1.2.3`.',
    }),
    excludeClientIps: t.field({
      type: ['IP'],
      description:
        'Opened neither from one of these addresses nor from one in these networks, written as in clientIps. Records of which ECS did not say it, or sent no address, stay.',
    }),
    identityTypes: t.field({
      type: [IdentityType],
      description:
        'Opened by one of these kinds of identity. UNKNOWN finds undocumented values, not absent ones.',
    }),
    portForwarding: t.boolean({
      description:
        'Whether it is a port forwarding: one that has a targetServer or a portNumber, also one that cannot be understood. false together with portNumbers or targetServers is a BAD_REQUEST.',
    }),
    portNumbers: t.field({
      type: ['Port'],
      description: 'Port forwardings to one of these ports (Session.portNumber).',
    }),
    targetServers: t.stringList({
      description:
        'Port forwardings to one of these hosts (Session.targetServer): an address however it is written, a name in upper or lower case. A network is a BAD_REQUEST.',
    }),
    instanceIds: t.stringList({
      description:
        'With a connection to one of these instances (`i-`, a managed one `mi-`, an old one `AY`; anything else is a BAD_REQUEST). Applied by the gateway like the rest: for a single one the argument instanceId, which ECS applies, costs fewer calls. In a list of one instance another one matches nothing.',
    }),
    statuses: t.field({
      type: [ConnectionStatus],
      description:
        'A connection has one of these statuses. UNKNOWN finds undocumented values, not absent ones.',
    }),
    closedReasons: t.field({
      type: [ClosedReason],
      description:
        'A connection closed for one of these reasons. UNKNOWN finds undocumented values, not absent ones.',
    }),
    active: t.boolean({
      description:
        'true: a connection is open now (Session.active, or that of the named instances). false: none of them is.',
    }),
    activeAt: t.field({
      type: 'DateTime',
      description:
        'A connection was open at this moment: started by then, and not ended, or ended later. One that has ended, but without an endTime, matches no moment.',
    }),
    activeDuring: t.field({
      type: TimeRange,
      description:
        'A connection was open at any moment of this time, whenever it began and ended: one over midnight is in both days. One that began within it is, even if it ended at once, or without an endTime.',
    }),
    minDurationSeconds: t.int({
      description:
        'A connection was open for so many whole seconds or more; a live one counts until now. One without a startTime, or ended without an endTime, does not match; one that ended before it started has 0. Below 0, or above maxDurationSeconds, it is a BAD_REQUEST.',
    }),
    maxDurationSeconds: t.int({
      description:
        'A connection was open for so many whole seconds or less, counted as in minDurationSeconds.',
    }),
  }),
});
