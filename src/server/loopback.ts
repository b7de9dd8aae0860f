import { BlockList, isIP } from 'node:net';

const addresses = new BlockList();
addresses.addSubnet('127.0.0.0', 8, 'ipv4');
addresses.addAddress('::1', 'ipv6');
addresses.addSubnet('::ffff:127.0.0.0', 104, 'ipv6');

/** Whether a host name or an address, in brackets or not, stays on this machine: `localhost`, 127.0.0.0/8, `::1`. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  const family = isIP(name);
  return name === 'localhost' || (family !== 0 && addresses.check(name, family === 4 ? 'ipv4' : 'ipv6'));
}
