import {
  expiredTimestamp,
  illegalTimestamp,
  incompleteSignature,
  signatureMismatch,
  usedNonce,
} from './api-error.ts';
import type { Caller } from './caller.ts';
import { header, type IncomingCall } from './incoming-call.ts';
import type { Keyring } from './keyring.ts';
import {
  canonicalRequest,
  headersToSign,
  isSignature,
  parseAuthorization,
  sha256,
  stringToSign,
} from './signature.ts';
import { createUsedNonces, maxClockSkewMs } from './used-nonces.ts';

const requiredHeaders = [
  'host',
  'x-acs-date',
  'x-acs-signature-nonce',
  'x-acs-content-sha256',
  'x-acs-version',
];

/** Checks who calls, before anything else is read. */
export interface Authenticator {
  /**
   * The caller whose key signed the call.
   *
   * @throws ApiError where the signature is wrong, old or used before, or its key is not accepted
   */
  check(call: IncomingCall): Caller;
}

/** `now` gives epoch milliseconds; signatures may differ from it by 15 minutes. */
export function createAuthenticator(keyring: Keyring, now: () => number): Authenticator {
  const nonces = createUsedNonces();
  return {
    check(call) {
      const authorization = parseAuthorization(header(call.headers, 'authorization'));
      if (!authorization) throw incompleteSignature('the Authorization header is missing or malformed.');
      const missing = requiredHeaders.find((name) => !header(call.headers, name));
      if (missing) throw incompleteSignature(`the header ${missing} is missing.`);

      const token = header(call.headers, 'x-acs-security-token');
      const { accessKeySecret, caller } = keyring.find(authorization.accessKeyId, token);
      checkDate(header(call.headers, 'x-acs-date') ?? '', now());
      if (header(call.headers, 'x-acs-content-sha256') !== sha256(call.body)) {
        throw incompleteSignature('x-acs-content-sha256 is not the SHA-256 of the body.');
      }
      checkSignature(call, authorization.signedHeaders, authorization.signature, accessKeySecret);
      // Last, so that nobody without the key can use up somebody's nonce.
      if (!nonces.use(header(call.headers, 'x-acs-signature-nonce') ?? '', now())) throw usedNonce();
      return caller;
    },
  };
}

function checkDate(date: string, now: number): void {
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(date) ? Date.parse(date) : Number.NaN;
  if (Number.isNaN(time)) throw illegalTimestamp();
  if (Math.abs(time - now) > maxClockSkewMs) throw expiredTimestamp();
}

function checkSignature(
  call: IncomingCall,
  signedHeaders: readonly string[],
  signature: string,
  accessKeySecret: string,
): void {
  const unsigned = headersToSign(call).find((name) => !signedHeaders.includes(name));
  if (unsigned) throw incompleteSignature(`the header ${unsigned} is not signed.`);
  if (!isSortedLowerCase(signedHeaders))
    throw incompleteSignature('SignedHeaders are not sorted lower-case names.');
  const canonical = canonicalRequest(call, signedHeaders);
  const text = stringToSign(canonical);
  if (!isSignature(signature, text, accessKeySecret)) throw signatureMismatch(text, canonical);
}

function isSortedLowerCase(names: readonly string[]): boolean {
  const wanted = [...new Set(names.map((name) => name.toLowerCase()))].sort();
  return wanted.join(';') === names.join(';');
}
