import { builder } from './builder.ts';

/** Why a connection is not open. */
export const ClosedReason = builder.enumType('ClosedReason', {
  description:
    'Why a connection is disconnected, terminated or failed. Source: DescribeTerminalSessions, Connection.ClosedReason.',
  values: {
    INSTANCE_NOT_EXISTS: { description: 'The instance does not exist (`InstanceNotExists`).' },
    INSTANCE_NOT_RUNNING: { description: 'The instance is not running (`InstanceNotRunning`).' },
    DELIVERY_TIMEOUT: { description: 'The request did not reach the instance in time (`DeliveryTimeout`).' },
    AGENT_NEED_UPGRADE: { description: 'The Cloud Assistant Agent is too old (`AgentNeedUpgrade`).' },
    AGENT_NOT_ONLINE: { description: 'The Cloud Assistant Agent is offline (`AgentNotOnline`).' },
    MESSAGE_FORMAT_INVALID: { description: 'A message had the wrong format (`MessageFormatInvalid`).' },
    AGENT_SOCKET_CLOSED: { description: 'The agent closed its socket (`AgentSocketClosed`).' },
    CLIENT_CLOSED: { description: 'The person at the terminal closed it (`ClientClosed`).' },
    UNKNOWN: { description: 'A value that ECS does not document; Session.raw holds it.' },
  } as const,
});
