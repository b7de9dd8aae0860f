import { type ExecutionArgs, type ExecutionResult, GraphQLError, getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Refuses what the schema has no type for: subscriptions. */
export function useNoSubscriptions(): Plugin {
  const refuse = ({ args, setResultAndStopExecution }: Operation) => {
    if (getOperationAST(args.document, args.operationName)?.operation !== 'subscription') return;
    const error = new GraphQLError(
      'This gateway has no subscriptions; send a query or, by POST, a mutation.',
      { extensions: { code: 'BAD_REQUEST' } },
    );
    setResultAndStopExecution({ errors: [error] });
  };
  return { onExecute: refuse, onSubscribe: refuse };
}

/** What both hooks are called with. */
interface Operation {
  args: Pick<ExecutionArgs, 'document' | 'operationName'>;
  setResultAndStopExecution: (result: ExecutionResult) => void;
}
