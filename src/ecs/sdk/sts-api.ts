import credentials, { type CredentialModel } from '@alicloud/credentials';
import { z } from 'zod';
import type { CallOptions } from '../api.ts';
import { MalformedFieldError, UpstreamUnavailableError } from '../errors.ts';
import type { Secret } from '../secret.ts';
import type { CredentialSource } from './credentials.ts';
import { time } from './read-field.ts';
import { createServiceCalls, type ServiceOptions } from './service-calls.ts';
import type { Failure } from './translate-error.ts';

/** What a session of a role is asked with. */
export interface AssumeRoleRequest {
  roleArn: string;
  externalId?: Secret | undefined;
  /** 900 to 3600. */
  durationSeconds: number;
  /** What the session may do at most, as the JSON of a RAM policy. */
  policy: string;
}

/** A session of a role, as STS has begun it. */
export interface StsSession {
  key: CredentialModel;
  /** The account that the session is in. */
  accountId: string;
  /** When it ends, in epoch milliseconds of STS's clock. */
  endsAt: number;
}

/** The STS calls of the gateway. Each rejects with a GatewayError of its own and with nothing else. */
export interface StsApi {
  /** AssumeRole, signed with the gateway's own credentials. */
  assumeRole(request: AssumeRoleRequest, options?: CallOptions): Promise<StsSession>;
  /** GetCallerIdentity: the id of the account that a key is of. */
  accountOf(key: CredentialModel, options?: CallOptions): Promise<string>;
}

/** Options of createStsApi. */
export interface StsApiOptions extends ServiceOptions {
  /** What AssumeRole is signed with. */
  credentials: CredentialSource;
}

/** Under which ActionTrail shows the calls of the gateway in the account of a role. */
const roleSessionName = 'ecs-session-gateway';

const arnPattern = /^acs:(?:ram|sts)::(\d{16}):assumed-role\//;

const filled = z.string().min(1);
/** An id is a text, but where it is written as a number its digits are kept; see `exact-json.ts`. */
const accountId = z
  .union([z.string(), z.int()])
  .transform(String)
  .pipe(z.string().regex(/^\d{16}$/));

const assumeRoleAnswer = z.object({
  AssumedRoleUser: z.object({ Arn: z.string().regex(arnPattern) }),
  Credentials: z.object({
    AccessKeyId: filled,
    AccessKeySecret: filled,
    SecurityToken: filled,
    Expiration: filled,
  }),
});

const callerIdentityAnswer = z.object({ AccountId: accountId });

/** STS over the official SDK's signer: version 2015-04-01. */
export function createStsApi(options: StsApiOptions): StsApi {
  const call = createServiceCalls({ name: 'STS', version: '2015-04-01' }, options);
  return {
    async assumeRole({ roleArn, externalId, durationSeconds, policy }, callOptions) {
      const answer = await call(
        {
          scope: roleArn,
          action: 'AssumeRole',
          parameters: {
            RoleArn: roleArn,
            RoleSessionName: roleSessionName,
            DurationSeconds: durationSeconds,
            Policy: policy,
            ...(externalId && { ExternalId: externalId.reveal() }),
          },
          credentials: options.credentials,
          shape: assumeRoleAnswer,
          refusal: assumeRoleRefusal,
        },
        callOptions,
      );
      const { AccessKeyId, AccessKeySecret, SecurityToken } = answer.Credentials;
      const ends = time(answer.Credentials, 'Expiration');
      if (ends === null || ends instanceof MalformedFieldError) {
        throw new UpstreamUnavailableError(
          'STS sent a session whose Expiration is no ISO 8601 time; it cannot be used.',
        );
      }
      return {
        key: new credentials.CredentialModel({
          type: 'sts',
          accessKeyId: AccessKeyId,
          accessKeySecret: AccessKeySecret,
          securityToken: SecurityToken,
        }),
        accountId: arnPattern.exec(answer.AssumedRoleUser.Arn)?.[1] ?? '',
        endsAt: ends.epochMs,
      };
    },

    async accountOf(key, callOptions) {
      const answer = await call(
        {
          scope: 'own',
          action: 'GetCallerIdentity',
          parameters: {},
          // This very key, whatever the source has by now.
          credentials: { getCredential: async () => key, refresh() {} },
          shape: callerIdentityAnswer,
          refusal: ({ upstreamCode }) => `STS does not say whose the gateway's key is (${upstreamCode}).`,
        },
        callOptions,
      );
      return answer.AccountId;
    },
  };
}

/** STS has one Code, NoPermission, for three reasons: its text says which. */
function assumeRoleRefusal({ upstreamCode, text }: Failure): string {
  const code = upstreamCode ?? '';
  if (/\broot\b/i.test(text ?? '')) {
    return 'The gateway has the keys of a root user, and STS lets only RAM users and roles assume a role; give it the keys of a RAM user that may call sts:AssumeRole.';
  }
  if (/^NoPermission|^Forbidden/.test(code)) {
    return /trust/i.test(text ?? '')
      ? "The role does not let the gateway in: its trust policy must name the gateway's user, role or account, ACCOUNTS_FILE must have the externalId that it asks for, and the gateway's own policies must allow sts:AssumeRole on it."
      : "The gateway's user or role may not call sts:AssumeRole; attach a policy to it that allows that, such as AliyunSTSAssumeRoleAccess or one for this role alone.";
  }
  if (code.startsWith('EntityNotExist')) {
    return 'The role does not exist; compare roleArn in ACCOUNTS_FILE with the name of the role.';
  }
  return `STS refused to begin a session of the role (${code}); compare roleArn and externalId in ACCOUNTS_FILE with the role.`;
}
