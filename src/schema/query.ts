import { writtenId } from '../ecs/arguments.ts';
import { BadRequestError, SessionNotFoundError } from '../ecs/errors.ts';
import { accountArgument } from './account-argument.ts';
import { builder } from './builder.ts';
import { CloudAccount } from './cloud-account.ts';
import {
  accountCost,
  accountsCost,
  instanceCost,
  regionCost,
  regionsCost,
  sessionCost,
} from './cost/cost-rules.ts';
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
        accountId: accountArgument(t),
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
      args: {
        accountId: accountArgument(t),
        regionId: t.arg({ type: 'RegionId', required: true, description: 'Id of the region.' }),
      },
      resolve: (_root, at, { loaders }) => loaders.region(at),
    }),
    regions: t.field({
      type: [Region],
      nullable: { list: true, items: false },
      description:
        'Every region of the account that the caller may see: those that the accounts file names, else all that the account can use. Costs one upstream call for each account (DescribeRegions); the answer is kept for an hour. If one account fails, the whole list fails: CloudAccount.regions fails alone.',
      args: {
        accountId: t.arg.string({
          description:
            'Id or name of an account; null means all accounts that you may see, one after the other.',
        }),
      },
      ...regionsCost,
      resolve: async (_root, { accountId }, { loaders }) => {
        const isOne = accountId !== null && accountId !== undefined;
        const accounts = isOne ? [await loaders.account(accountId)] : await loaders.accounts();
        return (await Promise.all(accounts.map((account) => loaders.regionsToRead(account)))).flat();
      },
    }),
    accounts: t.field({
      subGraphs: ['Api'],
      type: [CloudAccount],
      nullable: { list: false, items: false },
      description:
        'The accounts that you may see, in the order of the accounts file. Costs no upstream call.',
      ...accountsCost,
      resolve: (_root, _args, { loaders }) => loaders.accounts(),
    }),
    account: t.field({
      subGraphs: ['Api'],
      type: CloudAccount,
      nullable: true,
      description:
        'One account. Null with BAD_REQUEST for one that does not exist, and in the same words for one that you may not see. Costs no upstream call.',
      args: {
        accountId: t.arg.string({ required: true, description: 'Id (16 digits) or name of the account.' }),
      },
      ...accountCost,
      resolve: (_root, { accountId }, { loaders }) => loaders.account(accountId),
    }),
    instance: t.field({
      ...instanceCost,
      type: Instance,
      nullable: false,
      description:
        'An instance by its ids. Costs no upstream call by itself, and so does not check that the instance exists.',
      args: {
        accountId: accountArgument(t),
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
