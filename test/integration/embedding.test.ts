import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDemoFleet, demoCredentials } from '../../demo/own-fleet.ts';
import { createEmulator, type Emulator } from '../../emulator/emulator.ts';
import {
  type AccessKey,
  ConfigError,
  CredentialsError,
  createGateway,
  type Gateway,
  type GatewayOptions,
} from '../../src/index.ts';
import { keepCredential, keepLog, searchAnswer } from '../support/suite-log.ts';
import { list, pick } from './support/gateway.ts';

/** The gateway within a program of somebody else's, who supplies its keys and its log. */

const temporary = (name: string) => ({
  accessKeyId: `STS.id-${name}`,
  accessKeySecret: `secret-of-${name}`,
  securityToken: `token-of-${name}`,
});
const first = temporary('the-first-hour');
const second = temporary('the-second-hour');
for (const key of [first, second, demoCredentials]) Object.values(key).forEach(keepCredential);

let emulator: Emulator;
let endpoint: string;
let lines: { fields: object; message: string }[];
const gateways: Gateway[] = [];

beforeAll(async () => {
  emulator = createEmulator({ credentials: [demoCredentials], fleet: createDemoFleet({ now: Date.now() }) });
  endpoint = await emulator.listen();
});
afterAll(() => emulator.close());
beforeEach(() => {
  emulator.acceptCredentials([demoCredentials]);
  emulator.clearCalls();
  lines = [];
});
afterEach(async () => {
  for (const gateway of gateways.splice(0)) await gateway.stop(0);
});

const note = (fields: object, message: string) => {
  keepLog(`${JSON.stringify({ ...fields, message })}\n`);
  lines.push({ fields, message });
};
async function start(credentials: GatewayOptions['credentials'], environment: Record<string, string> = {}) {
  const gateway = await createGateway({
    environment: { PORT: '0', ECS_ENDPOINT: endpoint, CACHE_TTL_MS: '0', ...environment },
    credentials,
    log: { info: note, warn: note, error: note },
  });
  gateways.push(gateway);
  return gateway;
}
async function ask({ url }: Gateway, regionId = 'cn-hangzhou'): Promise<unknown> {
  const query = `{ sessions(regionIds: ["${regionId}"]) {
    __typename ... on SessionConnection { nodes { sessionId } } ... on GatewayError { code message } } }`;
  const text = await (await fetch(`${url}?query=${encodeURIComponent(query)}`)).text();
  searchAnswer(text);
  return pick(JSON.parse(text), 'data.sessions');
}

describe('keys of the embedder', () => {
  it.each([
    ['a pair', demoCredentials],
    ['a temporary one', first],
    ['one that is asked for', { getCredential: async () => second }],
  ])('%s signs every call', async (_, credentials) => {
    emulator.acceptCredentials([demoCredentials, first, second]);
    const gateway = await start(credentials);
    for (const _time of ['first', 'second', 'third']) {
      expect(list(await ask(gateway), 'nodes')).toHaveLength(10);
    }
    expect(emulator.callsTo('DescribeTerminalSessions')).toBe(3);
  });

  it('are asked for anew once ECS refuses one, and the call is made again', async () => {
    let current: AccessKey = first;
    let refreshed = 0;
    emulator.acceptCredentials([first]);
    const gateway = await start({
      getCredential: async () => current,
      refresh() {
        refreshed += 1;
        current = second;
      },
    });
    expect(list(await ask(gateway), 'nodes')).toHaveLength(10);
    expect(refreshed).toBe(0);

    emulator.acceptCredentials([second]);
    emulator.clearCalls();
    expect(list(await ask(gateway), 'nodes')).toHaveLength(10);
    expect(refreshed).toBe(1);
    expect(emulator.callsTo('DescribeTerminalSessions')).toBe(2);
    expect(list(await ask(gateway), 'nodes')).toHaveLength(10);
    expect(refreshed).toBe(1);
    expect(emulator.callsTo('DescribeTerminalSessions')).toBe(3);
  });

  it.each([
    ['fails', async () => Promise.reject(new Error('vault says: secret-of-the-first-hour'))],
    [
      'throws at once',
      () => {
        throw new Error('vault says: secret-of-the-first-hour');
      },
    ],
    ['has no key', async () => ({ accessKeyId: '', accessKeySecret: '' })],
  ])(
    'whose source %s for a while: ACCESS_DENIED without a call, no word of why, and then served',
    async (_, broken) => {
      let getCredential: () => Promise<AccessKey> = async () => demoCredentials;
      const gateway = await start({ getCredential: () => getCredential() });
      const ready = async () => (await fetch(new URL('/ready', gateway.url))).status;
      expect(await ready()).toBe(200);
      getCredential = broken;
      for (const _time of ['first', 'second']) {
        expect(await ask(gateway)).toMatchObject({ __typename: 'AccessDeniedError', code: 'ACCESS_DENIED' });
      }
      expect(await ready()).toBe(503);
      expect(emulator.calls).toHaveLength(0);
      expect(JSON.stringify(lines)).not.toContain('vault');
      getCredential = async () => demoCredentials;
      expect(list(await ask(gateway), 'nodes')).toHaveLength(10);
      expect(await ready()).toBe(200);
    },
  );
});

describe('createGateway', () => {
  it('says all that is wrong with the environment, before it asks for a key', async () => {
    let asked = 0;
    const getCredential = async () => {
      asked += 1;
      return demoCredentials;
    };
    const failure = await start({ getCredential }, { PORT: 'x', AUTH: 'jwt' }).catch((error) => error);
    expect(failure).toBeInstanceOf(ConfigError);
    expect(failure.problems.join('\n')).toMatch(/PORT: .*AUTH/s);
    expect(asked).toBe(0);
  });

  it.each([
    ['empty', { accessKeyId: '', accessKeySecret: '' }],
    ['half a pair', { accessKeyId: 'id', accessKeySecret: '' }],
    ['a source that fails', { getCredential: async () => Promise.reject(new Error('vault is shut')) }],
  ])('refuses to start with %s for a key', async (_, credentials) => {
    const failure = await start(credentials).catch((error) => error);
    expect(failure).toBeInstanceOf(CredentialsError);
    expect(failure.message).toContain('getCredential');
    expect(lines).toEqual([]);
  });

  it('rejects where it cannot listen', async () => {
    const { port } = new URL((await start(demoCredentials)).url);
    await expect(start(demoCredentials, { PORT: port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('leaves the process alone: no handler of signals, exits or failures', async () => {
    const events = [
      'SIGTERM',
      'SIGINT',
      'SIGHUP',
      'exit',
      'beforeExit',
      'uncaughtException',
      'unhandledRejection',
    ];
    const count = () => events.map((event) => process.listenerCount(event));
    const before = count();
    const gateway = await start(demoCredentials);
    await ask(gateway);
    expect(count()).toEqual(before);
    await gateway.stop(0);
    expect(count()).toEqual(before);
  });

  it('starts as many as wanted, each by its own configuration; one stops without the others', async () => {
    const plain = await start(demoCredentials);
    const prefixed = await start(demoCredentials, { SCHEMA_TYPE_PREFIX: 'Ecs' });
    expect(await ask(plain)).toMatchObject({ __typename: 'SessionConnection' });
    expect(await ask(plain)).toMatchObject({ __typename: 'SessionConnection' });
    const types = await fetch(`${prefixed.url}?query=${encodeURIComponent('{ regions { __typename } }')}`);
    expect(pick(await types.json(), 'data.regions.0.__typename')).toBe('EcsRegion');
    await plain.stop(0);
    await expect(ask(plain)).rejects.toThrow();
    expect((await fetch(new URL('/health', prefixed.url))).status).toBe(200);
  });

  it('gives the log an audit line for each GraphQL request, and when it listens and stops', async () => {
    const gateway = await start(demoCredentials);
    for (const regionId of ['cn-hangzhou', 'cn-shanghai', 'cn-hangzhou']) await ask(gateway, regionId);
    await gateway.stop();
    await gateway.stop();
    const audit = lines.filter(({ message }) => message === 'audit').map(({ fields }) => fields);
    expect(audit).toMatchObject([
      { regions: ['cn-hangzhou'], rows: 10, outcome: 'ok' },
      { regions: ['cn-shanghai'], rows: 10, outcome: 'ok' },
      { regions: ['cn-hangzhou'], rows: 10, outcome: 'ok' },
    ]);
    expect(lines[0]).toEqual({ fields: { url: gateway.url }, message: 'listening' });
    expect(lines.at(-1)?.message).toBe('stopped');
  });
});
