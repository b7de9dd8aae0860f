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
 * upstream's tokens cannot serve.
 */

const onlyOfInstance =
  'Only sessions with a connection to the instance with this id: `i-` (a managed one: `mi-`, an old one: `AY`), then letters and digits. Anything else, such as a name, is a BAD_REQUEST.';

builder.queryField('sessions', (t) =>
  t.field({
    type: SessionConnection,
    nullable: false,
    description:
      'The session records of one or more regions as one list: one region in the upstream’s order, several merged newest first. Failures are union members; one failing region fails the list.',
    args: {
      regionIds: t.arg({
        type: ['RegionId'],
        required: true,
        description: '1 to 50 regions; named twice they count once, and their order does not matter.',
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
      'The session records of this region, in the upstream’s order: a plain Relay connection, usable with `@connection`. Failures go to `errors[]`.',
    args: {
      instanceId: t.arg.string({ description: onlyOfInstance }),
      ...pagedAndFiltered(t),
    },
    ...listCost,
    resolve: ({ regionId }, { first, after, ...list }, { loaders }) =>
      loaders.sessions({ regionIds: [regionId], ...list }, { first, after }),
  }),
);

builder.objectField(Instance, 'sessions', (t) =>
  t.field({
    type: SessionConnection,
    nullable: true,
    description:
      'The session records of this instance, in the upstream’s order: a plain Relay connection. Failures go to `errors[]`.',
    args: pagedAndFiltered(t),
    ...listCost,
    resolve: ({ regionId, instanceId }, { first, after, filter }, { loaders }) =>
      loaders.sessions({ regionIds: [regionId], ofInstance: instanceId, filter }, { first, after }),
  }),
);

/** The arguments that every list takes. */
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
        'Records a page: 1 to 100, 10 unless given or null (DescribeTerminalSessions, MaxResults).',
    }),
    after: arg.string({
      description: 'A cursor of the same list: the page begins behind its record. Null begins at the head.',
    }),
  };
}
