import {
  DescribeInstancesRequest,
  DescribeInstancesRequestTag,
} from '@alicloud/ecs20140526/dist/models/DescribeInstancesRequest.js';
import type { z } from 'zod';
import type { AccountRegion } from '../account-region.ts';
import type { CallOptions } from '../api.ts';
import { BadRequestError, GatewayError, UpstreamUnavailableError } from '../errors.ts';
import { instanceBatches } from '../instance-batches.ts';
import type { InstanceQuery, InstancesPage } from '../instance-query.ts';
import { maxInstanceIdBytes, maxInstanceIds } from '../limits.ts';
import type { InstanceRecord } from '../record.ts';
import { allPages } from './all-pages.ts';
import { anyAnswer, instancesAnswer } from './answer-shape.ts';
import type { CallPipeline } from './call-pipeline.ts';
import { withoutEmpty } from './parameters.ts';
import { readInstance } from './read-instance.ts';

const action = 'DescribeInstances';

/** The instances with these ids, from the first page to the last. */
export async function describeInstances(
  call: CallPipeline,
  at: AccountRegion,
  instanceIds: readonly string[],
  options?: CallOptions,
): Promise<InstanceRecord[]> {
  if (instanceBatches(instanceIds).length > 1) {
    throw new BadRequestError(
      `DescribeInstances takes up to ${maxInstanceIds} ids of together ${maxInstanceIdBytes} encoded bytes, but got: ${instanceIds.length} ids.`,
    );
  }
  const parameters = { instanceIds: JSON.stringify(instanceIds), maxResults: maxInstanceIds };
  return allPages(action, async (nextToken) => {
    const answer = await describe(call, at, { ...parameters, nextToken }, instancesAnswer, options);
    return {
      // One without an id is none that was asked for.
      records: answer.Instances.Instance.flatMap((raw) => readInstance(at, raw) ?? []),
      nextToken: answer.NextToken || null,
    };
  });
}

/** One page of the instances that meet the conditions of a query. */
export async function findInstances(
  call: CallPipeline,
  query: InstanceQuery,
  options?: CallOptions,
): Promise<InstancesPage> {
  const { name, privateIp, tags = [], vpcId, maxResults, nextToken } = query;
  const parameters = {
    instanceName: name,
    vpcId,
    // ECS looks at addresses only within a type of network, and else answers with all that meets the rest.
    ...(privateIp && { instanceNetworkType: 'vpc', privateIpAddresses: JSON.stringify([privateIp]) }),
    tag: tags.map((tag) => new DescribeInstancesRequestTag(withoutEmpty({ ...tag }))),
    maxResults,
    nextToken,
  };
  const answer = await describe(call, query, parameters, instancesAnswer, options);
  const records = answer.Instances.Instance.map((raw) => readInstance(query, raw));
  if (!records.every((record) => record !== null)) {
    // Left out, it would be a machine that nobody finds.
    throw new UpstreamUnavailableError('ECS sent an instance without its InstanceId.');
  }
  return { records, nextToken: answer.NextToken || null };
}

/**
 * Asks whether the account's instances in a region may be seen, which an empty list does not say.
 *
 * @throws AccessDeniedError where they may not
 */
export async function checkMayFindInstances(
  call: CallPipeline,
  at: AccountRegion,
  options?: CallOptions,
): Promise<void> {
  try {
    await describe(call, at, { dryRun: true }, anyAnswer, options);
  } catch (error) {
    // A dry run has no answer but errors, of which this one says yes.
    if (error instanceof GatewayError && error.upstreamCode === 'DryRunOperation') return;
    throw error;
  }
  throw new UpstreamUnavailableError(
    'ECS answered a dry run of DescribeInstances with a list, which does not say whether instances may be seen.',
  );
}

function describe<T>(
  call: CallPipeline,
  at: AccountRegion,
  parameters: Record<string, unknown>,
  shape: z.ZodType<T>,
  options?: CallOptions,
): Promise<T> {
  const request = new DescribeInstancesRequest(withoutEmpty({ regionId: at.regionId, ...parameters }));
  return call({ at, action, request, shape }, options);
}
