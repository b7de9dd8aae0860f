import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getArgumentValues,
  getOperationAST,
  getVariableValues,
  type OperationDefinitionNode,
} from 'graphql';
import { CostTab, type Scope, scopeOfRequest } from './cost-tab.ts';
import { type CostlyField, costlyFields } from './costly-fields.ts';

/** Tells the upstream calls that a request may cost at worst. */
export type UpstreamCost = (request: {
  /** Valid against the schema. */
  document: DocumentNode;
  operationName?: string | null | undefined;
  /** As they came; where they do not fit, the cost is 0, since nothing will be executed. */
  variableValues?: Record<string, unknown> | null | undefined;
}) => number;

/**
 * Makes the meter of a schema. A list of R regions costs R + 1, 10 more with a filter; instance details 1 a region; k
 * sessions by id min(k, 11) a region; regions 1. A list within a list counts once for each record that the outer one may
 * have. Retries and empty pages are not counted.
 *
 * Where in an operation its costs lie is found once, and kept as long as its document is.
 */
export function createUpstreamCost(schema: GraphQLSchema): UpstreamCost {
  const known = new WeakMap<OperationDefinitionNode, readonly CostlyField[]>();
  return ({ document, operationName, variableValues }) => {
    const operation = getOperationAST(document, operationName);
    if (!operation) return 0;
    const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variableValues ?? {});
    if (!coerced) return 0;
    const fields = known.get(operation) ?? find(document, operation, coerced);
    const tab = new CostTab();
    addUp(fields, scopeOfRequest, coerced, tab);
    return tab.total();
  };

  function find(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Record<string, unknown>,
  ): readonly CostlyField[] {
    const { fields, isFixed } = costlyFields(schema, document, operation, variables);
    if (isFixed) known.set(operation, fields);
    return fields;
  }
}

function addUp(
  fields: readonly CostlyField[],
  scope: Scope,
  variables: Record<string, unknown>,
  tab: CostTab,
): void {
  for (const { rule, field, node, below } of fields) {
    const args = argumentsOf(field, node, variables);
    if (args) addUp(below, rule(args, scope, tab), variables, tab);
  }
}

/**
 * Undefined where a null in a variable does not fit: the field fails at its own path, nothing is called for it, and the
 * others are served.
 */
function argumentsOf(
  field: CostlyField['field'],
  node: CostlyField['node'],
  variables: Record<string, unknown>,
): Record<string, unknown> | undefined {
  try {
    return getArgumentValues(field, node, variables);
  } catch (error) {
    if (error instanceof GraphQLError) return undefined;
    throw error;
  }
}
