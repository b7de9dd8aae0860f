import { load } from './load.mjs';
import { startSide } from './servers.mjs';
import { bareWalk, walk } from './walk.mjs';
import { canDo, nextInstance, requestOf } from './workloads.mjs';

/*
 * How each piece of work is measured. All sides take their turns round by round, so that a slow minute of the machine is
 * slow for all of them. A measure gives the values of each side, one a round, and what else was seen.
 */

const uncached = { CACHE_TTL_MS: '0' };

/** CPU a request, nothing cached. */
export async function cpuPerRequest(sides, rounds, upstream, works) {
  const servers = await startAll(sides, upstream, uncached);
  const measured = [];
  for (const work of works) {
    const { question, amount, sought } = work;
    const able = sides.filter((side) => canDo(side, work));
    const ask = (side) => () => requestOf(side, { ...question, instanceId: nextInstance() });
    for (const side of able) await load(servers[side].url, ask(side), Math.max(40, amount / 2), { sought });
    const latencies = Object.fromEntries(able.map((side) => [side, []]));
    const connections = Object.fromEntries(able.map((side) => [side, 0]));
    const values = await inTurn(able, rounds, async (side) => {
      await upstream.seen();
      const before = servers[side].cpuMs();
      latencies[side].push(await load(servers[side].url, ask(side), amount, { sought }));
      const ms = (servers[side].cpuMs() - before) / amount;
      connections[side] += (await upstream.seen()).connections;
      return ms;
    });
    const calls = {};
    for (const side of able) {
      await upstream.seen();
      await askOnce(servers[side].url, ask(side)());
      calls[side] = (await upstream.seen()).calls;
    }
    measured.push({
      ...work,
      unit: 'ms of CPU',
      values,
      latency: mapValues(latencies, medianOf),
      calls,
      connections,
    });
  }
  await stopAll(servers);
  return measured;
}

/** Fifty clients with one question, the cache as it is by default. */
export async function fiftyClients(sides, rounds, upstream) {
  const amount = 2000;
  const servers = await startAll(sides, upstream, {});
  const ask = (side) => () => requestOf(side, { first: 100, instanceId: 'i-one' });
  const run = (side, amount) => load(servers[side].url, ask(side), amount, { connections: 50 });
  for (const side of sides) await run(side, amount / 4);
  const calls = {};
  const values = await inTurn(sides, rounds, async (side) => {
    await upstream.seen();
    const before = servers[side].cpuMs();
    const begin = performance.now();
    await run(side, amount);
    const ms = (servers[side].cpuMs() - before) / amount;
    const seconds = (performance.now() - begin) / 1000;
    calls[side] = { ...(await upstream.seen()), seconds };
    return ms;
  });
  await stopAll(servers);
  return { unit: 'ms of CPU', values, calls };
}

/** A walk of ten pages, each call as slow as ECS is; `sdk` is the SDK alone, in this process and with no server. */
export async function walkOfTenPages(sides, rounds, upstream) {
  const servers = await startAll(
    sides.filter((side) => side !== 'hive'),
    upstream,
    uncached,
  );
  const walkers = ['sdk', ...Object.keys(servers)];
  const walkOnce = (side) => {
    const instanceId = nextInstance('i-walk');
    return servers[side] ? walk(servers[side].url, side, instanceId) : bareWalk(upstream.url, instanceId);
  };
  // As warm as a server that has been up for a while.
  for (const side of walkers) for (let n = 0; n < 20; n++) await walkOnce(side);
  const calls = {};
  const values = await inTurn(walkers, rounds, async (side) => {
    await upstream.seen();
    const begin = performance.now();
    const records = await walkOnce(side);
    const ms = performance.now() - begin;
    if (records !== 1000) throw new Error(`1,000 records were to be met, but got: ${records}`);
    calls[side] = (await upstream.seen()).calls;
    return ms;
  });
  await stopAll(servers);
  return { unit: 'ms', values, calls };
}

/** From nothing to the first answer. */
export async function boot(sides, rounds, upstream) {
  const values = await inTurn(sides, rounds, async (side) => {
    const begin = performance.now();
    const server = await startSide(side, upstream, uncached);
    await askOnce(server.url, requestOf(side, { first: 10, instanceId: nextInstance() }));
    const ms = performance.now() - begin;
    await server.stop();
    return ms;
  });
  return { unit: 'ms', values };
}

/** Resident memory after 20,000 requests, and what the last 10,000 of them added. */
export async function memory(sides, upstream) {
  const resident = {};
  const slope = {};
  for (const side of sides) {
    const server = await startSide(side, upstream, uncached);
    const ask = () => requestOf(side, { first: 10, instanceId: nextInstance() });
    await load(server.url, ask, 10_000);
    const half = server.memoryMb();
    await load(server.url, ask, 10_000);
    resident[side] = [server.memoryMb()];
    slope[side] = [server.memoryMb() - half];
    await server.stop();
  }
  return [
    { unit: 'MB', values: resident },
    { unit: 'MB', values: slope },
  ];
}

/** Runs a measurement for each side in turn, round by round. */
async function inTurn(sides, rounds, measure) {
  const values = Object.fromEntries(sides.map((side) => [side, []]));
  for (let round = 0; round < rounds; round++)
    for (const side of sides) values[side].push(await measure(side));
  return values;
}

async function askOnce(url, { path = '', ...init }) {
  const answer = await fetch(new URL(path, url), init);
  return answer.text();
}

async function startAll(sides, upstream, env) {
  const servers = {};
  for (const side of sides) servers[side] = await startSide(side, upstream, env);
  return servers;
}

async function stopAll(servers) {
  for (const server of Object.values(servers)) await server.stop();
}

/** The round with the median p50. */
function medianOf(latencies) {
  return latencies.sort((a, b) => a.p50 - b.p50)[latencies.length >> 1];
}

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}
