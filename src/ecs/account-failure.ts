import { CallerGone, GatewayError } from './errors.ts';

/**
 * The same failure, with the account's name in its message. Each time it is an error of its own: one failure of STS or
 * of RAM reaches callers in several regions, and what is noted for one of them must not show to the others.
 *
 * @param name the account's name
 * @returns what was given, where it is no GatewayError or one that nobody reads
 */
export function failureInAccount(error: unknown, name: string): unknown {
  if (!(error instanceof GatewayError) || error instanceof CallerGone) return error;
  const copy = error.copy();
  const prefix = `Account ${name}: `;
  if (!copy.message.startsWith(prefix)) copy.message = prefix + copy.message;
  return copy;
}
