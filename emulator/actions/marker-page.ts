import { invalidParameter } from '../api-error.ts';
import type { ActionContext } from './action.ts';
import { takePage } from './page.ts';

/**
 * One page of a list of RAM, which continues by Marker. `key` names the list in the answer, such as `Users.User`.
 *
 * @throws ApiError where MaxItems or Marker is not valid
 */
export function markerPage(
  context: ActionContext,
  { action, records, key: [outer, inner] }: { action: string; records: unknown[]; key: [string, string] },
): Record<string, unknown> {
  const { caller, params } = context;
  const page = takePage(records, {
    ...context,
    size: maxItemsOf(params.MaxItems),
    token: params.Marker,
    query: [action, caller.account.accountId],
    invalidToken: () => invalidParameter('Marker'),
  });
  const isTruncated = page.nextToken !== '';
  return {
    [outer]: { [inner]: page.records },
    IsTruncated: isTruncated,
    // RAM leaves it out on the last page.
    ...(isTruncated && { Marker: page.nextToken }),
  };
}

function maxItemsOf(text: string | undefined): number {
  if (text === undefined) return 100;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > 1000) throw invalidParameter('MaxItems');
  return value;
}
