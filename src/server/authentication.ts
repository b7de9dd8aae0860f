import type { Plugin } from 'graphql-yoga';
import { errors, type JWTPayload, type JWTVerifyGetKey, type JWTVerifyOptions, jwtVerify } from 'jose';
import type { ServerLog } from './log.ts';
import { refusal } from './refusal.ts';
import type { Caller, RequestContext } from './request-context.ts';

/** Options of useAuthentication. */
export interface AuthenticationOptions {
  keys: JWTVerifyGetKey;
  issuer: string;
  audience: string;
  log: ServerLog;
}

/** Asymmetric ones only: with a symmetric one, whoever can check a token can make one. */
const algorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
const scopes = { read: 'ecs-sessions:read', end: 'ecs-sessions:end' };
/** By how much an identity provider's clock may differ from this one, in seconds. */
const clockTolerance = 5;
/** When to try again while the keys cannot be loaded. */
const retryAfterSeconds = 5;

const noToken = 'The request has no bearer token; send one in the header Authorization: Bearer <token>.';
const invalidToken =
  'The token is not valid: it must be signed by a known key, for this issuer and audience, and not expired; get a new one.';
const noKeys = `The gateway cannot load the keys to check tokens with; try again in ${retryAfterSeconds} s, and tell its operator if this goes on.`;

/** Refuses every request without a valid token, whatever it asks for. Source: RFC 6750, RFC 7519. */
export function useAuthentication(options: AuthenticationOptions): Plugin<object, RequestContext> {
  return {
    async onRequest({ request, fetchAPI, endResponse, serverContext }) {
      const refuse = (status: number, message: string, headers: Record<string, string>) =>
        endResponse(refusal(fetchAPI, status, 'UNAUTHENTICATED', message, headers));
      const token = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(
        request.headers.get('authorization') ?? '',
      )?.[1];
      if (token === undefined) return refuse(401, noToken, { 'www-authenticate': 'Bearer' });
      try {
        const caller = await readToken(token, options);
        serverContext.caller = caller;
        serverContext.audit.subject = caller.subject;
      } catch (error) {
        if (isAboutToken(error)) {
          return refuse(401, invalidToken, { 'www-authenticate': 'Bearer error="invalid_token"' });
        }
        // Not the caller's fault. The error's text stays out: it may quote what an identity provider sent.
        options.log.error(
          { requestId: serverContext.requestId, error: error instanceof Error ? error.name : typeof error },
          'cannot load the keys to check tokens with: see AUTH_JWKS_URL or AUTH_JWKS_FILE',
        );
        refuse(503, noKeys, { 'retry-after': String(retryAfterSeconds) });
      }
    },
  };
}

async function readToken(token: string, { keys, issuer, audience }: AuthenticationOptions): Promise<Caller> {
  const payload = await verify(token, keys, {
    issuer,
    audience,
    algorithms,
    clockTolerance,
    requiredClaims: ['exp'],
  });
  const given = [...words(payload.scope), ...words(payload.scp)];
  return {
    subject: firstText(payload.sub, payload.client_id),
    mayRead: given.includes(scopes.read),
    mayEnd: given.includes(scopes.end),
    accountIds: accountsOf(payload),
    regions: regionsOf(payload),
  };
}

/** A token that names no key (`kid`) is tried with each key that fits its algorithm. */
async function verify(token: string, keys: JWTVerifyGetKey, options: JWTVerifyOptions): Promise<JWTPayload> {
  try {
    return (await jwtVerify(token, keys, options)).payload;
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    for await (const key of error) {
      try {
        return (await jwtVerify(token, key, options)).payload;
      } catch (reason) {
        if (!(reason instanceof errors.JWSSignatureVerificationFailed)) throw reason;
      }
    }
    throw new errors.JWSSignatureVerificationFailed();
  }
}

/** Whether the token is at fault: jose's errors say so, except those of loading the keys. */
function isAboutToken(error: unknown): boolean {
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return false;
  return error instanceof errors.JOSEError && error.code !== errors.JOSEError.code;
}

/** Scopes come as one text with blanks between (RFC 8693, section 4.2), or as a list. */
function words(claim: unknown): unknown[] {
  return typeof claim === 'string' ? claim.split(' ') : Array.isArray(claim) ? claim : [];
}

/** @throws for a claim of another shape: a limit that cannot be read must not become "no limit" */
function regionsOf({ ecs_regions: claim }: JWTPayload): readonly string[] | null {
  if (claim === undefined) return null;
  if (Array.isArray(claim) && claim.every((region) => typeof region === 'string')) return claim;
  throw new errors.JWTClaimValidationFailed('ecs_regions must be a list of texts', {}, 'ecs_regions');
}

/** Names are refused as well: one that changes hands in the accounts file would open another account. */
function accountsOf({ ecs_accounts: claim }: JWTPayload): readonly string[] | null {
  if (claim === undefined) return null;
  if (Array.isArray(claim) && claim.every((id) => typeof id === 'string' && /^\d{16}$/.test(id)))
    return claim;
  throw new errors.JWTClaimValidationFailed(
    'ecs_accounts must be a list of account ids as texts',
    {},
    'ecs_accounts',
  );
}

function firstText(...claims: unknown[]): string | null {
  return claims.find((claim): claim is string => typeof claim === 'string' && claim !== '') ?? null;
}
