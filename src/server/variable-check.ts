import { GraphQLError, getOperationAST, getVariableValues } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Maximum errors of one request's variables: more than a person reads. A large request could have tens of thousands. */
const maxErrors = 10;
/** Maximum characters of a message: it quotes the wrong value, which may be as long as the request. */
const longestMessage = 500;

/**
 * Refuses variables that do not fit what the operation declares, before costs are counted or anything is executed.
 *
 * @param hideSuggestions whether errors leave out suggestions, which name what the schema has
 */
export function useVariableCheck({ hideSuggestions }: { hideSuggestions: boolean }): Plugin {
  return {
    onExecute({ args, setResultAndStopExecution }) {
      const { schema, document, operationName, variableValues } = args;
      const declared = getOperationAST(document, operationName)?.variableDefinitions ?? [];
      if (declared.length === 0) return;
      const { errors } = getVariableValues(schema, declared, variableValues ?? {}, {
        maxErrors,
        hideSuggestions,
      });
      if (errors) setResultAndStopExecution({ errors: errors.map(asBadRequest) });
    },
  };
}

function asBadRequest({ message, nodes, extensions }: GraphQLError): GraphQLError {
  const text = message.length > longestMessage ? `${message.slice(0, longestMessage)}…` : message;
  return new GraphQLError(text, {
    ...(nodes && { nodes }),
    extensions: { ...extensions, code: 'BAD_REQUEST' },
  });
}
