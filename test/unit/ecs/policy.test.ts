import { describe, expect, it } from 'vitest';
import {
  AccessDeniedError,
  BadRequestError,
  ThrottledError,
  UpstreamInternalError,
  UpstreamUnavailableError,
} from '../../../src/ecs/errors.ts';
import { createPolicy } from '../../../src/ecs/policy.ts';

const options = { timeoutMs: 1000, deadlineMs: 5000, maxAttempts: 3, maxConcurrency: 2 };
const never = () => new Promise<never>(() => {});

/** Rejects with each error in turn, then answers. */
function failing(...errors: Error[]) {
  const attempt = async () => {
    const error = errors[attempt.count++];
    if (error) throw error;
    return 'answer';
  };
  attempt.count = 0;
  return attempt;
}

describe('the policy around a call', () => {
  it.each([new UpstreamInternalError('x'), new UpstreamUnavailableError('x')])(
    'tries again after %s',
    async (error) => {
      const policy = createPolicy(options);
      const attempt = failing(error, error);
      expect(await policy.run(policy.lane(), attempt)).toBe('answer');
      expect(attempt.count).toBe(3);
    },
  );

  it('gives up after ECS_MAX_ATTEMPTS with the last failure', async () => {
    const policy = createPolicy(options);
    const last = new UpstreamInternalError('last');
    const attempt = failing(new UpstreamUnavailableError('x'), new UpstreamUnavailableError('x'), last);
    await expect(policy.run(policy.lane(), attempt)).rejects.toBe(last);
    expect(attempt.count).toBe(3);
  });

  it.each([new ThrottledError(30), new BadRequestError('x'), new AccessDeniedError('x')])(
    'never tries again after %s',
    async (error) => {
      const policy = createPolicy(options);
      const attempt = failing(error);
      await expect(policy.run(policy.lane(), attempt)).rejects.toBe(error);
      expect(attempt.count).toBe(1);
    },
  );

  it.each(['InvalidSecurityToken.Expired', 'SignatureNonceUsed'])(
    'tries once more after %s',
    async (upstreamCode) => {
      const policy = createPolicy({ ...options, maxAttempts: 1 });
      const refused = () => new AccessDeniedError('x', { upstreamCode });
      const once = failing(refused());
      expect(await policy.run(policy.lane(), once)).toBe('answer');
      const twice = failing(refused(), refused());
      await expect(policy.run(policy.lane(), twice)).rejects.toThrow(AccessDeniedError);
      expect(twice.count).toBe(2);
    },
  );

  it('ends an attempt that hangs, and the call at its deadline', async () => {
    const policy = createPolicy({ ...options, timeoutMs: 20, deadlineMs: 60, maxAttempts: 10 });
    await expect(policy.run(policy.lane(), never)).rejects.toThrow(/within (20|60) ms/);
  });

  it('runs so many at once, the others in their order', async () => {
    const policy = createPolicy(options);
    const lane = policy.lane();
    const order: number[] = [];
    let running = 0;
    let most = 0;
    const calls = Array.from({ length: 7 }, (_, n) =>
      policy.run(lane, async () => {
        order.push(n);
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 5));
        running -= 1;
      }),
    );
    await Promise.all(calls);
    expect(most).toBe(2);
    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('counts waiting into the deadline, and never sends what nobody waits for any more', async () => {
    const policy = createPolicy({
      ...options,
      maxConcurrency: 1,
      timeoutMs: 100,
      deadlineMs: 50,
      maxAttempts: 1,
    });
    const lane = policy.lane();
    const first = policy.run(lane, never);
    const waiting = failing();
    const second = policy.run(lane, waiting);
    await expect(first).rejects.toThrow(/50 ms/);
    await expect(second).rejects.toThrow(/50 ms/);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(waiting.count).toBe(0);
    expect(await policy.run(lane, failing())).toBe('answer');
  });

  it('does not count against a region what fails after its caller has gone', async () => {
    const policy = createPolicy({ ...options, maxAttempts: 1 });
    const lane = policy.lane();
    for (let n = 0; n < 10; n++) {
      const controller = new AbortController();
      const call = policy.run(
        lane,
        async () => {
          controller.abort();
          throw new UpstreamUnavailableError('x');
        },
        controller.signal,
      );
      await expect(call).rejects.toThrow('The caller went away');
    }
    expect(await policy.run(lane, failing())).toBe('answer');
  });

  it('stops trying when the caller has gone', async () => {
    const policy = createPolicy(options);
    const controller = new AbortController();
    const attempt = failing(...Array.from({ length: 5 }, () => new UpstreamUnavailableError('x')));
    const call = policy.run(policy.lane(), attempt, controller.signal);
    setTimeout(() => controller.abort(), 1);
    await expect(call).rejects.toThrow(UpstreamUnavailableError);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(attempt.count).toBeLessThan(3);
  });
});
