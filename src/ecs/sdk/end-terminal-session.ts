import { EndTerminalSessionRequest } from '@alicloud/ecs20140526/dist/models/EndTerminalSessionRequest.js';
import type { AccountRegion } from '../account-region.ts';
import type { CallOptions } from '../api.ts';
import { BadRequestError } from '../errors.ts';
import { emptyAnswer } from './answer-shape.ts';
import type { CallPipeline } from './call-pipeline.ts';

/**
 * Ends a session, for good: the one call that changes something, and so is made once.
 *
 * @throws OutcomeUnknownError where it was sent, and nobody knows whether it took effect
 */
export async function endTerminalSession(
  call: CallPipeline,
  at: AccountRegion,
  sessionId: string,
  options?: CallOptions,
): Promise<void> {
  if (sessionId === '') throw new BadRequestError('Only a session with an id can be ended.');
  await call(
    {
      at,
      action: 'EndTerminalSession',
      request: new EndTerminalSessionRequest({ regionId: at.regionId, sessionId }),
      shape: emptyAnswer,
      sessionId,
      inDoubt: 'The session may have been ended; ask session whether it is still active.',
    },
    options,
  );
}
