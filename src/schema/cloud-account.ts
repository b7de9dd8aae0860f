import type { Account } from '../ecs/account.ts';
import { builder } from './builder.ts';
import { accountIdCost } from './cost/cost-rules.ts';
import { encodeNodeId, nodeIdDescription } from './object-key.ts';

/** One account whose records the gateway reads. */
export const CloudAccount = builder.objectRef<Account>('CloudAccount');

builder.objectType(CloudAccount, {
  description:
    'An Alibaba Cloud account whose session records the gateway reads: that of its own credentials, or one that it enters by a role (ACCOUNTS_FILE).',
  directives: { key: { fields: 'id' } },
  interfaces: [builder.nodeInterfaceRef()],
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'key' in value && 'name' in value,
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: nodeIdDescription,
      resolve: (account) => encodeNodeId('CloudAccount', account.key),
    }),
    accountId: t.string({
      nullable: true,
      description:
        'Id of the account, 16 digits. Where the accounts file does not say it, it is asked of STS (GetCallerIdentity): null with an error where STS refuses.',
      ...accountIdCost,
      resolve: (account, _args, { loaders }) => loaders.accountIdOf(account),
    }),
    name: t.exposeString('name', {
      nullable: false,
      description: 'Name of the account in the accounts file; `default` without a file.',
    }),
  }),
});
