import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  type GraphQLNamedType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  getVariableValues,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { CostTab, type Scope, scopeOfRequest } from './cost-tab.ts';

/** What a field costs: notes it on the tab, and says where the fields below it stand. */
export type CostRule = (args: Record<string, unknown>, scope: Scope, tab: CostTab) => Scope;

/** The field option that states its cost; fields without one cost nothing of their own. */
export function costs(rule: CostRule) {
  return { extensions: { upstreamCost: rule } };
}

/**
 * The upstream calls that a request may cost at worst, retries and empty pages not counted: a list of R regions R + 1,
 * 10 more with a filter; instance details 1 a region; k sessions by id min(k, 11) a region; regions 1. A list within a
 * list counts once for each record that the outer one may have.
 *
 * @param document valid against the schema
 * @param variables as they came; where they do not fit, the cost is 0, since nothing will be executed
 */
export function upstreamCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName?: string | null,
  variables?: Record<string, unknown> | null,
): number {
  const operation = document.definitions.find(
    (definition): definition is OperationDefinitionNode =>
      definition.kind === Kind.OPERATION_DEFINITION &&
      (!operationName || definition.name?.value === operationName),
  );
  const root = schema.getQueryType();
  if (!operation || !root) return 0;
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables ?? {});
  if (!coerced) return 0;

  const tab = new CostTab();
  new Walk(schema, document, coerced, tab).addSelections([operation.selectionSet], root, scopeOfRequest);
  return tab.total();
}

class Walk {
  readonly #schema: GraphQLSchema;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  readonly #variables: Record<string, unknown>;
  readonly #tab: CostTab;

  constructor(
    schema: GraphQLSchema,
    document: DocumentNode,
    variables: Record<string, unknown>,
    tab: CostTab,
  ) {
    this.#schema = schema;
    this.#variables = variables;
    this.#tab = tab;
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION)
        this.#fragments.set(definition.name.value, definition);
    }
  }

  /** Fields with one response key are executed as one, and so cost as one. Source: GraphQL, CollectFields. */
  addSelections(selectionSets: readonly SelectionSetNode[], type: GraphQLNamedType, scope: Scope): void {
    const fields = new Map<string, { parent: GraphQLNamedType; nodes: FieldNode[] }>();
    const seen = new Set<string>();
    for (const selectionSet of selectionSets) this.#collect(selectionSet, type, fields, seen);
    for (const { parent, nodes } of fields.values()) this.#addField(parent, nodes, scope);
  }

  #collect(
    { selections }: SelectionSetNode,
    type: GraphQLNamedType,
    fields: Map<string, { parent: GraphQLNamedType; nodes: FieldNode[] }>,
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
    const skip = getDirectiveValues(GraphQLSkipDirective, node, this.#variables);
    const include = getDirectiveValues(GraphQLIncludeDirective, node, this.#variables);
    return skip?.if === true || include?.if === false;
  }

  #addField(parent: GraphQLNamedType, nodes: FieldNode[], scope: Scope): void {
    const [node] = nodes;
    const field =
      node && (isObjectType(parent) || isInterfaceType(parent))
        ? parent.getFields()[node.name.value]
        : undefined;
    if (!node || !field) return;
    // The seam to graphql-js, whose extensions are of any type: only `costs` writes this one.
    const rule = field.extensions.upstreamCost as CostRule | undefined;
    const below = rule ? rule(getArgumentValues(field, node, this.#variables), scope, this.#tab) : scope;
    const selectionSets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    if (selectionSets.length > 0) this.addSelections(selectionSets, getNamedType(field.type), below);
  }
}
