import { type DocumentNode, GraphQLError, type OperationDefinitionNode, parse } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { countComparisons, type Size, sizesOf } from './document-size.ts';

/** How large an operation may be. */
const limits: Readonly<Record<keyof Size, number>> = {
  depth: 15,
  // More than any client writes, and few enough to be checked and executed in milliseconds.
  fields: 5000,
  aliases: 100,
  // The answer of one alias, the whole schema, has a hundred kilobytes.
  introspectionAliases: 10,
  directives: 50,
};
const names: Readonly<Record<keyof Size, string>> = {
  depth: 'depth',
  fields: 'fields',
  aliases: 'aliases',
  introspectionAliases: 'aliases of introspection',
  directives: 'directives',
};
/** Tokens of a document: names, values, signs. graphql-js counts them while it parses. */
const maxTokens = 3000;
/**
 * Pairs of fields with the same response key. As many have 245 equal fields, 173 equal objects, or 30 fragments with the
 * same 60 fields.
 */
const maxComparisons = 30_000;

/** Refuses documents that would take longer to check and to execute than any honest one, before they are checked. */
export function useDocumentLimits(): Plugin {
  return {
    onParse: ({ setParseFn }) => setParseFn((source, options) => parse(source, { ...options, maxTokens })),
    onValidate: ({ validateFn, setValidationFn }) =>
      setValidationFn((schema, document, ...rest) => {
        const refusals = refusalsOf(document);
        return refusals.length > 0 ? refusals : validateFn(schema, document, ...rest);
      }),
  };
}

function refusalsOf(document: DocumentNode): GraphQLError[] {
  const sizes = sizesOf(document);
  const tooLarge = sizes.flatMap(({ operation, size }) =>
    keysOf(limits)
      .filter((what) => size[what] > limits[what])
      .map((what) => refuse('The operation', names[what], size[what], limits[what], operation)),
  );
  if (tooLarge.length > 0) return tooLarge.slice(0, 10);
  // Many operations may share one large fragment, which is checked again for each.
  const fields = sizes.reduce((total, { size }) => total + size.fields, 0);
  if (fields > limits.fields) return [refuse('The document', names.fields, fields, limits.fields)];
  const comparisons = countComparisons(document, limits.fields);
  if (comparisons <= maxComparisons) return [];
  return [refuse('The document', 'pairs of equal fields', comparisons, maxComparisons)];
}

function refuse(
  whole: string,
  what: string,
  count: number,
  most: number,
  operation?: OperationDefinitionNode,
): GraphQLError {
  return new GraphQLError(
    `${whole} has ${what} ${count}, more than ${most}, the maximum; ask in several requests.`,
    {
      nodes: operation ?? null,
      extensions: { code: 'BAD_REQUEST' },
    },
  );
}

function keysOf(limits: Readonly<Record<keyof Size, number>>): (keyof Size)[] {
  // `Object.keys` forgets what the type knows.
  return Object.keys(limits) as (keyof Size)[];
}
