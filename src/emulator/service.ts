import type { Action, ActionContext } from './action.ts';
import { type Answer, errorAnswer, successAnswer } from './answer.ts';
import { describeInstances } from './describe-instances.ts';
import { describeRegions } from './describe-regions.ts';
import { describeTerminalSessions } from './describe-terminal-sessions.ts';
import { EcsError, unknownAction, unknownVersion, unsupportedMethod } from './ecs-error.ts';
import { header, type IncomingCall } from './incoming-call.ts';

const actions: ReadonlyMap<string, Action> = new Map([
  ['DescribeTerminalSessions', describeTerminalSessions],
  ['DescribeInstances', describeInstances],
  ['DescribeRegions', describeRegions],
]);

/** The right answer to an authentic call, refusals included. */
export function answerCall(call: IncomingCall, context: ActionContext): Answer {
  return refusalsAnswered(call, () => {
    if (call.method !== 'POST' && call.method !== 'GET') throw unsupportedMethod();
    const action = call.path === '/' ? actions.get(call.action) : undefined;
    if (!action) throw unknownAction();
    if (header(call.headers, 'x-acs-version') !== '2014-05-26') throw unknownVersion();
    return successAnswer(action(context));
  });
}

/** Runs a step and turns its refusal into the error body ECS would send; anything unforeseen is an InternalError. */
export function refusalsAnswered<T>(call: IncomingCall, step: () => T): T | Answer {
  try {
    return step();
  } catch (error) {
    return errorAnswer(toEcsError(error), hostOf(call));
  }
}

/** The host the caller has called, which ECS names in its error bodies. */
export function hostOf(call: IncomingCall): string {
  return header(call.headers, 'host') ?? '';
}

function toEcsError(error: unknown): EcsError {
  if (error instanceof EcsError) return error;
  // A fleet or a fault of a test that cannot be answered with: the test should see why.
  return new EcsError(500, 'InternalError', `The emulator has failed: ${String(error)}`);
}
