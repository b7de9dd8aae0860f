import { BadRequestError, SessionNotFoundError } from '../ecs/errors.ts';
import type { SessionRecord } from '../ecs/record.ts';
import { accountArgument } from './account-argument.ts';
import { builder } from './builder.ts';
import { endSessionCost } from './cost/cost-rules.ts';
import { upstreamErrors } from './gateway-error.ts';
import { Session } from './session.ts';

/*
 * The one thing that the gateway changes. Clients alone may ask for it: no supergraph composes it.
 */
const subGraphs = ['Api' as const];

const EndSessionPayload = builder.objectRef<{ session: SessionRecord }>('EndSessionPayload').implement({
  subGraphs,
  description: 'The answer to endSession.',
  fields: (t) => ({
    session: t.expose('session', {
      type: Session,
      nullable: false,
      description:
        'The session, as ECS has it after the call. It takes a moment to end, so a connection may still be CONNECTED; ask for the session again. Where it could not be read again, it is as it was before the call.',
    }),
  }),
});

builder.mutationType({
  subGraphs,
  description: 'What changes something: a session can be ended. All else only reads.',
  fields: (t) => ({
    endSession: t.field({
      type: EndSessionPayload,
      nullable: false,
      description:
        'Ends a session for good (EndTerminalSession): whoever is connected is cut off. Only where the gateway runs with ALLOW_END_SESSION=true and, where callers need a token, the token has the scope `ecs-sessions:end`; only once a request, by POST. The session is read first: one that is not live any more is returned as it is. If no clear answer comes, the session may have been ended: the error is UPSTREAM_UNAVAILABLE and not retryable; ask session.',
      args: {
        accountId: accountArgument(t),
        regionId: t.arg({
          type: 'RegionId',
          required: true,
          description: 'The region that holds the session.',
        }),
        sessionId: t.arg.string({
          required: true,
          description: 'Id of the session: `s-`, then letters and digits. Anything else is a BAD_REQUEST.',
        }),
      },
      ...endSessionCost,
      errors: {
        types: [BadRequestError, SessionNotFoundError, ...upstreamErrors],
        union: {
          name: 'EndSessionResult',
          subGraphs,
          description: 'The session that was ended, or why it was not.',
        },
      },
      resolve: async (_root, { sessionId, ...at }, { loaders, announceChange }) => {
        const session = await loaders.endSession(at, sessionId, (record) => {
          const { name } = loaders.accountOf(record);
          announceChange({ action: 'endSession', account: name, regionId: record.regionId, sessionId });
        });
        return { session };
      },
    }),
  }),
});
