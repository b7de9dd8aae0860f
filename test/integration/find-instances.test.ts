import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { demoCredentials } from '../../demo/own-fleet.ts';
import { allow, type EmulatorOptions } from '../../emulator/emulator.ts';
import type { FleetRegion, WireInstance } from '../../emulator/fleet.ts';
import { type Answer, list, type Pair, pick, startPair } from './support/gateway.ts';
import { createIdentityProvider, trusting } from './support/tokens.ts';

/*
 * Machines found as people know them: by name, tag, address and VPC, over accounts and regions.
 */

const hub = '1000000000000001';
const prod = '1000000000000002';
const stage = '1000000000000003';
const regionIds = ['cn-hangzhou', 'cn-beijing'];

const machine = (n: number, more: WireInstance = {}): WireInstance => ({
  InstanceId: `i-${n}`,
  InstanceName: `web-${n}`,
  HostName: `host-${n}`,
  InstanceNetworkType: 'vpc',
  VpcAttributes: { VpcId: `vpc-${n % 2}`, PrivateIpAddress: { IpAddress: [`10.0.0.${n}`] } },
  Tags: {
    Tag: [
      { TagKey: 'env', TagValue: n % 2 === 0 ? 'prod' : 'test' },
      { TagKey: 'number', TagValue: String(n) },
    ],
  },
  ...more,
});

const region = (regionId: string, count: number): FleetRegion => ({
  regionId,
  instances: Array.from({ length: count }, (_, n) => machine(n)),
  sessions: Array.from({ length: count }, (_, n) => ({
    SessionId: `s-${n}`,
    CreationTime: '2026-01-19T09:00:00Z',
    Connections: { Connection: [{ InstanceId: `i-${n}`, Status: 'Terminated' }] },
  })),
});

const fleet = (hangzhou: number, beijing: number) => ({
  regions: [region('cn-hangzhou', hangzhou), region('cn-beijing', beijing)],
});

const role = (roleId: string, policy = allow('ecs:*', 'ram:List*')) => ({
  roleId,
  roleName: 'session-audit',
  trusts: [`acs:ram::${hub}:root`],
  policy,
});

const file = join(mkdtempSync(join(tmpdir(), 'accounts-')), 'accounts.json');
writeFileSync(
  file,
  JSON.stringify([
    { id: hub, name: 'hub' },
    { id: prod, name: 'prod', roleArn: `acs:ram::${prod}:role/session-audit` },
    { id: stage, name: 'stage', roleArn: `acs:ram::${stage}:role/session-audit` },
  ]),
);

/** Who may see machines: all, unless another policy of the role of prod is given. */
interface Start extends Partial<EmulatorOptions> {
  environment?: Record<string, string>;
  counts?: [own: [number, number], prod: [number, number], stage: [number, number]];
  prodPolicy?: ReturnType<typeof allow>;
}

let pair: Pair;
afterEach(() => pair.close());

async function start({ environment = {}, counts, prodPolicy, ...options }: Start = {}) {
  const [own, ofProd, ofStage] = counts ?? [
    [25, 3],
    [4, 0],
    [2, 2],
  ];
  pair = await startPair(
    { ACCOUNTS_FILE: file, ...environment },
    {
      accountId: hub,
      credentials: [demoCredentials],
      fleet: fleet(...own),
      otherAccounts: [
        { accountId: prod, name: 'prod', fleet: fleet(...ofProd), roles: [role('3001', prodPolicy)] },
        { accountId: stage, name: 'stage', fleet: fleet(...ofStage), roles: [role('3002')] },
      ],
      ...options,
    },
  );
  return pair;
}

const finds = () =>
  pair.emulator.calls.filter(
    ({ action, params }) => action === 'DescribeInstances' && params.DryRun !== 'true',
  );
const dryRuns = () => pair.emulator.calls.filter(({ params }) => params.DryRun === 'true');
const hangzhou = 'accountIds: ["hub"], regionIds: ["cn-hangzhou"]';
const ids = (answer: Answer) => list(answer, 'data.instances.nodes').map((node) => pick(node, 'instanceId'));
const withHeaders = (query: string, token: string) =>
  pair.ask(query, {}, { authorization: `Bearer ${token}` });

describe('machines', () => {
  it('are found by what is known of them, with their details, in one call', async () => {
    await start();
    for (let time = 0; time < 3; time++) {
      for (const [conditions, expected] of [
        ['name: "web-7"', ['i-7']],
        ['name: "web-2*"', ['i-2', 'i-20', 'i-21', 'i-22', 'i-23', 'i-24']],
        ['name: "*-13"', ['i-13']],
        ['privateIp: "10.0.0.9"', ['i-9']],
        ['privateIp: "::ffff:10.0.0.9"', ['i-9']],
        ['tags: [{ key: "number", value: "3" }]', ['i-3']],
        ['tags: [{ key: "number" }], name: "web-4"', ['i-4']],
        ['tags: [{ key: "env", value: "prod" }, { key: "number", value: "8" }]', ['i-8']],
        ['vpcId: "vpc-1", name: "web-1*"', ['i-1', 'i-11', 'i-13', 'i-15', 'i-17', 'i-19']],
        ['name: "web-1", vpcId: "vpc-0"', []],
      ] as const) {
        pair.emulator.clearCalls();
        const answer = await pair.ask(
          `{ instances(${hangzhou}, ${conditions}) { nodes { instanceId name hostName vpcId tags { key value } privateIpAddresses } } }`,
        );
        expect(answer.errors).toBeUndefined();
        expect(ids(answer)).toEqual(expected);
        expect(finds()).toHaveLength(1);
        for (const node of list(answer, 'data.instances.nodes')) {
          const n = String(pick(node, 'instanceId')).slice(2);
          expect(node).toMatchObject({
            name: `web-${n}`,
            hostName: `host-${n}`,
            privateIpAddresses: [`10.0.0.${n}`],
          });
          expect(pick(node, 'tags.1')).toEqual({ key: 'number', value: n });
        }
      }
    }
  });

  it('of all accounts and regions are one list: accounts and regions in order, one call each', async () => {
    await start();
    const query = `{ instances(name: "web-1") { nodes { id instanceId regionId accountId account { name } name } pageInfo { hasNextPage } } }`;
    let first: unknown;
    for (let time = 0; time < 3; time++) {
      pair.emulator.clearCalls();
      const answer = await pair.ask(query);
      expect(answer.errors).toBeUndefined();
      const nodes = list(answer, 'data.instances.nodes');
      expect(
        nodes.map((node) => [pick(node, 'account.name'), pick(node, 'regionId'), pick(node, 'instanceId')]),
      ).toEqual([
        ['prod', 'cn-hangzhou', 'i-1'],
        ['stage', 'cn-beijing', 'i-1'],
        ['stage', 'cn-hangzhou', 'i-1'],
        ['hub', 'cn-beijing', 'i-1'],
        ['hub', 'cn-hangzhou', 'i-1'],
      ]);
      expect(pick(answer, 'data.instances.pageInfo.hasNextPage')).toBe(false);
      expect(finds()).toHaveLength(6);
      // Prod has no machine in cn-beijing: that it may be seen is checked.
      expect(dryRuns().map(({ params, accountId }) => [accountId, params.RegionId])).toEqual([
        [prod, 'cn-beijing'],
      ]);
      first ??= answer.data;
      expect(answer.data).toEqual(first);
      const nodeIds = nodes.map((node) => pick(node, 'id'));
      const again = await pair.ask(
        'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Instance { accountId } } }',
        { ids: nodeIds },
      );
      expect(again.data).toEqual({
        nodes: nodes.map((node) => ({ id: pick(node, 'id'), accountId: pick(node, 'accountId') })),
      });
    }
  });

  it('with their sessions: 20 of one region cost 1 + 20 calls, of P regions P + 20', async () => {
    await start({
      counts: [
        [30, 9],
        [9, 9],
        [9, 9],
      ],
    });
    const sessions = '{ nodes { instanceId sessions { nodes { sessionId } } } }';
    const regions = `regionIds: ${JSON.stringify(regionIds)}`;
    for (const [query, pairs] of [
      [`{ instances(${hangzhou}, name: "web-*") ${sessions} }`, 1],
      [`{ instances(accountIds: ["hub"], ${regions}, name: "web-*") ${sessions} }`, 2],
      [`{ instances(${regions}, name: "web-*") ${sessions} }`, 6],
    ] as const) {
      for (let time = 0; time < 3; time++) {
        pair.emulator.clearCalls();
        const answer = await pair.ask(query);
        expect(answer.errors).toBeUndefined();
        const nodes = list(answer, 'data.instances.nodes');
        expect(nodes).toHaveLength(20);
        for (const node of nodes) {
          const session = String(pick(node, 'instanceId')).replace('i-', 's-');
          expect(pick(node, 'sessions.nodes')).toEqual([{ sessionId: session }]);
        }
        const calls = pair.emulator.calls.filter(({ action }) => action.startsWith('Describe'));
        expect(calls).toHaveLength(pairs + 20);
      }
    }
  });

  it('under five aliases cost one call', async () => {
    await start();
    for (let time = 0; time < 3; time++) {
      pair.emulator.clearCalls();
      const alias = (n: number) =>
        `a${n}: instances(${hangzhou}, name: "web-*") { nodes { name } pageInfo { endCursor } }`;
      await pair.ask(`{ ${[1, 2, 3, 4, 5].map(alias).join(' ')} }`);
      expect(finds()).toHaveLength(1);
    }
  });

  it('are for clients alone: no subgraph has them', async () => {
    await start();
    const sdl = String(pick(await pair.ask('{ _service { sdl } }'), 'data._service.sdl'));
    expect(sdl).toContain('type Instance');
    expect(sdl).not.toMatch(/instances\(|InstanceConnection|InstanceEdge|TagInput/);
  });
});

describe('a walk through machines', () => {
  const page =
    '{ edges { cursor node { instanceId accountId regionId } } pageInfo { hasNextPage hasPreviousPage endCursor } }';

  it.each([
    ['anchor', '0'],
    ['offset', '0'],
    ['offset', '60000'],
  ] as const)(
    'has each once, while others come and go: tokens that are an %s, CACHE_TTL_MS=%s',
    async (tokens, ttl) => {
      await start({
        counts: [
          [130, 0],
          [7, 30],
          [0, 5],
        ],
        tokens,
        environment: { CACHE_TTL_MS: ttl },
      });
      const seen: string[] = [];
      const released = new Set<string>();
      let after: unknown = null;
      for (let n = 0; ; n++) {
        const answer = await pair.ask(
          `query ($after: String, $first: Int) { instances(name: "web-*", first: $first, after: $after) ${page} }`,
          { after, first: [7, 100, 33][n % 3] },
        );
        expect(answer.errors).toBeUndefined();
        const edges = list(answer, 'data.instances.edges');
        const keyOf = (edge: unknown) =>
          ['accountId', 'regionId', 'instanceId'].map((name) => pick(edge, `node.${name}`)).join('/');
        seen.push(...edges.map(keyOf));
        expect(pick(answer, 'data.instances.pageInfo.hasPreviousPage')).toBe(n > 0);
        if (pick(answer, 'data.instances.pageInfo.hasNextPage') !== true) break;
        after = pick(answer, 'data.instances.pageInfo.endCursor');
        // Of what has been served one goes; and one comes at the head.
        const [own] = pair.emulator.fleet.regions;
        const served =
          own?.instances.findIndex(({ InstanceId }) => seen.includes(`${hub}/cn-hangzhou/${InstanceId}`)) ??
          -1;
        if (own && served >= 0) {
          released.add(`${hub}/cn-hangzhou/${own.instances[served]?.InstanceId}`);
          own.instances.splice(served, 1);
          own.instances.unshift(machine(1000 + n));
        }
      }
      expect(new Set(seen).size, 'none twice').toBe(seen.length);
      const all = pair.emulator.accounts.flatMap(({ accountId, fleet }) =>
        fleet.regions.flatMap(({ regionId, instances }) =>
          instances.map(({ InstanceId }) => `${accountId}/${regionId}/${InstanceId}`),
        ),
      );
      const old = all.filter((id) => !/i-1\d{3}$/.test(id));
      expect(
        old.filter((id) => !seen.includes(id)),
        'none hidden',
      ).toEqual([]);
      expect(released.size).toBeGreaterThan(1);
    },
  );

  it('goes on behind any edge, and in a gateway started since', async () => {
    await start();
    const query = `query ($after: String) { instances(name: "web-*", first: 100, after: $after) ${page} }`;
    const edges = list(await pair.ask(query), 'data.instances.edges');
    expect(edges).toHaveLength(36);
    await pair.close();
    await start();
    for (const index of [0, 3, 4, 10, 34, 35]) {
      const rest = await pair.ask(query, { after: pick(edges[index], 'cursor') });
      expect(list(rest, 'data.instances.edges').map((edge) => pick(edge, 'node'))).toEqual(
        edges.slice(index + 1).map((edge) => pick(edge, 'node')),
      );
    }
  });

  it('with an expired token of ECS is refused, and so is a cursor of another list', async () => {
    await start({
      counts: [
        [150, 0],
        [0, 0],
        [0, 0],
      ],
    });
    const query = (conditions: string) =>
      `query ($after: String) { instances(${hangzhou}, ${conditions}, first: 100, after: $after) ${page} }`;
    const head = await pair.ask(query('name: "web-*"'));
    const second = await pair.ask(query('name: "web-*"'), {
      after: pick(head, 'data.instances.pageInfo.endCursor'),
    });
    const after = pick(second, 'data.instances.pageInfo.endCursor');
    pair.emulator.clearCalls();
    for (const [conditions, cursor] of [
      ['name: "web-1*"', after],
      ['vpcId: "web-*"', after],
      ['name: "web-*"', `${after}x`],
      ['name: "web-*"', ''],
    ] as const) {
      const answer = await pair.ask(query(conditions), { after: cursor });
      expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_NEXT_TOKEN' });
    }
    expect(pair.emulator.calls).toEqual([]);
    pair.emulator.misbehave({ kind: 'expired-token', action: 'DescribeInstances' });
    const expired = await pair.ask(query('name: "web-*"'), {
      after: pick(head, 'data.instances.pageInfo.endCursor'),
    });
    expect(expired).toMatchObject({
      data: { instances: null },
      errors: [
        {
          path: ['instances'],
          extensions: { code: 'INVALID_NEXT_TOKEN', upstreamCode: 'InvalidParameter.NextToken' },
        },
      ],
    });
  });
});

describe('machines that may not be seen', () => {
  const query = (accountIds: string) =>
    `{ instances(${accountIds} regionIds: ["cn-hangzhou"], name: "web-1") { nodes { instanceId } } }`;

  it.each(['forbidden', 'empty'] as const)(
    'are ACCESS_DENIED, never an empty list: ECS answers %s',
    async (unpermitted) => {
      await start({ unpermitted, prodPolicy: allow('ecs:DescribeTerminalSessions', 'ecs:DescribeRegions') });
      for (let time = 0; time < 3; time++) {
        for (const accountIds of ['', 'accountIds: ["prod"],', 'accountIds: ["stage", "prod"],']) {
          const answer = await pair.ask(query(accountIds));
          expect(answer).toMatchObject({
            data: { instances: null },
            errors: [
              {
                path: ['instances'],
                extensions: {
                  code: 'ACCESS_DENIED',
                  accountId: prod,
                  regionId: 'cn-hangzhou',
                  upstreamCode: 'Forbidden.RAM',
                },
              },
            ],
          });
          const others = { '': '"hub", "stage"', 'accountIds: ["stage", "prod"],': '"stage"' }[accountIds];
          if (others) expect(answer.errors?.[0]?.message).toContain(`Without it: accountIds: [${others}].`);
        }
        expect(ids(await pair.ask(query('accountIds: ["hub", "stage"],')))).toEqual(['i-1', 'i-1']);
      }
    },
  );

  it('are asked for once an hour, where an empty list is none of these', async () => {
    await start({
      environment: { CACHE_TTL_MS: '1' },
      counts: [
        [0, 0],
        [3, 0],
        [0, 0],
      ],
    });
    for (let time = 0; time < 3; time++) {
      const nothing = await pair.ask(
        '{ instances(name: "none") { nodes { instanceId } pageInfo { endCursor startCursor hasNextPage } } }',
      );
      expect(nothing).toEqual({
        data: {
          instances: { nodes: [], pageInfo: { endCursor: null, startCursor: null, hasNextPage: false } },
        },
      });
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(finds()).toHaveLength(3 * 6);
    expect(dryRuns()).toHaveLength(6);
  });

  it('where one region fails in another way the list fails with that, and the others alone do not', async () => {
    await start();
    for (const [kind, code] of [
      ['html', 'UPSTREAM_UNAVAILABLE'],
      ['throttling', 'THROTTLED'],
    ] as const) {
      pair.emulator.misbehave({
        kind,
        accountId: stage,
        regionId: 'cn-beijing',
        action: 'DescribeInstances',
      });
      const all = await pair.ask('{ instances(name: "web-1") { nodes { instanceId } } }');
      expect(all).toMatchObject({
        data: { instances: null },
        errors: [{ extensions: { code, accountId: stage, regionId: 'cn-beijing' } }],
      });
      expect(all.errors?.[0]?.message).toContain('Without it: accountIds: ["hub", "prod"].');
      expect(
        ids(
          await pair.ask(
            '{ instances(accountIds: ["hub", "prod"], name: "web-1") { nodes { instanceId } } }',
          ),
        ),
      ).toHaveLength(3);
      pair.emulator.heal();
    }
  });
});

describe('bad input', () => {
  const tags = (count: number) =>
    `[${Array.from({ length: count }, (_, n) => `{ key: "k${n}" }`).join(' ')}]`;
  const many = JSON.stringify(Array.from({ length: 51 }, (_, n) => `xx-r-${n}`));

  it('is refused with a code and a message, without a call', async () => {
    await start();
    // The accounts' keys are fetched before anything is measured.
    await pair.ask('{ instances(name: "web-1") { nodes { id } } }');
    for (const [args, code, message] of [
      ['', 'BAD_REQUEST', 'needs a condition'],
      [`${hangzhou}`, 'BAD_REQUEST', 'needs a condition'],
      [`${hangzhou}, tags: []`, 'BAD_REQUEST', 'needs a condition'],
      [`${hangzhou}, name: null`, 'BAD_REQUEST', 'needs a condition'],
      [`${hangzhou}, name: ""`, 'BAD_REQUEST', 'name must have'],
      [`${hangzhou}, vpcId: ""`, 'BAD_REQUEST', 'vpcId must have'],
      [`${hangzhou}, privateIp: "10.0.0.0/24"`, 'BAD_REQUEST', 'ECS finds no machines by a network'],
      [`${hangzhou}, privateIp: "nowhere"`, 'BAD_REQUEST', 'An IP must be'],
      [`${hangzhou}, tags: ${tags(21)}`, 'BAD_REQUEST', 'up to 20 tags'],
      [`${hangzhou}, tags: [{ key: "" }]`, 'BAD_REQUEST', 'tags[0].key must have'],
      [`${hangzhou}, tags: [{ key: "a", value: "" }]`, 'BAD_REQUEST', 'tags[0].value must have'],
      [`${hangzhou}, tags: [{ key: "a" }, { key: "a" }]`, 'BAD_REQUEST', 'each key once'],
      [`${hangzhou}, name: "a", first: 0`, 'INVALID_MAX_RESULTS', 'first must be 1 to 100'],
      [`${hangzhou}, name: "a", first: 101`, 'INVALID_MAX_RESULTS', 'first must be 1 to 100'],
      [`${hangzhou}, name: "a", after: "x"`, 'INVALID_NEXT_TOKEN', 'not a cursor of this list'],
      ['accountIds: [], name: "a"', 'BAD_REQUEST', 'accountIds must name'],
      ['accountIds: ["nobody"], name: "a"', 'BAD_REQUEST', 'no such account'],
      ['regionIds: [], name: "a"', 'BAD_REQUEST', 'regionIds must name'],
      ['regionIds: ["a@evil.example/"], name: "a"', 'BAD_REQUEST', 'region id'],
      [`accountIds: ["hub"], regionIds: ${many}, name: "a"`, 'BAD_REQUEST', 'over 51'],
    ] as const) {
      pair.emulator.clearCalls();
      const field = args === '' ? 'instances' : `instances(${args})`;
      const answer = await pair.ask(`{ ${field} { nodes { id } } }`);
      expect(answer.errors?.[0]?.extensions, args).toMatchObject({ code });
      expect(answer.errors?.[0]?.message).toContain(message);
      expect(pair.emulator.calls, args).toEqual([]);
    }
    const half = await pair.ask('query ($name: String) { instances(name: $name) { nodes { id } } }', {
      name: '\ud800',
    });
    expect(half.errors?.[0]?.message).toContain('well-formed');
  });

  it('is refused before it runs where it may cost too many calls, with what would fit', async () => {
    await start();
    const query = (first: number) =>
      `{ instances(${hangzhou}, name: "web-*", first: ${first}) { nodes { sessions(filter: { active: true }) { nodes { id } } } } }`;
    pair.emulator.clearCalls();
    const refused = await pair.ask(query(20));
    expect(refused.errors?.[0]?.message).toContain('With first: 12 in instances it would fit.');
    expect(pair.emulator.calls).toEqual([]);
    expect((await pair.ask(query(12))).errors).toBeUndefined();
  });
});

describe('machines and who asks', () => {
  it('a token limited to accounts and regions finds those in them, and learns of no others', async () => {
    const provider = await createIdentityProvider();
    await start({ environment: trusting(provider.file) });
    const query = '{ instances(name: "web-1") { nodes { regionId account { name } } } }';
    const found = async (claims: object) => {
      const answer = await withHeaders(query, await provider.token({ ...claims }));
      expect(answer.errors).toBeUndefined();
      return list(answer, 'data.instances.nodes').map(
        (node) => `${pick(node, 'account.name')} ${pick(node, 'regionId')}`,
      );
    };
    for (let time = 0; time < 3; time++) {
      expect(await found({})).toHaveLength(5);
      expect(await found({ ecs_accounts: [stage] })).toEqual(['stage cn-beijing', 'stage cn-hangzhou']);
      expect(await found({ ecs_regions: ['cn-beijing'] })).toEqual(['stage cn-beijing', 'hub cn-beijing']);
      expect(await found({ ecs_accounts: [prod, hub], ecs_regions: ['cn-hangzhou'] })).toEqual([
        'prod cn-hangzhou',
        'hub cn-hangzhou',
      ]);
    }
    const named = '{ instances(accountIds: ["prod"], name: "web-1") { nodes { id } } }';
    const unknown = named.replace('prod', 'nobody');
    pair.emulator.clearCalls();
    const [hidden, absent] = await Promise.all(
      [named, unknown].map(async (query) =>
        withHeaders(query, await provider.token({ ecs_accounts: [stage] })),
      ),
    );
    expect(hidden?.errors?.[0]).toMatchObject({ extensions: { code: 'BAD_REQUEST' } });
    expect(hidden?.errors?.[0]?.message).toBe(absent?.errors?.[0]?.message);
    for (const [claims, code] of [
      [{ scope: 'openid' }, 'ACCESS_DENIED'],
      [{ ecs_accounts: [] }, 'ACCESS_DENIED'],
      [{ ecs_regions: ['eu-central-1'] }, 'ACCESS_DENIED'],
    ] as const) {
      const answer = await withHeaders(query, await provider.token({ ...claims }));
      expect(answer).toMatchObject({ data: { instances: null }, errors: [{ extensions: { code } }] });
    }
    expect(finds()).toEqual([]);
  });

  it('a walk is refused once one of its regions may not be seen any more', async () => {
    const provider = await createIdentityProvider();
    await start({ environment: trusting(provider.file) });
    const page = (after: unknown) =>
      `{ instances(name: "web-*", first: 5, after: ${JSON.stringify(after)}) { nodes { regionId } pageInfo { endCursor } } }`;
    const head = await withHeaders(page(null), await provider.token());
    const after = pick(head, 'data.instances.pageInfo.endCursor');
    pair.emulator.clearCalls();
    const next = await withHeaders(page(after), await provider.token({ ecs_regions: ['cn-hangzhou'] }));
    expect(next).toMatchObject({
      data: { instances: null },
      errors: [{ extensions: { code: 'ACCESS_DENIED' } }],
    });
    expect(finds()).toEqual([]);
  });

  it('the audit line has the conditions and the regions; machines are no session records', async () => {
    const provider = await createIdentityProvider();
    await start({ environment: trusting(provider.file) });
    const asked = {
      accountIds: ['hub'],
      regionIds: ['cn-hangzhou'],
      name: 'web-1*',
      tags: [{ key: 'env', value: 'test' }],
    };
    for (const [below, rows] of [
      ['name', 0],
      ['sessions { nodes { id } }', 6],
    ] as const) {
      pair.lines.length = 0;
      await pair.ask(
        `query Machines($accountIds: [String!], $regionIds: [RegionId!], $name: String, $tags: [TagInput!]) {
          instances(accountIds: $accountIds, regionIds: $regionIds, name: $name, tags: $tags) { nodes { ${below} } } }`,
        asked,
        { authorization: `Bearer ${await provider.token()}` },
      );
      const lines = () => pair.lines.filter(({ msg }) => msg === 'audit');
      await expect.poll(lines).toHaveLength(1);
      expect(lines()[0]).toMatchObject({
        operation: 'Machines',
        regions: ['cn-hangzhou'],
        rows,
        outcome: 'ok',
      });
      expect(list(lines()[0], 'asked')[0]).toEqual(asked);
    }
  });
});
