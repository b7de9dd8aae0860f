import credentials, { type CredentialModel } from '@alicloud/credentials';
import { AccessDeniedError } from './errors.ts';

const Credential = credentials.default;

/** Where the SDK gets its key for each call. */
export interface CredentialSource {
  /** @throws AccessDeniedError where no provider has credentials */
  getCredential(): Promise<CredentialModel>;
  /** Forgets what is known, so that the next call asks the providers anew. */
  refresh(): void;
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

/** One key pair that never changes, an STS one where it has a token; for the demo and for tests. */
export function staticCredentials(pair: {
  accessKeyId: string;
  accessKeySecret: string;
  securityToken?: string | undefined;
}): CredentialSource {
  const { securityToken, ...key } = pair;
  const config = securityToken === undefined ? { type: 'access_key' } : { type: 'sts', securityToken };
  const credential = new Credential(new credentials.Config({ ...config, ...key }));
  return { refresh() {}, getCredential: () => credential.getCredential() };
}
