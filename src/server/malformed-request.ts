import type { IncomingMessage } from 'node:http';

/**
 * Says what is wrong with a request's target or its Host header, and so keeps it from whatever makes a URL of the two;
 * undefined for a sound one. Source: RFC 9112, sections 3.2 and 3.2.1.
 *
 * @param needsHost whether the answer depends on it; a prober that speaks HTTP/1.0 sends none
 */
export function malformation(request: IncomingMessage, needsHost: boolean): string | undefined {
  const target = request.url ?? '';
  if (!target.startsWith('/') || target.startsWith('//')) {
    return "The request's target must be a path that begins with one slash.";
  }
  const hosts = hostsOf(request.rawHeaders);
  if (hosts.length > 1) return 'A request must have one Host header.';
  const [host] = hosts;
  if (host === undefined) {
    return needsHost || request.httpVersion !== '1.0' ? 'A request must have a Host header.' : undefined;
  }
  return isHost(host) ? undefined : 'The Host header must be a name or an address, and a port if need be.';
}

/** Node keeps the first of several, and a proxy in front may have gone by the last. */
function hostsOf(rawHeaders: readonly string[]): string[] {
  const hosts: string[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.toLowerCase() === 'host') hosts.push(rawHeaders[at + 1] ?? '');
  }
  return hosts;
}

function isHost(text: string): boolean {
  return /^([\w.~-]+|\[[\da-f:.]+\])(:\d*)?$/i.test(text) && URL.canParse(`http://${text}`);
}
