import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { startServer } from './process.mjs';

export const file = (name) => fileURLToPath(new URL(name, import.meta.url));

/** The gateway, the floor, and the peers: each a program that says in a line of JSON where it listens. */
export const programs = {
  gateway: file('../dist/main.js'),
  floor: file('peers/floor.mjs'),
  apollo: file('peers/apollo.mjs'),
  mercurius: file('peers/mercurius.mjs'),
  yoga: file('peers/yoga.mjs'),
  hive: file('peers/hive.mjs'),
};

export const key = { accessKeyId: 'bench-key-id', accessKeySecret: 'bench-key-secret' };

/** Starts one of them before an upstream, as in production. */
export function startSide(side, upstream, env, nodeOptions = []) {
  return startServer('node', [...nodeOptions, programs[side]], {
    NODE_ENV: 'production',
    ECS_ENDPOINT: upstream.url,
    ALIBABA_CLOUD_ACCESS_KEY_ID: key.accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: key.accessKeySecret,
    ECS_CALLS_PER_MINUTE: '100000',
    PORT: '0',
    ...env,
  });
}

/** The fake upstream, and how many calls and new connections it has had since it was last asked. */
export async function startUpstream() {
  const server = await startServer('node', [file('fake-upstream.mjs')], {});
  return { ...server, seen: async () => (await fetch(`${server.url}/seen`)).json() };
}

/** What the figures were taken on. */
export function machine() {
  return `${cpus()[0]?.model ?? 'unknown CPU'}, ${cpus().length} cores, Node ${process.version}`;
}
