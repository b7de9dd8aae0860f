import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDemoFleet, demoCredentials } from '../../demo/own-fleet.ts';
import { createEmulator, type Emulator } from '../../emulator/emulator.ts';
import { Program } from '../support/process.ts';

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

describe.each([
  ['npm start', ['dist/main.js']],
  ['npm run demo', ['--import', 'tsx', 'demo/main.ts']],
] as const)('%s', (_command, program) => {
  const end = async (env: NodeJS.ProcessEnv) => {
    const { ended, stderr } = await new Promise<{ ended: number | null; stderr: string }>((resolve) => {
      const started = new Program('node', [...program], { ...credentials, ECS_ENDPOINT: endpoint, ...env });
      void started.ended.then((ended) => resolve({ ended, stderr: started.stderr }));
    });
    expect(ended).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).not.toMatch(/\bat .*:\d+/);
    return stderr;
  };

  it('on a port that is in use says so in one sentence, and exits with 1', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = String(typeof address === 'object' && address?.port);
    for (let start = 0; start < 2; start++) {
      const stderr = await end({ PORT: port });
      expect(stderr).toContain(`PORT=${port}`);
      expect(stderr).toContain('in use');
    }
    other.close();
  });

  it('on an address that is not of this machine says so, and exits with 1', async () => {
    expect(await end({ HOST: '192.0.2.1', AUTH: 'none', LOG_LEVEL: 'silent' })).toContain('HOST=192.0.2.1');
  });

  it('with a key file that cannot be read says which, and exits with 1', async () => {
    const jwt = { AUTH: 'jwt', AUTH_ISSUER: 'https://login.example.com/', AUTH_AUDIENCE: 'a' };
    expect(await end({ ...jwt, AUTH_JWKS_FILE: '/nonexistent/keys.json' })).toContain(
      '/nonexistent/keys.json',
    );
  });
});

describe('npm run demo', () => {
  it('says first that its data is synthetic, and answers', async () => {
    const program = new Program('npm', ['run', 'demo'], { PORT: '0', ...noCredentials });
    const url = await program.url();
    const lines = program.stdout.split('\n').filter((line) => line !== '' && !line.startsWith('>'));
    expect(lines[0]).toContain('synthetic');
    const answer = await fetch(`${url}?query=${encodeURIComponent('{regions(accountId:"shop"){regionId}}')}`);
    expect(JSON.stringify(await answer.json())).toContain('cn-hangzhou');
    program.child.kill('SIGTERM');
    await program.ended;
    await expect(fetch(url), 'the server behind npm').rejects.toThrow();
  });

  it('serves one account where that is asked for, so that no question has to name it', async () => {
    const program = new Program('npm', ['run', 'demo', '--', '--one-account'], {
      PORT: '0',
      ...noCredentials,
    });
    const url = await program.url();
    for (const document of [
      '{accounts{name}}',
      '{region(regionId:"cn-beijing"){sessions(first:1){nodes{sessionId}}}}',
    ]) {
      const answer = await (await fetch(`${url}?query=${encodeURIComponent(document)}`)).json();
      expect(JSON.stringify(answer)).toMatch(/"name":"default"|"sessionId":"s-/);
    }
    program.child.kill('SIGTERM');
    await program.ended;
  });
});
