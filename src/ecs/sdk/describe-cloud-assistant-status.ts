import { DescribeCloudAssistantStatusRequest } from '@alicloud/ecs20140526/dist/models/DescribeCloudAssistantStatusRequest.js';
import type { AccountRegion } from '../account-region.ts';
import type { CallOptions } from '../api.ts';
import { BadRequestError } from '../errors.ts';
import { instanceBatches } from '../instance-batches.ts';
import { maxAssistantIds, maxInstanceIdBytes } from '../limits.ts';
import type { AssistantRecord } from '../record.ts';
import { allPages } from './all-pages.ts';
import { assistantsAnswer } from './answer-shape.ts';
import type { CallPipeline } from './call-pipeline.ts';
import { withoutEmpty } from './parameters.ts';
import { readAssistant } from './read-assistant.ts';

const action = 'DescribeCloudAssistantStatus';

/** The Cloud Assistant Agents of the instances with these ids. */
export async function describeCloudAssistantStatus(
  call: CallPipeline,
  at: AccountRegion,
  instanceIds: readonly string[],
  options?: CallOptions,
): Promise<AssistantRecord[]> {
  // Without an id ECS lists all agents of the region.
  if (instanceIds.length === 0) return [];
  if (instanceBatches(instanceIds, maxAssistantIds).length > 1) {
    throw new BadRequestError(
      `${action} takes up to ${maxAssistantIds} ids of together ${maxInstanceIdBytes} encoded bytes, but got: ${instanceIds.length} ids.`,
    );
  }
  const { regionId } = at;
  return allPages(action, async (nextToken) => {
    const request = new DescribeCloudAssistantStatusRequest(
      withoutEmpty({ regionId, instanceId: [...instanceIds], maxResults: maxAssistantIds, nextToken }),
    );
    const answer = await call({ at, action, request, shape: assistantsAnswer }, options);
    const entries = answer.InstanceCloudAssistantStatusSet.InstanceCloudAssistantStatus;
    return {
      records: entries.flatMap((raw) => readAssistant(at, raw) ?? []),
      nextToken: answer.NextToken || null,
    };
  });
}
