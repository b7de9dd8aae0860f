import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** How large an operation is. Fragments count wherever they are spread. */
export interface Size {
  /** Levels of fields; those of introspection, which is deep by nature, do not count. */
  depth: number;
  fields: number;
  aliases: number;
  /** Those of them on introspection (`__schema`, `__type`) or below it. */
  introspectionAliases: number;
  directives: number;
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** The size of each operation of a document. */
export function sizesOf(document: DocumentNode): { operation: OperationDefinitionNode; size: Size }[] {
  const measure = new Measure(fragmentsOf(document));
  return operationsOf(document).map((operation) => ({
    operation,
    size: measure.sizeOf(operation.selectionSet),
  }));
}

/** All fields of a document, those of fragments wherever they are spread. */
export function countFields(document: DocumentNode): number {
  return sizesOf(document).reduce((total, { size }) => total + size.fields, 0);
}

/** Measures each fragment once: fragments that spread one another could otherwise make measuring as slow as executing. */
class Measure {
  readonly #fragments: Fragments;
  readonly #sizes = new Map<string, Size>();

  constructor(fragments: Fragments) {
    this.#fragments = fragments;
  }

  sizeOf({ selections }: SelectionSetNode): Size {
    const total = emptySize();
    for (const selection of selections) this.#add(selection, total);
    return total;
  }

  #add(selection: SelectionNode, total: Size): void {
    const isField = selection.kind === Kind.FIELD;
    const below = this.#below(selection);
    const aliases = below.aliases + (isField && selection.alias ? 1 : 0);
    const isIntrospection = isField && selection.name.value.startsWith('__');
    total.directives += below.directives + (selection.directives?.length ?? 0);
    total.fields += below.fields + (isField ? 1 : 0);
    total.aliases += aliases;
    total.introspectionAliases +=
      isIntrospection && selection.selectionSet ? aliases : below.introspectionAliases;
    if (!isIntrospection) total.depth = Math.max(total.depth, below.depth + (isField ? 1 : 0));
  }

  #below(selection: SelectionNode): Size {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return this.#sizeOfFragment(selection.name.value);
    return selection.selectionSet ? this.sizeOf(selection.selectionSet) : emptySize();
  }

  #sizeOfFragment(name: string): Size {
    const measured = this.#sizes.get(name);
    if (measured) return measured;
    this.#sizes.set(name, emptySize()); // a cycle is reported by another rule
    const fragment = this.#fragments.get(name);
    const size = fragment ? this.sizeOf(fragment.selectionSet) : emptySize();
    this.#sizes.set(name, size);
    return size;
  }
}

/**
 * How many pairs of fields validation must compare, since they have the same response key: each field of an operation with
 * those before it, its arguments as well. It follows fragments wherever they are spread, and counts no further than
 * `mostFields`, since fragments may form cycles.
 *
 * Source: GraphQL, Field Selection Merging.
 */
export function countComparisons(document: DocumentNode, mostFields: number): number {
  const fragments = fragmentsOf(document);
  const merged = operationsOf(document).map(({ selectionSet }) => [selectionSet]);
  let comparisons = 0;
  let fields = 0;
  for (let next = merged.pop(); next !== undefined && fields <= mostFields; next = merged.pop()) {
    const level = new Level(fragments);
    for (const selectionSet of next) level.collect(selectionSet);
    comparisons += level.comparisons;
    fields += level.fields;
    merged.push(...level.below());
  }
  return comparisons;
}

/** The fields that are executed together, those with one response key as one. */
class Level {
  comparisons = 0;
  fields = 0;
  readonly #fragments: Fragments;
  readonly #spread = new Set<string>();
  readonly #byKey = new Map<string, { count: number; below: SelectionSetNode[] }>();

  constructor(fragments: Fragments) {
    this.#fragments = fragments;
  }

  collect({ selections }: SelectionSetNode): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) this.#addField(selection);
      else if (selection.kind === Kind.INLINE_FRAGMENT) this.collect(selection.selectionSet);
      else this.#addFragment(selection.name.value);
    }
  }

  /** What is merged below each response key. */
  below(): SelectionSetNode[][] {
    return [...this.#byKey.values()].flatMap(({ below }) => (below.length > 0 ? [below] : []));
  }

  #addField({ alias, name, arguments: given, selectionSet }: FieldNode): void {
    const key = (alias ?? name).value;
    const same = this.#byKey.get(key) ?? { count: 0, below: [] };
    this.#byKey.set(key, same);
    this.fields += 1;
    this.comparisons += same.count * (1 + (given?.length ?? 0));
    same.count += 1;
    if (selectionSet) same.below.push(selectionSet);
  }

  #addFragment(name: string): void {
    if (this.#spread.has(name)) return;
    this.comparisons += this.#spread.size;
    this.#spread.add(name);
    const fragment = this.#fragments.get(name);
    if (fragment) this.collect(fragment.selectionSet);
  }
}

function emptySize(): Size {
  return { depth: 0, fields: 0, aliases: 0, introspectionAliases: 0, directives: 0 };
}

function operationsOf({ definitions }: DocumentNode): OperationDefinitionNode[] {
  return definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
}

function fragmentsOf({ definitions }: DocumentNode): Fragments {
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}
