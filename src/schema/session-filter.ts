import { builder } from './builder.ts';
import { ClosedReason } from './closed-reason.ts';
import { ConnectionStatus } from './connection-status.ts';
import { IdentityType } from './identity-type.ts';
import { TimeRange } from './time-range.ts';

/** Which records of a list are kept. */
export const SessionFilter = builder.inputType('SessionFilter', {
  description:
    'Which records to keep. All fields combine with AND, the values of one field with OR. A record that lacks the field does not match; an empty list matches nothing; null means no condition. Fields that exclude are the opposite: a record that lacks the field matches, and an empty list excludes nothing. All conditions on connections (statuses, closedReasons, active: true, activeAt, activeDuring, minDurationSeconds, maxDurationSeconds) must be true of one and the same connection. Where instances are named (Instance.sessions, instanceId, instanceIds), only connections to them count.',
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
        'Opened by none of these principals (Session.principalId). Records without a readable value stay.',
    }),
    principalNames: t.stringList({
      description:
        'Opened by a RAM user or role with one of these names; case does not matter. A name that nobody has is a BAD_REQUEST: find deleted users by principalIds.',
    }),
    usernames: t.stringList({
      description: 'Opened for one of these operating system users (Session.username). Case matters.',
    }),
    excludeUsernames: t.stringList({
      description:
        'Opened for none of these operating system users (Session.username). Case matters. Records without a readable value stay.',
    }),
    clientIps: t.field({
      type: ['IP'],
      description:
        'Opened from one of these addresses, or from an address in one of these networks (Session.clientIp). Spelling does not matter: `10.0.0.0/8` finds `10.1.2.3`, `10.1.2.3/8` is the same network, `2001:DB8::0` finds `2001:db8::`, and `::ffff:10.1.2.3` is `10.1.2.3`.',
    }),
    excludeClientIps: t.field({
      type: ['IP'],
      description:
        'Not opened from one of these addresses, nor from an address in one of these networks (Session.clientIp), in any spelling. Records without a readable address stay.',
    }),
    identityTypes: t.field({
      type: [IdentityType],
      description:
        'Opened by one of these kinds of identity. UNKNOWN finds undocumented values, not absent ones.',
    }),
    portForwarding: t.boolean({
      description:
        'True: port forwardings, which have a targetServer or a portNumber, readable or not. False: all other sessions; a BAD_REQUEST together with portNumbers or targetServers.',
    }),
    portNumbers: t.field({
      type: ['Port'],
      description: 'Port forwardings to one of these ports (Session.portNumber).',
    }),
    targetServers: t.stringList({
      description:
        'Port forwardings to one of these hosts (Session.targetServer): addresses in any spelling, or names in any case. A network is a BAD_REQUEST.',
    }),
    instanceIds: t.stringList({
      description:
        'Any connection is to one of these instances: `i-` (a managed one: `mi-`, an old one: `AY`), then letters and digits. Anything else is a BAD_REQUEST. The gateway applies it, like all fields of the filter; for one instance the argument instanceId costs fewer upstream calls. In the list of one instance, other ids match nothing.',
    }),
    statuses: t.field({
      type: [ConnectionStatus],
      description:
        'Any connection has one of these statuses. UNKNOWN finds undocumented values, not absent ones.',
    }),
    closedReasons: t.field({
      type: [ClosedReason],
      description:
        'Any connection closed for one of these reasons. UNKNOWN finds undocumented values, not absent ones.',
    }),
    active: t.boolean({
      description:
        'True: any connection is open now. False: none is (Session.active). Where instances are named, only connections to them count.',
    }),
    activeAt: t.field({
      type: 'DateTime',
      description:
        'Any connection was open at this moment: it had started, and has not ended, or ended later. A connection that has ended without an endTime matches no moment.',
    }),
    activeDuring: t.field({
      type: TimeRange,
      description:
        'Any connection was open at some moment of this range; one over midnight matches both days. A connection that started within the range matches even if it ended at once, or without an endTime.',
    }),
    minDurationSeconds: t.int({
      description:
        'Any connection was open for at least so many whole seconds; a live one counts until now. A connection without a startTime, or one that has ended without an endTime, does not match; one that ended before it started counts as 0. A negative value, or one above maxDurationSeconds, is a BAD_REQUEST.',
    }),
    maxDurationSeconds: t.int({
      description:
        'Any connection was open for at most so many whole seconds, counted as in minDurationSeconds.',
    }),
  }),
});
