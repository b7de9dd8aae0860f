import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../../emulator/fault.ts';
import { encodeNodeId } from '../../src/schema/object-key.ts';
import { type Pair, pick, startPair } from './support/gateway.ts';
import { createIdentityProvider, trusting } from './support/tokens.ts';

/** A failure says which region it belongs to: who asks thirty at once must know which of them to ask again. */
const broken = 'cn-shanghai';
const three = '["cn-beijing", "cn-shanghai", "cn-hangzhou"]';
const error = '__typename ... on GatewayError { code message regionId }';
const each = { ECS_CIRCUIT_BREAKER: 'off', ECS_MAX_ATTEMPTS: '2' };
let pair: Pair;
/** For an upstream that does not answer. Any other answer is waited for, however slow the machine is. */
let impatient: Pair;
beforeAll(async () => {
  pair = await startPair(each);
  impatient = await startPair({ ...each, ECS_TIMEOUT_MS: '400' });
});
afterEach(() => {
  pair.emulator.heal();
  impatient.emulator.heal();
});
afterAll(async () => {
  await pair.close();
  await impatient.close();
});

const faults: [string, Fault, string][] = [
  ['throttling', { kind: 'throttling' }, 'THROTTLED'],
  [
    'an internal error',
    { kind: 'error', status: 500, code: 'InternalError', message: 'x' },
    'UPSTREAM_INTERNAL_ERROR',
  ],
  ['a refusal', { kind: 'error', status: 403, code: 'Forbidden.RAM', message: 'no' }, 'ACCESS_DENIED'],
  ['wrong arguments', { kind: 'error', status: 400, code: 'MissingParameter', message: 'x' }, 'BAD_REQUEST'],
  [
    'an unknown region',
    { kind: 'error', status: 404, code: 'InvalidRegionId.NotFound', message: 'x' },
    'REGION_NOT_FOUND',
  ],
  ['HTML', { kind: 'html' }, 'UPSTREAM_UNAVAILABLE'],
  ['a reset', { kind: 'reset' }, 'UPSTREAM_UNAVAILABLE'],
  ['no answer', { kind: 'hang' }, 'UPSTREAM_UNAVAILABLE'],
];

describe.each(faults)('%s in one region', (_what, fault, code) => {
  const named = expect.stringContaining(broken);
  const asked = () => (fault.kind === 'hang' ? impatient : pair);

  it('is named by a merged list, by a single one and by a session', async () => {
    asked().emulator.misbehave({ ...fault, regionId: broken });
    for (let time = 0; time < 3; time++) {
      const { data } = await asked().ask(`{
        merged: sessions(regionIds: ${three}) { ${error} }
        single: sessions(regionIds: ["${broken}"]) { ${error} }
        session(regionId: "${broken}", sessionId: "s-1") { ${error} }
        healthy: sessions(regionIds: ["cn-hangzhou"]) { ${error} }
      }`);
      const failure = { code, regionId: broken, message: named };
      expect(data).toMatchObject({
        merged: failure,
        single: failure,
        session: failure,
        healthy: { __typename: 'SessionConnection' },
      });
    }
  });

  it('is named in errors[]', async () => {
    asked().emulator.misbehave({ ...fault, regionId: broken });
    for (let time = 0; time < 3; time++) {
      const { errors } = await asked().ask(`{
        region(regionId: "${broken}") { sessions { nodes { id } } }
        instance(regionId: "${broken}", instanceId: "i-1") { name }
        node(id: "${encodeNodeId('Session', `${broken}:s-1`)}") { id }
        other: region(regionId: "cn-hangzhou") { sessions { nodes { id } } }
      }`);
      expect(errors).toHaveLength(3);
      for (const entry of errors ?? []) {
        expect(entry).toMatchObject({ message: named, extensions: { code, regionId: broken } });
      }
    }
  });
});

describe('a failure that belongs to no region', () => {
  it('has a regionId of null', async () => {
    for (let time = 0; time < 3; time++) {
      const { data, errors } = await pair.ask(`{
        first: sessions(regionIds: ${three}, first: 0) { ${error} }
        cursor: sessions(regionIds: ${three}, after: "x") { ${error} }
        none: sessions(regionIds: []) { ${error} }
        node(id: "x") { id }
      }`);
      expect(data).toMatchObject({
        first: { code: 'INVALID_MAX_RESULTS', regionId: null },
        cursor: { code: 'INVALID_NEXT_TOKEN', regionId: null },
        none: { code: 'BAD_REQUEST', regionId: null },
      });
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_REQUEST', regionId: null } }]);
    }
  });

  it('is also that of the list of regions', async () => {
    pair.emulator.misbehave({ kind: 'html', action: 'DescribeRegions' });
    const { errors } = await pair.ask('{ regions { regionId } }');
    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_UNAVAILABLE', regionId: null } }]);
  });
});

describe('a session that is not there', () => {
  it('is missed in its region', async () => {
    const { data } = await pair.ask(`{ session(regionId: "${broken}", sessionId: "s-none") { ${error} } }`);
    expect(pick(data, 'session')).toMatchObject({
      code: 'SESSION_NOT_FOUND',
      regionId: broken,
      message: expect.stringContaining(broken),
    });
  });
});

describe('a record that cannot be understood', () => {
  it('says of which region it is, in a merged list', async () => {
    const sessions = {
      Session: [
        { SessionId: 's-1', CreationTime: 'never', Connections: { Connection: [{ StartTime: 'never' }] } },
      ],
    };
    pair.emulator.misbehave({
      kind: 'body',
      regionId: broken,
      json: { RequestId: 'R', NextToken: '', Sessions: sessions },
    });
    for (let time = 0; time < 3; time++) {
      const { errors } = await pair.ask(
        `{ sessions(regionIds: ${three}, first: 1) { ... on SessionConnection { nodes { creationTime connections { startTime } } } } }`,
      );
      expect(errors).toHaveLength(2);
      for (const entry of errors ?? []) {
        expect(entry).toMatchObject({
          message: expect.stringContaining(broken),
          extensions: { code: 'UPSTREAM_UNAVAILABLE', regionId: broken },
        });
      }
    }
  });
});

describe('a region that a token does not allow', () => {
  it('is named, whichever way it is asked for; a missing scope names none', async () => {
    const provider = await createIdentityProvider();
    const guarded = await startPair(trusting(provider.file));
    const ask = async (claims: object, query: string) =>
      guarded.ask(query, {}, { authorization: `Bearer ${await provider.token({ ...claims })}` });
    const union = `{ sessions(regionIds: ${three}) { ${error} } }`;
    try {
      const allowed = { ecs_regions: ['cn-beijing', 'cn-hangzhou'] };
      for (let time = 0; time < 3; time++) {
        expect(pick((await ask(allowed, union)).data, 'sessions')).toMatchObject({
          code: 'ACCESS_DENIED',
          regionId: broken,
        });
        for (const query of [
          `{ region(regionId: "${broken}") { id } }`,
          `{ instance(regionId: "${broken}", instanceId: "i-1") { id } }`,
          `{ node(id: "${encodeNodeId('Region', broken)}") { id } }`,
          `{ _entities(representations: [{ __typename: "Region", regionId: "${broken}" }]) { __typename } }`,
        ]) {
          expect((await ask(allowed, query)).errors).toMatchObject([
            { extensions: { code: 'ACCESS_DENIED', regionId: broken } },
          ]);
        }
        expect(pick((await ask({ scope: '' }, union)).data, 'sessions')).toMatchObject({
          code: 'ACCESS_DENIED',
          regionId: null,
        });
      }
    } finally {
      await guarded.close();
    }
  });
});
