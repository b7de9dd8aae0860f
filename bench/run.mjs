import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { boot, cpuPerRequest, fiftyClients, memory, walkOfTenPages } from './measures.mjs';
import { file, machine, programs, startUpstream } from './servers.mjs';
import { bestPeer, latencies, markdown, ratioOf, spread } from './table.mjs';
import { walkManyRegions } from './walk.mjs';
import { works } from './workloads.mjs';

/*
 * The gateway and its peers, each in a process of its own, asked the same in turn: a ratio holds on a noisy machine where a
 * time does not. `npm run bench -- --sides gateway,floor --rounds 3` for a quick look; it writes no results.
 */

const { values: options } = parseArgs({
  options: { sides: { type: 'string' }, rounds: { type: 'string', default: '5' } },
});
const sides = options.sides?.split(',') ?? Object.keys(programs);
const rounds = Number(options.rounds);

const upstream = await startUpstream();
const measured = [];
const note = (...rows) => {
  measured.push(...rows);
  for (const { name, what, values } of rows) console.error(name, what, JSON.stringify(values));
};

note(...(await cpuPerRequest(sides, rounds, upstream, works)));
note({
  name: 'W5',
  what: 'W2 repeated by 50 clients, default cache',
  against: 'floor',
  target: '≤ 0.5',
  ...(await fiftyClients(sides, rounds, upstream)),
});
note({
  name: 'W6',
  what: 'walk of 1,000 records, wall',
  against: 'sdk',
  target: '≤ 1.15',
  ...(await walkOfTenPages(sides, rounds, upstream)),
});
note({
  name: 'W7',
  what: 'boot to first answer, wall',
  against: 'floor',
  target: '≤ 1.0',
  ...(await boot(sides, rounds, upstream)),
});
const [resident, slope] = await memory(sides, upstream);
note(
  { name: 'W8', what: 'resident after 20,000 requests', against: 'floor', target: '≤ 1.1', ...resident },
  { name: 'W8', what: 'of them in the last 10,000', ...slope },
);
await upstream.stop();
const manyRegions = await walkManyRegions();

const on = machine();
const { records, pages, calls, seconds } = manyRegions;
console.log(`
${on}; median of ${rounds} rounds in turn (least–most)

${markdown(measured, sides)}

Requests a second, p50 and p99 in ms, 8 connections:

${latencies(measured, sides)}

30 regions walked: ${records} records on ${pages} pages, ${calls} upstream calls, ${seconds.toFixed(1)} s.`);
if (!options.sides) {
  const rows = measured.map(({ name, what, unit, values, calls, connections, latency, target, against }) => ({
    name,
    what,
    unit,
    figures: Object.fromEntries(Object.entries(values).map(([side, list]) => [side, spread(list)])),
    ratio: ratioOf({ values, against }),
    of: against ?? bestPeer(values),
    target,
    latency,
    calls,
    connections,
  }));
  const results = { machine: on, rounds, rows, manyRegions };
  writeFileSync(file('results.json'), `${JSON.stringify(results, null, 2)}\n`);
}
