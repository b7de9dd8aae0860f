import { writtenId } from '../ecs/arguments.ts';
import { BadRequestError, SessionNotFoundError } from '../ecs/errors.ts';
import { builder } from './builder.ts';
import { instanceCost, regionCost, regionsCost, sessionCost } from './cost/cost-rules.ts';
import { upstreamErrors } from './gateway-error.ts';
import { Instance } from './instance.ts';
import { Region } from './region.ts';
import { Session } from './session.ts';

builder.queryType({
  description: 'Who opened a terminal on which machine, when, from where, and how did it end?',
  fields: (t) => ({
    session: t.field({
      type: Session,
      nullable: false,
      description: 'One session record. k records of one region cost at most min(k, 11) upstream calls.',
      args: {
        regionId: t.arg({
          type: 'RegionId',
          required: true,
          description: 'The region that holds the record.',
        }),
        sessionId: t.arg.string({
          required: true,
          description: 'Id of the session: `s-`, then letters and digits. Anything else is a BAD_REQUEST.',
        }),
      },
      ...sessionCost,
      errors: {
        types: [BadRequestError, SessionNotFoundError, ...upstreamErrors],
        union: { name: 'SessionResult', description: 'One session record, or why there is none.' },
      },
      resolve: (_root, { sessionId, ...at }, { loaders }) => loaders.sessionById(at, sessionId),
    }),
    region: t.field({
      ...regionCost,
      type: Region,
      nullable: false,
      description:
        'A region by its id. Costs no upstream call by itself, and so does not check that the region exists.',
      args: { regionId: t.arg({ type: 'RegionId', required: true, description: 'Id of the region.' }) },
      resolve: (_root, at, { loaders }) => loaders.region(at),
    }),
    regions: t.field({
      type: [Region],
      nullable: { list: true, items: false },
      description:
        'Every region that the account can use and the caller may see. Costs one upstream call; the answer is kept for an hour.',
      ...regionsCost,
      resolve: async (_root, _args, { loaders }) => {
        const accounts = await loaders.accounts();
        return (await Promise.all(accounts.map((account) => loaders.regionsOf(account)))).flat();
      },
    }),
    instance: t.field({
      ...instanceCost,
      type: Instance,
      nullable: false,
      description:
        'An instance by its ids. Costs no upstream call by itself, and so does not check that the instance exists.',
      args: {
        regionId: t.arg({ type: 'RegionId', required: true, description: 'Region of the instance.' }),
        instanceId: t.arg.string({
          required: true,
          description:
            'Id of the instance: `i-` (a managed one: `mi-`, an old one: `AY`), then letters and digits. Anything else is a BAD_REQUEST.',
        }),
      },
      resolve: async (_root, { instanceId, ...at }, { loaders }) => {
        const region = await loaders.region(at, instanceId);
        return { ...region, instanceId: writtenId('instanceId', instanceId) ?? '' };
      },
    }),
  }),
});
