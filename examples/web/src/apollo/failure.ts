import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { failureOfError, GatewayFailure, toFailure } from '../page/failure.ts';
import type { FailureFragment } from './__generated__/graphql.ts';

/** A union's member: what was asked for, or a GatewayError. */
type Member = { __typename: string } | FailureFragment;

/** Why an answer does not hold what was asked for; null where it does, or is not there yet. */
export function failureOfResult(member: Member | null | undefined, error: unknown): GatewayFailure | null {
  if (member) return 'code' in member ? new GatewayFailure(member) : null;
  if (CombinedGraphQLErrors.is(error)) {
    const [first] = error.errors;
    return first ? failureOfError(first) : toFailure(error);
  }
  return error ? toFailure(error) : null;
}
