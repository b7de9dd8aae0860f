import { GraphQLError } from 'graphql';
import { BadRequestError, GatewayError, MalformedFieldError } from '../ecs/errors.ts';
import type { Field } from '../ecs/record.ts';
import type { RegionId } from '../ecs/region-id.ts';

/** A gateway error for `errors[]`: its message, and all its public fields as extensions. */
function toGraphQLError(error: GatewayError): GraphQLError {
  const { name: _name, ...fields } = error;
  return new GraphQLError(error.message, { extensions: fields });
}

/** A BAD_REQUEST for `errors[]`. */
export function badRequest(message: string): GraphQLError {
  return toGraphQLError(new BadRequestError(message));
}

/** A failure as callers see it in `errors[]`; undefined for what nobody foresaw. The server asks this of all that is thrown. */
export function codedFailure(thrown: unknown): GraphQLError | undefined {
  return thrown instanceof GatewayError ? toGraphQLError(thrown) : undefined;
}

/** The value of a field of a region's record, or the error that stands in its place. */
export function valueOrThrow<T>(field: Field<T>, regionId: RegionId): T | null {
  if (field instanceof MalformedFieldError) throw field.inRegion(regionId);
  return field;
}
