import { afterEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../emulator/emulator.ts';
import { encodeNodeId } from '../../src/schema/object-key.ts';
import { type Answer, list, type Pair, pick } from './support/gateway.ts';
import { hub, idOf, type Name, names, prod, region, stage, startThree } from './support/hub-accounts.ts';

/*
 * Accounts in the same region at the same time. All have a session s-all and an instance i-all, which say in their own
 * fields whose they are: an answer that mixes accounts up shows the wrong name.
 */

let pair: Pair;
afterEach(() => pair.close());

const key = (name: Name, id: string) =>
  name === 'hub' ? `${region}:${id}` : `${idOf[name]}:${region}:${id}`;
const sessionId = (name: Name) => encodeNodeId('Session', key(name, 's-all'));
const instanceId = (name: Name) => encodeNodeId('Instance', key(name, 'i-all'));
const detail = '{ name account { name } accountId assistant { version } }';
const fields = `accountId account { name } username principal { name } connections { instance ${detail} }`;

/** Every way to one record of an account; each answers with fields that say whose it is. */
const ways: Record<string, (name: Name) => [query: string, variables?: object]> = {
  sessions: (name) => [
    `{ sessions(accountIds: ["${name}"], regionIds: ["${region}"], first: 1) { ... on SessionConnection { nodes { ${fields} } } ... on GatewayError { code } } }`,
  ],
  session: (name) => [
    `{ session(accountId: "${name}", regionId: "${region}", sessionId: "s-all") { ... on Session { ${fields} } ... on GatewayError { code } } }`,
  ],
  'session by the account’s id': (name) => [
    `{ session(accountId: "${idOf[name]}", regionId: "${region}", sessionId: "s-all") { ... on Session { ${fields} } ... on GatewayError { code } } }`,
  ],
  node: (name) => [`{ node(id: "${sessionId(name)}") { ... on Session { ${fields} } } }`],
  nodes: (name) => [`{ nodes(ids: ["${sessionId(name)}"]) { ... on Session { ${fields} } } }`],
  'an instance': (name) => [`{ node(id: "${instanceId(name)}") { ... on Instance ${detail} } }`],
  'sessions of an instance': (name) => [
    `{ instance(accountId: "${name}", regionId: "${region}", instanceId: "i-all") { sessions { nodes { ${fields} } } } }`,
  ],
  'sessions of a region': (name) => [
    `{ region(accountId: "${name}", regionId: "${region}") { sessions(first: 1) { nodes { ${fields} } } } }`,
  ],
  'sessions of an account': (name) => [
    `{ account(accountId: "${name}") { sessions(regionIds: ["${region}"], first: 1) { nodes { ${fields} } } } }`,
  ],
  '_entities by key': (name) => [
    `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Session { ${fields} } } }`,
    { r: [{ __typename: 'Session', accountId: idOf[name], regionId: region, sessionId: 's-all' }] },
  ],
  '_entities by id': (name) => [
    `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Session { ${fields} } } }`,
    { r: [{ __typename: 'Session', id: sessionId(name) }] },
  ],
};
const people: Record<Name, string> = { hub: 'hubert', prod: 'alice', stage: 'bob' };

/** Each text that says whose something is must say this account. */
function expectAllOf(name: Name, answer: Answer) {
  const text = JSON.stringify(answer.data);
  for (const other of names.filter((other) => other !== name)) {
    for (const sign of [`${other}-`, idOf[other], people[other], `"${other}"`])
      expect(text).not.toContain(sign);
  }
  expect(text).toContain(idOf[name]);
  expect(answer.errors).toBeUndefined();
}

describe.each([0, 60_000])('with answers kept for %i ms', (ttl) => {
  it.each(Object.keys(ways))('%s of three accounts at once are each of its own', async (way) => {
    pair = await startThree({ CACHE_TTL_MS: String(ttl) });
    for (let time = 0; time < 3; time++) {
      await Promise.all(
        names.map(async (name) => {
          const [query, variables] = ways[way]?.(name) ?? [''];
          expectAllOf(name, await pair.ask(query, variables));
        }),
      );
    }
  });

  it('all at once in one request are as well', async () => {
    pair = await startThree({ CACHE_TTL_MS: String(ttl) });
    const query = `{ ${names
      .map(
        (name) =>
          `${name}: session(accountId: "${name}", regionId: "${region}", sessionId: "s-all") { ... on Session { ${fields} } }
           n_${name}: node(id: "${instanceId(name)}") { ... on Instance ${detail} }`,
      )
      .join('\n')} }`;
    for (let time = 0; time < 3; time++) {
      const { data, errors } = await pair.ask(query);
      expect(errors).toBeUndefined();
      for (const name of names) {
        expect(pick(data, name)).toMatchObject({
          accountId: idOf[name],
          account: { name },
          username: `${name}-user`,
          principal: { name: people[name] },
          connections: [{ instance: { name: `${name}-all`, assistant: { version: `${name}-version` } } }],
        });
        expect(pick(data, `n_${name}`)).toMatchObject({ name: `${name}-all`, accountId: idOf[name] });
      }
    }
  });

  it('a session that one account has is found in no other', async () => {
    pair = await startThree({ CACHE_TTL_MS: String(ttl) });
    const ask = async (name: Name, id: string) => {
      const { data } = await pair.ask(
        `{ session(accountId: "${name}", regionId: "${region}", sessionId: "${id}") { ... on Session { accountId } ... on GatewayError { code accountId } } }`,
      );
      return pick(data, 'session');
    };
    for (let time = 0; time < 3; time++) {
      for (const owner of names) {
        for (const name of names) {
          expect(await ask(name, `s-${owner}-0`)).toEqual(
            name === owner ? { accountId: idOf[name] } : { code: 'SESSION_NOT_FOUND', accountId: idOf[name] },
          );
        }
      }
    }
  });
});

const codes = async (names: readonly Name[], query = ways.sessions) =>
  Promise.all(
    names.map(async (name) => {
      const { data } = await pair.ask(...(query?.(name) ?? ['']));
      return pick(data, 'sessions.code') ?? list(data, 'sessions.nodes').length;
    }),
  );

describe('what befalls one account', () => {
  const faults: [string, Fault, string, Record<string, string>][] = [
    ['throttling', { kind: 'throttling' }, 'THROTTLED', {}],
    ['a quota', { kind: 'quota', callsPerMinute: 0 }, 'THROTTLED', {}],
    ['HTML', { kind: 'html' }, 'UPSTREAM_UNAVAILABLE', {}],
    ['resets', { kind: 'reset' }, 'UPSTREAM_UNAVAILABLE', {}],
    ['silence', { kind: 'hang' }, 'UPSTREAM_UNAVAILABLE', { ECS_TIMEOUT_MS: '300' }],
    ['a refusal', { kind: 'error', status: 403, code: 'Forbidden.RAM', message: 'x' }, 'ACCESS_DENIED', {}],
  ];
  it.each(faults)('by %s takes nothing from the others', async (_what, fault, code, environment) => {
    pair = await startThree({ ECS_MAX_ATTEMPTS: '1', ...environment });
    await codes(names);
    for (const broken of ['prod', 'hub'] as const) {
      pair.emulator.misbehave({ ...fault, accountId: idOf[broken], action: 'DescribeTerminalSessions' });
      const others = names.filter((name) => name !== broken);
      // Often enough for a circuit breaker to open.
      for (let time = 0; time < 8; time++) {
        expect(await codes([broken])).toEqual([code]);
        if (time % 3 === 0) expect(await codes(others)).toEqual(others.map(() => 1));
      }
      pair.emulator.heal();
      await pair.close();
      pair = await startThree({ ECS_MAX_ATTEMPTS: '1', ...environment });
    }
  });

  it('the breaker that leaves one account alone lets the others’ calls through', async () => {
    pair = await startThree({ ECS_MAX_ATTEMPTS: '1' });
    pair.emulator.misbehave({ kind: 'html', accountId: prod, action: 'DescribeTerminalSessions' });
    for (let time = 0; time < 10; time++) await codes(['prod', 'stage']);
    expect(pair.emulator.callsTo('DescribeTerminalSessions', { accountId: prod })).toBe(5);
    expect(pair.emulator.callsTo('DescribeTerminalSessions', { accountId: stage })).toBe(10);
  });

  it('the budget of a minute is one for each account', async () => {
    pair = await startThree({ ECS_CALLS_PER_MINUTE: '2' });
    const inOrder = [
      await codes(['prod']),
      await codes(['prod']),
      await codes(['prod']),
      await codes(['prod']),
    ];
    // The minute may turn once on the way.
    expect(inOrder.slice(0, 2)).toEqual([[1], [1]]);
    expect(pair.emulator.callsTo('DescribeTerminalSessions')).toBeLessThan(4);
    expect(inOrder.flat()).toContain('THROTTLED');
    for (const name of ['hub', 'stage'] as const) expect(await codes([name])).toEqual([1]);
  });

  it('the places for calls at once are as well', async () => {
    pair = await startThree({ ECS_MAX_CONCURRENCY: '1', ECS_TIMEOUT_MS: '2000' });
    await codes(names);
    pair.emulator.misbehave({ kind: 'hang', accountId: prod, action: 'DescribeTerminalSessions' });
    const hanging = codes(['prod', 'prod']);
    for (let time = 0; time < 3; time++) expect(await codes(['hub', 'stage'])).toEqual([1, 1]);
    expect(await hanging).not.toContain(1);
  });

  it('a cursor of one account is of no use for another', async () => {
    pair = await startThree();
    const page = (name: Name, after = '') =>
      pair.ask(
        `{ sessions(accountIds: ["${name}"], regionIds: ["${region}"], first: 1${after}) { ... on SessionConnection { nodes { username } pageInfo { endCursor } } ... on GatewayError { code } } }`,
      );
    for (const from of names) {
      const cursor = pick((await page(from)).data, 'sessions.pageInfo.endCursor');
      for (const to of names) {
        const { data } = await page(to, `, after: "${cursor}"`);
        expect(pick(data, 'sessions')).toMatchObject(
          from === to ? { nodes: [{ username: `${to}-user` }] } : { code: 'INVALID_NEXT_TOKEN' },
        );
      }
    }
  });
});

describe('a key without an account', () => {
  const entities = (environment: object, representations: object[]) =>
    pair.ask(
      'query ($r: [_Any!]!) { _entities(representations: $r) { __typename ... on Session { username } ... on Instance { name } ... on Region { regionId } } }',
      { r: representations },
      { ...environment },
    );
  const old = [
    { __typename: 'Session', regionId: region, sessionId: 's-all' },
    { __typename: 'Instance', regionId: region, instanceId: 'i-all' },
    { __typename: 'Region', regionId: region },
  ];

  it('is BAD_REQUEST that names the accounts where there are several, and never a record of one of them', async () => {
    pair = await startThree();
    for (let time = 0; time < 3; time++) {
      for (const accountId of [undefined, null]) {
        const { data, errors = [] } = await entities(
          {},
          old.map((one) => ({ ...one, accountId })),
        );
        expect(data).toEqual({ _entities: [null, null, null] });
        expect(errors).toHaveLength(3);
        for (const { message, extensions } of errors) {
          expect(extensions?.code).toBe('BAD_REQUEST');
          expect(message).toContain('hub, prod, stage');
        }
      }
    }
    expect(pair.emulator.calls).toEqual([]);
  });

  it('is that of the only account', async () => {
    const { users: _users, ...one } = { users: [] };
    pair = await startThree({}, { ...one, accountsFile: undefined });
    for (let time = 0; time < 3; time++) {
      const { data, errors } = await entities({}, old);
      expect(errors).toBeUndefined();
      expect(data).toEqual({
        _entities: [
          { __typename: 'Session', username: 'hub-user' },
          { __typename: 'Instance', name: 'hub-all' },
          { __typename: 'Region', regionId: region },
        ],
      });
    }
  });
});

describe('a node id', () => {
  it('is given back as it came, for every type and account; those of the own account are the old ones', async () => {
    pair = await startThree();
    const old = ['Session:cn-hangzhou:s-all', 'Instance:cn-hangzhou:i-all', 'Region:cn-hangzhou'];
    const given = [
      ...old.map((text) => Buffer.from(text).toString('base64url')),
      ...names.flatMap((name) => [
        sessionId(name),
        instanceId(name),
        encodeNodeId('Region', name === 'hub' ? region : `${idOf[name]}:${region}`),
        encodeNodeId('CloudAccount', name === 'hub' ? 'own' : idOf[name]),
      ]),
    ];
    for (let time = 0; time < 3; time++) {
      const { data, errors } = await pair.ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
        ids: given,
      });
      expect(errors).toBeUndefined();
      expect(list(data, 'nodes').map((node) => pick(node, 'id'))).toEqual(given);
    }
  });

  it('with the own account’s number, or that of an account that nobody knows, is none', async () => {
    pair = await startThree();
    for (const id of [hub, '1000000000000009']) {
      for (const text of [`Session:${id}:${region}:s-all`, `Region:${id}:${region}`, `CloudAccount:${id}`]) {
        const { data, errors } = await pair.ask(
          `{ node(id: "${Buffer.from(text).toString('base64url')}") { id } }`,
        );
        expect(data).toEqual({ node: null });
        expect(errors).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }]);
      }
    }
    expect(pair.emulator.calls).toEqual([]);
  });
});
