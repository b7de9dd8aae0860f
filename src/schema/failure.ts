import { GraphQLError } from 'graphql';
import type { AccountRegion } from '../ecs/account-region.ts';
import { GatewayError, MalformedFieldError } from '../ecs/errors.ts';
import type { Field } from '../ecs/record.ts';

/** Returns a failure as it stands in `errors[]`: its message, and all its public fields as extensions. */
export function toGraphQLError(error: GatewayError): GraphQLError {
  const { name: _name, accountKey: _key, ...fields } = error;
  return new GraphQLError(error.message, { extensions: fields });
}

/**
 * Returns anything that was thrown as callers see it in `errors[]`.
 *
 * @returns undefined for what is not a GatewayError: nobody foresaw it, and its message may hold secrets
 */
export function codedFailure(thrown: unknown): GraphQLError | undefined {
  return thrown instanceof GatewayError ? toGraphQLError(thrown) : undefined;
}

/**
 * Returns the value of a field of a record. Where ECS sent something that cannot be understood, an error stands in place
 * of the value: it is thrown here, and so graphql-js answers null for this one field, with the error at its path, and
 * serves the rest of the record and of its page.
 *
 * @param at the account and region of the record
 * @throws MalformedFieldError that names the region
 * @example
 * t.string({ description: '…', resolve: (session) => valueOrThrow(session.username, session) })
 */
export function valueOrThrow<T>(field: Field<T>, at: AccountRegion): T | null {
  if (field instanceof MalformedFieldError) throw field.in(at);
  return field;
}
