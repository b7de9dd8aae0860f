import type { FieldNode, GraphQLError } from 'graphql';
import { BadRequestError } from '../../ecs/errors.ts';
import { maxPairs } from '../../sessions/visible-accounts.ts';
import { toGraphQLError } from '../failure.ts';
import { listSize } from './cost-rules.ts';
import type { CostPart, ForeseenCost } from './upstream-cost.ts';

/** Maximum fields that the message names. */
const maxPartsNamed = 3;

/**
 * Returns the error for a request that may cost too many upstream calls: which fields cost most, and one change that
 * makes it cheap enough.
 *
 * @param maxCalls maximum upstream calls of a request
 * @returns undefined for a request that is cheap enough
 */
export function costError(cost: ForeseenCost, maxCalls: number): GraphQLError | undefined {
  if (cost.calls <= maxCalls) return undefined;
  const parts = cost.parts().filter(({ calls }) => calls > 0);
  const named = parts.slice(0, maxPartsNamed);
  const costs = named.map((part) => `${part.calls} for ${describe(part)}`).join(', ');
  const error = new BadRequestError(
    `This request may cost ${cost.calls} upstream calls, more than the ${maxCalls} that MAX_UPSTREAM_CALLS allows: ${costs}${parts.length > named.length ? ' and others' : ''}. ${oneList(named)}${advice(cost, named, maxCalls)}`,
  );
  return toGraphQLError(error);
}

/** Says which list to ask in place of a list for each of several accounts or regions. */
function oneList(parts: readonly CostPart[]): string {
  const isNested = parts.some(({ path }) => {
    const names = path.map(({ field }) => field.name);
    return names.at(-1) === 'sessions' && (names.includes('accounts') || names.includes('regions'));
  });
  return isNested
    ? 'The field sessions of Query reads several accounts and regions as one list: sessions(accountIds: […], regionIds: […]). '
    : '';
}

/** One change that makes the request cheap enough: a smaller list, fewer regions, or a field less. */
function advice(cost: ForeseenCost, parts: readonly CostPart[], maxCalls: number): string {
  const fields = parts.flatMap(({ path }) =>
    path.map((field, index) => ({ ...field, path: path.slice(0, index + 1) })),
  );
  for (const { node, args, path } of fields) {
    if (!('first' in args)) continue;
    const first = largest(
      listSize(args.first) - 1,
      (first) => cost.with(new Map([[node, { first }]])) <= maxCalls,
    );
    if (first > 0) return `With first: ${first} in ${pathOf(path)} it would fit.`;
  }
  for (const { path, ...field } of fields) {
    const fewer = fewerRegions(field);
    const fits = (count: number) =>
      cost.with(new Map([[field.node, { regionIds: fewer.slice(0, count) }]])) <= maxCalls;
    const regions = largest(Math.min(fewer.length, maxRegions(field, cost)), fits);
    if (regions === 0) continue;
    const named = isOverEveryRegion(field) ? 'regionIds of up to ' : '';
    return `With ${named}${regions} regions in ${pathOf(path)} it would fit.`;
  }
  for (const { path } of parts) {
    const node = path.at(-1)?.node;
    const without = node ? cost.with(new Map([[node, null]])) : cost.calls;
    if (without <= maxCalls)
      return `Without ${pathOf(path)} it would cost ${without}: request that part separately.`;
  }
  return 'Split it into several requests.';
}

/** Returns the largest number from 1 to `maximum` that fits, 0 where none does. Below a number that fits, all fit. */
function largest(maximum: number, fits: (number: number) => boolean): number {
  let [fitting, tooLarge] = [0, maximum + 1];
  while (tooLarge - fitting > 1) {
    const middle = Math.floor((fitting + tooLarge) / 2);
    if (fits(middle)) fitting = middle;
    else tooLarge = middle;
  }
  return fitting;
}

/** Returns a text such as `sessions(first: 70) × connections × sessions(first: 1)`. */
function describe({ path }: CostPart): string {
  return path
    .map((field) => {
      const { node, args } = field;
      const { regionIds, first } = args;
      const regions = Array.isArray(regionIds) ? new Set(regionIds).size : 1;
      const numbers = [
        ...(regions > 1 ? [`${regions} regions`] : []),
        ...(isOverEveryRegion(field) ? ['every region'] : []),
        ...(typeof first === 'number' ? [`first: ${first}`] : []),
      ];
      return keyOf(node) + (numbers.length > 0 ? `(${numbers.join(', ')})` : '');
    })
    .join(' × ');
}

/** Returns fewer regions than a list is over; of one that names none, any will do. */
function fewerRegions(field: CostPart['path'][number]): unknown[] {
  if (isOverEveryRegion(field)) return Array.from({ length: maxPairs }, (_, n) => String(n));
  const { regionIds } = field.args;
  return Array.isArray(regionIds) ? [...new Set(regionIds)].slice(0, -1) : [];
}

/** Maximum regions that a list may name, since it is over that many of each of its accounts. */
function maxRegions({ field, args }: CostPart['path'][number], { accounts }: ForeseenCost): number {
  const isOfSeveral = field.args.some(({ name }) => name === 'accountIds');
  const named = Array.isArray(args.accountIds) ? new Set(args.accountIds).size : accounts;
  return Math.floor(maxPairs / (isOfSeveral ? named : 1));
}

/** Returns whether a field is a list that may name its regions, and does not. */
function isOverEveryRegion({ field, args }: CostPart['path'][number]): boolean {
  return field.args.some(({ name }) => name === 'regionIds') && !Array.isArray(args.regionIds);
}

function pathOf(path: CostPart['path']): string {
  return path.map(({ node }) => keyOf(node)).join(' × ');
}

/** Returns the name of a field in the answer: of five aliases of one field, one is meant. */
function keyOf({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}
