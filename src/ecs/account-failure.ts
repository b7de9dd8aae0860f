import {
  AccessDeniedError,
  CallerGone,
  CredentialsUnavailableError,
  GatewayError,
  RefusedOnTheWayError,
  ThrottledError,
  UpstreamInternalError,
  UpstreamUnavailableError,
} from './errors.ts';

/**
 * The same failure, with the account's name in its message. Each time it is an error of its own: one failure of STS or
 * of RAM reaches callers in several regions, and what is noted for one of them must not show to the others.
 *
 * @param name the account's name
 * @returns what was given, where it is no GatewayError or one that nobody reads
 */
export function failureInAccount(error: unknown, name: string): unknown {
  const copy = copyOf(error);
  if (copy === null || !(error instanceof GatewayError)) return error;
  const prefix = `Account ${name}: `;
  copy.message = error.message.startsWith(prefix) ? error.message : prefix + error.message;
  return copy;
}

function copyOf(error: unknown): GatewayError | null {
  if (error instanceof CallerGone) return null;
  if (error instanceof ThrottledError) return new ThrottledError(error.retryAfterSeconds, error);
  if (error instanceof AccessDeniedError) return new AccessDeniedError('', error);
  if (error instanceof UpstreamInternalError) return new UpstreamInternalError('', error);
  if (error instanceof RefusedOnTheWayError) return new RefusedOnTheWayError('', error.status, error);
  if (error instanceof CredentialsUnavailableError) return new CredentialsUnavailableError('', error);
  return error instanceof UpstreamUnavailableError ? new UpstreamUnavailableError('', error) : null;
}
