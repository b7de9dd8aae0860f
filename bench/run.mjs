import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { load } from './load.mjs';
import { file, machine, programs, startSide, startUpstream } from './sides.mjs';
import { bareWalk, walk, walkManyRegions } from './walk.mjs';
import { nextInstance, requestOf, works } from './work.mjs';

/*
 * The gateway and its peers, each in a process of its own, asked the same in turn: a ratio holds on a noisy machine where a
 * time does not. `npm run bench -- --sides gateway,floor --rounds 3` for a quick look; it writes no results.
 */

const { values: options } = parseArgs({
  options: { sides: { type: 'string' }, rounds: { type: 'string', default: '5' } },
});
const sides = options.sides?.split(',') ?? Object.keys(programs);
const rounds = Number(options.rounds);
/** Asked for what the JSON source can give: it neither merges regions, nor looks up names, nor makes cursors. */
const canDo = (side, { question }) => side !== 'hive' || !(question.names || question.regionIds);

const upstream = await startUpstream();
const table = [];
const note = (name, what, unit, figures, extra = {}) => {
  table.push({ name, what, unit, figures: mapValues(figures, spread), ...extra });
  console.error(`${name} ${what}: ${JSON.stringify(mapValues(figures, (values) => spread(values).median))}`);
};

// W1 to W4: CPU a request, nothing cached.
const servers = {};
for (const side of sides) servers[side] = await startSide(side, upstream, { CACHE_TTL_MS: '0' });
for (const { name, what, question, amount } of works) {
  const able = sides.filter((side) => canDo(side, { question }));
  const ask = (side) => () => requestOf(side, { ...question, instanceId: nextInstance() });
  for (const side of able) await load(servers[side].url, ask(side), Math.max(40, amount / 2));
  const latency = {};
  const cpu = await inTurn(able, async (side) => {
    const before = servers[side].cpuMs();
    latency[side] = await load(servers[side].url, ask(side), amount);
    return (servers[side].cpuMs() - before) / amount;
  });
  const calls = {};
  for (const side of able) {
    await upstream.calls();
    await (await askOnce(servers[side].url, ask(side)())).text();
    calls[side] = await upstream.calls();
  }
  note(name, what, 'ms of CPU', cpu, { latency, calls });
}

// W8: memory after many requests, and what the second half of them added.
{
  const memory = Object.fromEntries(sides.map((side) => [side, []]));
  const slope = Object.fromEntries(sides.map((side) => [side, []]));
  for (const side of sides) {
    const server = await startSide(side, upstream, { CACHE_TTL_MS: '0' });
    const ask = () => requestOf(side, { first: 10, instanceId: nextInstance() });
    await load(server.url, ask, 10_000);
    const half = server.memoryMb();
    await load(server.url, ask, 10_000);
    memory[side].push(server.memoryMb());
    slope[side].push(server.memoryMb() - half);
    await server.stop();
  }
  note('W8', 'resident after 20,000 requests', 'MB', memory);
  note('W8', 'of them in the last 10,000', 'MB', slope);
}
for (const server of Object.values(servers)) await server.stop();

// W5: fifty clients, one question, the cache as it is by default.
{
  const amount = 2000;
  const cached = {};
  for (const side of sides) cached[side] = await startSide(side, upstream, {});
  const ask = (side) => () => requestOf(side, { first: 100, instanceId: 'i-one' });
  for (const side of sides) await load(cached[side].url, ask(side), amount / 4, 50);
  const calls = {};
  const cpu = await inTurn(sides, async (side) => {
    await upstream.calls();
    const before = cached[side].cpuMs();
    const begin = performance.now();
    await load(cached[side].url, ask(side), amount, 50);
    const ms = (cached[side].cpuMs() - before) / amount;
    calls[side] = { calls: await upstream.calls(), seconds: (performance.now() - begin) / 1000 };
    return ms;
  });
  note('W5', 'W2 repeated by 50 clients, default cache', 'ms of CPU', cpu, { calls });
  for (const server of Object.values(cached)) await server.stop();
}

// W6: a walk of ten pages, each call as slow as ECS is.
{
  const walkers = sides.filter((side) => side !== 'hive' && side !== 'floor');
  const walking = {};
  for (const side of walkers) walking[side] = await startSide(side, upstream, { CACHE_TTL_MS: '0' });
  const calls = {};
  const wall = await inTurn(['ten bare SDK calls', ...walkers], async (side) => {
    await upstream.calls();
    const instanceId = nextInstance('i-walk');
    const begin = performance.now();
    const records = await (walking[side]
      ? walk(walking[side].url, side, instanceId)
      : bareWalk(upstream.url, instanceId));
    const ms = performance.now() - begin;
    if (records !== 1000) throw new Error(`1,000 records were to be met, but got: ${records}`);
    calls[side] = await upstream.calls();
    return ms;
  });
  note('W6', 'walk of 1,000 records, wall', 'ms', wall, { calls });
  for (const server of Object.values(walking)) await server.stop();
}

// W7: from nothing to the first answer.
note(
  'W7',
  'boot to first answer, wall',
  'ms',
  await inTurn(sides, async (side) => {
    const begin = performance.now();
    const server = await startSide(side, upstream, { CACHE_TTL_MS: '0' });
    await (await askOnce(server.url, requestOf(side, { first: 10, instanceId: nextInstance() }))).text();
    const ms = performance.now() - begin;
    await server.stop();
    return ms;
  }),
);
await upstream.stop();

const manyRegions = await walkManyRegions();
const on = machine();
console.log(`\n${on}; median of ${rounds} rounds in turn (least to most)\n`);
console.log(`| | work | ${sides.join(' | ')} |\n|---|---|${sides.map(() => '---').join('|')}|`);
for (const { name, what, unit, figures } of [...table].sort((a, b) => (a.name < b.name ? -1 : 1))) {
  const cells = sides.map((side) =>
    shown(figures[side] ?? (side === 'floor' ? figures['ten bare SDK calls'] : undefined)),
  );
  console.log(`| ${name} | ${what}, ${unit} | ${cells.join(' | ')} |`);
}
const { records, pages, calls, seconds } = manyRegions;
console.log(
  `\n30 regions walked: ${records} records on ${pages} pages, ${calls} upstream calls, ${seconds.toFixed(1)} s.`,
);
if (!options.sides) {
  writeFileSync(
    file('results.json'),
    `${JSON.stringify({ machine: on, cores: cpus().length, rounds, table, manyRegions }, null, 2)}\n`,
  );
}

/** Runs a measurement for each side in turn, round by round. */
async function inTurn(names, measure) {
  const values = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++)
    for (const name of names) values[name].push(await measure(name));
  return values;
}

function askOnce(url, { path = '', ...init }) {
  return fetch(new URL(path, url), init);
}

function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: sorted[sorted.length >> 1], least: sorted[0], most: sorted.at(-1) };
}

function shown(figure) {
  if (!figure) return '–';
  const { median, least, most } = figure;
  const digits = median < 20 ? 2 : 0;
  return `${median.toFixed(digits)} (${least.toFixed(digits)} to ${most.toFixed(digits)})`;
}

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}
