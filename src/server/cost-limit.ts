import type { ExecutionArgs } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Returns why an operation may not be executed; undefined for one that may. */
export type CostCheck = (args: ExecutionArgs) => Error | undefined;

/** Answers a request that would cost too much with an error, and executes none of it. */
export function useCostLimit(checkCost: CostCheck): Plugin {
  return {
    onExecute({ args, setResultAndStopExecution }) {
      const error = checkCost(args);
      if (error) setResultAndStopExecution({ errors: [error] });
    },
  };
}
