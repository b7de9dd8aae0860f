import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { startProcess } from './process.mjs';

export const file = (name) => fileURLToPath(new URL(name, import.meta.url));

/** The gateway, the baseline and the peers: each a program that prints its URL as a line of JSON once it listens. */
export const programs = {
  gateway: file('../dist/main.js'),
  baseline: file('peers/baseline.mjs'),
  apollo: file('peers/apollo.mjs'),
  mercurius: file('peers/mercurius.mjs'),
  yoga: file('peers/yoga.mjs'),
  hive: file('peers/hive.mjs'),
};

export const key = { accessKeyId: 'bench-key-id', accessKeySecret: 'bench-key-secret' };

/** Starts one of them in front of an upstream, as in production. */
export function startServer(server, upstream, env, nodeOptions = []) {
  return startProcess('node', [...nodeOptions, programs[server]], {
    NODE_ENV: 'production',
    ECS_ENDPOINT: upstream.url,
    ALIBABA_CLOUD_ACCESS_KEY_ID: key.accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: key.accessKeySecret,
    ECS_CALLS_PER_MINUTE: '100000',
    PORT: '0',
    ...env,
  });
}

/** Starts the fake upstream; `seen` returns the calls and new connections since it was called last. */
export async function startUpstream() {
  const server = await startProcess('node', [file('fake-upstream.mjs')], {});
  return { ...server, seen: async () => (await fetch(`${server.url}/seen`)).json() };
}

/** The machine that the figures are measured on. */
export function machine() {
  return `${cpus()[0]?.model ?? 'unknown CPU'}, ${cpus().length} cores, Node ${process.version}`;
}
