import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLNamedType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { CallCount } from './call-count.ts';
import type { Placement } from './placement.ts';

/**
 * What a field costs: adds its calls to the count, and returns where the fields below it stand.
 *
 * @param args coerced arguments of the field
 * @param placement where the field itself stands
 */
export type CostRule = (args: Record<string, unknown>, placement: Placement, count: CallCount) => Placement;

/**
 * Returns the option of a field that states its cost; fields without it cost nothing of their own.
 *
 * @example
 * // A field that makes two calls for each object it stands on.
 * t.string({ ...costs((_args, placement, count) => {
 *   count.addCalls(2 * placement.times);
 *   return placement;
 * }), resolve })
 */
export function costs(rule: CostRule) {
  return { extensions: { upstreamCost: rule } };
}

/** A field of an operation that has a cost rule. */
export interface CostlyField {
  rule: CostRule;
  field: GraphQLField<unknown, unknown>;
  node: FieldNode;
  /** The costly fields of its selection set, at any depth, up to the next costly ones. */
  below: readonly CostlyField[];
}

/**
 * Returns what `read` reads of arguments, or `otherwise` where they do not fit (null in a variable that may be null, for
 * an argument that may not): the executor answers an error for that field, and does not resolve it.
 */
export function orNotExecuted<T, Otherwise>(read: () => T, otherwise: Otherwise): T | Otherwise {
  try {
    return read();
  } catch (error) {
    if (error instanceof GraphQLError) return otherwise;
    throw error;
  }
}

/** The costly fields of an operation. */
export interface CostlyFields {
  fields: readonly CostlyField[];
  /** Whether they are the same whatever the variables are. */
  isFixed: boolean;
}

/**
 * Finds the costly fields of an operation. The fields between them are left out.
 *
 * @param variables coerced; used for `@skip` and `@include` alone
 */
export function costlyFields(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): CostlyFields {
  const root = schema.getRootType(operation.operation);
  const walk = new Walk(schema, document, variables);
  const fields = root ? walk.below([operation.selectionSet], root) : [];
  return { fields, isFixed: walk.isFixed };
}

/** Fields of one type with one response key. */
interface SameField {
  parent: GraphQLNamedType;
  nodes: FieldNode[];
}

class Walk {
  isFixed = true;
  readonly #schema: GraphQLSchema;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  readonly #variables: Record<string, unknown>;

  constructor(schema: GraphQLSchema, document: DocumentNode, variables: Record<string, unknown>) {
    this.#schema = schema;
    this.#variables = variables;
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION)
        this.#fragments.set(definition.name.value, definition);
    }
  }

  /** Fields with the same response key are executed as one, and so cost as one. Source: GraphQL, CollectFields. */
  below(selectionSets: readonly SelectionSetNode[], type: GraphQLNamedType): CostlyField[] {
    const fields = new Map<string, SameField>();
    const seen = new Set<string>();
    for (const selectionSet of selectionSets) this.#collect(selectionSet, type, fields, seen);
    return [...fields.values()].flatMap((same) => this.#costly(same));
  }

  #collect(
    { selections }: SelectionSetNode,
    type: GraphQLNamedType,
    fields: Map<string, SameField>,
    seen: Set<string>,
  ): void {
    for (const selection of selections) {
      if (this.#isLeftOut(selection)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = `${type.name}.${(selection.alias ?? selection.name).value}`;
        const same = fields.get(key);
        if (same) same.nodes.push(selection);
        else fields.set(key, { parent: type, nodes: [selection] });
        continue;
      }
      const isSpread = selection.kind === Kind.FRAGMENT_SPREAD;
      if (isSpread && seen.has(selection.name.value)) continue;
      if (isSpread) seen.add(selection.name.value);
      const fragment = isSpread ? this.#fragments.get(selection.name.value) : selection;
      if (!fragment) continue;
      const condition = fragment.typeCondition && this.#schema.getType(fragment.typeCondition.name.value);
      this.#collect(fragment.selectionSet, condition ?? type, fields, seen);
    }
  }

  #isLeftOut(node: Parameters<typeof getDirectiveValues>[1]): boolean {
    if (!node.directives?.length) return false;
    this.isFixed = false;
    return orNotExecuted(() => {
      const skip = getDirectiveValues(GraphQLSkipDirective, node, this.#variables);
      const include = getDirectiveValues(GraphQLIncludeDirective, node, this.#variables);
      return skip?.if === true || include?.if === false;
    }, true);
  }

  #costly({ parent, nodes }: SameField): CostlyField[] {
    const [node] = nodes;
    const field =
      node && (isObjectType(parent) || isInterfaceType(parent))
        ? parent.getFields()[node.name.value]
        : undefined;
    if (!node || !field) return [];
    const selectionSets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    const below = selectionSets.length > 0 ? this.below(selectionSets, getNamedType(field.type)) : [];
    // The seam to graphql-js, whose extensions are of any type: only `costs` writes this one.
    const rule = field.extensions.upstreamCost as CostRule | undefined;
    return rule ? [{ rule, field, node, below }] : below;
  }
}
