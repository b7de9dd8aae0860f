import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingCall } from './incoming-call.ts';

/*
 * ACS3-HMAC-SHA256, written from the documentation ("Request syntax and signature method V3") and not from the SDK,
 * because the emulator checks what the SDK sends.
 */

const algorithm = 'ACS3-HMAC-SHA256';

/** The parts of an Authorization header. */
export interface Authorization {
  accessKeyId: string;
  /** In lower case and sorted, as in the canonical request. */
  signedHeaders: readonly string[];
  /** Hexadecimal. */
  signature: string;
}

/** The parts of an Authorization header; null where it is not one of this algorithm. */
export function parseAuthorization(value: string | undefined): Authorization | null {
  const match = /^ACS3-HMAC-SHA256 Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=(\w+)$/.exec(
    value ?? '',
  );
  const [, accessKeyId, signedHeaders, signature] = match ?? [];
  if (accessKeyId === undefined || signedHeaders === undefined || signature === undefined) return null;
  return { accessKeyId, signedHeaders: signedHeaders.split(';'), signature };
}

/** The headers that must be signed where they are present. */
export function headersToSign(call: IncomingCall): string[] {
  return Object.keys(call.headers)
    .filter((name) => name === 'host' || name === 'content-type' || name.startsWith('x-acs-'))
    .sort();
}

/** The text that the caller must have signed, with the query encoded anew: the wire may encode less. */
export function canonicalRequest(call: IncomingCall, signedHeaders: readonly string[]): string {
  const query = call.query
    .map(([name, value]) => [encode(name), encode(value)] as const)
    // By name, and not by `name=value`: a digit sorts before the equals sign, and `Id1` would come before `Id`.
    .sort(([a, aValue], [b, bValue]) => compare(a, b) || compare(aValue, bValue))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const headers = signedHeaders.map((name) => {
    const values = (call.headers[name] ?? []).map((value) => value.trim()).sort();
    return `${name}:${values.join(',')}\n`;
  });
  return [call.method, call.path, query, headers.join(''), signedHeaders.join(';'), sha256(call.body)].join(
    '\n',
  );
}

/** The short text that the HMAC covers. */
export function stringToSign(canonical: string): string {
  return `${algorithm}\n${sha256(Buffer.from(canonical, 'utf8'))}`;
}

/** Compares in constant time. */
export function isSignature(signature: string, text: string, accessKeySecret: string): boolean {
  const expected = Buffer.from(createHmac('sha256', accessKeySecret).update(text, 'utf8').digest('hex'));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Hexadecimal SHA-256. */
export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** RFC 3986: everything but letters, digits, `-`, `_`, `.` and `~`. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
