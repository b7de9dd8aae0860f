import { type Account, type RamRole, roleArnOf } from '../account.ts';
import {
  invalidParameter,
  missingStsParameter,
  rootMayNotAssume,
  unknownRole,
  untrustedCaller,
} from '../api-error.ts';
import { isTrusted } from '../caller.ts';
import { isoSeconds } from '../iso-seconds.ts';
import { parseRamPolicy, type RamPolicy } from '../ram-policy.ts';
import type { Action, ActionContext } from './action.ts';

/** Maximum length of a session of a role that names none, and the length of one where the call names none. */
export const defaultMaxSessionSeconds = 3600;

const minSessionSeconds = 900;
const maxPolicyLength = 2048;

/** Begins a session of a role, in the role's account, for a caller that the role trusts. */
export const assumeRole: Action = {
  permission: 'sts:AssumeRole',
  resource: ({ params }) => params.RoleArn ?? '*',
  answer(context) {
    const { caller, params, roleSessions } = context;
    const roleArn = roleArnParameter(params.RoleArn);
    const sessionName = sessionNameParameter(params.RoleSessionName);
    const externalId = externalIdParameter(params.ExternalId);
    const policy = policyParameter(params.Policy);
    if (caller.identity.type === 'Account') throw rootMayNotAssume();
    const { account, role } = findRole(context, roleArn);
    if (!isTrusted(caller, role)) throw untrustedCaller();
    if (role.externalId !== undefined && role.externalId !== externalId) throw untrustedCaller();
    const durationSeconds = durationParameter(params.DurationSeconds, role);

    const session = roleSessions.begin({ account, role, sessionName, durationSeconds, policy });
    return {
      AssumedRoleUser: {
        Arn: `acs:ram::${account.accountId}:assumed-role/${role.roleName}/${sessionName}`,
        AssumedRoleId: `${role.roleId}:${sessionName}`,
      },
      Credentials: {
        AccessKeyId: session.pair.accessKeyId,
        AccessKeySecret: session.pair.accessKeySecret,
        SecurityToken: session.pair.securityToken,
        Expiration: isoSeconds(session.expiresAt),
      },
    };
  },
};

function findRole({ accounts }: ActionContext, roleArn: string): { account: Account; role: RamRole } {
  for (const account of accounts) {
    const role = account.roles.find((candidate) => roleArnOf(account, candidate) === roleArn);
    if (role) return { account, role };
  }
  throw unknownRole(roleArn);
}

function roleArnParameter(value: string | undefined): string {
  if (!value) throw missingStsParameter('RoleArn');
  if (!/^acs:ram::\d{16}:role\/[\w.-]{1,64}$/.test(value)) throw invalidParameter('RoleArn');
  return value;
}

function sessionNameParameter(value: string | undefined): string {
  if (!value) throw missingStsParameter('RoleSessionName');
  if (!/^[\w.@-]{2,64}$/.test(value)) throw invalidParameter('RoleSessionName');
  return value;
}

function externalIdParameter(value: string | undefined): string | undefined {
  if (value !== undefined && !/^[\w+=,.@:/-]{2,1224}$/.test(value)) throw invalidParameter('ExternalId');
  return value;
}

function durationParameter(value: string | undefined, role: RamRole): number {
  const { maxSessionSeconds = defaultMaxSessionSeconds } = role;
  if (value === undefined) return defaultMaxSessionSeconds;
  const seconds = /^\d{1,9}$/.test(value) ? Number(value) : 0;
  if (seconds < minSessionSeconds || seconds > maxSessionSeconds) {
    throw invalidParameter(
      'DurationSeconds',
      `The Min/Max value of DurationSeconds is ${minSessionSeconds}s/${maxSessionSeconds}s.`,
    );
  }
  return seconds;
}

function policyParameter(value: string | undefined): RamPolicy | null {
  if (value === undefined) return null;
  if (value.length > maxPolicyLength) {
    throw invalidParameter('PolicySize', `The size of Policy must be smaller than ${maxPolicyLength} bytes.`);
  }
  const policy = parseRamPolicy(value);
  if (!policy) throw invalidParameter('PolicyGrammar', 'The parameter Policy has not passed grammar check.');
  return policy;
}
