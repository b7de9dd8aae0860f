import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  getArgumentValues,
  getOperationAST,
  getVariableValues,
  type OperationDefinitionNode,
} from 'graphql';
import { CallCount, objects, type Placement } from './call-count.ts';
import { type CostlyField, costlyFields, orNotExecuted } from './costly-fields.ts';

/** Tells the upstream calls that a request may cost at worst. */
export type UpstreamCost = (request: {
  /** Valid against the schema. */
  document: DocumentNode;
  operationName?: string | null | undefined;
  /** As they came; where they do not fit, the cost is 0, since nothing will be executed. */
  variableValues?: Record<string, unknown> | null | undefined;
}) => ForeseenCost;

/** What a request may cost, and what it would if it were a little different. */
export interface ForeseenCost {
  calls: number;
  /** Its costly fields, those that cost most by themselves first. */
  parts(): CostPart[];
  /** The calls with other arguments for some of its fields, or without those that are null here. */
  with(changes: Changes): number;
}

/** Other arguments for fields. */
export type Changes = ReadonlyMap<FieldNode, Record<string, unknown> | null>;

/** A costly field where it stands. */
export interface CostPart {
  /** From the outermost costly field to this one, with the arguments of each. */
  path: readonly { node: FieldNode; args: Record<string, unknown> }[];
  /** Calls of its own, those of the fields below it not included. */
  calls: number;
}

/**
 * Makes the meter of a schema. A list of R regions costs R and at most as many again, 11 more with a filter; instance
 * details 1 for each 100 instances of a region; k sessions by id min(k, 11) a region; regions 1. A list within a list
 * counts once for each record that the outer one may have, and 20 times for their connections. Retries and empty pages
 * are not counted: what they cost beyond the limit is refused while the request is executed.
 *
 * Where in an operation its costs lie is found once, and kept as long as its document is.
 */
export function createUpstreamCost(schema: GraphQLSchema): UpstreamCost {
  const known = new WeakMap<OperationDefinitionNode, readonly CostlyField[]>();
  return ({ document, operationName, variableValues }) => {
    const operation = getOperationAST(document, operationName);
    if (!operation) return nothing;
    const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variableValues ?? {});
    if (!coerced) return nothing;
    const fields = known.get(operation) ?? find(document, operation, coerced);
    return {
      calls: new Sum(coerced).of(fields),
      with: (changes) => new Sum(coerced, changes).of(fields),
      parts: () => {
        const sum = new Sum(coerced, new Map(), []);
        sum.of(fields);
        return (sum.parts ?? []).sort((a, b) => b.calls - a.calls);
      },
    };
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

const nothing: ForeseenCost = { calls: 0, parts: () => [], with: () => 0 };

/** Adds up the fields of one request. */
class Sum {
  /** Noted only where they are asked for: most requests are cheap enough, and nobody asks. */
  readonly parts: CostPart[] | undefined;
  readonly #variables: Record<string, unknown>;
  readonly #changes: Changes;
  readonly #tab = new CallCount();

  constructor(variables: Record<string, unknown>, changes: Changes = new Map(), parts?: CostPart[]) {
    this.#variables = variables;
    this.#changes = changes;
    this.parts = parts;
  }

  of(fields: readonly CostlyField[]): number {
    this.#add(fields, objects(1), []);
    return this.#tab.total();
  }

  #add(fields: readonly CostlyField[], scope: Placement, above: CostPart['path']): void {
    for (const { rule, field, node, below } of fields) {
      const change = this.#changes.get(node);
      const args = orNotExecuted(() => getArgumentValues(field, node, this.#variables), null);
      if (args === null || change === null) continue;
      Object.assign(args, change);
      const before = this.parts ? this.#tab.total() : 0;
      const scopeBelow = rule(args, scope, this.#tab);
      const path = this.parts ? [...above, { node, args }] : above;
      this.parts?.push({ path, calls: this.#tab.total() - before });
      this.#add(below, scopeBelow, path);
    }
  }
}
