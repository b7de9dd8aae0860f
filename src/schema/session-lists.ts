import type { ArgBuilder } from '@pothos/core';
import { BadRequestError, InvalidMaxResultsError, InvalidNextTokenError } from '../ecs/errors.ts';
import { builder } from './builder.ts';
import { listCost } from './cost/cost-rules.ts';
import { upstreamErrors } from './gateway-error.ts';
import { Instance } from './instance.ts';
import { Region } from './region.ts';
import type { SchemaTypes } from './schema-types.ts';
import { SessionConnection } from './session-connection.ts';
import { SessionFilter } from './session-filter.ts';

/*
 * The three lists of sessions. Forward only: with t.connection each would take `before` and `last` as well, which the
 * upstream's tokens do not allow.
 */

const onlyOfInstance =
  'Only sessions with a connection to the instance with this id: `i-` (a managed one: `mi-`, an old one: `AY`), then letters and digits. Anything else, such as a name, is a BAD_REQUEST.';

builder.queryField('sessions', (t) =>
  t.field({
    type: SessionConnection,
    nullable: false,
    description:
      'The session records of one or more regions as one list: those of one region in upstream order, those of several merged, newest first. Failures are union members; if one region fails, the whole list fails.',
    args: {
      regionIds: t.arg({
        type: ['RegionId'],
        required: true,
        description: '1 to 50 regions. Duplicates count once, and the order does not matter.',
      }),
      instanceId: t.arg.string({ description: onlyOfInstance }),
      sessionId: t.arg.string({
        description:
          'Only the session with this id: `s-`, then letters and digits. Anything else is a BAD_REQUEST.',
      }),
      ...pagedAndFiltered(t),
    },
    ...listCost,
    errors: {
      types: [BadRequestError, InvalidNextTokenError, InvalidMaxResultsError, ...upstreamErrors],
      union: { name: 'SessionsResult', description: 'A page of session records, or why there is none.' },
    },
    resolve: (_root, { first, after, ...list }, { loaders }) => loaders.sessions(list, { first, after }),
  }),
);

builder.objectField(Region, 'sessions', (t) =>
  t.field({
    type: SessionConnection,
    nullable: true,
    description:
      'The session records of this region, in upstream order: a plain Relay connection, usable with `@connection`. Failures are in `errors[]`.',
    args: {
      instanceId: t.arg.string({ description: onlyOfInstance }),
      ...pagedAndFiltered(t),
    },
    ...listCost,
    resolve: (at, { first, after, ...list }, { loaders }) =>
      loaders.sessionsOf(
        { account: loaders.accountOf(at), regionIds: [at.regionId], ...list },
        { first, after },
      ),
  }),
);

builder.objectField(Instance, 'sessions', (t) =>
  t.field({
    type: SessionConnection,
    nullable: true,
    description:
      'The session records of this instance, in upstream order: a plain Relay connection. Failures are in `errors[]`.',
    args: pagedAndFiltered(t),
    ...listCost,
    resolve: ({ instanceId, ...at }, { first, after, filter }, { loaders }) =>
      loaders.sessionsOf(
        { account: loaders.accountOf(at), regionIds: [at.regionId], ofInstance: instanceId, filter },
        { first, after },
      ),
  }),
);

/** The arguments that every list has. */
function pagedAndFiltered({ arg }: { arg: ArgBuilder<PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>> }) {
  return {
    filter: arg({
      type: SessionFilter,
      description:
        'Which records to keep. The gateway applies it to upstream pages of 100 records and makes at most 10 upstream calls after the first of each region. Then the page may be short or empty although hasNextPage is true; `scanned` says how far it looked.',
    }),
    first: arg.int({
      defaultValue: 10,
      description:
        'Maximum records of the page: 1 to 100; null means 10 (DescribeTerminalSessions, MaxResults).',
    }),
    after: arg.string({
      description: 'A cursor of the same list: the page begins after its record. Null means the first page.',
    }),
  };
}
