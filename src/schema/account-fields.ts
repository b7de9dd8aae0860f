import { builder } from './builder.ts';
import { CloudAccount } from './cloud-account.ts';
import { accountIdCost, accountRegionsCost, ownAccountCost, switchCost } from './cost/cost-rules.ts';
import { valueOrThrow } from './failure.ts';
import { Instance } from './instance.ts';
import { Region } from './region.ts';
import { Session } from './session.ts';

/*
 * What each object of an account says of it, and an account of what it has. An account is known before anything else of the
 * object is asked for, so `account` costs no upstream call, and `accountId` only for an own account that no file names.
 */

for (const type of [Session, Instance, Region]) {
  builder.objectField(type, 'accountId', (t) =>
    t.string({
      nullable: true,
      description: 'Id of its account, 16 digits; null with an error where STS refuses to say it.',
      ...accountIdCost,
      resolve: (object, _args, { loaders }) => loaders.accountIdOf(loaders.accountOf(object)),
    }),
  );
  builder.objectField(type, 'account', (t) =>
    t.field({
      type: CloudAccount,
      nullable: false,
      description: 'Its account.',
      ...ownAccountCost,
      resolve: (object, _args, { loaders }) => loaders.accountOf(object),
    }),
  );
}

builder.objectFields(CloudAccount, (t) => ({
  regions: t.field({
    type: [Region],
    nullable: { list: true, items: false },
    description:
      'The regions of the account that the caller may see: those that the accounts file names, else all that the account can use. The latter costs one upstream call (DescribeRegions); the answer is kept for an hour.',
    ...accountRegionsCost,
    resolve: (account, _args, { loaders }) => loaders.regionsToRead(account),
  }),
  sessionManagerEnabled: t.boolean({
    nullable: true,
    description:
      'Whether Session Manager is on; the switch counts for all regions of the account. Costs one upstream call (DescribeCloudAssistantSettings), and one where the regions have to be listed first; the answers are kept for an hour. Null with an error where ECS does not say it.',
    ...switchCost,
    resolve: async (account, _args, { loaders }) => {
      const at = await loaders.anyRegionOf(account);
      return valueOrThrow((await loaders.recording(at)).sessionManagerEnabled, at);
    },
  }),
}));
