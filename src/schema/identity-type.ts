import { builder } from './builder.ts';

/** Who opened a session, by kind. */
export const IdentityType = builder.enumType('IdentityType', {
  description: 'What kind of identity opened the session. Source: DescribeTerminalSessions, IdentityType.',
  values: {
    ACCOUNT: { description: 'The Alibaba Cloud account itself (`Account`).' },
    RAM_USER: { description: 'A RAM user (`RAMUser`).' },
    ASSUMED_ROLE_USER: { description: 'Someone who assumed a RAM role (`AssumedRoleUser`).' },
    UNKNOWN: { description: 'A value ECS does not document; Session.raw holds it.' },
  } as const,
});
