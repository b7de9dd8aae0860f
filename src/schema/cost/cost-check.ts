import type { GraphQLError, GraphQLSchema } from 'graphql';
import { costError } from './cost-error.ts';
import { type CostRequest, createUpstreamCost, type UpstreamCostOptions } from './upstream-cost.ts';

/**
 * Returns why a request must not be executed: it may cost more upstream calls than it is allowed. Undefined for one that
 * is cheap enough. Called before each execution; it makes no calls.
 */
export type CostCheck = (request: CostRequest) => GraphQLError | undefined;

/**
 * Makes the check that stands before the execution of each request.
 *
 * @param schema with the cost rules of its fields, its types with or without a prefix
 * @param maxCalls maximum upstream calls of a request (MAX_UPSTREAM_CALLS)
 * @example
 * const checkCost = createCostCheck(schema, 150, { accounts: 3 });
 * const error = checkCost({ document, variableValues });
 * if (error) return { errors: [error] }; // BAD_REQUEST: "This request may cost 2802 upstream calls, more than …"
 */
export function createCostCheck(
  schema: GraphQLSchema,
  maxCalls: number,
  options?: UpstreamCostOptions,
): CostCheck {
  const upstreamCost = createUpstreamCost(schema, options);
  return (request) => costError(upstreamCost(request), maxCalls);
}
