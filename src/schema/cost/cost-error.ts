import type { FieldNode, GraphQLError } from 'graphql';
import { BadRequestError } from '../../ecs/errors.ts';
import { toGraphQLError } from '../failure.ts';
import { listSize } from './cost-rules.ts';
import type { CostPart, ForeseenCost } from './upstream-cost.ts';

/** How many of the fields that cost most are named. */
const partsNamed = 3;

/** What to say of a request that may cost more upstream calls than it may; undefined for one that does not. */
export function costError(cost: ForeseenCost, most: number): GraphQLError | undefined {
  if (cost.calls <= most) return undefined;
  const parts = cost.parts().filter(({ calls }) => calls > 0);
  const named = parts.slice(0, partsNamed);
  const costs = named.map((part) => `${part.calls} for ${describe(part)}`).join(', ');
  const error = new BadRequestError(
    `This request may cost ${cost.calls} upstream calls, more than the ${most} that MAX_UPSTREAM_CALLS allows: ${costs}${parts.length > named.length ? ' and others' : ''}. ${advice(cost, named, most)}`,
  );
  return toGraphQLError(error);
}

/** One change that makes the request cheap enough: a smaller list, fewer regions, or a field less. */
function advice(cost: ForeseenCost, parts: readonly CostPart[], most: number): string {
  const fields = parts.flatMap(({ path }) =>
    path.map((field, index) => ({ ...field, path: path.slice(0, index + 1) })),
  );
  for (const { node, args, path } of fields) {
    if (!('first' in args)) continue;
    const first = largest(
      listSize(args.first) - 1,
      (first) => cost.with(new Map([[node, { first }]])) <= most,
    );
    if (first > 0) return `With first: ${first} in ${pathOf(path)} it would fit.`;
  }
  for (const { node, args, path } of fields) {
    const regionIds = Array.isArray(args.regionIds) ? [...new Set(args.regionIds)] : [];
    const fits = (count: number) =>
      cost.with(new Map([[node, { regionIds: regionIds.slice(0, count) }]])) <= most;
    const regions = largest(regionIds.length - 1, fits);
    if (regions > 0) return `With ${regions} regions in ${pathOf(path)} it would fit.`;
  }
  for (const { path } of parts) {
    const node = path.at(-1)?.node;
    const without = node ? cost.with(new Map([[node, null]])) : cost.calls;
    if (without <= most)
      return `Without ${pathOf(path)} it would cost ${without}: ask for that in requests of its own.`;
  }
  return 'Ask for its fields in requests of their own, a few in each.';
}

/** The largest number from 1 to `most` that fits; 0 where none does. What fits for a number fits for smaller ones. */
function largest(most: number, fits: (number: number) => boolean): number {
  let [fitting, tooLarge] = [0, most + 1];
  while (tooLarge - fitting > 1) {
    const middle = Math.floor((fitting + tooLarge) / 2);
    if (fits(middle)) fitting = middle;
    else tooLarge = middle;
  }
  return fitting;
}

/** Such as `sessions(first: 70) × connections × sessions(first: 1)`. */
function describe({ path }: CostPart): string {
  return path
    .map(({ node, args: { regionIds, first } }) => {
      const regions = Array.isArray(regionIds) ? new Set(regionIds).size : 1;
      const numbers = [
        ...(regions > 1 ? [`${regions} regions`] : []),
        ...(typeof first === 'number' ? [`first: ${first}`] : []),
      ];
      return keyOf(node) + (numbers.length > 0 ? `(${numbers.join(', ')})` : '');
    })
    .join(' × ');
}

function pathOf(path: CostPart['path']): string {
  return path.map(({ node }) => keyOf(node)).join(' × ');
}

/** What the answer calls it: of five aliases of one field, one is meant. */
function keyOf({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}
