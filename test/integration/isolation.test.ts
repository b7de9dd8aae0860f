import { afterEach, describe, expect, it } from 'vitest';
import { encodeNodeId } from '../../src/schema/object-key.ts';
import { stopClock } from '../support/stopped-clock.ts';
import { type Pair, pick, startPair } from './support/gateway.ts';

/** One caller, or one API, must not take a region from everybody: break one, and watch the others. */
let pair: Pair;
afterEach(() => pair.close());
const start = async (environment: Record<string, string> = {}) => {
  // What has been shut does not open by itself while a slow machine asks on.
  stopClock();
  pair = await startPair({ ECS_MAX_ATTEMPTS: '1', ...environment });
};

const here = 'cn-hangzhou';
const elsewhere = 'cn-shanghai';
const sessions = async (region: string) => {
  const { data } = await pair.ask(
    `{ sessions(regionIds: ["${region}"]) { __typename ... on GatewayError { code } } }`,
  );
  return pick(data, 'sessions.code') ?? pick(data, 'sessions.__typename');
};
const instance = async (region: string, id = 'i-bp1made0up') => {
  const { errors } = await pair.ask(`{ instance(regionId: "${region}", instanceId: "${id}") { name } }`);
  return errors?.[0]?.extensions?.code ?? 'served';
};
const regions = async () => {
  const { errors } = await pair.ask('{ regions { regionId } }');
  return errors?.[0]?.extensions?.code ?? 'served';
};
const inOrder = async <T>(count: number, ask: (n: number) => Promise<T>) => {
  const answers: T[] = [];
  for (let n = 0; n < count; n++) answers.push(await ask(n));
  return answers;
};

describe.each([1, 2])('time %i', () => {
  it('five requests with 100 long made-up ids each are served, in calls that no server finds too long', async () => {
    await start();
    const ids = (n: number) =>
      Array.from({ length: 100 }, (_, index) => {
        const script = ['x', 'é', '语', '😀'][n % 4] ?? 'x';
        const id = `i-${n}-${index}-`;
        return encodeNodeId('Instance', `${here}:${id}${script.repeat((250 - id.length) / script.length)}`);
      });
    for (let n = 0; n < 5; n++) {
      const { data, errors } = await pair.ask(
        'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Instance { name } } }',
        { ids: ids(n) },
      );
      expect(errors).toBeUndefined();
      expect(pick(data, 'nodes.99')).toEqual({ name: null });
      expect(await sessions(here)).toBe('SessionConnection');
      expect(await instance(here)).toBe('served');
    }
    for (const { params, outcome } of pair.emulator.calls) {
      // A dry run that would be permitted is answered with 400.
      expect(outcome).toBe(params.DryRun === 'true' ? 400 : 200);
      expect(new URLSearchParams(params).toString().length).toBeLessThan(6000);
    }
  });

  it.each([
    ['HTML with 502', { kind: 'html', status: 502 }],
    ['HTML with 200', { kind: 'html', status: 200 }],
    ['503', { kind: 'status', status: 503 }],
    ['a reset', { kind: 'reset' }],
  ] as const)('DescribeInstances that fails by %s takes nothing else with it', async (_what, fault) => {
    await start();
    const undo = pair.emulator.misbehave({ ...fault, action: 'DescribeInstances', regionId: here });
    expect(await inOrder(8, () => instance(here))).toEqual(Array(8).fill('UPSTREAM_UNAVAILABLE'));
    // Left alone after five.
    expect(pair.emulator.callsTo('DescribeInstances')).toBe(5);
    for (let n = 0; n < 2; n++) {
      expect(await sessions(here)).toBe('SessionConnection');
      expect(await sessions(elsewhere)).toBe('SessionConnection');
      expect(await instance(elsewhere)).toBe('served');
      expect(await regions()).toBe('served');
    }
    undo();
  });

  it('DescribeTerminalSessions that fails takes nothing else with it', async () => {
    await start();
    pair.emulator.misbehave({ kind: 'html', action: 'DescribeTerminalSessions', regionId: here });
    expect(await inOrder(8, () => sessions(here))).toEqual(Array(8).fill('UPSTREAM_UNAVAILABLE'));
    expect(pair.emulator.callsTo('DescribeTerminalSessions')).toBe(5);
    for (let n = 0; n < 2; n++) {
      expect(await instance(here)).toBe('served');
      expect(await sessions(elsewhere)).toBe('SessionConnection');
      expect(await instance(elsewhere)).toBe('served');
      expect(await regions()).toBe('served');
    }
  });

  it.each([
    ['400', { kind: 'error', status: 400, code: 'InvalidInstanceId.Malformed', message: 'x' }, 'BAD_REQUEST'],
    ['400 without a Code', { kind: 'body', status: 400, json: {} }, 'UPSTREAM_UNAVAILABLE'],
    ['400 with null', { kind: 'body', status: 400, json: null }, 'UPSTREAM_UNAVAILABLE'],
    ['400 of HTML', { kind: 'html', status: 400 }, 'UPSTREAM_UNAVAILABLE'],
    ['405 of HTML', { kind: 'html', status: 405 }, 'UPSTREAM_UNAVAILABLE'],
    ['414 of HTML', { kind: 'html', status: 414 }, 'UPSTREAM_UNAVAILABLE'],
    ['429 of HTML', { kind: 'html', status: 429 }, 'UPSTREAM_UNAVAILABLE'],
    ['431 without a body', { kind: 'raw', status: 431, headers: {}, text: '' }, 'UPSTREAM_UNAVAILABLE'],
  ] as const)(
    'a call that is refused with %s is no outage, and not tried again',
    async (_what, fault, code) => {
      await start({ ECS_MAX_ATTEMPTS: '3' });
      const undo = pair.emulator.misbehave({ ...fault, action: 'DescribeInstances', regionId: here });
      expect(await inOrder(8, () => instance(here))).toEqual(Array(8).fill(code));
      expect(pair.emulator.callsTo('DescribeInstances')).toBe(8);
      undo();
      expect(await instance(here), 'the next').toBe('served');
      expect(await sessions(here)).toBe('SessionConnection');
    },
  );

  it('a queue of one API holds up no other', async () => {
    await start({ ECS_MAX_CONCURRENCY: '1', ECS_CIRCUIT_BREAKER: 'off', ECS_MAX_ATTEMPTS: '3' });
    pair.emulator.misbehave({ kind: 'hang', action: 'DescribeInstances', regionId: here, times: 1 });
    const slow = Promise.all(['i-1', 'i-2', 'i-3'].map((id) => instance(here, id)));
    let isOver = false;
    void slow.then(() => {
      isOver = true;
    });
    await expect.poll(() => pair.emulator.callsTo('DescribeInstances')).toBe(1);
    expect(await sessions(here)).toBe('SessionConnection');
    expect(await instance(elsewhere)).toBe('served');
    expect(await regions()).toBe('served');
    expect(isOver).toBe(false);
    pair.emulator.server.closeAllConnections();
    expect(await slow, 'in their turn, once the first has failed').toEqual(Array(3).fill('served'));
  });
});

describe('an attempt whose time is up', () => {
  it('gives its connection back, whether nothing comes or too little', async () => {
    await start({ ECS_TIMEOUT_MS: '100', ECS_DEADLINE_MS: '5000', ECS_CIRCUIT_BREAKER: 'off' });
    for (const fault of [{ kind: 'hang' }, { kind: 'drip', intervalMs: 10 }] as const) {
      const undo = pair.emulator.misbehave(fault);
      expect(await inOrder(4, () => sessions(here))).toEqual(Array(4).fill('UPSTREAM_UNAVAILABLE'));
      undo();
      await expect.poll(() => pair.emulator.openSockets()).toBe(0);
      expect(await sessions(here)).toBe('SessionConnection');
    }
  });
});
