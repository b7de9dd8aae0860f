import { type ExecutionArgs, execute, getOperationAST, type OperationDefinitionNode } from 'graphql';
import type { Plugin } from 'graphql-yoga';

type Compiler = typeof import('graphql-jit');

type Execute = (args: ExecutionArgs) => ReturnType<typeof execute>;

/**
 * Executes operations as functions that are compiled for them. What is asked once is not worth compiling: the first time
 * graphql-js executes it.
 *
 * Yoga keeps a bounded number of parsed documents, and the functions go with their document.
 */
export function useCompiledExecution(): Plugin {
  let compiler: Compiler | undefined;
  /** Null for an operation that was asked once. */
  const operations = new WeakMap<OperationDefinitionNode, Execute | null>();

  const executeCompiled: Execute = (args) => {
    const operation = getOperationAST(args.document, args.operationName);
    if (!operation) return execute(args);
    const known = operations.get(operation);
    if (known) return known(args);
    const next = known === null && compiler ? compile(compiler, args) : null;
    operations.set(operation, next);
    return (next ?? execute)(args);
  };

  /** Beside the first requests, and not before them: starting must not wait for it. */
  const load = async () => {
    try {
      compiler = await import('graphql-jit');
    } catch {
      // Its file has gone, a new build in its place: graphql-js goes on alone, and the next request tries again.
    }
  };
  return {
    onExecute({ setExecuteFn }) {
      if (!compiler) void load();
      setExecuteFn(executeCompiled);
    },
  };
}

/** What cannot be compiled is left to graphql-js. */
function compile(
  { compileQuery, isCompiledQuery }: Compiler,
  { schema, document, operationName }: ExecutionArgs,
): Execute {
  const compiled = compileQuery(schema, document, operationName ?? undefined, {
    customJSONSerializer: false,
  });
  if (!isCompiledQuery(compiled)) return execute;
  return ({ rootValue, contextValue, variableValues }) =>
    compiled.query(rootValue, contextValue, variableValues);
}
