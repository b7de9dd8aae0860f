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

/** Asymmetric ones only: with a symmetric one, who can check a token can make one. */
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
const scope = 'ecs-sessions:read';
/** Of an identity provider's clock and this one's, in seconds. */
const clockTolerance = 5;

/** Lets nobody come to GraphQL, by whatever path, without a token that is valid. Source: RFC 6750, RFC 7519. */
export function useAuthentication(options: AuthenticationOptions): Plugin<object, RequestContext> {
  return {
    async onRequest({ request, fetchAPI, endResponse, serverContext }) {
      const refuse = (error: string, message: string) =>
        endResponse(
          refusal(fetchAPI, 401, 'UNAUTHENTICATED', message, { 'www-authenticate': `Bearer${error}` }),
        );
      const token = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(
        request.headers.get('authorization') ?? '',
      )?.[1];
      if (token === undefined) {
        return refuse('', 'This needs an Authorization header with a Bearer token.');
      }
      try {
        const caller = await readToken(token, options);
        serverContext.caller = caller;
        serverContext.audit.subject = caller.subject;
      } catch (error) {
        if (isAboutToken(error)) return refuse(' error="invalid_token"', 'The token is not valid.');
        // Not the caller's fault. The error's text stays out: it may quote what an identity provider sent.
        options.log.error(
          { requestId: serverContext.requestId, error: error instanceof Error ? error.name : typeof error },
          'the keys that tokens are checked with cannot be had',
        );
        endResponse(
          refusal(
            fetchAPI,
            503,
            'UNAUTHENTICATED',
            'Tokens cannot be checked at the moment; try again later.',
            {
              'retry-after': '5',
            },
          ),
        );
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
  return {
    subject: firstText(payload.sub, payload.client_id),
    mayRead: [...words(payload.scope), ...words(payload.scp)].includes(scope),
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

/** Errors of jose say that the token is bad, but for those of getting the keys. */
function isAboutToken(error: unknown): boolean {
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return false;
  return error instanceof errors.JOSEError && error.code !== errors.JOSEError.code;
}

/** Scopes come as one text with blanks between (RFC 8693, section 4.2), or as a list. */
function words(claim: unknown): unknown[] {
  return typeof claim === 'string' ? claim.split(' ') : Array.isArray(claim) ? claim : [];
}

/** A limit that cannot be read must not become "no limit". */
function regionsOf({ ecs_regions: claim }: JWTPayload): readonly string[] | null {
  if (claim === undefined) return null;
  if (Array.isArray(claim) && claim.every((region) => typeof region === 'string')) return claim;
  throw new errors.JWTClaimValidationFailed('ecs_regions must be a list of texts', {}, 'ecs_regions');
}

function firstText(...claims: unknown[]): string | null {
  return claims.find((claim): claim is string => typeof claim === 'string' && claim !== '') ?? null;
}
