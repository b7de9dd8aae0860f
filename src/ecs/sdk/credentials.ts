import credentials, { type CredentialModel } from '@alicloud/credentials';
import { AccessDeniedError } from '../errors.ts';

const Credential = credentials.default;

/** Where the SDK gets its key for each call. */
export interface CredentialSource {
  /** @throws AccessDeniedError where no provider has credentials */
  getCredential(): Promise<CredentialModel>;
  /**
   * Gets a key ready, for a source that may have to call for it: awaited before the time of a call begins. `getCredential`
   * then gives the same key at once.
   *
   * @throws AccessDeniedError, ThrottledError or CredentialsUnavailableError where there is none
   */
  prepare?(): Promise<CredentialModel>;
  /**
   * Forgets what is known, so that the next call asks the providers anew.
   *
   * @param refused the key that was refused, so that a newer one need not be forgotten
   */
  refresh(refused?: CredentialModel): void;
}

/**
 * The default chain of `@alicloud/credentials`: environment, OIDC (RRSA), CLI profile and config file, ECS RAM role,
 * credentials URI. The chain sticks to its last provider after one total failure, even when good credentials appear
 * later, so it is made anew after each failure.
 */
export function defaultCredentialChain(): CredentialSource {
  let chain = new Credential();
  const refresh = () => {
    chain = new Credential();
  };
  return {
    refresh,
    async getCredential() {
      try {
        return await chain.getCredential();
      } catch {
        refresh();
        throw new AccessDeniedError(
          'The gateway has no Alibaba Cloud credentials that it could use for this call.',
        );
      }
    },
  };
}

/** A key pair, an STS one where it has a token. */
interface AccessKey {
  accessKeyId: string;
  accessKeySecret: string;
  securityToken?: string | undefined;
}

/**
 * Credentials of somebody else's making, such as a vault's. What their `getCredential` throws is dropped: it may hold
 * anything, and callers would see it.
 */
export function suppliedCredentials(supplied: {
  getCredential(): Promise<AccessKey>;
  refresh?(): void;
}): CredentialSource {
  return {
    refresh: () => supplied.refresh?.(),
    async getCredential() {
      const key = await readKey(async () => supplied.getCredential());
      if (key === null) {
        throw new AccessDeniedError('The gateway was given no Alibaba Cloud credentials for this call.');
      }
      return new credentials.CredentialModel(key);
    },
  };
}

/** Null for what is no key: types do not bind those who write JavaScript. */
async function readKey(getCredential: () => Promise<Partial<AccessKey> | null>) {
  const { accessKeyId, accessKeySecret, securityToken } = (await getCredential().catch(() => null)) ?? {};
  if (!isText(accessKeyId) || !isText(accessKeySecret)) return null;
  const token = isText(securityToken) ? { type: 'sts', securityToken } : { type: 'access_key' };
  return { accessKeyId, accessKeySecret, ...token };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** One key pair that never changes, an STS one where it has a token; for the demo and for tests. */
export function staticCredentials(pair: AccessKey): CredentialSource {
  const { securityToken, ...key } = pair;
  const config = securityToken === undefined ? { type: 'access_key' } : { type: 'sts', securityToken };
  const credential = new Credential(new credentials.Config({ ...config, ...key }));
  return { refresh() {}, getCredential: () => credential.getCredential() };
}
