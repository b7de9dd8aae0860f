import { type GraphQLError, Kind } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { maskedCode } from './masked-errors.ts';

/**
 * Gives every error of `errors[]` a code, those of graphql-js as well, and a request that failed before it was executed
 * the status 400. Yoga sends that status under `application/graphql-response+json`, and 200 under `application/json`.
 *
 * Source: GraphQL over HTTP, section 6.4.
 */
export function useErrorCodes(): Plugin {
  return {
    onResultProcess({ result }) {
      for (const single of [result].flat()) {
        if (!('errors' in single)) continue;
        const isExecuted = 'data' in single && single.data !== undefined;
        for (const error of single.errors ?? []) complete(error, isExecuted);
      }
    },
  };
}

function complete(error: GraphQLError, isExecuted: boolean): void {
  const { code = codeOf(error), http } = error.extensions ?? {};
  const failedBefore = !isExecuted && code !== maskedCode;
  // In place, as Yoga itself does: a copy would lose what Yoga reads from the error.
  Object.assign(error, {
    extensions: {
      ...error.extensions,
      code,
      ...(failedBefore && { http: http ?? { spec: true, status: 400 } }),
    },
  });
}

/**
 * The code of an error that graphql-js made. One at a field is about the value the field gave, which is not the caller's
 * fault; all others are about the request: its variables, an argument, the choice of an operation.
 */
function codeOf({ path, nodes }: GraphQLError): string {
  return path && nodes?.[0]?.kind === Kind.FIELD ? maskedCode : 'BAD_REQUEST';
}
