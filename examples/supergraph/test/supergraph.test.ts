import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createIdentityProvider, trusting } from '../../../test/integration/support/tokens.ts';
import { startTestGateway } from '../../test/gateway.ts';
import { startInventory } from '../src/inventory/server.ts';
import { lastOnMachinesOf, onCallOf, whoseMachines } from '../src/queries.ts';
import { startApollo } from '../src/routers/apollo.ts';
import { startHive } from '../src/routers/hive.ts';
import type { StartRouter } from '../src/routers/router.ts';
import { startStitch } from '../src/routers/stitch.ts';
import { subgraphsAt } from '../src/subgraphs.ts';

const regionId = 'cn-hangzhou';

/** The inventory and a router in this process, the gateway in its own, the emulator behind it. */
async function startCompany(startRouter: StartRouter, env: NodeJS.ProcessEnv = {}) {
  const gateway = await startTestGateway(env);
  const inventory = await startInventory();
  const router = await startRouter(subgraphsAt({ sessions: gateway.url, inventory: inventory.url }));
  const { emulator } = gateway;
  const records = emulator.fleet.regions.find((region) => region.regionId === regionId)?.sessions ?? [];
  return {
    emulator,
    /** A record as the emulator has it. */
    record: (sessionId: string) => records.find(({ SessionId }) => SessionId === sessionId),
    /** The last records of an instance, newest first. */
    lastOn: (instanceId: string, count: number) =>
      records.filter(({ Connections }) => JSON.stringify(Connections).includes(instanceId)).slice(0, count),
    calls: () => ({
      sessions: emulator.callsTo('DescribeTerminalSessions'),
      instances: emulator.callsTo('DescribeInstances'),
    }),
    async ask(query: string, variables: object, headers: Record<string, string> = {}) {
      const response = await fetch(router.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
      });
      return response.json();
    },
    async close() {
      await router.close();
      await inventory.close();
      await gateway.close();
    },
  };
}

describe.each([
  ['Apollo Gateway', startApollo],
  ['Hive Gateway', startHive],
  ['schema stitching', startStitch],
] as const)('a supergraph by %s', (_, startRouter) => {
  let company: Awaited<ReturnType<typeof startCompany>>;
  // A gateway of its own for each test: what one has fetched is in the cache of the next.
  beforeEach(async () => {
    company = await startCompany(startRouter);
    return () => company.close();
  });

  it('leads from a session to the people who answer for its machines, with one call of each kind', async () => {
    const sessionId = 's-hz7ni0ym6tdtcwg';
    expect(await company.ask(whoseMachines, { regionId, sessionId })).toEqual({
      data: {
        session: {
          sessionId,
          username: company.record(sessionId)?.Username,
          onCallTeam: { name: 'checkout' },
          connections: [
            {
              status: 'CONNECTED',
              instance: {
                instanceId: 'i-bp1z2ntzo1bwzjbnark6',
                name: 'checkout-api-01',
                owner: 'lin@example.com',
                costCentre: 'CC-4100',
                team: { name: 'checkout' },
              },
            },
            {
              status: 'TERMINATED',
              instance: {
                instanceId: 'i-bp1aplr8el5m914q3m6b',
                name: 'orders-web-02',
                owner: null,
                costCentre: null,
                team: null,
              },
            },
          ],
        },
      },
    });
    expect(company.calls()).toEqual({ sessions: 1, instances: 1 });
  });

  it('leads from a team to the terminals its people opened on call, with at most a call for each', async () => {
    const sessionIds = ['s-hz18r1yswvr7fde', 's-hz7ni0ym6tdtcwg'];
    const { data, errors } = await company.ask(onCallOf, { team: 'checkout' });
    expect(errors).toBeUndefined();
    expect(data.team).toMatchObject({
      costCentre: 'CC-4100',
      onCallSessions: sessionIds.map((sessionId) => ({
        sessionId,
        username: company.record(sessionId)?.Username,
        onCallTeam: { name: 'checkout' },
      })),
    });
    expect(company.calls().sessions).toBeLessThanOrEqual(sessionIds.length);
    expect(company.calls().instances).toBe(0);
  });

  it('leads from a team to its machines and their last terminals, with a call for each machine', async () => {
    const { data, errors } = await company.ask(lastOnMachinesOf, { team: 'checkout', first: 3 });
    expect(errors).toBeUndefined();
    const machines = [
      { instanceId: 'i-bp1z2ntzo1bwzjbnark6', owner: 'lin@example.com', name: 'checkout-api-01' },
      { instanceId: 'i-bp177yjvqb51k9ppfk24', owner: 'amara@example.com', name: 'checkout-db-01' },
    ];
    expect(data.team.instances).toMatchObject(
      machines.map((machine) => ({
        ...machine,
        sessions: {
          nodes: company
            .lastOn(machine.instanceId, 3)
            .map(({ SessionId, Username }) => ({ sessionId: SessionId, username: Username })),
        },
      })),
    );
    expect(company.calls()).toEqual({ sessions: 2, instances: 1 });
  });

  it('asks ECS nothing for a session that it meets again on the way', async () => {
    const sessionId = 's-hzdejry55di41ry';
    const roundTrip = `query ($regionId: RegionId!, $sessionId: String!) {
      session(regionId: $regionId, sessionId: $sessionId) {
        ... on Session { username onCallTeam { onCallSessions { id sessionId username clientIp } } }
      }
    }`;
    const { data, errors } = await company.ask(roundTrip, { regionId, sessionId });
    expect(errors).toBeUndefined();
    const username = company.record(sessionId)?.Username;
    expect(data.session).toMatchObject({
      username,
      onCallTeam: { onCallSessions: [{ sessionId, username }] },
    });
    expect(company.calls().sessions).toBe(1);
  });

  it('hands on a failure that is a union member', async () => {
    const { data, errors } = await company.ask(whoseMachines, { regionId, sessionId: 's-nobody' });
    expect(errors).toBeUndefined();
    expect(data.session).toMatchObject({ code: 'SESSION_NOT_FOUND', retryable: false });
  });

  it('hands on the code of a failure in errors[], and all that did not fail', async () => {
    company.emulator.misbehave({
      kind: 'throttling',
      retryAfterMs: 30_000,
      action: 'DescribeTerminalSessions',
    });
    const { data, errors } = await company.ask(lastOnMachinesOf, { team: 'platform', first: 1 });
    expect(data.team.instances).toEqual([
      {
        instanceId: 'i-bp1gbpia34cyxa4bfeal',
        owner: 'noor@example.com',
        name: 'bastion-01',
        sessions: null,
      },
    ]);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({
      message: expect.stringContaining('ECS is throttling'),
      extensions: {
        code: 'THROTTLED',
        retryable: true,
        retryAfterSeconds: 30,
        requestId: expect.any(String),
      },
    });
  });

  it('serves the other sessions of a team where ECS no longer has one', async () => {
    const records = company.emulator.fleet.regions.find((region) => region.regionId === regionId)?.sessions;
    const index = records?.findIndex(({ SessionId }) => SessionId === 's-hz18r1yswvr7fde') ?? -1;
    expect(records?.splice(index, 1)).toHaveLength(1);
    const { data } = await company.ask(onCallOf, { team: 'checkout' });
    expect(data.team.onCallSessions).toMatchObject([null, { sessionId: 's-hz7ni0ym6tdtcwg' }]);
  });

  it('hands on the code of a failure to find entities', async () => {
    company.emulator.misbehave({ kind: 'throttling', retryAfterMs: 30_000 });
    const { errors } = await company.ask(onCallOf, { team: 'checkout' });
    const codes = errors?.map(({ extensions }: { extensions: { code: string } }) => extensions.code);
    expect(codes).toContain('THROTTLED');
  });
});

describe.each([
  ['Apollo Gateway', startApollo],
  ['Hive Gateway', startHive],
  ['schema stitching', startStitch],
] as const)('a caller of %s', (_, startRouter) => {
  let identityProvider: Awaited<ReturnType<typeof createIdentityProvider>>;
  let company: Awaited<ReturnType<typeof startCompany>>;
  beforeAll(async () => {
    identityProvider = await createIdentityProvider();
    company = await startCompany(startRouter, trusting(identityProvider.file));
  });
  afterAll(() => company?.close());

  const ask = (headers: Record<string, string>) =>
    company.ask(whoseMachines, { regionId, sessionId: 's-hz7ni0ym6tdtcwg' }, headers);

  it('is known to the gateway by the token that the router hands on', async () => {
    const { data, errors } = await ask({ authorization: `Bearer ${await identityProvider.token()}` });
    expect(errors).toBeUndefined();
    expect(data.session.username).toBe('ecs-user');
  });

  it('gets no record without one', async () => {
    const { data, errors } = await ask({});
    expect(errors?.length).toBeGreaterThan(0);
    expect(data?.session ?? null).toBeNull();
  });
});
