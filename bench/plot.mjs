import { writeFileSync } from 'node:fs';
import * as echarts from 'echarts';
import { load } from './load.mjs';
import { file, machine, startServer, startUpstream } from './servers.mjs';
import { spread } from './table.mjs';
import { nextInstance, requestOf } from './workloads.mjs';

/*
 * How cost grows: CPU a request of the gateway and of the baseline against rows, regions and clients, cache off.
 * `npm run plot` writes growth.svg and growth.json.
 */

const rounds = 3;
const servers = ['gateway', 'baseline'];
const regionsOf = (count) => Array.from({ length: count }, (_, index) => `cn-region-${index}`);
const axes = [
  {
    name: 'rows',
    values: [1, 10, 25, 50, 75, 100],
    ask: (rows) => ({ question: { first: rows }, amount: 800 }),
  },
  {
    name: 'regions (10 rows in all)',
    values: [1, 5, 10, 20, 30],
    ask: (regions) => ({
      question: { first: 10, regionIds: regionsOf(regions) },
      amount: Math.round(1500 / regions) + 60,
    }),
  },
  {
    name: 'clients (10 rows)',
    values: [1, 10, 50, 100, 200],
    ask: (clients) => ({ question: { first: 10 }, amount: 1600, connections: clients }),
  },
];

const upstream = await startUpstream();
const running = {};
for (const server of servers) running[server] = await startServer(server, upstream, { CACHE_TTL_MS: '0' });
// Otherwise the first measurement would include the warm-up of V8.
await measure({ question: { first: 100 }, amount: 4000 });
const figures = [];
for (const { name, values, ask } of axes) {
  const curves = Object.fromEntries(servers.map((server) => [server, []]));
  for (const value of values) {
    const cpu = await measure(ask(value));
    for (const server of servers) curves[server].push([value, spread(cpu[server]).median]);
  }
  figures.push({ name, curves });
  console.log(name, JSON.stringify(curves));
}
for (const server of [...Object.values(running), upstream]) await server.stop();

const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 1080, height: 340 });
chart.setOption({
  animation: false,
  backgroundColor: '#ffffff',
  title: { text: 'CPU a request, in milliseconds', left: 16, top: 8, textStyle: { fontSize: 15 } },
  legend: { top: 10, right: 16, data: servers },
  grid: axes.map((_, index) => ({ left: 50 + index * 355, top: 60, width: 290, height: 210 })),
  xAxis: axes.map(({ name }, gridIndex) => ({
    type: 'value',
    gridIndex,
    name,
    nameLocation: 'middle',
    nameGap: 28,
  })),
  yAxis: axes.map((_, gridIndex) => ({ type: 'value', gridIndex, min: 0 })),
  series: figures.flatMap(({ curves }, index) =>
    servers.map((server) => ({
      type: 'line',
      name: server,
      color: server === 'gateway' ? '#1a6dd9' : '#888888',
      xAxisIndex: index,
      yAxisIndex: index,
      data: curves[server],
    })),
  ),
});
writeFileSync(file('growth.svg'), chart.renderToSVGString());
writeFileSync(file('growth.json'), `${JSON.stringify({ machine: machine(), rounds, figures }, null, 2)}\n`);

/** Milliseconds of CPU a request, by server and round; the two take turns. */
async function measure({ question, amount, connections = 8 }) {
  const cpu = Object.fromEntries(servers.map((server) => [server, []]));
  for (let round = -1; round < rounds; round++) {
    for (const server of servers) {
      const ask = () => requestOf(server, { ...question, instanceId: nextInstance() });
      const before = running[server].cpuMs();
      await load(running[server].url, ask, amount, { connections });
      // The first round warms up.
      if (round >= 0) cpu[server].push((running[server].cpuMs() - before) / amount);
    }
  }
  return cpu;
}
