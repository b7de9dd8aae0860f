import {
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLSchema,
  getArgumentValues,
  getOperationAST,
  getVariableValues,
  type OperationDefinitionNode,
} from 'graphql';
import { CallCount } from './call-count.ts';
import { type CostlyField, costlyFields, orNotExecuted } from './costly-fields.ts';
import { onUnnamed, type Placement } from './placement.ts';

/** A request before it is executed; ExecutionArgs of graphql-js fit. */
export interface CostRequest {
  /** Valid against the schema. */
  document: DocumentNode;
  operationName?: string | null | undefined;
  /** As the caller sent them; where they do not fit, the cost is 0: nothing will be executed. */
  variableValues?: Record<string, unknown> | null | undefined;
}

/** Returns the upstream calls that a request may cost at worst. */
export type UpstreamCost = (request: CostRequest) => ForeseenCost;

/** What a request may cost, and what it would cost with small changes. */
export interface ForeseenCost {
  /** Maximum upstream calls. */
  calls: number;
  /** Returns its costly fields, those with most calls of their own first. */
  parts(): CostPart[];
  /** Returns the calls of the request with these changes. */
  with(changes: Changes): number;
}

/** Other arguments for fields; null for a field that is left out. */
export type Changes = ReadonlyMap<FieldNode, Record<string, unknown> | null>;

/** A costly field, at its place in the request. */
export interface CostPart {
  /** From the outermost costly field to this one, with the arguments of each. */
  path: readonly {
    field: GraphQLField<unknown, unknown>;
    node: FieldNode;
    args: Record<string, unknown>;
  }[];
  /** Calls of its own, those of the fields below it not included. */
  calls: number;
}

/** Options of createUpstreamCost. */
export interface UpstreamCostOptions {
  /** The number of accounts that the gateway reads; 1 unless given. */
  accounts?: number | undefined;
}

/**
 * Makes the cost meter of a schema. A list of R regions costs R calls and at most R more, or 11 more with a filter; one
 * over every region counts as 50 regions and 1 call for each account. Instance details cost 1 call for each 100 instances
 * of a region, and 1 for each region that lists none of them; agents 1 for each 50 instances of a region; k sessions by their
 * ids min(k, 11) calls a region; regions 1 call an account; names of principals 2 calls an account; recordings 1 call a
 * region; ending a session 3. A list within a list counts once for each record that the outer one may have, and 20 times for the
 * connections of each. Retries and empty pages are not counted: the loaders stop a request that exceeds its calls by them.
 *
 * The costly fields of an operation are found once, and kept as long as its document is.
 *
 * @example
 * const upstreamCost = createUpstreamCost(schema);
 * const document = parse('{ regions { sessions { nodes { id } } } }');
 * upstreamCost({ document }).calls; // 61: DescribeRegions, and 2 for each of 30 regions
 */
export function createUpstreamCost(
  schema: GraphQLSchema,
  { accounts = 1 }: UpstreamCostOptions = {},
): UpstreamCost {
  const known = new WeakMap<DocumentNode, Map<OperationDefinitionNode, readonly CostlyField[]>>();
  return ({ document, operationName, variableValues }) => {
    const operation = getOperationAST(document, operationName);
    if (!operation) return nothing;
    const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variableValues ?? {});
    if (!coerced) return nothing;
    const fields = known.get(document)?.get(operation) ?? find(document, operation, coerced);
    return {
      calls: new Sum(coerced, accounts).of(fields),
      with: (changes) => new Sum(coerced, accounts, changes).of(fields),
      parts: () => {
        const sum = new Sum(coerced, accounts, new Map(), []);
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
    // By document as well: two may share an operation, and differ in its fragments.
    if (isFixed) known.set(document, (known.get(document) ?? new Map()).set(operation, fields));
    return fields;
  }
}

const nothing: ForeseenCost = { calls: 0, parts: () => [], with: () => 0 };

/** Adds up the costs of the fields of one request. */
class Sum {
  /** Undefined where they are not needed: most requests are cheap enough. */
  readonly parts: CostPart[] | undefined;
  readonly #variables: Record<string, unknown>;
  readonly #changes: Changes;
  readonly #count: CallCount;

  constructor(
    variables: Record<string, unknown>,
    accounts: number,
    changes: Changes = new Map(),
    parts?: CostPart[],
  ) {
    this.#count = new CallCount(accounts);
    this.#variables = variables;
    this.#changes = changes;
    this.parts = parts;
  }

  of(fields: readonly CostlyField[]): number {
    this.#add(fields, onUnnamed(1), []);
    return this.#count.total();
  }

  #add(fields: readonly CostlyField[], placement: Placement, above: CostPart['path']): void {
    for (const { rule, field, node, below } of fields) {
      const change = this.#changes.get(node);
      const args = orNotExecuted(() => getArgumentValues(field, node, this.#variables), null);
      if (args === null || change === null) continue;
      Object.assign(args, change);
      const before = this.parts ? this.#count.total() : 0;
      const placementBelow = rule(args, placement, this.#count);
      const path = this.parts ? [...above, { field, node, args }] : above;
      this.parts?.push({ path, calls: this.#count.total() - before });
      this.#add(below, placementBelow, path);
    }
  }
}
