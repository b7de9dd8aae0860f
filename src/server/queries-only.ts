import { type ExecutionArgs, type ExecutionResult, GraphQLError, getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Refuses what the schema has no type for: mutations and subscriptions. */
export function useQueriesOnly(): Plugin {
  const refuse = ({ args, setResultAndStopExecution }: Operation) => {
    const kind = getOperationAST(args.document, args.operationName)?.operation;
    if (kind === undefined || kind === 'query') return;
    const error = new GraphQLError(`This gateway serves only queries, but got a ${kind}; send a query.`, {
      extensions: { code: 'BAD_REQUEST' },
    });
    setResultAndStopExecution({ errors: [error] });
  };
  return { onExecute: refuse, onSubscribe: refuse };
}

/** What both hooks are called with. */
interface Operation {
  args: Pick<ExecutionArgs, 'document' | 'operationName'>;
  setResultAndStopExecution: (result: ExecutionResult) => void;
}
