import { BlockList } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRegionId } from '../../../src/ecs/arguments.ts';
import { compileFilter } from '../../../src/sessions/filter.ts';
import { checkNetwork, NetworkSet } from '../../../src/sessions/ip-network.ts';
import { session } from './support/model.ts';

const regionId = parseRegionId('cn-hangzhou');
const record = (ClientIP: unknown) => session(regionId, { SessionId: 's-1', ClientIP });
const finds = (clientIps: string[], address: unknown) =>
  compileFilter({ clientIps }).matches(record(address));
const keyOf = (...clientIps: string[]) => compileFilter({ clientIps }).key;

/** Few different addresses, so that matches are common; half of them at a border of some network. */
const v4 = fc
  .tuple(...Array.from({ length: 4 }, () => fc.constantFrom(0, 1, 10, 127, 128, 254, 255)))
  .map((bytes) => bytes.join('.'));
const v6 = fc
  .tuple(...Array.from({ length: 8 }, () => fc.constantFrom('0', '1', '7fff', '8000', 'ffff', '2001', 'DB8')))
  .map((groups) => groups.join(':'))
  .filter((address) => !/^(0:){5}ffff:/.test(address));
const length4 = fc.integer({ min: 0, max: 32 });
const length6 = fc.integer({ min: 0, max: 128 });

describe('an address is in a network', () => {
  it('exactly where Node says so, IPv4 and IPv6', () => {
    const network4 = fc.tuple(v4, length4, fc.constant('ipv4' as const));
    const network6 = fc.tuple(v6, length6, fc.constant('ipv6' as const));
    const networks = fc.array(fc.oneof(network4, network6), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(networks, fc.oneof(v4, v6, fc.ipV4(), fc.ipV6()), (networks, address) => {
        const family = address.includes(':') ? 'ipv6' : 'ipv4';
        fc.pre(family === 'ipv4' || !new NetworkSet(['::ffff:0:0/96']).has(address));
        const expected = networks.some(([first, length, type]) => {
          const list = new BlockList();
          list.addSubnet(first, length, type);
          return type === family && list.check(address, family);
        });
        const written = networks.map(([first, length]) => `${first}/${length}`);
        expect(finds(written, address)).toBe(expected);
        expect(new NetworkSet(written).has(address)).toBe(expected);
      }),
      { numRuns: 5000 },
    );
  });

  it('and an IPv4-mapped IPv6 address is its IPv4, in the filter and in the record', () => {
    const spellings = (address: string) => {
      const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
      const hex = `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
      return [address, `::ffff:${address}`, `::ffff:${hex}`, `0:0:0:0:0:FFFF:${hex.toUpperCase()}`];
    };
    fc.assert(
      fc.property(v4, v4, length4, (first, address, length) => {
        const expected = finds([`${first}/${length}`], address);
        for (const [index, spelling] of spellings(first).entries()) {
          const network = `${spelling}/${index === 0 ? length : length + 96}`;
          expect(keyOf(network)).toBe(keyOf(`${first}/${length}`));
          for (const ClientIP of spellings(address)) expect(finds([network], ClientIP)).toBe(expected);
        }
        expect(new Set(spellings(first).map((spelling) => keyOf(spelling))).size).toBe(1);
      }),
    );
  });

  it.each(['', null, undefined, 'nowhere', '010.0.0.1', 'fe80::1%eth0', 7])(
    'but nothing that is no address, or no address at all: %j',
    (ClientIP) => expect(finds(['0.0.0.0/0', '::/0'], ClientIP)).toBe(false),
  );

  it('and one family is never in a network of the other', () => {
    expect(finds(['::/0'], '10.0.0.1')).toBe(false);
    expect(finds(['0.0.0.0/0'], '2001:db8::1')).toBe(false);
    expect(finds(['::/0'], '2001:db8::1')).toBe(true);
    expect(finds(['0.0.0.0/0'], '::ffff:10.0.0.1')).toBe(true);
  });
});

describe('filters that mean the same have the same key', () => {
  it('and those that do not, another', () => {
    fc.assert(
      fc.property(v4, v4, length4, (first, other, length) => {
        const sameNetwork = finds([`${first}/${length}`], other);
        expect(keyOf(`${first}/${length}`) === keyOf(`${other}/${length}`)).toBe(sameNetwork);
      }),
    );
  });

  it.each([
    ['10.1.2.3/8', '10.0.0.0/8'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['::ffff:a00:1', '10.0.0.1'],
    ['10.0.0.1/32', '10.0.0.1'],
    ['::ffff:10.9.9.9/104', '10.0.0.0/8'],
    ['2001:DB8:0::1/128', '2001:db8::1'],
    ['2001:db8:ffff::/32', '2001:0DB8::/32'],
  ])('%s and %s', (a, b) => {
    expect(keyOf(a)).toBe(keyOf(b));
    expect(keyOf(a, b)).toBe(keyOf(b));
    expect(keyOf('192.0.2.1', a)).toBe(keyOf(b, '192.0.2.1', '192.0.2.1'));
  });

  it('and addresses alone have the key they have always had, for cursors that are under way', () => {
    expect(keyOf('10.0.0.2', '10.0.0.1')).toBe(
      '[null,null,null,null,null,null,["10.0.0.1","10.0.0.2"],null,null,null]',
    );
    expect(keyOf('2001:DB8:0::1', '10.0.0.1')).toBe(
      '[null,null,null,null,null,null,["10.0.0.1","[2001:db8::1]"],null,null,null]',
    );
  });
});

describe('what is neither an address nor a network', () => {
  const bad = [
    ...[
      '',
      ' ',
      'nowhere',
      '010.3.0.3',
      '10.3.0',
      '10.1',
      '0x0a.0.0.1',
      '167772161',
      '256.1.1.1',
      ' 10.0.0.1',
    ],
    ...['10.0.0.1 ', '10.0.0.1\n', '10.0.0.1/', '10.0.0.1/33', '10.0.0.1/08', '10.0.0.1/-1', '10.0.0.1/8/8'],
    ...[
      '10.0.0.1/255.0.0.0',
      '10.0.0.*',
      '10.0.0.1-10.0.0.9',
      '10.0.0.1:22',
      '[2001:db8::1]',
      '2001:db8::1/129',
    ],
    ...[
      'fe80::1%eth0',
      'fe80::1%eth0/64',
      'fe80::/10%eth0',
      '::ffff:010.0.0.1',
      '::ffff:10.0.0.1/95',
      '1:2:3',
    ],
    ...[
      '::ffff:10.0.0.0/8',
      '２.0.0.1',
      '10.0.0.1/ 8',
      '10.0.0.1/8.0',
      '10.0.0.1/1e1',
      '/8',
      '::/',
      'localhost',
    ],
  ];

  it.each(bad)('is refused: %j', (text) => {
    for (let times = 0; times < 3; times++) {
      expect(() => checkNetwork(text)).toThrow(/must be an IPv4 or IPv6 address or a network, such as/);
      expect(() => compileFilter({ clientIps: ['10.0.0.1', text] })).toThrow(
        expect.objectContaining({ code: 'BAD_REQUEST' }),
      );
    }
  });

  it.each([7, null, true, {}, ['10.0.0.1'], undefined])('is refused, too, of another type: %j', (value) => {
    expect(() => checkNetwork(value)).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }));
  });

  it('is refused whatever the text, or finds the address it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.ipV4Extended(), fc.ipV6(), fc.ipV4()), (text) => {
        try {
          checkNetwork(text);
        } catch (error) {
          expect(error).toMatchObject({ code: 'BAD_REQUEST' });
          return;
        }
        const [address] = text.split('/');
        expect(finds([text], address)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
