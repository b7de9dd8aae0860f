import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { ServerLog } from './log.ts';

export const maskedCode = 'INTERNAL_SERVER_ERROR';
export const maskedMessage =
  'Something unforeseen went wrong; the log tells more under the id of this request.';

/** A failure as callers see it; undefined for what nobody foresaw. */
export type DescribeFailure = (thrown: unknown) => GraphQLError | undefined;

/** Replaces what nobody foresaw: a caller learns that it happened, and nothing else. */
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

/** Logs what the mask hid, with the id that the answer's `x-request-id` header carries. */
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

/** The line that an answer of INTERNAL_SERVER_ERROR points to. */
export function logMasked(
  log: ServerLog,
  requestId: string,
  thrown: unknown,
  path?: GraphQLError['path'],
): void {
  log.error({ requestId, path, ...describe(thrown) }, 'unforeseen');
}

/** Errors that graphql-js, Yoga or the schema made as they are; not those that wrap something thrown. */
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

/** Where it happened. Messages stay out, except those of slips in our own code: others may quote URLs and answers. */
function describe(error: unknown): object {
  if (!(error instanceof Error)) return {};
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  const isSlip = error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
  return { error: error.name, ...(isSlip && { message: error.message }), stack: frames?.join('\n') };
}
