/*
 * Stands in the bundle for Node's `url` in the SDK's HTTP client, which asks it for `parse` and `format`. Node 24 warns of
 * `url.parse` at the first call, since it takes for a host what no browser would; there is no newer client without it.
 */

// What else the SDK takes from there is as it is.
export * from 'node:url';

/** What the SDK reads of a parsed URL. */
export interface ParsedUrl {
  href: string;
  protocol: string;
  /** An IPv6 address without its brackets. */
  hostname: string;
  port: string | null;
  path: string;
  query: string | null;
}

/** The parts of an absolute URL, by the URL standard. */
export function parse(text: string): ParsedUrl {
  const { href, protocol, hostname, port, pathname, search } = new URL(text);
  return {
    href,
    protocol,
    hostname: hostname.replace(/^\[|\]$/g, ''),
    port: port || null,
    path: pathname + search,
    query: search.slice(1) || null,
  };
}

/** The text of a parsed URL. */
export function format({ href }: ParsedUrl): string {
  return href;
}
