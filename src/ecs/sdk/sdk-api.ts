import { DescribeInstancesRequest } from '@alicloud/ecs20140526/dist/models/DescribeInstancesRequest.js';
import { DescribeRegionsRequest } from '@alicloud/ecs20140526/dist/models/DescribeRegionsRequest.js';
import { DescribeTerminalSessionsRequest } from '@alicloud/ecs20140526/dist/models/DescribeTerminalSessionsRequest.js';
import type { EcsApi } from '../api.ts';
import { BadRequestError, GatewayError, UpstreamUnavailableError } from '../errors.ts';
import { instanceBatches } from '../instance-batches.ts';
import { maxInstanceIdBytes, maxInstanceIds } from '../limits.ts';
import type { InstanceRecord, RegionRecord } from '../record.ts';
import { isRegionId, type RegionId } from '../region-id.ts';
import { instancesAnswer, regionsAnswer, sessionsAnswer } from './answer-shape.ts';
import { type CallPipelineOptions, createCallPipeline } from './call-pipeline.ts';
import { logUnknownOnce } from './log-once.ts';
import { text } from './read-field.ts';
import { readInstance } from './read-instance.ts';
import { readSession } from './read-session.ts';

/** As many ids as one call takes fit one page; a token that never ends must not hold a call for ever. */
const maxInstancePages = 10;

/** The ECS calls over the official SDK. Each failure of a call to one region names the region. */
export function createSdkApi(options: CallPipelineOptions): EcsApi {
  const call = createCallPipeline(options);
  const onUnknown = logUnknownOnce(options.log);

  return {
    terminalSessions: (query, options) =>
      inRegion(query.regionId, async () => {
        const answer = await call(
          {
            regionId: query.regionId,
            action: 'DescribeTerminalSessions',
            request: new DescribeTerminalSessionsRequest(withoutEmpty({ ...query })),
            shape: sessionsAnswer,
          },
          options,
        );
        return {
          records: answer.Sessions.Session.map((raw) => readSession(query.regionId, raw, onUnknown)),
          nextToken: answer.NextToken || null,
        };
      }),

    instances: (regionId, instanceIds, options) =>
      inRegion(regionId, async () => {
        if (instanceBatches(instanceIds).length > 1) {
          throw new BadRequestError(
            `DescribeInstances takes up to ${maxInstanceIds} ids of together ${maxInstanceIdBytes} encoded bytes, but got: ${instanceIds.length} ids.`,
          );
        }
        const parameters = { regionId, instanceIds: JSON.stringify(instanceIds), maxResults: maxInstanceIds };
        const found: InstanceRecord[] = [];
        let nextToken: string | undefined;
        for (let page = 0; page < maxInstancePages; page++) {
          const answer = await call(
            {
              regionId,
              action: 'DescribeInstances',
              request: new DescribeInstancesRequest(withoutEmpty({ ...parameters, nextToken })),
              shape: instancesAnswer,
            },
            options,
          );
          found.push(...answer.Instances.Instance.map(readInstance).filter((instance) => instance !== null));
          nextToken = answer.NextToken || undefined;
          if (nextToken === undefined) return found;
        }
        throw new UpstreamUnavailableError('ECS sent pages without end for one DescribeInstances call.');
      }),

    regions: async (callOptions) => {
      const answer = await call(
        {
          regionId: options.homeRegion,
          action: 'DescribeRegions',
          request: new DescribeRegionsRequest({ acceptLanguage: 'en-US' }),
          shape: regionsAnswer,
        },
        callOptions,
      );
      return answer.Regions.Region.flatMap((raw): RegionRecord[] => {
        const regionId = text(raw, 'RegionId');
        if (!isRegionId(regionId)) {
          onUnknown('RegionId', String(regionId));
          return [];
        }
        return [{ regionId, localName: text(raw, 'LocalName'), endpoint: text(raw, 'RegionEndpoint') }];
      });
    },

    atHand: () => undefined,
  };
}

/** Names the region in what fails: a list of thirty regions that fails must say which of them it was. */
async function inRegion<T>(regionId: RegionId, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // Each call has an error of its own, so what is noted here is noted for its waiters alone.
    throw error instanceof GatewayError ? error.inRegion(regionId) : error;
  }
}

/** The SDK sends `SessionId=` for an empty parameter, which ECS takes for a session whose id is empty. */
function withoutEmpty(parameters: Record<string, string | number | undefined>) {
  return Object.fromEntries(
    Object.entries(parameters).filter(([, value]) => value !== undefined && value !== ''),
  );
}
