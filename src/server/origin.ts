/**
 * Whether a page's origin is the gateway's own: what its Host header names, by either scheme, since a proxy may have
 * taken the TLS off. A browser writes an origin in one way only, so any other is somebody else's.
 */
export function isOwnOrigin(origin: string, host: string | null | undefined): boolean {
  const scheme = /^https?:\/\//.exec(origin)?.[0];
  if (scheme === undefined || !host) return false;
  const own = scheme + host;
  return URL.canParse(own) && new URL(own).origin === origin;
}
