import { dryRunPassed, forbidden, invalidNextToken } from '../api-error.ts';
import { type Action, ecsResource, regionOf } from './action.ts';
import { instanceFilter } from './instance-filter.ts';
import { nearestMaxResults, takePage } from './page.ts';

/** The parameters that are no condition on an instance. A walk may change them between its pages. */
const unconditional = new Set(['MaxResults', 'NextToken', 'AcceptLanguage', 'DryRun']);

/**
 * The instances of one region that meet all conditions; released ones are absent. A dry run is answered with the refusal
 * that the call would get, or with DryRunOperation.
 */
export const describeInstances: Action = {
  permission: 'ecs:DescribeInstances',
  resource: (context) => ecsResource(context, 'instance/*'),
  answer(context) {
    const { caller, params } = context;
    const region = regionOf(context);
    const size = pageSizeOf(params);
    const matching = region.instances.filter(instanceFilter(params));
    if (isDryRun(params)) throw dryRunPassed();
    const conditions = Object.entries(params).filter(([name]) => !unconditional.has(name));
    const page = takePage(matching, {
      ...context,
      size,
      token: params.NextToken,
      query: ['DescribeInstances', caller.account.accountId, JSON.stringify(conditions.sort())],
      invalidToken: invalidNextToken,
    });
    return bodyOf(page.records, page.nextToken, size, matching.length);
  },
  emptyAnswer(context) {
    const { params } = context;
    regionOf(context);
    if (isDryRun(params)) throw forbidden();
    return bodyOf([], '', pageSizeOf(params), 0);
  },
};

function pageSizeOf(params: Readonly<Record<string, string>>): number {
  return nearestMaxResults(params, { min: 10, max: 100 });
}

function isDryRun({ DryRun }: Readonly<Record<string, string>>): boolean {
  return DryRun === 'true';
}

function bodyOf(records: readonly unknown[], nextToken: string, size: number, total: number) {
  return {
    NextToken: nextToken,
    PageNumber: 1,
    PageSize: size,
    TotalCount: total,
    Instances: { Instance: records },
  };
}
