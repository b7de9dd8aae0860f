import { DescribeTerminalSessionsRequest } from '@alicloud/ecs20140526/dist/models/DescribeTerminalSessionsRequest.js';
import type { CallOptions } from '../api.ts';
import type { SessionsQuery, UpstreamPage } from '../page-query.ts';
import { sessionsAnswer } from './answer-shape.ts';
import type { CallPipeline } from './call-pipeline.ts';
import { withoutEmpty } from './parameters.ts';
import type { OnUnknown } from './read-field.ts';
import { readSession } from './read-session.ts';

/** One page of a region's session records. */
export async function describeTerminalSessions(
  call: CallPipeline,
  query: SessionsQuery,
  { onUnknown, ...options }: CallOptions & { onUnknown: OnUnknown },
): Promise<UpstreamPage> {
  const { accountKey: _account, ...parameters } = query;
  const answer = await call(
    {
      at: query,
      action: 'DescribeTerminalSessions',
      request: new DescribeTerminalSessionsRequest(withoutEmpty(parameters)),
      shape: sessionsAnswer,
      sessionId: query.sessionId,
    },
    options,
  );
  return {
    records: answer.Sessions.Session.map((raw) => readSession(query, raw, onUnknown)),
    nextToken: answer.NextToken || null,
  };
}
