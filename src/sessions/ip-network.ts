import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { BadRequestError } from '../ecs/errors.ts';

/** The addresses that begin with the same bits; a lone address is a network of one. */
interface Network {
  /** Bits of an address: 32 for IPv4, 128 for IPv6. */
  size: number;
  /** Those that all its addresses begin with, as zeros and ones. */
  prefix: string;
}

/**
 * Checks that a value is an address or a network, such as `10.0.0.1`, `10.0.0.0/8`, `2001:db8::1` or `2001:db8::/32`.
 *
 * @throws BadRequestError for anything else: it would match nothing, and look like an answer
 */
export function checkNetwork(value: unknown): string {
  if (typeof value !== 'string') throw notANetwork(value);
  readNetwork(value);
  return value;
}

/**
 * Writes an address in the one way to write it, an IPv4-mapped IPv6 address as its IPv4.
 *
 * @returns undefined for what is no address
 */
export function canonicalAddress(text: string): string | undefined {
  if (isIP(text) === 0 || text.includes('%')) return undefined;
  const bits = bitsOf(text);
  return textOf({ size: bits.length, prefix: bits });
}

/** A set of networks that tells whether an address is in one of them. IPv4-mapped IPv6 is the IPv4 it stands for. */
export class NetworkSet {
  /** Each network once, in the one way to write it; equal for equal sets, however they were written. */
  readonly texts: ReadonlySet<string>;
  readonly #prefixes: ReadonlySet<string>;
  /** The lengths that prefixes have: one look-up for each, however many networks there are. */
  readonly #lengths: ReadonlySet<number>;

  /** @throws BadRequestError where one is neither an address nor a network */
  constructor(networks: readonly string[]) {
    const read = networks.map(readNetwork);
    this.texts = new Set(read.map(textOf));
    this.#prefixes = new Set(read.map(({ size, prefix }) => `${size}/${prefix}`));
    this.#lengths = new Set(read.map(({ prefix }) => prefix.length));
  }

  /** @param address IPv4 or IPv6, without a zone */
  has(address: string): boolean {
    const bits = bitsOf(address);
    for (const length of this.#lengths) {
      if (this.#prefixes.has(`${bits.length}/${bits.slice(0, length)}`)) return true;
    }
    return false;
  }
}

/** `isIP` decides what an address is, not ipaddr.js, which takes `010.3.0.3` for octal and `10.1` for `10.0.0.1`. */
function readNetwork(text: string): Network {
  const [, address = '', written] = /^([^/%]+)(?:\/(0|[1-9]\d{0,2}))?$/.exec(text) ?? [];
  const family = isIP(address);
  if (family === 0) throw notANetwork(text);
  const bits = bitsOf(address);
  const writtenSize = family === 4 ? 32 : 128;
  // Of an IPv4-mapped address the first 96 bits are not in `bits`: a network of fewer would be half IPv4, half IPv6.
  const length = Number(written ?? writtenSize) - (writtenSize - bits.length);
  if (length < 0 || length > bits.length) throw notANetwork(text);
  return { size: bits.length, prefix: bits.slice(0, length) };
}

/** Such as `10.0.0.0/8`, `10.0.0.1` or `[2001:db8::]/32`; IPv6 as RFC 5952 and the URL standard write it. */
function textOf({ size, prefix }: Network): string {
  const bits = prefix.padEnd(size, '0');
  const bytes = Array.from({ length: size / 8 }, (_, byte) =>
    parseInt(bits.slice(byte * 8, byte * 8 + 8), 2),
  );
  const plain = ipaddr.fromByteArray(bytes).toString();
  const address = size === 32 ? plain : new URL(`http://[${plain}]`).hostname;
  return prefix.length === size ? address : `${address}/${prefix.length}`;
}

/** The bits of an address as zeros and ones: 32 or 128. */
function bitsOf(address: string): string {
  return ipaddr
    .process(address)
    .toByteArray()
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('');
}

function notANetwork(value: unknown): BadRequestError {
  const got = JSON.stringify(value)?.slice(0, 80) ?? 'nothing';
  return new BadRequestError(
    `An IP must be an IPv4 or IPv6 address or a network, such as "10.0.0.1", "10.0.0.0/8", "2001:db8::1" or "2001:db8::/32", without leading zeros in IPv4 and without a zone or a port, but got: ${got}.`,
  );
}
