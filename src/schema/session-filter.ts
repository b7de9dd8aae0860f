import { builder } from './builder.ts';
import { ClosedReason } from './closed-reason.ts';
import { ConnectionStatus } from './connection-status.ts';
import { IdentityType } from './identity-type.ts';

/** Which records of a list are kept. */
export const SessionFilter = builder.inputType('SessionFilter', {
  description:
    'Which records to keep. All fields combine with AND, the values of one field with OR. A record that lacks the field does not match; an empty list matches nothing; null means no condition.',
  fields: (t) => ({
    createdAfter: t.field({
      type: 'DateTime',
      description:
        'Created at this moment or later. Must be earlier than createdBefore where both are given, or it is a BAD_REQUEST.',
    }),
    createdBefore: t.field({ type: 'DateTime', description: 'Created before this moment.' }),
    principalIds: t.stringList({ description: 'Opened by one of these principals (Session.principalId).' }),
    usernames: t.stringList({
      description: 'Opened for one of these operating system users (Session.username). Case matters.',
    }),
    clientIps: t.field({
      type: ['IP'],
      description:
        'Opened from one of these addresses, or from an address in one of these networks (Session.clientIp). Spelling does not matter: `10.0.0.0/8` finds `10.1.2.3`, `10.1.2.3/8` is the same network, `2001:DB8::0` finds `2001:db8::`, and `::ffff:10.1.2.3` is `10.1.2.3`.',
    }),
    identityTypes: t.field({
      type: [IdentityType],
      description:
        'Opened by one of these kinds of identity. UNKNOWN finds undocumented values, not absent ones.',
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
    active: t.boolean({ description: 'True: any connection is open now. False: none is (Session.active).' }),
    activeAt: t.field({
      type: 'DateTime',
      description:
        'Any connection was open at this moment: it had started, and has not ended, or ended later. A connection that has ended without an endTime matches no moment.',
    }),
  }),
});
