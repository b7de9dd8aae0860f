import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoCredentials } from '../../demo/own-fleet.ts';
import { Program, root } from '../support/process.ts';

/*
 * No container engine runs where the tests do, so this replays what the Dockerfile says: its COPY and RUN steps, stage
 * by stage, in empty folders, from the files that .dockerignore lets through.
 */

interface Step {
  instruction: string;
  rest: string;
}

interface Stage {
  name: string;
  base: string;
  steps: Step[];
}

const stages: Stage[] = [];
for (const line of readFileSync(join(root, 'Dockerfile'), 'utf8').split('\n')) {
  const [, instruction = '', rest = ''] = /^([A-Z]+) (.*)$/.exec(line) ?? [];
  const from = /^(\S+)(?: AS (\S+))?$/.exec(rest);
  if (instruction === 'FROM') stages.push({ base: from?.[1] ?? '', name: from?.[2] ?? 'final', steps: [] });
  else if (instruction !== '') stages.at(-1)?.steps.push({ instruction, rest });
}
const sent = readFileSync(join(root, '.dockerignore'), 'utf8').match(/(?<=^!).+$/gm) ?? [];
const folder = mkdtempSync(join(tmpdir(), 'dockerfile-'));
const image = join(folder, 'final');

function replay(stage: Stage): void {
  const app = join(folder, stage.name);
  mkdirSync(app);
  for (const { instruction, rest } of stage.steps) {
    if (instruction === 'RUN') execFileSync('sh', ['-c', rest], { cwd: app });
    if (instruction !== 'COPY') continue;
    const [, from, paths = ''] = /^(?:--from=(\S+) )?(.*)$/.exec(rest) ?? [];
    const sources = paths.split(' ');
    const target = sources.pop() ?? '';
    for (const source of sources) {
      if (from === undefined) expect(sent, `.dockerignore keeps ${source} back`).toContain(source);
      const path = from === undefined ? join(root, source) : join(folder, from, source.replace('/app/', ''));
      cpSync(path, target === './' ? join(app, basename(source)) : join(app, target), { recursive: true });
    }
  }
}

describe('the Docker image', () => {
  beforeAll(() => stages.forEach(replay), 300_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is built on one current Node LTS, runs as a user, and has a health check', () => {
    expect(new Set(stages.map(({ base }) => base)).size).toBe(1);
    expect(stages.at(-1)?.base).toMatch(/^node:(22|24|26)-slim$/);
    const instructions = stages.at(-1)?.steps.map(({ instruction, rest }) => `${instruction} ${rest}`) ?? [];
    expect(instructions).toContain('USER node');
    expect(instructions.some((step) => step.startsWith('HEALTHCHECK '))).toBe(true);
  });

  it('holds what is built, what that reads and the licences, and no made-up data', () => {
    expect(readdirSync(image).sort()).toEqual(['LICENSE', 'dist', 'package.json', 'schema']);
    const files = readdirSync(join(image, 'dist'));
    // The same sources give the same papers, wherever they are built.
    for (const paper of ['THIRD_PARTY_NOTICES.txt', 'sbom.cdx.json']) {
      const built = readFileSync(join(root, 'dist', paper), 'utf8');
      expect(readFileSync(join(image, 'dist', paper), 'utf8')).toBe(built);
    }
    expect(files).toContain('main.js');
    for (const file of files) {
      const text = readFileSync(join(image, 'dist', file), 'utf8');
      expect(text.includes(demoCredentials.accessKeyId), `the emulator in ${file}`).toBe(false);
    }
  });

  it("starts with npm start's program and answers its own health check", async () => {
    const steps = stages.at(-1)?.steps ?? [];
    const command: string[] = JSON.parse(
      steps.find(({ instruction }) => instruction === 'CMD')?.rest ?? '[]',
    );
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    // npm's shell must give way to node, or signals would not get to it.
    expect(`exec ${command.join(' ')}`).toBe(scripts.start);
    const check =
      steps.find(({ instruction }) => instruction === 'HEALTHCHECK')?.rest.replace(/^.*CMD /, '') ?? '[]';
    const env = { ALIBABA_CLOUD_ACCESS_KEY_ID: 'id', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'not-a-secret' };
    const program = new Program(command[0] ?? '', command.slice(1), { ...env, PORT: '0' }, image);
    const { port } = new URL(await program.url());
    const [node = '', ...args]: string[] = JSON.parse(check);
    const health = (port: string) => new Program(node, args, { PORT: port }, image).ended;
    expect(await health(port)).toBe(0);
    expect(await program.stop()).toBe(0);
    expect(await health(port)).toBe(1);
  });

  it('wants to hear who may ask, since it listens on all addresses', async () => {
    const settings = stages.at(-1)?.steps.find(({ instruction }) => instruction === 'ENV')?.rest ?? '';
    const env = Object.fromEntries(settings.split(' ').map((setting) => setting.split('=')));
    const keys = { ALIBABA_CLOUD_ACCESS_KEY_ID: 'id', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'not-a-secret' };
    const program = new Program('node', ['dist/main.js'], { ...env, ...keys, PORT: '0' }, image);
    expect(await program.ended).toBe(1);
    expect(program.stderr).toContain('AUTH');
  });
});
