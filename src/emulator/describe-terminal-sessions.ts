import { type Action, regionOf } from './action.ts';
import type { WireSession } from './fleet-region.ts';
import { takePage } from './page.ts';

/**
 * The session records of one region, newest first. An empty InstanceId or SessionId is a filter like any other: it
 * matches records whose id is empty.
 */
export const describeTerminalSessions: Action = (context) => {
  const region = regionOf(context);
  const { InstanceId: instanceId, SessionId: sessionId } = context.params;
  const matching = region.sessions.filter(
    (session) =>
      (sessionId === undefined || field(session, 'SessionId') === sessionId) &&
      (instanceId === undefined || connectionsOf(session).some((id) => id === instanceId)),
  );
  const query = ['DescribeTerminalSessions', region.regionId, instanceId ?? null, sessionId ?? null];
  const page = takePage(matching, { ...context, query });
  return { NextToken: page.nextToken, Sessions: { Session: page.records } };
};

/** The instance ids of a session. Tests put records of any shape into a fleet, and none may break the answer. */
function connectionsOf(session: WireSession): unknown[] {
  const list = field(field(session, 'Connections'), 'Connection');
  return Array.isArray(list) ? list.map((connection) => field(connection, 'InstanceId')) : [];
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
