import {
  CallerGone,
  GatewayError,
  OutcomeUnknownError,
  QueueFullError,
  UnreachableError,
  UpstreamInternalError,
  UpstreamUnavailableError,
} from '../errors.ts';
import { isUsedNonce } from './translate-error.ts';

/**
 * Sends a call that changes something, once at most. What fails before it leaves is an ordinary failure, and nothing
 * leaves after it; once it has left, only ECS's own answer says what became of it.
 *
 * @param send makes the call; must call `leave` right before a byte of it may leave, and give up if that throws
 * @param inDoubt what is said where no clear answer came
 * @throws OutcomeUnknownError where nobody knows whether the call took effect
 */
export async function attemptOnce<T>(send: (leave: () => void) => Promise<T>, inDoubt: string): Promise<T> {
  let state: 'here' | 'left' | 'given up' = 'here';
  const leave = () => {
    if (state !== 'here') throw new CallerGone();
    state = 'left';
  };
  const hasLeft = () => state === 'left';
  try {
    return await send(leave);
  } catch (error) {
    if (hasLeft() && isUnclear(error)) throw new OutcomeUnknownError(inDoubt, error);
    state = 'given up';
    throw error;
  }
}

function isUnclear(error: unknown): error is GatewayError {
  if (!(error instanceof GatewayError) || error instanceof UnreachableError) return false;
  return (
    error instanceof UpstreamUnavailableError ||
    error instanceof UpstreamInternalError ||
    // The time was up: it had waited for its place so long that its attempt had too little of it.
    error instanceof QueueFullError ||
    // Something on the way has sent it twice: this refuses the second, and says nothing of the first.
    isUsedNonce(error)
  );
}
