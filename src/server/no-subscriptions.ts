import { type ExecutionArgs, type ExecutionResult, GraphQLError, getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Refuses subscriptions, which the schema has no type for. Yoga itself refuses mutations by GET. */
export function useNoSubscriptions(): Plugin {
  const refuse = ({ args, setResultAndStopExecution }: Operation) => {
    const kind = getOperationAST(args.document, args.operationName)?.operation;
    if (kind !== 'subscription') return;
    const error = new GraphQLError('This gateway serves no subscriptions; send a query.', {
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
