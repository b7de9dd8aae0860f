import type { ComplexityPluginOptions } from '@pothos/plugin-complexity';
import { maxExtraCalls } from '../sessions/take.ts';
import { badRequest } from './failure.ts';
import type { SchemaTypes } from './schema-types.ts';

type ExtendedTypes = PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>;

/** Upstream calls one request may cost at worst. ECS throttles by the minute, the operators' console included. */
export const maxUpstreamCalls = 150;

/** One upstream call. The plugin takes `__typename` for 1, whatever one tells it: beside a million that is nothing. */
const call = 1_000_000;

/** Regions an account has, where the real number is not known before the call. */
const typicalRegions = 30;

/**
 * A field's complexity is the number of upstream calls it can cost; fields that cost none are free. Refused before any
 * call is made: without it, the sessions of each instance of 100 sessions would be 200 calls.
 */
export const complexityOptions: ComplexityPluginOptions<ExtendedTypes> = {
  defaultComplexity: 0,
  defaultListMultiplier: 1,
  limit: { complexity: (maxUpstreamCalls + 1) * call - 1 },
  complexityError: (_kind, { complexity }) =>
    badRequest(
      `This request may cost ${Math.floor(complexity / call)} upstream calls, more than ${maxUpstreamCalls}; ask for fewer lists, or fewer records of the outer one.`,
    ),
};

/** Arguments of a list that decide its cost. */
interface ListArguments {
  first?: number | null | undefined;
  filter?: object | null | undefined;
}

/** A list over some regions: a first page of each, a second where a page is cut, and the scan of a filter. */
export function listCost(regions: number, { first, filter }: ListArguments) {
  return { field: (regions + 1 + (filter ? maxExtraCalls : 0)) * call, multiplier: Math.max(first ?? 10, 1) };
}

/** Single records: one by one, or by listing their region. */
export function recordsCost(count: number) {
  return { field: Math.min(count, 1 + maxExtraCalls) * call, multiplier: Math.max(count, 1) };
}

/** The regions of the account. */
export const regionsCost = { field: call, multiplier: typicalRegions };
