import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestId, parseRegionId } from '../../../src/ecs/arguments.ts';
import { BadRequestError } from '../../../src/ecs/errors.ts';
import {
  decodeNodeId,
  decodeRepresentation,
  encodeNodeId,
  type ObjectKey,
} from '../../../src/schema/object-key.ts';
import { hostileRegionIds } from '../ecs/support/hostile-region-ids.ts';

const hangzhou = { regionId: parseRegionId('cn-hangzhou') };

/** Ids as version 0.1.0 gave them out: clients have stored them. They are never changed here. */
const givenOut: [nodeId: string, ObjectKey][] = [
  [
    'U2Vzc2lvbjpjbi1oYW5nemhvdTpzLWh6MDIzb2QweDkwMDAx',
    { type: 'Session', ...hangzhou, identity: 's-hz023od0x90001' },
  ],
  [
    'U2Vzc2lvbjpjbi1oYW5nemhvdTojazNacjBRbTFuNXM5dThWdzJ4WXo3QQ',
    { type: 'Session', ...hangzhou, identity: '#k3Zr0Qm1n5s9u8Vw2xYz7A' },
  ],
  [
    'U2Vzc2lvbjphcC1zb3V0aGVhc3QtMTpvZGQ6aWQ',
    { type: 'Session', regionId: parseRegionId('ap-southeast-1'), identity: 'odd:id' },
  ],
  ['U2Vzc2lvbjpjbi1oYW5nemhvdTrkvJror50tMQ', { type: 'Session', ...hangzhou, identity: '会话-1' }],
  [
    'SW5zdGFuY2U6Y24taGFuZ3pob3U6aS1icDFpN2dnMzByNTJ6MmVtMDAwMQ',
    { type: 'Instance', ...hangzhou, instanceId: 'i-bp1i7gg30r52z2em0001' },
  ],
  [
    'SW5zdGFuY2U6dXMtd2VzdC0xOm1pLWh6MDE4anJjMW8w',
    { type: 'Instance', regionId: parseRegionId('us-west-1'), instanceId: 'mi-hz018jrc1o0' },
  ],
  ['UmVnaW9uOmNuLWhhbmd6aG91', { type: 'Region', ...hangzhou }],
];

function nodeIdOf(key: ObjectKey): string {
  const id = key.type === 'Session' ? key.identity : key.type === 'Instance' ? key.instanceId : undefined;
  return encodeNodeId(key.type, id === undefined ? key.regionId : `${key.regionId}:${id}`);
}

/** Any key that the gateway may give out: ECS chooses the text of the ids. */
const anyKey: fc.Arbitrary<ObjectKey> = fc
  .record({
    type: fc.constantFrom('Session' as const, 'Instance' as const, 'Region' as const),
    regionId: fc.stringMatching(/^[a-z]{2,8}(-[a-z0-9]{1,20}){1,2}$/).map(parseRegionId),
    id: fc
      .oneof(
        fc.string({ unit: 'grapheme', minLength: 1 }),
        fc.constantFrom('会'.repeat(longestId), ':', ':x:'),
      )
      .filter(({ length }) => length <= longestId),
  })
  .map(({ type, regionId, id }) =>
    type === 'Session'
      ? { type, regionId, identity: id }
      : type === 'Instance'
        ? { type, regionId, instanceId: id }
        : { type, regionId },
  );

describe('a node id', () => {
  it.each(givenOut)('that was given out is read and written as ever: %s', (nodeId, key) => {
    expect(decodeNodeId(nodeId)).toEqual(key);
    expect(nodeIdOf(key)).toBe(nodeId);
  });

  it('of any object is read back, whatever its id is', () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        expect(decodeNodeId(nodeIdOf(key))).toEqual(key);
      }),
    );
  });

  // With a colon behind the region, the rest is the id within it.
  it.each(hostileRegionIds.filter((region) => !region.startsWith('cn-hangzhou:')))(
    'never hides a region such as %j',
    (region) => {
      for (const id of [
        encodeNodeId('Session', `${region}:s-1`),
        encodeNodeId('Instance', `${region}:i-1`),
        encodeNodeId('Region', region),
      ]) {
        expect(() => decodeNodeId(id)).toThrow(BadRequestError);
      }
    },
  );

  it.each([
    encodeNodeId('Connection', 'cn-hangzhou:x'),
    encodeNodeId('session', 'cn-hangzhou:s-1'),
    encodeNodeId('', 'cn-hangzhou:s-1'),
    encodeNodeId('Session', 'cn-hangzhou'),
    encodeNodeId('Session', 'cn-hangzhou:'),
    encodeNodeId('Instance', 'cn-hangzhou'),
    encodeNodeId('Instance', 'cn-hangzhou:'),
    encodeNodeId('Region', 'cn-hangzhou:x'),
    encodeNodeId('Region', 'cn-hangzhou:'),
    encodeNodeId('Session', `cn-hangzhou:${'s'.repeat(257)}`),
    encodeNodeId('Session', `cn-hangzhou:${'s'.repeat(5000)}`),
    `${encodeNodeId('Region', 'cn-hangzhou')}=`,
    `${encodeNodeId('Region', 'cn-hangzhou')}\n`,
    Buffer.from('Session:cn-hangzhou:s-??>').toString('base64'),
    'Session:cn-hangzhou:s-1',
    '',
  ])('is not %j', (id) => {
    expect(() => decodeNodeId(id)).toThrow(BadRequestError);
  });

  it('is read from any text without another exception', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.base64String()), (id) => {
        expect(() => decodeNodeId(id)).toThrow(BadRequestError);
      }),
    );
  });
});

describe('the representation of an entity', () => {
  it.each(givenOut)('names the same object as its node id: %s', (nodeId, key) => {
    const { type, ...fields } = key;
    const { identity, ...rest } = { identity: undefined, ...fields };
    const representation = identity === undefined ? rest : { ...rest, sessionId: identity };
    expect(decodeRepresentation(type, representation)).toEqual(key);
    // As a supergraph sends it: with fields that are not part of the key.
    expect(decodeRepresentation(type, { ...representation, __typename: type, name: 'x' })).toEqual(key);
    if (type !== 'Session') return;
    expect(decodeRepresentation(type, { id: nodeId })).toEqual(key);
    expect(decodeRepresentation(type, { id: nodeId, regionId: 'cn-hangzhou', sessionId: '' })).toEqual(key);
  });

  it('of any object names it', () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        const representation = key.type === 'Session' ? { ...key, sessionId: key.identity } : key;
        expect(decodeRepresentation(key.type, representation)).toEqual(key);
      }),
    );
  });

  it.each(hostileRegionIds)('never hides a region such as %j', (regionId) => {
    for (const [type, fields] of [
      ['Session', { sessionId: 's-1' }],
      ['Instance', { instanceId: 'i-1' }],
      ['Region', {}],
    ] as const) {
      expect(() => decodeRepresentation(type, { ...fields, regionId })).toThrow(BadRequestError);
    }
  });

  it.each<[unknown, Record<string, unknown>]>([
    [undefined, { ...hangzhou, sessionId: 's-1' }],
    ['Connection', { ...hangzhou, instanceId: 'i-1' }],
    ['constructor', { ...hangzhou }],
    ['Session', { ...hangzhou }],
    ['Session', { sessionId: 's-1' }],
    ['Session', { ...hangzhou, sessionId: null }],
    ['Session', { ...hangzhou, sessionId: 's'.repeat(257) }],
    ['Session', { ...hangzhou, sessionId: { $ne: '' } }],
    ['Session', { id: encodeNodeId('Region', 'cn-hangzhou') }],
    ['Session', { id: encodeNodeId('Session', 'a@evil.example/:s-1') }],
    ['Session', { id: 7 }],
    ['Instance', { ...hangzhou, instanceId: '' }],
    ['Instance', { ...hangzhou, id: encodeNodeId('Instance', 'cn-hangzhou:i-1') }],
    ['Region', { id: encodeNodeId('Region', 'cn-hangzhou') }],
    ['Region', { regionId: ['cn-hangzhou'] }],
  ])('is not %j with %j', (type, fields) => {
    expect(() => decodeRepresentation(type, fields)).toThrow(BadRequestError);
  });
});
