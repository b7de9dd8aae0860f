import { invalidNextToken } from '../api-error.ts';
import type { WireSession } from '../fleet.ts';
import { instanceIdsOf } from '../terminal-session.ts';
import { valueAt } from '../value-at.ts';
import { type Action, ecsResource, regionOf } from './action.ts';
import { maxResultsOf, takePage } from './page.ts';

/**
 * The session records of one region. An empty InstanceId or SessionId is a filter like any other: it matches records
 * whose id is empty.
 */
export const describeTerminalSessions: Action = {
  permission: 'ecs:DescribeTerminalSessions',
  resource: (context) => ecsResource(context, `instance/${context.params.InstanceId ?? '*'}`),
  answer(context) {
    const region = regionOf(context);
    const { caller, params, sessionRecords } = context;
    const page = takePage(matching(sessionRecords.list(caller.account, region), params), {
      ...context,
      size: maxResultsOf(params),
      token: params.NextToken,
      query: [
        'DescribeTerminalSessions',
        caller.account.accountId,
        region.regionId,
        params.InstanceId ?? null,
        params.SessionId ?? null,
      ],
      invalidToken: invalidNextToken,
    });
    return { NextToken: page.nextToken, Sessions: { Session: page.records } };
  },
};

function matching(
  sessions: readonly WireSession[],
  { InstanceId, SessionId }: Readonly<Record<string, string>>,
): readonly WireSession[] {
  if (InstanceId === undefined && SessionId === undefined) return sessions;
  return sessions.filter(
    (session) =>
      (SessionId === undefined || valueAt(session, 'SessionId') === SessionId) &&
      (InstanceId === undefined || instanceIdsOf(session).includes(InstanceId)),
  );
}
