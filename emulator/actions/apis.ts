import {
  type ApiError,
  forbidden,
  noPermission,
  unknownAction,
  unknownVersion,
  unsupportedMethod,
} from '../api-error.ts';
import { header, type IncomingCall } from '../incoming-call.ts';
import { isAllowed } from '../ram-policy.ts';
import type { Action, ActionContext } from './action.ts';
import { assumeRole } from './assume-role.ts';
import { describeCloudAssistantSettings } from './describe-cloud-assistant-settings.ts';
import { describeCloudAssistantStatus } from './describe-cloud-assistant-status.ts';
import { describeInstances } from './describe-instances.ts';
import { describeRegions } from './describe-regions.ts';
import { describeTerminalSessions } from './describe-terminal-sessions.ts';
import { endTerminalSession } from './end-terminal-session.ts';
import { getCallerIdentity } from './get-caller-identity.ts';
import { listRoles } from './list-roles.ts';
import { listUsers } from './list-users.ts';

/** One API of the cloud: the actions of one version. */
interface Api {
  version: string;
  actions: ReadonlyMap<string, Action>;
  /** The refusal where a policy does not allow the call. */
  refusal: () => ApiError;
}

const ecs: Api = {
  version: '2014-05-26',
  actions: new Map([
    ['DescribeTerminalSessions', describeTerminalSessions],
    ['DescribeInstances', describeInstances],
    ['DescribeRegions', describeRegions],
    ['DescribeCloudAssistantStatus', describeCloudAssistantStatus],
    ['DescribeCloudAssistantSettings', describeCloudAssistantSettings],
    ['EndTerminalSession', endTerminalSession],
  ]),
  refusal: forbidden,
};

const sts: Api = {
  version: '2015-04-01',
  actions: new Map([
    ['AssumeRole', assumeRole],
    ['GetCallerIdentity', getCallerIdentity],
  ]),
  refusal: noPermission,
};

const ram: Api = {
  version: '2015-05-01',
  actions: new Map([
    ['ListUsers', listUsers],
    ['ListRoles', listRoles],
  ]),
  refusal: noPermission,
};

const apis = [ecs, sts, ram];

/**
 * The body of the right answer to an authentic call, but for the RequestId.
 *
 * @throws ApiError where ECS, STS or RAM would refuse the call
 */
export function bodyOf(call: IncomingCall, context: ActionContext): Record<string, unknown> {
  if (call.method !== 'POST' && call.method !== 'GET') throw unsupportedMethod();
  const api = call.path === '/' ? apis.find(({ actions }) => actions.has(call.action)) : undefined;
  const action = api?.actions.get(call.action);
  if (!api || !action) throw unknownAction();
  if (header(call.headers, 'x-acs-version') !== api.version) throw unknownVersion();
  if (isPermitted(action, context)) return action.answer(context);
  if (context.unpermitted === 'empty' && action.emptyAnswer) return action.emptyAnswer(context);
  throw api.refusal();
}

function isPermitted({ permission, resource }: Action, context: ActionContext): boolean {
  return permission === null || isAllowed(context.caller.policies, permission, resource(context));
}
