import { type Action, regionOf } from './action.ts';
import { malformedInstanceIds } from './ecs-error.ts';
import { takePage } from './page.ts';

/** The instances of one region, or those of them that InstanceIds names; released ones are simply absent. */
export const describeInstances: Action = (context) => {
  const region = regionOf(context);
  const { InstanceIds: text } = context.params;
  const ids = text === undefined ? null : new Set(parseInstanceIds(text));
  const matching = region.instances.filter((instance) => ids === null || ids.has(instance.InstanceId));
  const page = takePage(matching, {
    ...context,
    query: ['DescribeInstances', region.regionId, text ?? null],
    // Nobody starts an instance here, so counting is as good as anchoring.
    tokens: 'offset',
  });
  return {
    NextToken: page.nextToken,
    PageNumber: 1,
    PageSize: page.maxResults,
    TotalCount: matching.length,
    Instances: { Instance: page.records },
  };
};

function parseInstanceIds(text: string): unknown[] {
  const ids = parseJson(text);
  const isValid = Array.isArray(ids) && ids.length <= 100 && ids.every((id) => typeof id === 'string');
  if (!isValid) throw malformedInstanceIds();
  return ids;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformedInstanceIds();
  }
}
