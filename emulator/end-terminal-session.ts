import { type Action, regionOf } from './action.ts';
import { missingParameter, unknownSession } from './api-error.ts';
import type { WireSession } from './fleet-region.ts';
import { wireField, wireList } from './wire-field.ts';

/**
 * Ends every live connection of a session, for good; one that has ended already stays as it is. A policy cannot narrow
 * it to some sessions: it has no resource.
 */
export const endTerminalSession: Action = {
  permission: 'ecs:EndTerminalSession',
  resource: () => '*',
  answer(context) {
    const { sessions } = regionOf(context);
    const { SessionId: sessionId } = context.params;
    if (!sessionId) throw missingParameter('SessionId');
    const index = sessions.findIndex((session) => session.SessionId === sessionId);
    const session = sessions[index];
    if (!session) throw unknownSession();
    // Replaced and not changed: a test may hold the record as it was, or have put it into two accounts.
    sessions[index] = ended(session, `${new Date(context.now()).toISOString().slice(0, 19)}Z`);
    return {};
  },
};

function ended(session: WireSession, endTime: string): WireSession {
  const connections = wireList(session, 'Connections', 'Connection');
  if (!connections.some(isLive)) return session;
  return {
    ...session,
    Connections: {
      Connection: connections.map((connection) =>
        isLive(connection)
          ? {
              ...Object(connection),
              Status: 'Terminated',
              EndTime: endTime,
              ClosedReason: 'ClientClosed',
            }
          : connection,
      ),
    },
  };
}

function isLive(connection: unknown): boolean {
  const status = wireField(connection, 'Status');
  return status === 'Connecting' || status === 'Connected';
}
