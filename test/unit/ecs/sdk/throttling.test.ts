import { describe, expect, it } from 'vitest';
import { ThrottledError } from '../../../../src/ecs/errors.ts';
import { MinuteBudget } from '../../../../src/ecs/sdk/minute-budget.ts';
import { ThrottleGate } from '../../../../src/ecs/sdk/throttle-gate.ts';

const minute = 60_000;
/** A clock that stands at a second of some minute, and can be moved. */
function clockAt(second: number) {
  const clock = { ms: 1000 * minute + second * 1000, now: () => clock.ms };
  return clock;
}
const thrownBy = (act: () => void): unknown => {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('the gate before throttled calls', () => {
  it('is open until ECS throttles, and then shut until the next minute', () => {
    const clock = clockAt(20);
    const gate = new ThrottleGate(clock.now);
    expect(() => gate.pass('a')).not.toThrow();
    gate.shut('a', new ThrottledError(1));
    expect(thrownBy(() => gate.pass('a'))).toMatchObject({ code: 'THROTTLED', retryAfterSeconds: 40 });
    clock.ms += 39_000;
    expect(thrownBy(() => gate.pass('a'))).toMatchObject({ retryAfterSeconds: 1 });
    clock.ms += 1000;
    expect(() => gate.pass('a')).not.toThrow();
  });

  it('stays shut as long as ECS says, where that is longer', () => {
    const clock = clockAt(50);
    const gate = new ThrottleGate(clock.now);
    gate.shut('a', new ThrottledError(100));
    expect(thrownBy(() => gate.pass('a'))).toMatchObject({ retryAfterSeconds: 100 });
  });

  it('then lets one call a second through, until one succeeds', () => {
    const clock = clockAt(59);
    const gate = new ThrottleGate(clock.now);
    gate.shut('a', new ThrottledError(1));
    clock.ms += 1000;
    expect(() => gate.pass('a')).not.toThrow();
    expect(thrownBy(() => gate.pass('a'))).toMatchObject({ retryAfterSeconds: 1 });
    clock.ms += 999;
    expect(thrownBy(() => gate.pass('a'))).toMatchObject({ retryAfterSeconds: 1 });
    clock.ms += 1;
    expect(() => gate.pass('a')).not.toThrow();
    gate.open('a');
    for (let call = 0; call < 5; call++) expect(() => gate.pass('a')).not.toThrow();
  });

  it('is one for each API and region', () => {
    const gate = new ThrottleGate(clockAt(0).now);
    gate.shut('a', new ThrottledError(1));
    expect(() => gate.pass('b')).not.toThrow();
  });
});

describe('the budget of a minute', () => {
  it('lets so many calls through, and the next ones in the next minute', () => {
    const clock = clockAt(45);
    const budget = new MinuteBudget(3, clock.now);
    for (let call = 0; call < 3; call++) budget.spend('a');
    const error = thrownBy(() => budget.spend('a'));
    expect(error).toMatchObject({ code: 'THROTTLED', retryAfterSeconds: 15, upstreamCode: null });
    expect(String(error)).toContain('ECS_CALLS_PER_MINUTE');
    expect(() => budget.spend('b')).not.toThrow();
    clock.ms += 15_000;
    expect(() => budget.spend('a')).not.toThrow();
  });
});
