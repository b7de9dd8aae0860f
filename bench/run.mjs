import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { boot, cpuPerRequest, fiftyClients, memory, walkOfTenPages } from './measures.mjs';
import { file, machine, programs, startUpstream } from './servers.mjs';
import { bestPeer, latencies, markdown, ratioOf, spread } from './table.mjs';
import { walkManyRegions } from './walk.mjs';
import { workloads } from './workloads.mjs';

/*
 * The gateway and its peers, each in a process of its own, asked the same in turn: a ratio holds on a noisy machine where a
 * time does not. `npm run bench -- --servers gateway,baseline --workloads W1,W2 --rounds 3` is a quick look; only a run of
 * all servers and workloads writes results.json.
 */

const { values: options } = parseArgs({
  options: {
    servers: { type: 'string' },
    workloads: { type: 'string' },
    rounds: { type: 'string', default: '5' },
  },
});
const allWorkloads = [...workloads.map(({ name }) => name), 'W5', 'W6', 'W7', 'W8', 'regions'];
const servers = chosen('servers', Object.keys(programs));
const chosenWorkloads = new Set(chosen('workloads', allWorkloads));
const rounds = Number(options.rounds);

const upstream = await startUpstream();
const measured = [];
const note = (...rows) => {
  measured.push(...rows);
  for (const { name, what, values } of rows) console.error(name, what, JSON.stringify(values));
};

const byCpu = workloads.filter(({ name }) => chosenWorkloads.has(name));
if (byCpu.length > 0) note(...(await cpuPerRequest(servers, rounds, upstream, byCpu)));
if (chosenWorkloads.has('W5')) {
  note({
    name: 'W5',
    what: 'W2 repeated by 50 clients, default cache',
    against: 'baseline',
    target: '≤ 0.5',
    ...(await fiftyClients(servers, rounds, upstream)),
  });
}
if (chosenWorkloads.has('W6')) {
  note({
    name: 'W6',
    what: 'walk of 1,000 records, wall',
    against: 'sdk',
    target: '≤ 1.15',
    ...(await walkOfTenPages(servers, rounds, upstream)),
  });
}
if (chosenWorkloads.has('W7')) {
  note({
    name: 'W7',
    what: 'boot to first answer, wall',
    against: 'baseline',
    target: '≤ 1.0',
    ...(await boot(servers, rounds, upstream)),
  });
}
if (chosenWorkloads.has('W8')) {
  const [resident, slope] = await memory(servers, upstream);
  note(
    {
      name: 'W8',
      what: 'resident after 20,000 requests',
      against: 'baseline',
      target: '≤ 1.1',
      ...resident,
    },
    { name: 'W8', what: 'of them in the last 10,000', ...slope },
  );
}
await upstream.stop();
const manyRegions = chosenWorkloads.has('regions') ? await walkManyRegions() : null;

const on = machine();
console.log(`
${on}; median of ${rounds} rounds in turn (least–most)

${markdown(measured, servers)}

Requests a second, p50 and p99 in ms, 8 connections:

${latencies(measured, servers)}`);
if (manyRegions) {
  const { records, pages, calls, seconds } = manyRegions;
  console.log(`
30 regions walked: ${records} records on ${pages} pages, ${calls} upstream calls, ${seconds.toFixed(1)} s.`);
}
if (!options.servers && !options.workloads) {
  const rows = measured.map(({ name, what, unit, values, calls, connections, latency, target, against }) => ({
    name,
    what,
    unit,
    figures: Object.fromEntries(Object.entries(values).map(([server, list]) => [server, spread(list)])),
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

/** The names that an option lists; all of them where it is not given. */
function chosen(option, names) {
  const list = options[option]?.split(',') ?? names;
  const unknown = list.find((name) => !names.includes(name));
  if (unknown === undefined) return list;
  throw new Error(`--${option} must be of ${names.join(', ')}, but got: ${unknown}`);
}
