import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { load, requestOf } from './load.mjs';
import { startServer } from './process.mjs';
import { walkManyRegions } from './walk.mjs';

/*
 * The gateway against the floor, on the same fake upstream, cache off, in turn: a ratio holds on a noisy machine where a
 * time does not.
 */

const rounds = 5;
const requests = { 10: 1000, 100: 400 };
const file = (name) => fileURLToPath(new URL(name, import.meta.url));

const upstream = await startServer('node', [file('fake-upstream.mjs')], {});
const env = {
  ECS_ENDPOINT: upstream.url,
  ALIBABA_CLOUD_ACCESS_KEY_ID: 'bench-key-id',
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'bench-key-secret',
  CACHE_TTL_MS: '0',
  ECS_CALLS_PER_MINUTE: '100000',
  LOG_LEVEL: 'info',
  PORT: '0',
};
const programs = { gateway: file('../dist/main.js'), floor: file('floor.mjs') };
const sides = Object.keys(programs);
const rows = [];

const boots = await inTurn(async (side) => {
  const begin = performance.now();
  const server = await startServer('node', [programs[side]], env);
  const { path = '', ...init } = requestOf[side](10);
  await (await fetch(new URL(path, server.url), init)).text();
  const ms = performance.now() - begin;
  await server.stop();
  return ms;
});
addRow('boot to first answer', 'ms', boots);

const servers = {};
for (const side of sides) {
  servers[side] = await startServer('node', [programs[side]], env);
  await load(servers[side].url, () => requestOf[side](100), 300);
}
for (const [size, amount] of Object.entries(requests)) {
  const latencies = {};
  const cpu = await inTurn(async (side) => {
    const before = servers[side].cpuMs();
    latencies[side] = await load(servers[side].url, () => requestOf[side](Number(size)), amount);
    return (servers[side].cpuMs() - before) / amount;
  });
  addRow(`CPU a request, ${size} rows`, 'ms', cpu, latencies);
}
const memory = await inTurn(async (side) => {
  await load(servers[side].url, () => requestOf[side](10), 1000);
  return servers[side].memoryMb();
});
addRow('resident memory after 5,000 requests and more', 'MB', memory);

for (const server of [...Object.values(servers), upstream]) await server.stop();

const walk = await walkManyRegions();

const machine = `${cpus()[0]?.model ?? 'unknown CPU'}, ${cpus().length} cores, Node ${process.version}`;
console.log(`\n${machine}; 8 connections, cache off; median of ${rounds} rounds in turn (least to most)\n`);
console.log('| what | gateway | bare SDK server | ratio |\n|---|---|---|---|');
for (const { what, unit, gateway, floor, ratio } of rows) {
  console.log(
    `| ${what} | ${shown(gateway)} ${unit} | ${shown(floor)} ${unit} | ${ratio.median.toFixed(2)} |`,
  );
}
console.log(
  `\nA walk of 30 regions: ${walk.records} records on ${walk.pages} pages, ${walk.calls} upstream calls, ${walk.seconds.toFixed(1)} s.`,
);
writeFileSync(
  new URL('results.json', import.meta.url),
  `${JSON.stringify({ machine, rounds, rows, walk }, null, 2)}\n`,
);

/** Runs a measurement for each side in turn, round by round. */
async function inTurn(measure) {
  const values = { gateway: [], floor: [] };
  for (let round = 0; round < rounds; round++)
    for (const side of sides) values[side].push(await measure(side));
  return values;
}

function addRow(what, unit, { gateway, floor }, latencies) {
  const ratios = gateway.map((value, round) => value / floor[round]);
  rows.push({ what, unit, gateway: spread(gateway), floor: spread(floor), ratio: spread(ratios), latencies });
}

function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: sorted[sorted.length >> 1], least: sorted[0], most: sorted.at(-1) };
}

function shown({ median, least, most }) {
  return `${median.toFixed(2)} (${least.toFixed(2)} to ${most.toFixed(2)})`;
}
