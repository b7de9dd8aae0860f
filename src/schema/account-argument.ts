import type { ArgBuilder } from '@pothos/core';
import type { SchemaTypes } from './schema-types.ts';

/** The argument that says which account a region is of. It stands beside every `regionId`. */
export function accountArgument({
  arg,
}: {
  arg: ArgBuilder<PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>>;
}) {
  return arg.string({
    description:
      'Id or name of the account. It may be left out where you may see only one account; where you may see several, that is a BAD_REQUEST that names them.',
  });
}
