import { invalidNextToken, invalidParameter } from '../api-error.ts';
import { type Action, ecsResource, regionOf } from './action.ts';
import { numberedParameter } from './numbered-parameter.ts';
import { nearestMaxResults, type Page, takePage } from './page.ts';

const maxInstanceIds = 50;

/**
 * The state of the Cloud Assistant agent on the instances that `InstanceId.N` names, in one page; without ids, on all
 * instances of the region, page by page. Instances without an agent are absent.
 */
export const describeCloudAssistantStatus: Action = {
  permission: 'ecs:DescribeCloudAssistantStatus',
  resource: (context) => ecsResource(context, 'instance/*'),
  answer(context) {
    const { caller, params } = context;
    const region = regionOf(context);
    const { assistants = [] } = region;
    const ids = instanceIdsOf(params);
    const size = nearestMaxResults(params, { min: 1, max: maxInstanceIds });
    const page: Page<unknown> =
      ids.size > 0
        ? { records: assistants.filter(({ InstanceId }) => ids.has(InstanceId)), nextToken: '' }
        : takePage(assistants, {
            ...context,
            size,
            token: params.NextToken,
            query: ['DescribeCloudAssistantStatus', caller.account.accountId, region.regionId],
            invalidToken: invalidNextToken,
          });
    return {
      NextToken: page.nextToken,
      PageNumber: 1,
      PageSize: size,
      TotalCount: page.records.length,
      InstanceCloudAssistantStatusSet: { InstanceCloudAssistantStatus: page.records },
    };
  },
};

function instanceIdsOf(params: Readonly<Record<string, string>>): Set<unknown> {
  const outOfRange = () =>
    invalidParameter('InstanceId', `The parameter InstanceId takes at most ${maxInstanceIds} instance ids.`);
  return new Set(numberedParameter(params, { name: 'InstanceId', max: maxInstanceIds, outOfRange }).values());
}
