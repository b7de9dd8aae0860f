import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { type Pair, startPair } from './support/gateway.ts';
import { openSocket, rawRequest } from './support/raw-http.ts';

const query = '{sessions(regionIds:["cn-hangzhou"],first:1){__typename}}';
const head = 'POST /graphql HTTP/1.1\r\nHost: localhost\r\n';

/** Connections on which nothing is under way, of every kind. */
const idle: [string, (pair: Pair) => Promise<unknown>][] = [
  ['has sent nothing', (pair) => once(openSocket(pair.url), 'connect')],
  ['has sent half a head', (pair) => write(pair, head)],
  ['has been answered, and is kept', (pair) => write(pair, `${head}\r\n`)],
  ['has been answered, and has sent half of another head', (pair) => write(pair, `${head}\r\n${head}`)],
];

/** Resolves when the server has read what was written. */
async function write(pair: Pair, text: string): Promise<void> {
  const socket = openSocket(pair.url);
  socket.resume();
  socket.write(text);
  await once(socket, 'connect');
  // It is read before what is asked later, on a connection that is opened later.
  for (let ask = 0; ask < 3; ask++) await (await fetch(new URL('/health', pair.url))).text();
}

/** So long that the test would end first, if anything waited for it. */
const grace = 3_600_000;

describe.each([0, 1, 3])('a gateway that is to stop, with %i connections that', (count) => {
  it.each(idle)('each %s, does not wait for them', async (_what, connect) => {
    const pair = await startPair();
    for (let at = 0; at < count; at++) await connect(pair);
    await pair.server.stop(grace);
    await expect(fetch(pair.url)).rejects.toThrow();
    await pair.emulator.close();
  });

  it.each(idle)('each %s, answers what is under way all the same', async (_what, connect) => {
    const pair = await startPair();
    pair.emulator.misbehave({ kind: 'latency', ms: 300 });
    for (let at = 0; at < count; at++) await connect(pair);
    const slow = [1, 2, 3].map(() => fetch(`${pair.url}?query=${encodeURIComponent(query)}`));
    await expect.poll(() => pair.emulator.calls.length).toBeGreaterThan(0);
    const stopped = pair.server.stop(grace);
    for (const answer of await Promise.all(slow)) {
      expect(answer.status).toBe(200);
      expect(await answer.json()).toEqual({ data: { sessions: { __typename: 'SessionConnection' } } });
    }
    await stopped;
    await pair.emulator.close();
  });
});

it('a request whose body is still coming is waited for', async () => {
  const pair = await startPair();
  const socket = openSocket(pair.url);
  const whole = rawRequest(
    'POST /graphql HTTP/1.1',
    ['Host: localhost', 'Content-Type: application/json'],
    '{"query":"{__typename}"}',
  );
  socket.write(whole.slice(0, -10));
  for (let ask = 0; ask < 3; ask++) await (await fetch(new URL('/health', pair.url))).text();
  const stopped = pair.server.stop(grace);
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk;
  });
  await new Promise((resolve) => setTimeout(resolve, 50));
  socket.write(whole.slice(-10));
  await once(socket, 'close');
  expect(received).toContain('{"data":{"__typename":"Query"}}');
  await stopped;
  await pair.emulator.close();
});

it('when the grace is over, the rest is closed', async () => {
  const pair = await startPair();
  pair.emulator.misbehave({ kind: 'latency', ms: 3_000 });
  const slow = fetch(`${pair.url}?query=${encodeURIComponent(query)}`).catch(() => 'closed');
  await expect.poll(() => pair.emulator.calls.length).toBe(1);
  await pair.server.stop(50);
  expect(await slow).toBe('closed');
  await pair.emulator.close();
});
