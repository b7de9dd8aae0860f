import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  parse,
  type SelectionSetNode,
  type ValidationRule,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** How large a document may be. Fragments count wherever they are spread. */
const limits = { depth: 15, aliases: 100, directives: 50 };
/** Words, names and signs. graphql-js counts them while it reads. */
const maxTokens = 3000;

interface Size {
  /** Levels of fields. */
  depth: number;
  aliases: number;
  directives: number;
}

/** Refuses documents that would cost more to check and to execute than any honest one does. */
export function useDocumentLimits(): Plugin {
  return {
    onParse: ({ setParseFn }) => setParseFn((source, options) => parse(source, { ...options, maxTokens })),
    onValidate: ({ addValidationRule }) => addValidationRule(documentLimits),
  };
}

const documentLimits: ValidationRule = (context) => ({
  OperationDefinition(operation) {
    const size = measure(operation.selectionSet, context.getDocument());
    for (const what of ['depth', 'aliases', 'directives'] as const) {
      if (size[what] <= limits[what]) continue;
      context.reportError(
        new GraphQLError(`The operation has ${what} ${size[what]}, more than ${limits[what]}.`, {
          nodes: operation,
          extensions: { code: 'BAD_REQUEST' },
        }),
      );
    }
  },
});

/** Each fragment is measured once, or a few of them could make this the very work it keeps away. */
function measure(selectionSet: SelectionSetNode, document: DocumentNode): Size {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const measured = new Map<string, Size>();
  const empty: Size = { depth: 0, aliases: 0, directives: 0 };

  const sizeOfFragment = (name: string): Size => {
    const known = measured.get(name);
    if (known) return known;
    measured.set(name, empty); // a cycle is another rule's to report
    const fragment = fragments.get(name);
    const size = fragment ? sizeOf(fragment.selectionSet) : empty;
    measured.set(name, size);
    return size;
  };

  const sizeOf = ({ selections }: SelectionSetNode): Size => {
    const total = { ...empty };
    for (const selection of selections) {
      total.directives += selection.directives?.length ?? 0;
      const isField = selection.kind === Kind.FIELD;
      if (isField && selection.alias) total.aliases += 1;
      // What introspection asks is deep by nature, and answered from memory.
      if (isField && selection.name.value.startsWith('__')) continue;
      const below =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? sizeOfFragment(selection.name.value)
          : selection.selectionSet
            ? sizeOf(selection.selectionSet)
            : empty;
      total.depth = Math.max(total.depth, below.depth + (isField ? 1 : 0));
      total.aliases += below.aliases;
      total.directives += below.directives;
    }
    return total;
  };
  return sizeOf(selectionSet);
}
