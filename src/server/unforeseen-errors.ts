import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { ServerLog } from './log.ts';

const code = 'INTERNAL_SERVER_ERROR';

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
    return new GraphQLError(
      'Something unforeseen went wrong; the log tells more under the id of this request.',
      { ...place, originalError: original, extensions: { code } },
    );
  };
}

/** Logs what the mask hid, with the id that the answer's `x-request-id` header carries. */
export function useUnforeseenErrorLog(log: ServerLog): Plugin<object, { requestId: string }> {
  return {
    onResultProcess({ result, serverContext }) {
      for (const single of [result].flat()) {
        if (!('errors' in single)) continue;
        for (const error of single.errors ?? []) {
          if (error.extensions?.code !== code) continue;
          log.error(
            { requestId: serverContext.requestId, path: error.path, ...describe(originalOf(error)) },
            'unforeseen',
          );
        }
      }
    },
  };
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
function describe(error: Error | undefined): object {
  if (error === undefined) return {};
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  const isSlip = error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
  return { error: error.name, ...(isSlip && { message: error.message }), stack: frames?.join('\n') };
}
