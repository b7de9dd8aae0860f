import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDemoFleet, demoCredentials } from '../../demo/own-fleet.ts';
import { createEmulator, type Emulator, type Fault } from '../../emulator/emulator.ts';
import { Program } from '../support/process.ts';
import { runClients } from './support/clients.ts';

/*
 * A minute of 50 clients that page, at an upstream that spoils three answers of ten. The gateway runs in a process of
 * its own, so that its memory and its sockets are its alone. SOAK_SECONDS sets another length.
 */
const seconds = Number(process.env.SOAK_SECONDS ?? 60);

/** Thirty in a hundred calls, each kind with its share. Few calls carry a token, so that more of those are refused. */
const faults: Fault[] = [
  { kind: 'throttling', probability: 0.03 },
  { kind: 'status', status: 503, probability: 0.05 },
  { kind: 'error', status: 500, code: 'InternalError', message: 'x', probability: 0.03 },
  { kind: 'html', probability: 0.03 },
  { kind: 'reset', probability: 0.04 },
  { kind: 'truncate', probability: 0.03 },
  { kind: 'malformed', probability: 0.03 },
  { kind: 'body', json: { RequestId: 'x' }, probability: 0.03 },
  { kind: 'hang', probability: 0.01 },
  { kind: 'expired-token', probability: 0.05 },
  { kind: 'latency', ms: 40, probability: 0.1 },
];

let emulator: Emulator;
let gateway: Program;
let url: string;
beforeAll(async () => {
  emulator = createEmulator({ credentials: [demoCredentials], fleet: createDemoFleet({ now: Date.now() }) });
  gateway = new Program(
    'node',
    ['--expose-gc', '--require', './test/soak/support/report-memory.cjs', 'dist/main.js'],
    {
      PORT: '0',
      ECS_ENDPOINT: await emulator.listen(),
      ALIBABA_CLOUD_ACCESS_KEY_ID: demoCredentials.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: demoCredentials.accessKeySecret,
      ECS_TIMEOUT_MS: '500',
      ECS_DEADLINE_MS: '3000',
      // Throttled for a minute, or open for ten seconds, there would be nothing to soak.
      ECS_CIRCUIT_BREAKER: 'off',
      ECS_CALLS_PER_MINUTE: '100000',
      CACHE_TTL_MS: '100',
      LOG_LEVEL: 'info',
    },
  );
  url = (await gateway.url()).replace('localhost', '127.0.0.1');
}, 60_000);
afterAll(async () => {
  await gateway?.stop();
  await emulator?.close();
});

describe('a minute of faults', () => {
  it(
    'gives each client correct pages or typed errors, and leaves nothing behind',
    async () => {
      const ids = new Map(
        emulator.fleet.regions.map(({ regionId, sessions }) => [
          regionId,
          sessions.map(({ SessionId }) => String(SessionId)),
        ]),
      );
      // Warm first: what a process keeps for good must not count as a leak.
      await runClients(url, ids, { clients: 50, until: Date.now() + (seconds * 1000) / 4 });
      const before = await atRest();

      for (const fault of faults) emulator.misbehave(fault);
      const result = await runClients(url, ids, { clients: 50, until: Date.now() + seconds * 1000 });
      emulator.heal();

      expect(result.wrong).toEqual([]);
      expect(result.walks).toBeGreaterThan(0);
      expect(result.pages).toBeGreaterThan(500);
      // The faults were really felt, of each kind that has a type.
      for (const code of ['THROTTLED', 'UPSTREAM_UNAVAILABLE', 'INVALID_NEXT_TOKEN']) {
        expect(result.errors.get(code) ?? 0, code).toBeGreaterThan(0);
      }

      await runClients(url, ids, { clients: 50, until: Date.now() + 2000 });
      const after = await atRest();
      expect(after.heapMb).toBeLessThan(before.heapMb * 1.2 + 10);
      expect(after.descriptors).toBeLessThanOrEqual(before.descriptors + 10);
      expect(emulator.openSockets()).toBeLessThan(60);
      process.stdout.write(
        `Soaked ${seconds} s: ${result.pages} pages, ${result.walks} whole walks, errors ${JSON.stringify(
          Object.fromEntries(result.errors),
        )}, heap ${before.heapMb} → ${after.heapMb} MB, descriptors ${before.descriptors} → ${after.descriptors}.\n`,
      );
    },
    (seconds * 2 + 60) * 1000,
  );
});

/** What the gateway's process holds once everything has calmed down and garbage is collected. */
async function atRest() {
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const reports = () => [...gateway.stdout.matchAll(/"heapMb":(\d+)/g)];
  const before = reports().length;
  gateway.child.kill('SIGUSR2');
  await expect.poll(() => reports().length, { timeout: 10_000 }).toBe(before + 1);
  const descriptors = execFileSync('ls', [`/proc/${gateway.child.pid}/fd`], { encoding: 'utf8' });
  return { heapMb: Number(reports().at(-1)?.[1]), descriptors: descriptors.trim().split('\n').length };
}
