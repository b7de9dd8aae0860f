import { type DocumentNode, type ExecutionArgs, execute } from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';
import type { Plugin } from 'graphql-yoga';

type Execute = (args: ExecutionArgs) => ReturnType<typeof execute>;

/**
 * Executes operations as functions that are compiled for them. What is asked once is not worth compiling: the first time
 * graphql-js executes it.
 *
 * Yoga keeps a bounded number of parsed documents, and the functions go with their document. Each is kept under its
 * operation's name, since one document may hold several.
 */
export function useCompiledExecution(): Plugin {
  /** Null for an operation that was asked once. */
  const documents = new WeakMap<DocumentNode, Map<string, Execute | null>>();

  const executeCompiled: Execute = (args) => {
    const operations = documents.get(args.document) ?? new Map<string, Execute | null>();
    documents.set(args.document, operations);
    const name = args.operationName ?? '';
    const known = operations.get(name);
    if (known) return known(args);
    const next = known === null ? compile(args) : null;
    operations.set(name, next);
    return (next ?? execute)(args);
  };

  return { onExecute: ({ setExecuteFn }) => setExecuteFn(executeCompiled) };
}

/** What cannot be compiled is left to graphql-js. */
function compile({ schema, document, operationName }: ExecutionArgs): Execute {
  const compiled = compileQuery(schema, document, operationName ?? undefined, {
    customJSONSerializer: false,
  });
  if (!isCompiledQuery(compiled)) return execute;
  return ({ rootValue, contextValue, variableValues }) =>
    compiled.query(rootValue, contextValue, variableValues);
}
