import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEmulator, type Emulator } from '../../src/emulator/emulator.ts';
import { createDemoFleet, demoCredentials } from '../../src/emulator/fleet.ts';
import { Program } from './process.ts';

/** No credentials anywhere the default chain looks; the RAM role's metadata service is not on this network. */
const noCredentials = {
  HOME: mkdtempSync(join(tmpdir(), 'no-credentials-')),
  ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true',
};
const credentials = {
  ...noCredentials,
  ALIBABA_CLOUD_ACCESS_KEY_ID: demoCredentials.accessKeyId,
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: demoCredentials.accessKeySecret,
};

let emulator: Emulator;
let endpoint: string;
beforeAll(async () => {
  emulator = createEmulator({ credentials: [demoCredentials], fleet: createDemoFleet({ now: Date.now() }) });
  endpoint = await emulator.listen();
});
afterAll(() => emulator?.close());

const start = (env: NodeJS.ProcessEnv) => new Program('node', ['dist/main.js'], { PORT: '0', ...env });
const query = encodeURIComponent('{sessions(regionIds:["cn-hangzhou"]){__typename}}');

describe('npm start', () => {
  it('without credentials exits with 1, says what to set, and serves nothing', async () => {
    const program = new Program('npm', ['start'], { PORT: '0', ...noCredentials });
    expect(await program.ended).toBe(1);
    for (const variable of [
      'ALIBABA_CLOUD_ACCESS_KEY_ID',
      'ALIBABA_CLOUD_ACCESS_KEY_SECRET',
      'ALIBABA_CLOUD_ROLE_ARN',
    ]) {
      expect(program.stderr).toContain(variable);
    }
    expect(program.stdout).not.toContain('listening');
  });

  it('with a wrong environment exits with 1 and lists all that is wrong', async () => {
    const program = start({ ...credentials, PORT: 'x', CACHE_TTL_MS: 'y' });
    expect(await program.ended).toBe(1);
    expect(program.stderr).toContain('PORT');
    expect(program.stderr).toContain('CACHE_TTL_MS');
  });

  it('says where it listens in a line of JSON, and answers there', async () => {
    const program = start({ ...credentials, ECS_ENDPOINT: endpoint });
    const url = await program.url();
    expect(await (await fetch(`${url}?query=${query}`)).json()).toEqual({
      data: { sessions: { __typename: 'SessionConnection' } },
    });
    expect(await program.stop()).toBe(0);
  });

  it('calls nothing that Node 24 warns of', async () => {
    // Where Node 24 warns of url.parse at once, Node 20 does when it is told to.
    const program = new Program('node', ['--pending-deprecation', 'dist/main.js'], {
      PORT: '0',
      ...credentials,
      ECS_ENDPOINT: endpoint,
    });
    const url = await program.url();
    for (let n = 0; n < 3; n++) {
      expect(JSON.stringify(await (await fetch(`${url}?query=${query}`)).json())).toContain(
        'SessionConnection',
      );
    }
    expect(await program.stop()).toBe(0);
    expect(program.stderr).not.toContain('DEP0169');
  });

  it('refuses a proxy that it could not use', async () => {
    const program = start({ ...credentials, HTTPS_PROXY: 'http://user:secret@127.0.0.1:1' });
    expect(await program.ended).toBe(1);
    expect(program.stderr).toMatch(/HTTPS_PROXY: .*NO_PROXY/);
    expect(program.stderr).not.toContain('secret');
  });

  it('shows browsers GraphiQL, the stored operations in its tabs', async () => {
    const program = start({ ...credentials, ECS_ENDPOINT: endpoint });
    const page = await fetch(await program.url(), { headers: { accept: 'text/html' } });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('query RecentSessions');
    await program.stop();
  });

  it('answers a slow query that SIGTERM finds under way, takes no other, and exits with 0', async () => {
    const program = start({ ...credentials, ECS_ENDPOINT: endpoint });
    const url = await program.url();
    emulator.misbehave({ kind: 'latency', ms: 1000, times: 1 });
    emulator.clearCalls();
    const slow = fetch(`${url}?query=${query}`);
    await expect.poll(() => emulator.calls.length).toBe(1);
    program.child.kill('SIGTERM');
    await expect.poll(() => fetch(url).catch(() => 'refused')).toBe('refused');
    expect(await (await slow).json()).toEqual({ data: { sessions: { __typename: 'SessionConnection' } } });
    expect(await program.ended).toBe(0);
  });
});

describe('npm run demo', () => {
  it('says first that its data is synthetic, and answers', async () => {
    const program = new Program('npm', ['run', 'demo'], { PORT: '0', ...noCredentials });
    const url = await program.url();
    const lines = program.stdout.split('\n').filter((line) => line !== '' && !line.startsWith('>'));
    expect(lines[0]).toContain('synthetic');
    const answer = await fetch(`${url}?query=${encodeURIComponent('{regions{regionId}}')}`);
    expect(JSON.stringify(await answer.json())).toContain('cn-hangzhou');
    program.child.kill('SIGTERM');
    await program.ended;
    await expect(fetch(url), 'the server behind npm').rejects.toThrow();
  });
});
