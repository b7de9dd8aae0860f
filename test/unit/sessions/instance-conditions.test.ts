import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadRequestError } from '../../../src/ecs/errors.ts';
import { checkConditions, type InstanceConditions } from '../../../src/sessions/instance-conditions.ts';

const tag = (n: number) => ({ key: `key-${n}`, value: `value-${n}` });
const tags = (count: number) => Array.from({ length: count }, (_, n) => tag(n));

describe('conditions that machines are found by', () => {
  it.each<[string, InstanceConditions, RegExp]>([
    ['none at all', {}, /needs a condition: give name, privateIp, tags or vpcId/],
    ['nulls alone', { name: null, privateIp: null, tags: null, vpcId: null }, /needs a condition/],
    ['no tags alone', { tags: [] }, /needs a condition/],
    ['an empty name', { name: '' }, /name must have 1 to 256 characters, but got: 0/],
    ['an empty name beside another condition', { name: '', vpcId: 'vpc-1' }, /name must have/],
    [
      'a name that is too long',
      { name: 'x'.repeat(257) },
      /name must have 1 to 256 characters, but got: 257/,
    ],
    ['half of a surrogate pair', { name: 'web-\ud800' }, /name must be well-formed text/],
    ['an empty VPC', { vpcId: '' }, /vpcId must have/],
    ['half of a surrogate pair in a VPC', { vpcId: '\udfff' }, /vpcId must be well-formed/],
    ['an empty address', { privateIp: '' }, /privateIp must be one IPv4 or IPv6 address/],
    ['a network', { privateIp: '10.0.0.0/8' }, /ECS finds no machines by a network.*"10\.0\.0\.0\/8"/],
    ['a network of one', { privateIp: '10.0.0.1/32' }, /ECS finds no machines by a network/],
    ['a network of IPv6', { privateIp: '2001:db8::/32' }, /ECS finds no machines by a network/],
    ['a zone', { privateIp: 'fe80::1%eth0' }, /privateIp must be one/],
    ['leading zeros', { privateIp: '010.0.0.1' }, /privateIp must be one/],
    ['a name for an address', { privateIp: 'db.internal' }, /privateIp must be one/],
    ['a wildcard in an address', { privateIp: '10.0.0.*' }, /privateIp must be one/],
    ['21 tags', { tags: tags(21) }, /up to 20 tags, but got: 21/],
    [
      'an empty key',
      { tags: [tag(0), { key: '' }] },
      /tags\[1\]\.key must have 1 to 128 characters, but got: 0/,
    ],
    [
      'an empty value',
      { tags: [{ key: 'env', value: '' }] },
      /tags\[0\]\.value must have.*Leave it out to find any/,
    ],
    [
      'a long key',
      { tags: [{ key: 'k'.repeat(129) }] },
      /tags\[0\]\.key must have 1 to 128 characters, but got: 129/,
    ],
    ['a long value', { tags: [{ key: 'k', value: 'v'.repeat(129) }] }, /tags\[0\]\.value must have/],
    [
      'half of a surrogate pair in a tag',
      { tags: [{ key: 'k', value: '\ud800' }] },
      /value must be well-formed/,
    ],
    ['a key twice', { tags: [tag(1), { key: 'key-1', value: 'other' }] }, /name each key once/],
    [
      'more than fits a request line',
      { tags: tags(20).map(({ key }) => ({ key, value: '云'.repeat(100) })) },
      /up to 6144 bytes as they are sent, but have 1\d{4}/,
    ],
  ])('are refused: %s', (_what, conditions, message) => {
    expect(() => checkConditions(conditions)).toThrow(BadRequestError);
    expect(() => checkConditions(conditions)).toThrow(message);
  });

  it.each<[string, InstanceConditions, object]>([
    ['a name', { name: 'web-1' }, { name: 'web-1' }],
    ['every name', { name: '*' }, { name: '*' }],
    ['a name in any script', { name: '网关-*' }, { name: '网关-*' }],
    ['a name beyond the first plane', { name: '🖥' }, { name: '🖥' }],
    ['an address', { privateIp: '10.0.0.1' }, { privateIp: '10.0.0.1' }],
    ['IPv4 within IPv6', { privateIp: '::FFFF:10.0.0.1' }, { privateIp: '10.0.0.1' }],
    ['IPv6 in long', { privateIp: '2001:DB8:0:0:0:0:0:1' }, { privateIp: '2001:db8::1' }],
    ['a VPC', { vpcId: 'vpc-bp1' }, { vpcId: 'vpc-bp1' }],
    ['a tag with any value', { tags: [{ key: 'env' }] }, { tags: [{ key: 'env', value: '' }] }],
    ['a tag with null', { tags: [{ key: 'env', value: null }] }, { tags: [{ key: 'env', value: '' }] }],
    [
      'tags in any order',
      { tags: [{ key: 'b', value: '1' }, { key: 'a' }] },
      {
        tags: [
          { key: 'a', value: '' },
          { key: 'b', value: '1' },
        ],
      },
    ],
    ['no tags beside a name', { name: 'web', tags: [] }, { name: 'web' }],
    ['20 tags', { tags: tags(20) }, { tags: expect.objectContaining({ length: 20 }) }],
  ])('are taken: %s', (_what, conditions, foundBy) => {
    expect(checkConditions(conditions)).toEqual(foundBy);
  });

  it('whatever they are, are refused with a BadRequestError or fit a request line, with none of them empty', () => {
    const text = fc.option(fc.string({ unit: 'binary', maxLength: 300 }));
    const anyConditions = fc.record({
      name: text,
      privateIp: fc.oneof(text, fc.ipV4(), fc.ipV6()),
      vpcId: text,
      tags: fc.option(
        fc.array(fc.record({ key: fc.string({ unit: 'binary' }), value: text }), { maxLength: 25 }),
      ),
    });
    let taken = 0;
    fc.assert(
      fc.property(anyConditions, (conditions) => {
        try {
          const { name, privateIp, vpcId, tags = [] } = checkConditions(conditions);
          const texts = [
            name,
            privateIp,
            vpcId,
            ...tags.flatMap(({ key, value }) => [key, value || undefined]),
          ];
          const given = texts.filter((text) => text !== undefined);
          expect(given.length).toBeGreaterThan(0);
          expect(given).not.toContain('');
          expect(given.reduce((sum, text) => sum + encodeURIComponent(text).length, 0)).toBeLessThanOrEqual(
            6144,
          );
          taken += 1;
        } catch (error) {
          expect(error).toBeInstanceOf(BadRequestError);
        }
      }),
      { numRuns: 500 },
    );
    expect(taken).toBeGreaterThan(10);
  });
});
