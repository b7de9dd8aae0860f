import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDemoFleet, demoCredentials } from '../../demo/own-fleet.ts';
import { createEmulator, type Emulator } from '../../emulator/emulator.ts';
import { Program, root } from '../support/process.ts';

/*
 * The package as those get it who install it: packed, put into an empty folder with no registry and no cache to fetch
 * anything else from, started, and imported by a program of somebody else's.
 */

const folder = mkdtempSync(join(tmpdir(), 'package-'));
const home = join(folder, 'app');
const installed = join(home, 'node_modules/ecs-session-gateway');
const key = {
  ALIBABA_CLOUD_ACCESS_KEY_ID: demoCredentials.accessKeyId,
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: demoCredentials.accessKeySecret,
};
const query = '{sessions(regionIds:["cn-hangzhou"]){... on SessionConnection{nodes{sessionId}}}}';

let packed: string[];
let said: string;
let emulator: Emulator;
let endpoint: string;

const run = async (command: string, args: string[], cwd = home) => {
  const env = { PATH: process.env.PATH, HOME: folder, npm_config_cache: join(folder, 'cache') };
  return promisify(execFile)(command, args, { cwd, env }).catch((error) => {
    throw new Error(`${command} ${args.join(' ')}: ${error.stdout}${error.stderr}`);
  });
};
const read = (path: string) => readFileSync(join(installed, path), 'utf8');
const sessionIds = async (url: string): Promise<unknown[]> => {
  const { data } = await (await fetch(`${url}?query=${encodeURIComponent(query)}`)).json();
  return data.sessions.nodes.map(({ sessionId }: { sessionId: string }) => sessionId);
};

beforeAll(async () => {
  emulator = createEmulator({ credentials: [demoCredentials], fleet: createDemoFleet({ now: Date.now() }) });
  endpoint = await emulator.listen();
  mkdirSync(home);
  // Not its scripts: `prepack` would build once more what other tests have started.
  const { stdout } = await run(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
    root,
  );
  const [{ filename, files }] = JSON.parse(stdout);
  packed = files.map(({ path }: { path: string }) => path);
  const install = await run('npm', ['install', '--offline', '--prefix', home, join(folder, filename)]);
  said = install.stdout + install.stderr;
}, 120_000);
afterAll(async () => {
  await emulator?.close();
  rmSync(folder, { recursive: true });
});

describe('the package', () => {
  it('installs without a warning, and brings no other package', () => {
    expect(said.toLowerCase()).not.toContain('warn');
    expect(said).toMatch(/^added 1 package\b/m);
    expect(readdirSync(join(home, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
      'ecs-session-gateway',
    ]);
  });

  it('holds the program, the schema and its papers, and nothing that only developers need', () => {
    for (const path of [
      'LICENSE',
      'README.md',
      'CHANGELOG.md',
      'SECURITY.md',
      'dist/main.js',
      'dist/index.js',
      'dist/index.d.ts',
      'dist/THIRD_PARTY_NOTICES.txt',
      'dist/sbom.cdx.json',
      'schema/schema.graphql',
      'schema/subgraph.graphql',
      'schema/possible-types.json',
    ]) {
      expect(packed).toContain(path);
    }
    const places = new Set(packed.map((path) => path.replace(/\/.*/, '')));
    expect([...places].sort()).toEqual(
      ['CHANGELOG.md', 'LICENSE', 'README.md', 'SECURITY.md', 'dist', 'package.json', 'schema'].sort(),
    );
    expect(packed.filter((path) => /\.map$|\.test\.|(?<!\.d)\.ts$/.test(path))).toEqual([]);
    for (const path of packed.filter((path) => path.startsWith('dist/'))) {
      expect(read(path).includes(demoCredentials.accessKeyId), `the emulator in ${path}`).toBe(false);
    }
  });

  it('is built anew before it is packed', () => {
    expect(JSON.parse(read('package.json')).scripts.prepack).toBe(
      JSON.parse(read('package.json')).scripts.prestart,
    );
  });

  it('names each package that its files hold code of, with version and licence', () => {
    const sbom: { components: Component[]; dependencies: { ref: string; dependsOn: string[] }[] } =
      JSON.parse(read('dist/sbom.cdx.json'));
    const notices = read('dist/THIRD_PARTY_NOTICES.txt');
    const listed = new Map(
      sbom.components.map((component) => [`${component.name}@${component.version}`, component]),
    );
    const bundled = bundledPackages();
    expect(bundled.size).toBeGreaterThan(50);
    for (const id of bundled) {
      expect(listed.get(id), id).toMatchObject({
        licenses: [expect.anything()],
        hashes: [{ alg: 'SHA-512', content: expect.stringMatching(/^[\da-f]{128}$/) }],
      });
      const [, name, version] = /^(.+)@(.+)$/.exec(id) ?? [];
      expect(notices, id).toContain(`\n${name} ${version}\nLicense: `);
    }
    expect(
      sbom.components.filter(({ name }) => name === 'graphql'),
      'one graphql',
    ).toHaveLength(1);
    const refs = sbom.components.map((component) => component['bom-ref']);
    expect(new Set(refs).size).toBe(refs.length);
    for (const { dependsOn } of sbom.dependencies) expect(refs).toEqual(expect.arrayContaining(dependsOn));
  });

  it('names what a package in it holds as built code', () => {
    const sbom: { components: Component[] } = JSON.parse(read('dist/sbom.cdx.json'));
    const parts = sbom.components.flatMap(({ components = [] }) => components);
    const traces = scripts().flatMap((text) => [
      ...text.matchAll(/node_modules\/\.pnpm\/([^/@]+)@(\d[\w.-]*?)[_/(]/g),
    ]);
    expect(traces.length).toBeGreaterThan(0);
    for (const id of new Set(traces.map(([, name, version]) => `${name}@${version}`))) {
      expect(parts.map(({ name, version }) => `${name}@${version}`)).toContain(id);
    }
    expect(parts.map(({ name }) => name)).toEqual(expect.arrayContaining(['react', 'graphiql']));
  });

  it('starts as a program, and answers from all that it reads', async () => {
    const bin = join(home, 'node_modules/.bin/ecs-session-gateway');
    const program = new Program(bin, [], { ...key, PORT: '0', ECS_ENDPOINT: endpoint }, home);
    const url = await program.url();
    emulator.clearCalls();
    const [cold, warm, third] = [await sessionIds(url), await sessionIds(url), await sessionIds(url)];
    expect(cold).toHaveLength(10);
    expect(warm).toEqual(cold);
    expect(third).toEqual(cold);
    expect(emulator.callsTo('DescribeTerminalSessions')).toBeGreaterThan(0);
    const sdl = await fetch(`${url}?query=${encodeURIComponent('{_service{sdl}}')}`);
    expect(await sdl.text()).toContain('@key');
    const page = await fetch(url, { headers: { accept: 'text/html' } });
    expect(await page.text()).toContain('query RecentSessions');
    expect(await program.stop()).toBe(0);
    expect(program.stderr).toBe('');
  });

  it('without credentials exits with 1 and says what to set', async () => {
    const bin = join(home, 'node_modules/.bin/ecs-session-gateway');
    const none = { HOME: folder, ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true', PORT: '0' };
    const program = new Program(bin, [], none, home);
    expect(await program.ended).toBe(1);
    expect(program.stderr).toContain('ALIBABA_CLOUD_ACCESS_KEY_ID');
  });

  it("is imported, typed, by somebody's program, and lets that end by itself", async () => {
    const types = ['--typeRoots', join(root, 'node_modules/@types'), '--types', 'node'];
    await compile('embedder.mts', embedder, types);
    const environment = {
      ECS_ENDPOINT: endpoint,
      KEY_ID: demoCredentials.accessKeyId,
      KEY_SECRET: demoCredentials.accessKeySecret,
      // Of no account where an environment is given.
      PORT: 'none',
    };
    const program = new Program('node', [join(home, 'embedder.mjs')], environment, home);
    expect(await program.ended, program.stderr).toBe(0);
    expect(program.stderr).toBe('');
    expect(JSON.parse(program.stdout)).toEqual({
      lengths: [10, 10, 10, 10],
      isRefused: true,
      messages: expect.arrayContaining(['listening', 'request', 'audit', 'stopped']),
      problems: [expect.stringContaining('PORT'), expect.stringContaining('CACHE_TTL_MS')],
      signals: 0,
    });
  });

  it('needs no types but its own', async () => {
    const user = `import type { AccessKeySource, Gateway, GatewayOptions } from 'ecs-session-gateway';
      export type Used = [AccessKeySource, Gateway, GatewayOptions];`;
    await compile('user.mts', user, ['--types', '', '--exactOptionalPropertyTypes']);
  });

  it('has a readme whose links lead somewhere, on npm too: that resolves them against the repository', () => {
    const { repository, bugs, homepage } = JSON.parse(read('package.json'));
    expect(repository.url).toMatch(/^git\+https:\/\/github\.com\/[\w-]+\/[\w-]+\.git$/);
    const site = repository.url.replace(/^git\+|\.git$/g, '');
    expect([bugs, homepage]).toEqual([`${site}/issues`, `${site}#readme`]);
    for (const page of ['README.md', 'CHANGELOG.md', 'SECURITY.md']) {
      const links = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
      for (const link of links.filter((link) => !/^(https?:|#)/.test(link))) {
        expect(existsSync(join(root, link.replace(/#.*/, ''))), `${page} links to ${link}`).toBe(true);
      }
    }
  });

  it('shows its manifest and its schema to those who resolve them', async () => {
    const resolve = `const { createRequire } = require('node:module');
      const from = createRequire(${JSON.stringify(join(home, 'index.js'))});
      for (const path of ['package.json', 'schema/schema.graphql', 'schema/possible-types.json'])
        process.stdout.write(from.resolve('ecs-session-gateway/' + path) + '\\n');`;
    const { stdout } = await run('node', ['-e', resolve]);
    expect(stdout.trim().split('\n')).toHaveLength(3);
  });
});

interface Component {
  name: string;
  version?: string;
  'bom-ref': string;
  components?: Component[];
}

const scripts = () =>
  readdirSync(join(installed, 'dist'))
    .filter((name) => name.endsWith('.js'))
    .map((name) => read(`dist/${name}`));

/** `name@version` of what the built files say of themselves: esbuild puts a comment before the code of each file. */
function bundledPackages(): Set<string> {
  const files = scripts().flatMap((text) => text.match(/(?<=^\/\/ )node_modules\/\S+/gm) ?? []);
  const folders = new Set(files.map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? ''));
  return new Set(
    [...folders].map((path) => {
      const { name, version } = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'));
      return `${name}@${version}`;
    }),
  );
}

/** Checks a program against the installed package's types, their own declarations included, and makes it JavaScript. */
async function compile(name: string, text: string, options: string[]): Promise<void> {
  writeFileSync(join(home, name), text);
  const common = ['--strict', '--module', 'nodenext', '--target', 'es2023', '--skipLibCheck', 'false'];
  await run(join(root, 'node_modules/.bin/tsc'), [name, '--ignoreConfig', ...common, ...options]);
}

const embedder = `
import { ConfigError, createGateway, type Gateway, type GatewayLog } from 'ecs-session-gateway';

const messages: string[] = [];
const note = (_fields: object, message: string) => void messages.push(message);
const log: GatewayLog = { info: note, warn: note, error: note };
const environment = { PORT: '0', ECS_ENDPOINT: process.env.ECS_ENDPOINT };
const credentials = {
  accessKeyId: process.env.KEY_ID ?? '',
  accessKeySecret: process.env.KEY_SECRET ?? '',
};
const gateway = await createGateway({ environment, credentials, log });
const ask = async ({ url }: Gateway): Promise<number> => {
  const answer = await fetch(url + '?query=' + encodeURIComponent(${JSON.stringify(query)}));
  const { data } = await answer.json() as { data: { sessions: { nodes: unknown[] } } };
  return data.sessions.nodes.length;
};
const lengths = [await ask(gateway), await ask(gateway), await ask(gateway)];
const signals = process.listenerCount('SIGTERM') + process.listenerCount('SIGINT');
await gateway.stop(1000);
const isRefused = await fetch(gateway.url).then(() => false, () => true);

// What it wrote on stdout would stand before the result.
const silent = await createGateway({
  environment,
  credentials: { getCredential: async () => credentials },
  log: null,
});
lengths.push(await ask(silent));
await silent.stop(1000);

// @ts-expect-error A port is a text, as all variables are.
await createGateway({ environment: { PORT: 0 } }).catch(() => {});
// @ts-expect-error No such option.
const unknown = () => createGateway({ port: 0 });
void unknown;

const problems = await createGateway({ environment: { PORT: 'x', CACHE_TTL_MS: 'y' } }).then(
  () => [],
  (error: unknown) => error instanceof ConfigError ? error.problems : [],
);
process.stdout.write(JSON.stringify({ lengths, isRefused, messages: [...new Set(messages)], problems, signals }));
`;
