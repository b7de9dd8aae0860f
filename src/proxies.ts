import { BlockList, isIP } from 'node:net';
import type { Destination } from './destinations.ts';

const variablesFor = {
  'http:': ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'],
  'https:': ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'],
};

/**
 * What is wrong with the proxies that an environment names. The SDK's HTTP client can use none, so a proxy is not ignored
 * but refused, unless NO_PROXY says that the destination is reached directly.
 *
 * @returns the variable and a sentence for each; the variable's value, which may hold a password, is in neither
 */
export function proxyProblems(
  variables: Readonly<Record<string, string | undefined>>,
  destinations: readonly Destination[],
): { variable: string; problem: string }[] {
  const exempt = [variables.NO_PROXY, variables.no_proxy].flatMap((list) => (list ?? '').split(/[\s,]+/));
  const proxied = destinations.filter(({ host }) => !exempt.some((entry) => covers(entry, host)));
  const byVariable = new Map<string, string[]>();
  for (const { protocol, host, domain } of proxied) {
    for (const variable of variablesFor[protocol]) {
      if (variables[variable])
        byVariable.set(variable, [...(byVariable.get(variable) ?? []), domain ?? host]);
    }
  }
  return [...byVariable].map(([variable, hosts]) => ({
    variable,
    problem: `is set, but the gateway cannot use a proxy and connects directly: unset it for this process, or add to NO_PROXY what it calls: ${[...new Set(hosts)].join(',')}`,
  }));
}

/** Whether an entry of NO_PROXY is for a host: `*`, a name and all below it, an address, or a network. */
function covers(entry: string, host: string): boolean {
  if (entry === '*') return true;
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  const [name = '', prefix, ...rest] = entry.toLowerCase().split('/');
  if (name === '' || rest.length > 0) return false;
  if (prefix !== undefined) return isInNetwork(bare, name, prefix);
  const withoutPort = isIP(name) === 6 ? name : name.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  const domain = withoutPort.replace(/^\*?\./, '');
  return bare === domain || (domain !== '' && isIP(bare) === 0 && bare.endsWith(`.${domain}`));
}

function isInNetwork(address: string, network: string, prefix: string): boolean {
  const [family, bits] = [isIP(address), Number(prefix)];
  if (
    family === 0 ||
    isIP(network) !== family ||
    !/^\d{1,3}$/.test(prefix) ||
    bits > (family === 4 ? 32 : 128)
  )
    return false;
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(network, bits, type);
  return list.check(address, type);
}
