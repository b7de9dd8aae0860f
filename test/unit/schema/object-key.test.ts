import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AccountKey, accountKeyOf, ownAccountKey } from '../../../src/ecs/account.ts';
import { keyOfRegion } from '../../../src/ecs/account-region.ts';
import { longestId, parseRegionId } from '../../../src/ecs/arguments.ts';
import { BadRequestError } from '../../../src/ecs/errors.ts';
import {
  decodeNodeId,
  decodeRepresentation,
  encodeNodeId,
  type ObjectKey,
} from '../../../src/schema/object-key.ts';
import { hostileRegionIds } from '../ecs/support/hostile-region-ids.ts';

const own = { accountKey: ownAccountKey };
const hangzhou = { ...own, regionId: parseRegionId('cn-hangzhou') };
const prod = accountKeyOf('1000000000000002');
const inProd = { accountKey: prod, regionId: hangzhou.regionId };

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
    { type: 'Session', ...own, regionId: parseRegionId('ap-southeast-1'), identity: 'odd:id' },
  ],
  ['U2Vzc2lvbjpjbi1oYW5nemhvdTrkvJror50tMQ', { type: 'Session', ...hangzhou, identity: '会话-1' }],
  [
    'SW5zdGFuY2U6Y24taGFuZ3pob3U6aS1icDFpN2dnMzByNTJ6MmVtMDAwMQ',
    { type: 'Instance', ...hangzhou, instanceId: 'i-bp1i7gg30r52z2em0001' },
  ],
  [
    'SW5zdGFuY2U6dXMtd2VzdC0xOm1pLWh6MDE4anJjMW8w',
    { type: 'Instance', ...own, regionId: parseRegionId('us-west-1'), instanceId: 'mi-hz018jrc1o0' },
  ],
  ['UmVnaW9uOmNuLWhhbmd6aG91', { type: 'Region', ...hangzhou }],
];

/** Ids of objects that are not of the own account, and of accounts, as they are given out from now on. */
const givenOutWithAccounts: [nodeId: string, ObjectKey][] = [
  [
    'U2Vzc2lvbjoxMDAwMDAwMDAwMDAwMDAyOmNuLWhhbmd6aG91OnMtaHowMjNvZDB4OTAwMDE',
    { type: 'Session', ...inProd, identity: 's-hz023od0x90001' },
  ],
  [
    'SW5zdGFuY2U6MTAwMDAwMDAwMDAwMDAwMjpjbi1oYW5nemhvdTppLWJwMWk3Z2czMHI1MnoyZW0wMDAx',
    { type: 'Instance', ...inProd, instanceId: 'i-bp1i7gg30r52z2em0001' },
  ],
  ['UmVnaW9uOjEwMDAwMDAwMDAwMDAwMDI6Y24taGFuZ3pob3U', { type: 'Region', ...inProd }],
  ['Q2xvdWRBY2NvdW50Om93bg', { type: 'CloudAccount', ...own }],
  ['Q2xvdWRBY2NvdW50OjEwMDAwMDAwMDAwMDAwMDI', { type: 'CloudAccount', accountKey: prod }],
];

/** As each type writes its `id`. */
function nodeIdOf(key: ObjectKey): string {
  if (key.type === 'CloudAccount') return encodeNodeId(key.type, key.accountKey);
  const id = key.type === 'Session' ? key.identity : key.type === 'Instance' ? key.instanceId : undefined;
  return encodeNodeId(key.type, id === undefined ? keyOfRegion(key) : `${keyOfRegion(key)}:${id}`);
}

const anyAccountKey: fc.Arbitrary<AccountKey> = fc.oneof(
  fc.constant(ownAccountKey),
  fc.stringMatching(/^\d{16}$/).map(accountKeyOf),
);

/** Any key that the gateway may give out: ECS chooses the text of the ids. */
const anyKey: fc.Arbitrary<ObjectKey> = fc
  .record({
    type: fc.constantFrom(
      'Session' as const,
      'Instance' as const,
      'Region' as const,
      'CloudAccount' as const,
    ),
    accountKey: anyAccountKey,
    regionId: fc.stringMatching(/^[a-z]{2,8}(-[a-z0-9]{1,20}){1,2}$/).map(parseRegionId),
    id: fc
      .oneof(
        fc.string({ unit: 'grapheme', minLength: 1 }),
        fc.constantFrom('会'.repeat(longestId), ':', ':x:', '1000000000000002:cn-hangzhou:s-1'),
      )
      .filter(({ length }) => length <= longestId),
  })
  .map(({ type, accountKey, regionId, id }): ObjectKey => {
    if (type === 'CloudAccount') return { type, accountKey };
    if (type === 'Session') return { type, accountKey, regionId, identity: id };
    return type === 'Instance'
      ? { type, accountKey, regionId, instanceId: id }
      : { type, accountKey, regionId };
  });

/** The fields that a supergraph knows of an object: those that the gateway itself has answered. */
function fieldsOf(key: ObjectKey, accountId: string | null | undefined): Record<string, unknown> {
  const { type, accountKey: _key, ...fields } = key;
  const { identity, ...rest } = { identity: undefined, ...fields };
  const account = accountId === undefined ? {} : { accountId };
  return { __typename: type, ...rest, ...(identity !== undefined && { sessionId: identity }), ...account };
}

/** What a representation names: the key but for the account, which is as the representation has it. */
function namedBy(key: ObjectKey, accountId: string | null | undefined): Record<string, unknown> {
  const { accountKey: _key, ...rest } = key;
  return { ...rest, accountId: accountId ?? null };
}

describe('a node id', () => {
  it.each([...givenOut, ...givenOutWithAccounts])(
    'that was given out is read and written as ever: %s',
    (nodeId, key) => {
      expect(decodeNodeId(nodeId)).toEqual(key);
      expect(nodeIdOf(key)).toBe(nodeId);
    },
  );

  it('of any object is read back, whatever its id is', () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        expect(decodeNodeId(nodeIdOf(key))).toEqual(key);
      }),
    );
  });

  it('of any object is its own, whichever account it is of', () => {
    fc.assert(
      fc.property(anyKey, anyKey, anyAccountKey, (key, other, accountKey) => {
        expect(nodeIdOf(other) === nodeIdOf(key)).toBe(JSON.stringify(other) === JSON.stringify(key));
        const moved = { ...key, accountKey };
        expect(nodeIdOf(moved) === nodeIdOf(key)).toBe(accountKey === key.accountKey);
      }),
    );
  });

  it('of the own account never shows an account, but that of the account itself', () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        fc.pre(key.type !== 'CloudAccount');
        const { accountKey: _key, type, ...rest } = key;
        const id = Buffer.from(nodeIdOf({ ...key, ...own }), 'base64url').toString();
        expect(id).toBe([type, ...Object.values(rest)].join(':'));
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
        encodeNodeId('Session', `${prod}:${region}:s-1`),
        encodeNodeId('Region', `${prod}:${region}`),
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
    encodeNodeId('Region', `${prod}:`),
    encodeNodeId('Region', prod),
    encodeNodeId('Session', `${prod}:cn-hangzhou`),
    encodeNodeId('Session', `${prod}:${prod}:cn-hangzhou:s-1`),
    // The own account has no second spelling.
    encodeNodeId('Session', 'own:cn-hangzhou:s-1'),
    encodeNodeId('Session', 'prod:cn-hangzhou:s-1'),
    encodeNodeId('Session', '100000000000000:cn-hangzhou:s-1'),
    encodeNodeId('Session', '10000000000000002:cn-hangzhou:s-1'),
    encodeNodeId('CloudAccount', 'prod'),
    encodeNodeId('CloudAccount', ''),
    encodeNodeId('CloudAccount', `${prod}:`),
    encodeNodeId('CloudAccount', `${prod}:cn-hangzhou`),
    encodeNodeId('CloudAccount', '100000000000000'),
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
  // As a supergraph of version 0.1.0 sends it: it knows no accounts.
  it.each(givenOut)('without an account names what it ever named: %s', (nodeId, key) => {
    const representation = fieldsOf(key, undefined);
    expect(decodeRepresentation(key.type, representation)).toEqual(namedBy(key, null));
    expect(decodeRepresentation(key.type, { ...representation, accountId: null })).toEqual(
      namedBy(key, null),
    );
    // With fields that are not part of the key.
    expect(decodeRepresentation(key.type, { ...representation, name: 'x' })).toEqual(namedBy(key, null));
    if (key.type !== 'Session') return;
    expect(decodeRepresentation(key.type, { id: nodeId, regionId: 'cn-hangzhou', sessionId: '' })).toEqual(
      key,
    );
  });

  it.each([...givenOut, ...givenOutWithAccounts])(
    'with nothing but an id is its object: %s',
    (nodeId, key) => {
      expect(decodeRepresentation(key.type, { __typename: key.type, id: nodeId })).toEqual(key);
    },
  );

  it('of any object names it, by its id and by its ids with and without the account', () => {
    fc.assert(
      fc.property(anyKey, fc.constantFrom('1000000000000001', 'prod', null, undefined), (key, accountId) => {
        expect(decodeRepresentation(key.type, { id: nodeIdOf(key) })).toEqual(key);
        if (key.type === 'CloudAccount') return;
        expect(decodeRepresentation(key.type, fieldsOf(key, accountId))).toEqual(namedBy(key, accountId));
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
    ['Instance', { id: encodeNodeId('Session', 'cn-hangzhou:s-1') }],
    ['Region', { id: encodeNodeId('Session', 'cn-hangzhou:s-1') }],
    ['Region', { id: encodeNodeId('CloudAccount', prod) }],
    ['Region', { regionId: ['cn-hangzhou'] }],
    ['Region', { regionId: 'cn-hangzhou', accountId: 1000000000000002 }],
    ['Session', { regionId: 'cn-hangzhou', sessionId: 's-1', accountId: [prod] }],
    ['CloudAccount', { accountId: prod }],
    ['CloudAccount', { id: prod }],
    ['CloudAccount', { id: encodeNodeId('Region', 'cn-hangzhou') }],
  ])('is not %j with %j', (type, fields) => {
    expect(() => decodeRepresentation(type, fields)).toThrow(BadRequestError);
  });
});
