import { describe, expect, it } from 'vitest';
import {
  AccessDeniedError,
  BadRequestError,
  CredentialsUnavailableError,
  QueueFullError,
  RefusedOnTheWayError,
  ThrottledError,
  UpstreamInternalError,
  UpstreamUnavailableError,
} from '../../../../src/ecs/errors.ts';
import { createPolicy } from '../../../../src/ecs/sdk/policy.ts';

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

  it.each([
    new ThrottledError(30),
    new BadRequestError('x'),
    new AccessDeniedError('x'),
    new RefusedOnTheWayError('x', 414),
    new RefusedOnTheWayError('x', 429),
    new CredentialsUnavailableError('x'),
  ])('never tries again after %s', async (error) => {
    const policy = createPolicy(options);
    const attempt = failing(error);
    await expect(policy.run(policy.lane(), attempt)).rejects.toBe(error);
    expect(attempt.count).toBe(1);
  });

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
    await expect(first).rejects.toThrow(UpstreamUnavailableError);
    await expect(second).rejects.toThrow(/50 ms/);
    await expect(second).rejects.toThrow(QueueFullError);
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

describe('a lane', () => {
  const lanes = { ...options, maxAttempts: 1 };
  const outage = () => failing(...Array.from({ length: 100 }, () => new UpstreamUnavailableError('x')));

  it('is left alone after five outages, and no other lane with it', async () => {
    const policy = createPolicy(lanes);
    const [broken, healthy] = [policy.lane(), policy.lane()];
    const attempt = outage();
    for (let n = 0; n < 10; n++) {
      await expect(policy.run(broken, attempt)).rejects.toThrow(UpstreamUnavailableError);
      expect(await policy.run(healthy, failing())).toBe('answer');
    }
    expect(attempt.count).toBe(5);
  });

  it.each([
    new BadRequestError('x'),
    new AccessDeniedError('x'),
    new ThrottledError(1),
    new UpstreamInternalError('x'),
    new RefusedOnTheWayError('x', 400),
    new RefusedOnTheWayError('x', 414),
    new RefusedOnTheWayError('x', 429),
  ])('is not left alone after %s', async (error) => {
    const policy = createPolicy(lanes);
    const lane = policy.lane();
    const attempt = failing(...Array.from({ length: 20 }, () => error));
    for (let n = 0; n < 20; n++) await expect(policy.run(lane, attempt)).rejects.toBe(error);
    expect(attempt.count).toBe(20);
    expect(await policy.run(lane, attempt)).toBe('answer');
  });

  it('is not left alone for waiting: who gets no place in time is throttled by the gateway itself', async () => {
    const policy = createPolicy({ ...lanes, maxConcurrency: 1, timeoutMs: 10_000, deadlineMs: 100 });
    const lane = policy.lane();
    for (let round = 0; round < 2; round++) {
      let end = () => {};
      const holding = policy.run(lane, () => new Promise<void>((resolve) => (end = resolve)));
      const waiting = Array.from({ length: 20 }, () => policy.run(lane, failing()).catch((error) => error));
      // The one that holds the place is cut short as well, which alone is an outage.
      await expect(holding).rejects.toThrow(UpstreamUnavailableError);
      for (const error of await Promise.all(waiting)) {
        expect(error).toBeInstanceOf(QueueFullError);
        expect(error).toMatchObject({ upstreamCode: null, retryable: true });
      }
      end();
      await new Promise((resolve) => setImmediate(resolve));
      expect(await policy.run(lane, failing())).toBe('answer');
    }
  });

  it('is not left alone for attempts that waiting left too little time', async () => {
    const policy = createPolicy({ ...lanes, maxConcurrency: 1, timeoutMs: 10_000, deadlineMs: 200 });
    for (let round = 0; round < 3; round++) {
      const lane = policy.lane();
      // Holds the place for 60 % of the time that the second has.
      const holding = () => new Promise<string>((resolve) => setTimeout(resolve, 120, 'answer'));
      void policy.run(lane, holding).catch(() => {});
      await expect(policy.run(lane, never)).rejects.toThrow(QueueFullError);
    }
  });

  it('tells what ECS said to the first attempt where there is no place for another', async () => {
    const policy = createPolicy({ ...options, maxConcurrency: 1, timeoutMs: 10_000, deadlineMs: 400 });
    const lane = policy.lane();
    const failed = new UpstreamInternalError('first');
    let isFirst = true;
    const call = policy.run(lane, async () => {
      if (!isFirst) return 'answer';
      isFirst = false;
      throw failed;
    });
    // Comes while the first waits to try again, and stays.
    void policy.run(lane, never).catch(() => {});
    await expect(call).rejects.toBe(failed);
  });

  it('lets an attempt know that its time is up', async () => {
    const policy = createPolicy({ ...lanes, timeoutMs: 20 });
    const signals: AbortSignal[] = [];
    const call = policy.run(policy.lane(), (timeIsUp) => {
      signals.push(timeIsUp);
      return never();
    });
    await expect(call).rejects.toThrow(/within 20 ms/);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });
});

describe('a call that must not be tried again', () => {
  it.each([
    new UpstreamInternalError('x'),
    new UpstreamUnavailableError('x'),
    new ThrottledError(30),
    new AccessDeniedError('x', { upstreamCode: 'InvalidSecurityToken.Expired' }),
    new AccessDeniedError('x', { upstreamCode: 'SignatureNonceUsed' }),
  ])('is not, after %s', async (error) => {
    const policy = createPolicy(options);
    const attempt = failing(error);
    await expect(policy.runOnce(policy.lane(), attempt)).rejects.toBe(error);
    expect(attempt.count).toBe(1);
    expect(await policy.runOnce(policy.lane(), attempt)).toBe('answer');
  });

  it('is not begun when its caller has gone', async () => {
    const policy = createPolicy({ ...options, maxConcurrency: 1 });
    const lane = policy.lane();
    let end = () => {};
    const holding = policy.run(lane, () => new Promise<void>((resolve) => (end = resolve)));
    const attempt = failing();
    const gone = policy.runOnce(lane, attempt, AbortSignal.abort());
    await expect(gone).rejects.toThrow('The caller went away');
    const caller = new AbortController();
    const leaving = policy.runOnce(lane, attempt, caller.signal);
    caller.abort();
    await expect(leaving).rejects.toThrow('The caller went away');
    end();
    await holding;
    expect(await policy.runOnce(lane, failing())).toBe('answer');
    expect(attempt.count).toBe(0);
  });

  it('is awaited once it has begun, although its caller goes: what became of it matters', async () => {
    const policy = createPolicy(options);
    const failed = new UpstreamUnavailableError('x');
    for (const outcome of [async () => 'answer', () => Promise.reject(failed)]) {
      const caller = new AbortController();
      const attempt = () => {
        caller.abort();
        return outcome();
      };
      const call = policy.runOnce(policy.lane(), attempt, caller.signal);
      expect(await call.catch((error) => error)).toBe(await outcome().catch((error) => error));
    }
  });

  it('shares its lane: places and circuit breaker', async () => {
    const policy = createPolicy({ ...options, maxAttempts: 1 });
    const lane = policy.lane();
    const attempt = failing(...Array.from({ length: 100 }, () => new UpstreamUnavailableError('x')));
    for (let n = 0; n < 5; n++) await policy.runOnce(lane, attempt).catch(() => {});
    await expect(policy.runOnce(lane, attempt)).rejects.toThrow(/again and again/);
    await expect(policy.run(lane, attempt)).rejects.toThrow(/again and again/);
    expect(attempt.count).toBe(5);
  });
});
