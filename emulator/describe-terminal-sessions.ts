import { type Action, ecsResource, regionOf } from './action.ts';
import { invalidNextToken } from './api-error.ts';
import { maxResultsOf, takePage } from './page.ts';
import { wireField, wireList } from './wire-field.ts';

/**
 * The session records of one region, newest first. An empty InstanceId or SessionId is a filter like any other: it
 * matches records whose id is empty.
 */
export const describeTerminalSessions: Action = {
  permission: 'ecs:DescribeTerminalSessions',
  resource: (context) => ecsResource(context, `instance/${context.params.InstanceId ?? '*'}`),
  answer(context) {
    const region = regionOf(context);
    const { caller, params } = context;
    const { InstanceId: instanceId, SessionId: sessionId } = params;
    const matching = region.sessions.filter(
      (session) =>
        (sessionId === undefined || wireField(session, 'SessionId') === sessionId) &&
        (instanceId === undefined || instanceIdsOf(session).includes(instanceId)),
    );
    const page = takePage(matching, {
      ...context,
      size: maxResultsOf(params),
      token: params.NextToken,
      query: [
        'DescribeTerminalSessions',
        caller.account.accountId,
        region.regionId,
        instanceId ?? null,
        sessionId ?? null,
      ],
      invalidToken: invalidNextToken,
    });
    return { NextToken: page.nextToken, Sessions: { Session: page.records } };
  },
};

function instanceIdsOf(session: unknown): unknown[] {
  return wireList(session, 'Connections', 'Connection').map((connection) =>
    wireField(connection, 'InstanceId'),
  );
}
