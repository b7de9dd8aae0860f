import { builder } from './builder.ts';
import { CloudAccount } from './cloud-account.ts';
import { Instance } from './instance.ts';
import { Region } from './region.ts';
import { Session } from './session.ts';

/*
 * What each object of an account says of it. An account is known before anything else of the object is asked for, so none
 * of these fields costs an upstream call, but for the id of an own account that no file names.
 */

for (const type of [Session, Instance, Region]) {
  builder.objectField(type, 'accountId', (t) =>
    t.string({
      nullable: true,
      description: 'Id of its account, 16 digits; null with an error where STS refuses to say it.',
      resolve: (object, _args, { loaders }) => loaders.accountIdOf(loaders.accountOf(object)),
    }),
  );
  builder.objectField(type, 'account', (t) =>
    t.field({
      type: CloudAccount,
      nullable: false,
      description: 'Its account.',
      resolve: (object, _args, { loaders }) => loaders.accountOf(object),
    }),
  );
}
