import { describe, expect, it } from 'vitest';
import {
  AccessDeniedError,
  BadRequestError,
  CallerGone,
  OutcomeUnknownError,
  QueueFullError,
  RefusedOnTheWayError,
  ThrottledError,
  UnreachableError,
  UpstreamInternalError,
  UpstreamUnavailableError,
} from '../../../../src/ecs/errors.ts';
import { attemptOnce } from '../../../../src/ecs/sdk/attempt-once.ts';

const unclear = [
  new UpstreamUnavailableError('x'),
  new UpstreamInternalError('x', { requestId: 'R-1', upstreamCode: 'InternalError' }),
  new RefusedOnTheWayError('x', 403),
  new QueueFullError(1000, 1000),
  new CallerGone(),
  new AccessDeniedError('x', { upstreamCode: 'SignatureNonceUsed' }),
];
const clear = [
  new ThrottledError(30),
  new AccessDeniedError('x', { upstreamCode: 'Forbidden.RAM' }),
  new BadRequestError('x'),
  new UnreachableError('x'),
];
const ending = (error: Error, hasLeft: boolean) =>
  attemptOnce(async (leave) => {
    if (hasLeft) leave();
    throw error;
  }, 'The session may have been ended.');

describe('the one attempt of a call that changes something', () => {
  it.each(unclear)('is in doubt where it has left and failed with %s', async (error) => {
    const thrown = await ending(error, true).catch((thrown) => thrown);
    expect(thrown).toBeInstanceOf(OutcomeUnknownError);
    expect(thrown).toMatchObject({
      retryable: false,
      requestId: error.requestId,
      upstreamCode: error.upstreamCode,
      message: expect.stringMatching(/The session may have been ended\.$/),
    });
  });

  it.each([...unclear, ...clear])('has failed with %s where it has not left', async (error) => {
    await expect(ending(error, false)).rejects.toBe(error);
  });

  it.each(clear)('has failed with %s, which says what became of it', async (error) => {
    await expect(ending(error, true)).rejects.toBe(error);
  });

  it('does not leave twice, nor when it has been given up', async () => {
    let leaveLater = () => {};
    const failed = new UpstreamUnavailableError('x');
    const given = attemptOnce(async (leave) => {
      leaveLater = leave;
      throw failed;
    }, 'x');
    await expect(given).rejects.toBe(failed);
    expect(leaveLater).toThrow(CallerGone);

    let left = 0;
    const twice = attemptOnce(async (leave) => {
      for (let n = 0; n < 2; n++) {
        leave();
        left += 1;
      }
    }, 'x');
    await expect(twice).rejects.toThrow(OutcomeUnknownError);
    expect(left).toBe(1);
  });
});
