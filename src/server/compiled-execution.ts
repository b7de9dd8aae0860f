import { type DocumentNode, type ExecutionArgs, execute } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** The compiler is loaded beside the first requests, and not before them: starting must not wait for it. */
type Compiler = typeof import('graphql-jit');

type Execute = (args: ExecutionArgs) => ReturnType<typeof execute>;

/**
 * Executes operations as functions that are compiled for them. What is asked once is not worth compiling: the first time
 * graphql-js executes it.
 *
 * Yoga keeps a bounded number of parsed documents, and the functions go with their document. Each is kept under its
 * operation's name, since one document may hold several.
 */
export function useCompiledExecution(): Plugin {
  let compiler: Compiler | undefined;
  /** Null for an operation that was asked once. */
  const documents = new WeakMap<DocumentNode, Map<string, Execute | null>>();

  const executeCompiled: Execute = (args) => {
    const operations = documents.get(args.document) ?? new Map<string, Execute | null>();
    documents.set(args.document, operations);
    const name = args.operationName ?? '';
    const known = operations.get(name);
    if (known) return known(args);
    const next = known === null && compiler ? compile(compiler, args) : null;
    operations.set(name, next);
    return (next ?? execute)(args);
  };

  const load = async () => {
    compiler = await import('graphql-jit');
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
