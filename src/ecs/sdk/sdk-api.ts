import type { AccountRegion } from '../account-region.ts';
import type { EcsApi } from '../api.ts';
import { GatewayError } from '../errors.ts';
import { type CallPipelineOptions, createCallPipeline } from './call-pipeline.ts';
import { describeCloudAssistantSettings } from './describe-cloud-assistant-settings.ts';
import { describeCloudAssistantStatus } from './describe-cloud-assistant-status.ts';
import { checkMayFindInstances, describeInstances, findInstances } from './describe-instances.ts';
import { describeRegions } from './describe-regions.ts';
import { describeTerminalSessions } from './describe-terminal-sessions.ts';
import { endTerminalSession } from './end-terminal-session.ts';
import { logUnknownOnce } from './log-once.ts';

/** The ECS calls over the official SDK. Each failure names the account, and the region where only one was called. */
export function createSdkApi(pipelineOptions: CallPipelineOptions): EcsApi {
  const call = createCallPipeline(pipelineOptions);
  const { homeRegion, log } = pipelineOptions;
  const onUnknown = logUnknownOnce(log);

  return {
    terminalSessions: (query, options) =>
      placed(query, describeTerminalSessions(call, query, { ...options, onUnknown })),
    instances: (at, instanceIds, options) => placed(at, describeInstances(call, at, instanceIds, options)),
    findInstances: (query, options) => placed(query, findInstances(call, query, options)),
    checkMayFindInstances: (at, options) => placed(at, checkMayFindInstances(call, at, options)),
    regions: (accountKey, options) =>
      placed(
        { accountKey },
        describeRegions(call, { accountKey, regionId: homeRegion }, { ...options, onUnknown }),
      ),
    assistants: (at, instanceIds, options) =>
      placed(at, describeCloudAssistantStatus(call, at, instanceIds, options)),
    recording: (at, options) => placed(at, describeCloudAssistantSettings(call, at, options)),
    endSession: (at, sessionId, options) => placed(at, endTerminalSession(call, at, sessionId, options)),
    atHand: () => undefined,
  };
}

type At = Pick<AccountRegion, 'accountKey'> & Partial<AccountRegion>;

/** Names account and region in what fails: a list of thirty regions that fails must say which of them it was. */
async function placed<T>(at: At, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    // Each call has an error of its own, so what is noted here is noted for its waiters alone.
    throw error instanceof GatewayError ? error.in(at) : error;
  }
}
