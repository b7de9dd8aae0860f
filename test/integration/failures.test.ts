import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../../emulator/fault.ts';
import { list, type Pair, pick, startPair } from './support/gateway.ts';

/** One failure must not answer for the next. */
const each = { ECS_CIRCUIT_BREAKER: 'off', ECS_MAX_ATTEMPTS: '2' };
let pair: Pair;
/** For an upstream that does not come to an end. Any other answer is waited for, however slow the machine is. */
let impatient: Pair;
beforeAll(async () => {
  pair = await startPair(each);
  impatient = await startPair({ ...each, ECS_TIMEOUT_MS: '500' });
});
afterEach(() => {
  pair.emulator.heal();
  impatient.emulator.heal();
});
afterAll(async () => {
  await pair.close();
  await impatient.close();
});

const both = `{
  sessions(regionIds: ["cn-hangzhou"]) {
    __typename
    ... on GatewayError { code message requestId upstreamCode retryable }
    ... on ThrottledError { retryAfterSeconds }
  }
  region(regionId: "cn-shanghai") { sessions { nodes { id } } }
}`;

describe('a failing upstream is told both ways, as a union member and with its code in errors[]', () => {
  const unavailable = ['UpstreamUnavailableError', 'UPSTREAM_UNAVAILABLE', 2] as const;
  it.each<[string, Fault, string, string, number]>([
    ['throttling', { kind: 'throttling' }, 'ThrottledError', 'THROTTLED', 1],
    [
      'throttling with 503',
      { kind: 'throttling', status: 503, code: 'Throttling' },
      'ThrottledError',
      'THROTTLED',
      1,
    ],
    [
      'InternalError',
      { kind: 'error', status: 500, code: 'InternalError', message: 'x' },
      'UpstreamInternalError',
      'UPSTREAM_INTERNAL_ERROR',
      2,
    ],
    [
      'Forbidden.RAM',
      { kind: 'error', status: 403, code: 'Forbidden.RAM', message: 'User not authorized' },
      'AccessDeniedError',
      'ACCESS_DENIED',
      1,
    ],
    [
      'RegionId.ApiNotSupported',
      { kind: 'error', status: 404, code: 'RegionId.ApiNotSupported', message: 'x' },
      'RegionNotFoundError',
      'REGION_NOT_FOUND',
      1,
    ],
    [
      'MissingParameter',
      { kind: 'error', status: 400, code: 'MissingParameter', message: 'x' },
      'BadRequestError',
      'BAD_REQUEST',
      1,
    ],
    [
      'SignatureDoesNotMatch',
      { kind: 'error', status: 400, code: 'SignatureDoesNotMatch', message: 'x' },
      'AccessDeniedError',
      'ACCESS_DENIED',
      1,
    ],
    [
      'InvalidSecurityToken.Expired',
      { kind: 'error', status: 400, code: 'InvalidSecurityToken.Expired', message: 'x' },
      'AccessDeniedError',
      'ACCESS_DENIED',
      2,
    ],
    ['503', { kind: 'status', status: 503 }, ...unavailable],
    ['HTML', { kind: 'html' }, ...unavailable],
    ['HTML with 200', { kind: 'html', status: 200 }, ...unavailable],
    ['a reset', { kind: 'reset' }, ...unavailable],
    ['a truncated answer', { kind: 'truncate' }, ...unavailable],
    ['a hanging upstream', { kind: 'hang' }, ...unavailable],
    ['an upstream that drips', { kind: 'drip', intervalMs: 20 }, ...unavailable],
    ['malformed JSON', { kind: 'malformed' }, ...unavailable],
    [
      'a redirect',
      { kind: 'raw', status: 302, headers: { location: 'http://127.0.0.1:1/' }, text: '' },
      ...unavailable,
    ],
  ])('%s', async (_what, fault, typename, code, attempts) => {
    const { emulator, ask } = ['hang', 'drip'].includes(fault.kind) ? impatient : pair;
    emulator.clearCalls();
    emulator.misbehave(fault);
    const { data, errors } = await ask(both);
    expect(pick(data, 'sessions')).toMatchObject({ __typename: typename, code });
    expect(pick(data, 'region')).toEqual({ sessions: null });
    expect(errors).toMatchObject([{ path: ['region', 'sessions'], extensions: { code } }]);
    const retryable = pick(data, 'sessions.retryable');
    expect(errors?.[0]?.extensions).toMatchObject({ retryable });
    expect(emulator.callsTo('DescribeTerminalSessions', { regionId: 'cn-hangzhou' })).toBe(attempts);
  });

  it.each([
    [],
    null,
    {},
    'text',
    7,
    { RequestId: 'R' },
    { RequestId: 'R', Sessions: null },
    { RequestId: 'R', Sessions: [] },
    { RequestId: 'R', Sessions: {} },
    { RequestId: 'R', Sessions: { Session: null } },
    { RequestId: 'R', Sessions: { Session: {} } },
    { RequestId: 'R', Sessions: { Session: ['not an object'] } },
    { RequestId: 'R', Sessions: { Session: [null] } },
    { RequestId: 'R', NextToken: 7, Sessions: { Session: [] } },
  ])('an answer of another shape is never an empty list: %j', async (json) => {
    pair.emulator.misbehave({ kind: 'body', json });
    const { data } = await pair.ask(both);
    expect(pick(data, 'sessions')).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', retryable: true });
  });

  it('carries the RequestId of the failed call, and what ECS said, but not what it may not tell', async () => {
    pair.emulator.misbehave({ kind: 'error', status: 403, code: 'NoPermission', message: 'You may not.' });
    const denied = await pair.ask(both);
    expect(pick(denied.data, 'sessions')).toMatchObject({
      message: 'Region cn-hangzhou: You may not.',
      upstreamCode: 'NoPermission',
    });
    expect(pick(denied.data, 'sessions.requestId')).toMatch(/^[0-9A-F-]{36}$/);
    pair.emulator.heal();
    pair.emulator.acceptCredentials([{ accessKeyId: 'emulator-key-id', accessKeySecret: 'another secret' }]);
    const refused = await pair.ask(both);
    pair.emulator.acceptCredentials([
      { accessKeyId: 'emulator-key-id', accessKeySecret: 'emulator-key-secret' },
    ]);
    expect(pick(refused.data, 'sessions')).toMatchObject({
      code: 'ACCESS_DENIED',
      upstreamCode: 'SignatureDoesNotMatch',
    });
    expect(JSON.stringify(refused)).not.toMatch(/emulator-key|ACS3-HMAC|x-acs/);
  });

  it('says when to try again after throttling', async () => {
    pair.emulator.misbehave({ kind: 'throttling', retryAfterMs: 12_345 });
    const { data, errors } = await pair.ask(both);
    expect(pick(data, 'sessions.retryAfterSeconds')).toBe(13);
    expect(errors?.[0]?.extensions).toMatchObject({ retryAfterSeconds: 13 });
  });

  it('is tried again where that may help', async () => {
    pair.emulator.misbehave({ kind: 'reset', times: 1 });
    const { data, errors } = await pair.ask('{ sessions(regionIds: ["cn-hangzhou"]) { __typename } }');
    expect(errors).toBeUndefined();
    expect(data).toEqual({ sessions: { __typename: 'SessionConnection' } });
  });

  it('serves a slow but healthy answer', async () => {
    pair.emulator.misbehave({ kind: 'latency', ms: 100 });
    const { data } = await pair.ask('{ sessions(regionIds: ["cn-hangzhou"]) { __typename } }');
    expect(data).toEqual({ sessions: { __typename: 'SessionConnection' } });
  });
});

describe('a failed field never fails its siblings', () => {
  it('serves the sessions whose instances RAM refuses, with ACCESS_DENIED at each path', async () => {
    pair.emulator.misbehave({
      kind: 'error',
      action: 'DescribeInstances',
      status: 403,
      code: 'Forbidden.RAM',
      message: 'No.',
    });
    const { data, errors } = await pair.ask(`{ region(regionId: "cn-hangzhou") { sessions(first: 5) {
      nodes { sessionId connections { instanceId instance { name } } } } } }`);
    const nodes = list(data, 'region.sessions.nodes');
    expect(nodes).toHaveLength(5);
    const connections = nodes.flatMap((node) => list(node, 'connections'));
    expect(errors).toHaveLength(connections.length);
    for (const error of errors ?? []) {
      expect(error.path?.at(-1)).toBe('name');
      expect(error.extensions).toMatchObject({ code: 'ACCESS_DENIED', upstreamCode: 'Forbidden.RAM' });
    }
    for (const connection of connections) expect(pick(connection, 'instance.name')).toBeNull();
  });

  it('gives null for all details of a released instance, without an error', async () => {
    const { data, errors } = await pair.ask(`{ instance(regionId: "cn-hangzhou", instanceId: "i-released") {
      instanceId name status creationTime privateIpAddresses publicIpAddresses } }`);
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      instance: {
        instanceId: 'i-released',
        name: null,
        status: null,
        creationTime: null,
        privateIpAddresses: null,
        publicIpAddresses: null,
      },
    });
  });

  it('serves one failing list beside a good one', async () => {
    pair.emulator.misbehave({ kind: 'html', regionId: 'cn-shanghai' });
    const { data, errors } = await pair.ask(both);
    expect(pick(data, 'sessions.__typename')).toBe('SessionConnection');
    expect(errors).toHaveLength(1);
  });
});

describe('odd records', () => {
  const oddities = [
    {
      SessionId: 's-odd1',
      CreationTime: 'yesterday',
      ClientIP: 'nowhere',
      PortNumber: 'ssh',
      Connections: 'text',
    },
    {
      SessionId: 's-odd2',
      PortNumber: 0,
      IdentityType: 'Robot',
      SomethingNew: { a: [1, null] },
      Connections: { Connection: [null] },
    },
    { Username: 'nameless' },
  ];

  it('are served with errors at their fields alone, and what came in raw', async () => {
    pair.emulator.arrive('eu-central-1', ...oddities);
    const { data, errors } = await pair.ask(`{ region(regionId: "eu-central-1") { sessions(first: 3) {
      nodes { id sessionId creationTime clientIp portNumber identityType username active raw connections { status startTime } } } } }`);
    const nodes = list(data, 'region.sessions.nodes');
    expect(nodes.map((node) => pick(node, 'raw'))).toEqual(oddities);
    expect(nodes[0]).toMatchObject({
      creationTime: null,
      clientIp: null,
      portNumber: null,
      connections: [{ status: null }],
    });
    expect(nodes[1]).toMatchObject({
      portNumber: null,
      identityType: 'UNKNOWN',
      connections: [{ status: null }],
    });
    expect(nodes[2]).toMatchObject({ sessionId: '', username: 'nameless', connections: [], active: false });
    const paths = (errors ?? []).map(({ path }) => path?.slice(3).join('.')).sort();
    expect(paths).toEqual([
      '0.clientIp',
      '0.connections.0.status',
      '0.creationTime',
      '0.portNumber',
      '1.connections.0.status',
    ]);
    for (const error of errors ?? [])
      expect(error.extensions).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', retryable: false });
    const unknown = pair.lines.filter(({ value }) => value === 'Robot');
    expect(unknown).toMatchObject([{ field: 'IdentityType' }]);
  });

  it('without a SessionId can be fetched again by their id', async () => {
    const { data } = await pair.ask(
      '{ region(regionId: "eu-central-1") { sessions(first: 3) { nodes { id username } } } }',
    );
    const nameless = list(data, 'region.sessions.nodes')[2];
    const again = await pair.ask('query ($id: ID!) { node(id: $id) { id ... on Session { username } } }', {
      id: pick(nameless, 'id'),
    });
    expect(again).toEqual({ data: { node: nameless } });
  });

  it('of UNKNOWN values are told once each', async () => {
    await pair.ask('{ region(regionId: "eu-central-1") { sessions(first: 3) { nodes { identityType } } } }');
    expect(pair.lines.filter(({ value }) => value === 'Robot')).toHaveLength(1);
  });
});
