import { failureInAccount } from '../account-failure.ts';
import {
  CallerGone,
  CredentialsUnavailableError,
  RefusedOnTheWayError,
  UpstreamInternalError,
  UpstreamUnavailableError,
} from '../errors.ts';

/**
 * A failure to get a key, in an error of its own that names the account. To a call, STS being down is the lack of a key:
 * that says nothing of what was to be called.
 *
 * @param name the account's name
 */
export function credentialFailure(error: unknown, name: string): unknown {
  return failureInAccount(
    isOutage(error) ? new CredentialsUnavailableError(error.message, error) : error,
    name,
  );
}

function isOutage(error: unknown): error is UpstreamUnavailableError | UpstreamInternalError {
  if (error instanceof CallerGone || error instanceof RefusedOnTheWayError) return false;
  return error instanceof UpstreamUnavailableError || error instanceof UpstreamInternalError;
}
