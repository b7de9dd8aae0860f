import { load } from './load.mjs';
import { startServer } from './servers.mjs';
import { sdkWalk, walk } from './walk.mjs';
import { canDo, nextInstance, requestOf } from './workloads.mjs';

/*
 * How each workload is measured. The servers take turns round by round, so that a slow minute of the machine slows all of
 * them. A measurement returns the values of each server, one a round, and what else was counted.
 */

const uncached = { CACHE_TTL_MS: '0' };

/** CPU a request, nothing cached. */
export async function cpuPerRequest(servers, rounds, upstream, workloads) {
  const running = await startAll(servers, upstream, uncached);
  const measured = [];
  for (const workload of workloads) {
    const { question, amount, sought } = workload;
    const able = servers.filter((server) => canDo(server, workload));
    const ask = (server) => () => requestOf(server, { ...question, instanceId: nextInstance() });
    for (const server of able)
      await load(running[server].url, ask(server), Math.max(40, amount / 2), { sought });
    const latencies = Object.fromEntries(able.map((server) => [server, []]));
    const connections = Object.fromEntries(able.map((server) => [server, 0]));
    const values = await inTurn(able, rounds, async (server) => {
      await upstream.seen();
      const before = running[server].cpuMs();
      latencies[server].push(await load(running[server].url, ask(server), amount, { sought }));
      const ms = (running[server].cpuMs() - before) / amount;
      connections[server] += (await upstream.seen()).connections;
      return ms;
    });
    const calls = {};
    for (const server of able) {
      await upstream.seen();
      await askOnce(running[server].url, ask(server)());
      calls[server] = (await upstream.seen()).calls;
    }
    measured.push({
      ...workload,
      unit: 'ms of CPU',
      values,
      latency: mapValues(latencies, medianOf),
      calls,
      connections,
    });
  }
  await stopAll(running);
  return measured;
}

/** Fifty clients with one question, the cache as it is by default. */
export async function fiftyClients(servers, rounds, upstream) {
  const amount = 2000;
  const running = await startAll(servers, upstream, {});
  const ask = (server) => () => requestOf(server, { first: 100, instanceId: 'i-one' });
  const run = (server, amount) => load(running[server].url, ask(server), amount, { connections: 50 });
  for (const server of servers) await run(server, amount / 4);
  const calls = {};
  const values = await inTurn(servers, rounds, async (server) => {
    await upstream.seen();
    const before = running[server].cpuMs();
    const begin = performance.now();
    await run(server, amount);
    const ms = (running[server].cpuMs() - before) / amount;
    const seconds = (performance.now() - begin) / 1000;
    calls[server] = { ...(await upstream.seen()), seconds };
    return ms;
  });
  await stopAll(running);
  return { unit: 'ms of CPU', values, calls };
}

/** A walk of ten pages, each call as slow as ECS is; `sdk` is the SDK alone, in this process and with no server. */
export async function walkOfTenPages(servers, rounds, upstream) {
  const running = await startAll(
    servers.filter((server) => server !== 'hive'),
    upstream,
    uncached,
  );
  const walkers = ['sdk', ...Object.keys(running)];
  const walkOnce = (server) => {
    const instanceId = nextInstance('i-walk');
    return running[server]
      ? walk(running[server].url, server, instanceId)
      : sdkWalk(upstream.url, instanceId);
  };
  // As warm as a server that has run for a while.
  for (const server of walkers) for (let n = 0; n < 20; n++) await walkOnce(server);
  const calls = {};
  const values = await inTurn(walkers, rounds, async (server) => {
    await upstream.seen();
    const begin = performance.now();
    const records = await walkOnce(server);
    const ms = performance.now() - begin;
    if (records !== 1000) throw new Error(`must be 1,000 records, but got: ${records}`);
    calls[server] = (await upstream.seen()).calls;
    return ms;
  });
  await stopAll(running);
  return { unit: 'ms', values, calls };
}

/** From the start of the process to its first answer. */
export async function boot(servers, rounds, upstream) {
  const values = await inTurn(servers, rounds, async (server) => {
    const begin = performance.now();
    const started = await startServer(server, upstream, uncached);
    await askOnce(started.url, requestOf(server, { first: 10, instanceId: nextInstance() }));
    const ms = performance.now() - begin;
    await started.stop();
    return ms;
  });
  return { unit: 'ms', values };
}

/** Resident memory after 20,000 requests, and what the last 10,000 of them added. */
export async function memory(servers, upstream) {
  const resident = {};
  const slope = {};
  for (const server of servers) {
    const started = await startServer(server, upstream, uncached);
    const ask = () => requestOf(server, { first: 10, instanceId: nextInstance() });
    await load(started.url, ask, 10_000);
    const half = started.memoryMb();
    await load(started.url, ask, 10_000);
    resident[server] = [started.memoryMb()];
    slope[server] = [started.memoryMb() - half];
    await started.stop();
  }
  return [
    { unit: 'MB', values: resident },
    { unit: 'MB', values: slope },
  ];
}

/** Runs a measurement for each server in turn, round by round. */
async function inTurn(servers, rounds, measure) {
  const values = Object.fromEntries(servers.map((server) => [server, []]));
  for (let round = 0; round < rounds; round++)
    for (const server of servers) values[server].push(await measure(server));
  return values;
}

async function askOnce(url, { path = '', ...init }) {
  const answer = await fetch(new URL(path, url), init);
  return answer.text();
}

async function startAll(servers, upstream, env) {
  const running = {};
  for (const server of servers) running[server] = await startServer(server, upstream, env);
  return running;
}

async function stopAll(running) {
  for (const server of Object.values(running)) await server.stop();
}

/** The round with the median p50. */
function medianOf(latencies) {
  return latencies.sort((a, b) => a.p50 - b.p50)[latencies.length >> 1];
}

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}
