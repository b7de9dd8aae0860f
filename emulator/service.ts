import type { Action, ActionContext } from './action.ts';
import { type Answer, errorAnswer, successAnswer } from './answer.ts';
import {
  ApiError,
  forbidden,
  noPermission,
  unknownAction,
  unknownVersion,
  unsupportedMethod,
} from './api-error.ts';
import { assumeRole } from './assume-role.ts';
import { describeCloudAssistantSettings } from './describe-cloud-assistant-settings.ts';
import { describeCloudAssistantStatus } from './describe-cloud-assistant-status.ts';
import { describeInstances } from './describe-instances.ts';
import { describeRegions } from './describe-regions.ts';
import { describeTerminalSessions } from './describe-terminal-sessions.ts';
import { endTerminalSession } from './end-terminal-session.ts';
import { getCallerIdentity } from './get-caller-identity.ts';
import { header, type IncomingCall } from './incoming-call.ts';
import { listRoles } from './list-roles.ts';
import { listUsers } from './list-users.ts';
import { isAllowed } from './policy.ts';

/** The APIs that stand behind one version. */
interface Service {
  version: string;
  actions: ReadonlyMap<string, Action>;
  /** What it answers where a policy does not allow the call. */
  unpermitted: () => ApiError;
}

const services: readonly Service[] = [
  {
    version: '2014-05-26',
    actions: new Map([
      ['DescribeTerminalSessions', describeTerminalSessions],
      ['DescribeInstances', describeInstances],
      ['DescribeRegions', describeRegions],
      ['DescribeCloudAssistantStatus', describeCloudAssistantStatus],
      ['DescribeCloudAssistantSettings', describeCloudAssistantSettings],
      ['EndTerminalSession', endTerminalSession],
    ]),
    unpermitted: forbidden,
  },
  {
    version: '2015-04-01',
    actions: new Map([
      ['AssumeRole', assumeRole],
      ['GetCallerIdentity', getCallerIdentity],
    ]),
    unpermitted: noPermission,
  },
  {
    version: '2015-05-01',
    actions: new Map([
      ['ListUsers', listUsers],
      ['ListRoles', listRoles],
    ]),
    unpermitted: noPermission,
  },
];

/** The right answer to an authentic call of ECS, STS or RAM, refusals included. */
export function answerCall(call: IncomingCall, context: ActionContext): Answer {
  return refusalsAnswered(call, () => {
    if (call.method !== 'POST' && call.method !== 'GET') throw unsupportedMethod();
    const service = call.path === '/' ? services.find(({ actions }) => actions.has(call.action)) : undefined;
    const action = service?.actions.get(call.action);
    if (!service || !action) throw unknownAction();
    if (header(call.headers, 'x-acs-version') !== service.version) throw unknownVersion();
    return successAnswer(permittedAnswer(service, action, context));
  });
}

function permittedAnswer(service: Service, action: Action, context: ActionContext): Record<string, unknown> {
  const { permission } = action;
  const isPermitted =
    permission === null || isAllowed(context.caller.policies, permission, action.resource(context));
  if (isPermitted) return action.answer(context);
  if (context.unpermitted === 'empty' && action.emptyAnswer) return action.emptyAnswer(context);
  throw service.unpermitted();
}

/** Runs a step and turns its refusal into the error body ECS would send; anything unforeseen is an InternalError. */
export function refusalsAnswered<T>(call: IncomingCall, step: () => T): T | Answer {
  try {
    return step();
  } catch (error) {
    return errorAnswer(toApiError(error), hostOf(call));
  }
}

/** The host the caller has called, which ECS names in its error bodies. */
export function hostOf(call: IncomingCall): string {
  return header(call.headers, 'host') ?? '';
}

function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  // A fleet or a fault of a test that cannot be answered with: the test should see why.
  return new ApiError(500, 'InternalError', `The emulator has failed: ${String(error)}`);
}
