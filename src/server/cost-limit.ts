import type { ExecutionArgs } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** What is wrong with a request before it is executed; undefined if nothing is. */
export type Refuse = (args: ExecutionArgs) => Error | undefined;

/** Answers a request that would cost too much with an error, and executes none of it. */
export function useCostLimit(refuse: Refuse): Plugin {
  return {
    onExecute({ args, setResultAndStopExecution }) {
      const error = refuse(args);
      if (error) setResultAndStopExecution({ errors: [error] });
    },
  };
}
