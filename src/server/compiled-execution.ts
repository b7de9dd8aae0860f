import { type ExecutionArgs, execute, getOperationAST, type OperationDefinitionNode } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { countFields } from './document-size.ts';

type Compiler = typeof import('graphql-jit');

type Execute = (args: ExecutionArgs) => ReturnType<typeof execute>;

/**
 * Compiled functions are kept by V8 as long as the process lives, also after their document is gone: its compilation
 * cache holds what `new Function` makes. Measured: up to 7 KB for each field, 1.3 MB for a large document. So they are few
 * and of moderate size; all others are executed by graphql-js.
 */
const maxCompiled = 64;
const maxCompiledFields = 200;

/**
 * Executes operations as functions that are compiled for them. What is asked once is not worth compiling: the first time
 * graphql-js executes it.
 *
 * document-cache.ts keeps documents within a bound, and what is known of an operation goes with its document.
 */
export function useCompiledExecution(): Plugin {
  let compiler: Compiler | undefined;
  let compiled = 0;
  /** Null for an operation that was asked once. */
  const operations = new WeakMap<OperationDefinitionNode, Execute | null>();

  const executeCompiled: Execute = (args) => {
    const operation = getOperationAST(args.document, args.operationName);
    if (!operation) return execute(args);
    const known = operations.get(operation);
    if (known) return known(args);
    const next = known === null && compiler ? compileWithinBounds(compiler, args) : null;
    operations.set(operation, next);
    return (next ?? execute)(args);
  };

  const compileWithinBounds = (compiler: Compiler, args: ExecutionArgs): Execute => {
    if (compiled >= maxCompiled || countFields(args.document) > maxCompiledFields) return execute;
    compiled += 1;
    return compile(compiler, args);
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
