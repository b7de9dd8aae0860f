import type { ArgBuilder } from '@pothos/core';
import { BadRequestError, InvalidMaxResultsError, InvalidNextTokenError } from '../ecs/errors.ts';
import { builder } from './builder.ts';
import { CloudAccount } from './cloud-account.ts';
import { accountListCost, listCost, regionListCost } from './cost/cost-rules.ts';
import { upstreamErrors } from './gateway-error.ts';
import { Instance } from './instance.ts';
import { Region } from './region.ts';
import type { SchemaTypes } from './schema-types.ts';
import { SessionConnection } from './session-connection.ts';
import { SessionFilter } from './session-filter.ts';

/*
 * The four lists of sessions. Forward only: with t.connection each would take `before` and `last` as well, which the
 * upstream's tokens do not allow.
 */

const onlyOfInstance =
  'Only sessions with a connection to the instance with this id: `i-` (a managed one: `mi-`, an old one: `AY`), then letters and digits. Anything else, such as a name, is a BAD_REQUEST.';

builder.queryField('sessions', (t) =>
  t.field({
    type: SessionConnection,
    nullable: false,
    description:
      'The session records of one or more regions of one or more accounts as one list: those of one region in upstream order, those of several merged, newest first. Failures are union members; if one region fails, the whole list fails, and the error names its account and region. A list is over 50 regions of accounts at most: an account with 20 regions and one with 10 have 30.',
    args: {
      accountIds: t.arg.stringList({
        description:
          'Ids or names of accounts; null means all that you may see. Duplicates count once, and the order does not matter. An empty list, and an account that you may not see, is a BAD_REQUEST.',
      }),
      regionIds: t.arg({
        type: ['RegionId'],
        description:
          'Regions of each of the accounts; null means all that you may see of those that the account can use, or that the accounts file names. Duplicates count once, and the order does not matter. An empty list is a BAD_REQUEST.',
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

builder.objectField(CloudAccount, 'sessions', (t) =>
  t.field({
    type: SessionConnection,
    nullable: true,
    description:
      'The session records of this account as one list, like Query.sessions: a plain Relay connection. Failures are in `errors[]`. For several accounts ask Query.sessions, which reads them as one list.',
    args: {
      regionIds: t.arg({
        type: ['RegionId'],
        description:
          'Regions of the account, at most 50; null means all that you may see of those that it can use, or that the accounts file names. An empty list is a BAD_REQUEST.',
      }),
      instanceId: t.arg.string({ description: onlyOfInstance }),
      ...pagedAndFiltered(t),
    },
    ...accountListCost,
    resolve: (account, { first, after, ...list }, { loaders }) =>
      loaders.sessionsOf({ account, ...list }, { first, after }),
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
    ...regionListCost,
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
    ...regionListCost,
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
