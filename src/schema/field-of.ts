import type { MalformedFieldError } from '../ecs/errors.ts';

/** The names of those properties of a record that may hold what is wrong with them. */
type FieldName<Record> = {
  [Name in keyof Record]: MalformedFieldError extends Record[Name] ? Name : never;
}[keyof Record];

/**
 * Names a record's property for `t.expose`. Such a field has no resolver: it is read in place, and an Error that stands
 * there is its failure. Pothos' types do not know that, hence `never`.
 */
export function fieldOf<Record>(name: FieldName<Record>): never {
  return name as never;
}
