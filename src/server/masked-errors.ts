import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { ServerLog } from './log.ts';

export const maskedCode = 'INTERNAL_SERVER_ERROR';
export const maskedMessage =
  'An unexpected error occurred in the gateway; its log has the details under the id in the x-request-id header of this answer.';

/** Returns a failure as callers see it; undefined for an unexpected error, which is masked. */
export type DescribeFailure = (thrown: unknown) => GraphQLError | undefined;

/** Masks unexpected errors: a caller learns that one occurred, and nothing else. */
export function createMask(describeFailure: DescribeFailure) {
  return (error: unknown): Error => {
    if (error instanceof GraphQLError && isMeantForCallers(error)) return error;
    const original = error instanceof Error ? (originalOf(error) ?? error) : null;
    const place =
      error instanceof GraphQLError ? { nodes: error.nodes ?? null, path: error.path ?? null } : {};
    const failure = describeFailure(original);
    if (failure) return new GraphQLError(failure.message, { ...place, extensions: failure.extensions });
    return new GraphQLError(maskedMessage, {
      ...place,
      originalError: original,
      extensions: { code: maskedCode },
    });
  };
}

/** Logs masked errors, with the id that the answer's `x-request-id` header has. */
export function useMaskedErrorLog(log: ServerLog): Plugin<object, { requestId: string }> {
  return {
    onResultProcess({ result, serverContext }) {
      for (const single of [result].flat()) {
        if (!('errors' in single)) continue;
        for (const error of single.errors ?? []) {
          if (error.extensions?.code !== maskedCode) continue;
          logMasked(log, serverContext.requestId, originalOf(error), error.path);
        }
      }
    },
  };
}

/** Logs the line that an answer of INTERNAL_SERVER_ERROR points to. */
export function logMasked(
  log: ServerLog,
  requestId: string,
  thrown: unknown,
  path?: GraphQLError['path'],
): void {
  log.error({ requestId, path, ...describe(thrown) }, 'masked error');
}

/** Whether graphql-js, Yoga or the schema made an error for callers; one that wraps something thrown is not. */
function isMeantForCallers(error: GraphQLError): boolean {
  const original = error.originalError;
  return (
    original === undefined ||
    original === null ||
    (original instanceof GraphQLError && isMeantForCallers(original))
  );
}

function originalOf(error: Error): Error | undefined {
  return error instanceof GraphQLError ? (error.originalError ?? undefined) : error;
}

/** Where an error occurred. Messages stay out, except those of slips in our own code: others may quote URLs and answers. */
function describe(error: unknown): object {
  if (!(error instanceof Error)) return {};
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  const isSlip = error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
  return { error: error.name, ...(isSlip && { message: error.message }), stack: frames?.join('\n') };
}
