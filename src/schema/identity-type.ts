import { builder } from './builder.ts';

/** Kind of the identity that opened a session. */
export const IdentityType = builder.enumType('IdentityType', {
  description:
    'Kind of the identity that opened the session. Source: DescribeTerminalSessions, IdentityType.',
  values: {
    ACCOUNT: { description: 'The Alibaba Cloud account itself (`Account`).' },
    RAM_USER: { description: 'A RAM user (`RAMUser`).' },
    ASSUMED_ROLE_USER: { description: 'Someone who assumed a RAM role (`AssumedRoleUser`).' },
    UNKNOWN: { description: 'A value that ECS does not document; Session.raw holds it.' },
  } as const,
});
