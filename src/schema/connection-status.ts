import { builder } from './builder.ts';

/** How far a connection has come. */
export const ConnectionStatus = builder.enumType('ConnectionStatus', {
  description: 'How far a connection has come. Source: DescribeTerminalSessions, Connection.Status.',
  values: {
    CONNECTING: { description: 'Being opened (`Connecting`).' },
    CONNECTED: { description: 'Open (`Connected`).' },
    DISCONNECTED: { description: 'Lost or closed by one side (`Disconnected`).' },
    TERMINATED: { description: 'Ended (`Terminated`).' },
    FAILED: { description: 'Never came about (`Failed`); closedReason and failedDetail say why.' },
    UNKNOWN: { description: 'A value ECS does not document; Session.raw holds it.' },
  } as const,
});
