import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { load } from './load.mjs';
import { startServer, startUpstream } from './servers.mjs';
import { nextInstance, requestOf, workloads } from './workloads.mjs';

/*
 * Where the CPU of a request goes, by package: `npm run profile -- --workload W1 --servers gateway,mercurius`. Work of Node
 * itself is counted for the package that called it; the row `node` is what has no such caller.
 */

const { values: options } = parseArgs({
  options: {
    workload: { type: 'string', default: 'W1' },
    servers: { type: 'string', default: 'gateway,mercurius' },
  },
});
const workload = workloads.find(({ name }) => name === options.workload);
if (!workload) {
  throw new Error(
    `--workload must be one of ${workloads.map(({ name }) => name).join(', ')}, but got: ${options.workload}`,
  );
}
const servers = options.servers.split(',');
const upstream = await startUpstream();
const shares = {};
for (const server of servers) shares[server] = await profile(server);
await upstream.stop();

const packages = [...new Set(servers.flatMap((server) => [...shares[server].keys()]))]
  .map((name) => ({ name, us: servers.map((server) => shares[server].get(name) ?? 0) }))
  .filter(({ us }) => Math.max(...us) >= 5)
  .sort((a, b) => b.us[0] - a.us[0]);
console.log(
  `| µs a request, ${workload.name} | ${servers.join(' | ')} |\n|---|${servers.map(() => '---').join('|')}|`,
);
for (const { name, us } of packages) console.log(`| ${name} | ${us.map(Math.round).join(' | ')} |`);

/** Microseconds of CPU a request, by package. */
async function profile(server) {
  const folder = mkdtempSync(join(tmpdir(), 'profile-'));
  const started = await startServer(server, upstream, { CACHE_TTL_MS: '0' }, [
    '--cpu-prof',
    `--cpu-prof-dir=${folder}`,
    // A process that a signal ends would write no profile.
    `--import=data:text/javascript,process.on('SIGTERM',()=>process.exit())`,
  ]);
  const ask = () => requestOf(server, { ...workload.question, instanceId: nextInstance() });
  const amount = workload.amount * 5;
  await load(started.url, ask, amount, workload);
  await started.stop();
  const [name] = readdirSync(folder);
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  rmSync(folder, { recursive: true });

  const own = new Map();
  for (const [index, id] of samples.entries()) own.set(id, (own.get(id) ?? 0) + timeDeltas[index]);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const packages = new Map();
  const packageOf = packageFinder();
  const add = ({ id, callFrame, children = [] }, caller) => {
    if (callFrame.functionName === '(idle)') return;
    const owner = packageOf(callFrame) ?? caller;
    packages.set(owner, (packages.get(owner) ?? 0) + (own.get(id) ?? 0) / amount);
    for (const child of children) add(byId.get(child), owner);
  };
  add(nodes[0], 'node');
  return packages;
}

/** Names the package of a function; undefined for Node's own. In the bundle, comments name the files. */
function packageFinder() {
  const bundles = new Map();
  return ({ url, lineNumber, functionName }) => {
    if (functionName === '(garbage collector)') return 'garbage collection';
    const path = decodeURIComponent(url.replace('file://', ''));
    if (!path.startsWith('/')) return undefined;
    if (!path.includes('/dist/') || path.includes('/node_modules/')) return inWords(path);
    if (!bundles.has(path)) bundles.set(path, sourcesOf(path));
    return inWords(bundles.get(path).findLast(({ line }) => line <= lineNumber)?.source ?? path);
  };
}

function sourcesOf(bundle) {
  return readFileSync(bundle, 'utf8')
    .split('\n')
    .flatMap((text, line) => {
      const source = /^\s*\/\/ ((?:node_modules|src)\/\S+)$/.exec(text)?.[1];
      return source ? [{ line, source }] : [];
    });
}

function inWords(path) {
  const inPackage = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
  return inPackage ?? (/(?:^|\/)(src\/[^/]+|peers)\//.exec(path)?.[1] || 'other');
}
