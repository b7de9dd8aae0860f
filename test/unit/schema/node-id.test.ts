import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadRequestError } from '../../../src/ecs/errors.ts';
import { decodeNodeId, encodeNodeId } from '../../../src/schema/node-id.ts';
import { hostileRegionIds } from '../ecs/support/hostile-region-ids.ts';

describe('a node id', () => {
  it.each([
    ['Session', 'cn-hangzhou:s-hz023od0x90001', { regionId: 'cn-hangzhou', identity: 's-hz023od0x90001' }],
    ['Session', 'cn-hangzhou:odd:id', { regionId: 'cn-hangzhou', identity: 'odd:id' }],
    ['Instance', 'cn-hangzhou:i-1', { regionId: 'cn-hangzhou', instanceId: 'i-1' }],
    ['Region', 'cn-hangzhou', { regionId: 'cn-hangzhou' }],
  ])('of a %s comes back as it was written', (type, id, key) => {
    expect(decodeNodeId(encodeNodeId(type, id))).toEqual({ type, ...key });
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
    encodeNodeId('Session', 'cn-hangzhou'),
    encodeNodeId('Session', 'cn-hangzhou:'),
    encodeNodeId('Region', 'cn-hangzhou:x'),
    encodeNodeId('Session', `cn-hangzhou:${'s'.repeat(257)}`),
    `${encodeNodeId('Region', 'cn-hangzhou')}=`,
    `${encodeNodeId('Region', 'cn-hangzhou')}\n`,
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
