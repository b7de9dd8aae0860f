import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { load } from './load.mjs';
import { startSide, startUpstream } from './servers.mjs';
import { nextInstance, requestOf, works } from './workloads.mjs';

/*
 * Where the CPU of a request goes, by package: `npm run profile -- --work W1 --sides gateway,mercurius`. What Node itself
 * does is counted to the package that had it done; what stands under `node` nobody's stack shows.
 */

const { values: options } = parseArgs({
  options: {
    work: { type: 'string', default: 'W1' },
    sides: { type: 'string', default: 'gateway,mercurius' },
  },
});
const work = works.find(({ name }) => name === options.work);
const sides = options.sides.split(',');
const upstream = await startUpstream();
const shares = {};
for (const side of sides) shares[side] = await profile(side);
await upstream.stop();

const packages = [...new Set(sides.flatMap((side) => [...shares[side].keys()]))]
  .map((name) => ({ name, us: sides.map((side) => shares[side].get(name) ?? 0) }))
  .filter(({ us }) => Math.max(...us) >= 5)
  .sort((a, b) => b.us[0] - a.us[0]);
console.log(
  `| µs a request, ${work.name} | ${sides.join(' | ')} |\n|---|${sides.map(() => '---').join('|')}|`,
);
for (const { name, us } of packages) console.log(`| ${name} | ${us.map(Math.round).join(' | ')} |`);

/** Microseconds of CPU a request, by package. */
async function profile(side) {
  const folder = mkdtempSync(join(tmpdir(), 'profile-'));
  const server = await startSide(side, upstream, { CACHE_TTL_MS: '0' }, [
    '--cpu-prof',
    `--cpu-prof-dir=${folder}`,
    // A process that a signal ends writes no profile.
    `--import=data:text/javascript,process.on('SIGTERM',()=>process.exit())`,
  ]);
  const ask = () => requestOf(side, { ...work.question, instanceId: nextInstance() });
  const amount = work.amount * 5;
  await load(server.url, ask, amount, work);
  await server.stop();
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

/** Names the package a function comes from; undefined for Node's own. Of the bundle, its comments tell. */
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
