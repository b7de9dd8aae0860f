import type { WireSession } from './fleet.ts';
import { isoSeconds } from './iso-seconds.ts';
import { listAt, valueAt } from './value-at.ts';

/** What a usual session record is made from. */
export interface SessionParts {
  sessionId: string;
  /** CreationTime, in epoch milliseconds; given in whole seconds. */
  created: number;
  /** Of each connection; Terminated unless given. */
  status?: 'Connecting' | 'Connected' | 'Disconnected' | 'Terminated' | 'Failed' | undefined;
  /** How long an ended connection lasted; 10 unless given. */
  minutes?: number | undefined;
  /** One connection each; `i-1` alone unless given. */
  instanceIds?: readonly string[] | undefined;
  username?: string | undefined;
  principalId?: string | undefined;
  clientIp?: string | undefined;
}

/**
 * A session record of the usual shape.
 *
 * @example emulator.arrive('cn-hangzhou', makeSession({ sessionId: 's-1', created: now, status: 'Connected' }))
 */
export function makeSession({
  sessionId,
  created,
  status = 'Terminated',
  minutes = 10,
  instanceIds = ['i-1'],
  username = 'root',
  principalId = '200000000000000001',
  clientIp = '203.0.113.7',
}: SessionParts): WireSession {
  const hasStarted = status !== 'Failed' && status !== 'Connecting';
  return {
    CreationTime: isoSeconds(created),
    SessionId: sessionId,
    PrincipalId: principalId,
    IdentityType: 'RAMUser',
    Username: username,
    ClientIP: clientIp,
    Connections: {
      Connection: instanceIds.map((InstanceId) => ({
        InstanceId,
        Status: status,
        ...(hasStarted && { StartTime: isoSeconds(created + 1000) }),
        ...(hasStarted &&
          status !== 'Connected' && {
            EndTime: isoSeconds(created + 1000 + minutes * 60_000),
            ClosedReason: status === 'Disconnected' ? 'AgentSocketClosed' : 'ClientClosed',
          }),
        ...(status === 'Failed' && {
          ClosedReason: 'AgentNotOnline',
          FailedDetail: 'The agent is not online.',
        }),
      })),
    },
  };
}

/** The same record with every live connection terminated at this time, in epoch milliseconds. */
export function endedSession(session: WireSession, endTime: number): WireSession {
  const connections = connectionsOf(session);
  if (!connections.some(isLive)) return session;
  const end = { Status: 'Terminated', EndTime: isoSeconds(endTime), ClosedReason: 'ClientClosed' };
  return {
    ...session,
    Connections: {
      Connection: connections.map((connection) =>
        isLive(connection) ? { ...Object(connection), ...end } : connection,
      ),
    },
  };
}

/** CreationTime in epoch milliseconds; Infinity where it cannot be read, as if the record were always new. */
export function creationTimeOf(session: WireSession): number {
  const text = valueAt(session, 'CreationTime');
  const time = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? Number.POSITIVE_INFINITY : time;
}

/**
 * Whether the record counts as successful: at least one of its connections is or was open. What ECS means by the word
 * is not documented.
 */
export function isSuccessful(session: WireSession): boolean {
  return connectionsOf(session).some((connection) => {
    const status = valueAt(connection, 'Status');
    return status === 'Connected' || status === 'Disconnected' || status === 'Terminated';
  });
}

/** The ids of the instances that the session was on. */
export function instanceIdsOf(session: WireSession): unknown[] {
  return connectionsOf(session).map((connection) => valueAt(connection, 'InstanceId'));
}

function connectionsOf(session: WireSession): unknown[] {
  return listAt(session, 'Connections', 'Connection');
}

function isLive(connection: unknown): boolean {
  const status = valueAt(connection, 'Status');
  return status === 'Connecting' || status === 'Connected';
}
