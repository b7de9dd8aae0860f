import { missingParameter, unknownSession } from '../api-error.ts';
import { endedSession } from '../terminal-session.ts';
import { type Action, regionOf } from './action.ts';

/**
 * Ends every live connection of a session, for good; a session that has ended stays as it is. A policy cannot allow it
 * for some sessions only: the action has no resource.
 */
export const endTerminalSession: Action = {
  permission: 'ecs:EndTerminalSession',
  resource: () => '*',
  answer(context) {
    const region = regionOf(context);
    const { caller, params, sessionRecords, now } = context;
    const { SessionId: sessionId } = params;
    if (!sessionId) throw missingParameter('SessionId');
    const isFound = sessionRecords.change(caller.account, region, sessionId, (session) =>
      endedSession(session, now()),
    );
    if (!isFound) throw unknownSession();
    return {};
  },
};
