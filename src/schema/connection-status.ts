import { builder } from './builder.ts';

/** State of a connection. */
export const ConnectionStatus = builder.enumType('ConnectionStatus', {
  description: 'State of a connection. Source: DescribeTerminalSessions, Connection.Status.',
  values: {
    CONNECTING: { description: 'Being opened (`Connecting`).' },
    CONNECTED: { description: 'Open (`Connected`).' },
    DISCONNECTED: { description: 'Lost or closed by one side (`Disconnected`).' },
    TERMINATED: { description: 'Ended (`Terminated`).' },
    FAILED: {
      description: 'Failed (`Failed`); closedReason and failedDetail say why.',
    },
    UNKNOWN: { description: 'A value that ECS does not document; Session.raw holds it.' },
  } as const,
});
