import { z } from 'zod';
import type { Account } from '../account.ts';
import { failureInAccount } from '../account-failure.ts';
import type { CallOptions } from '../api.ts';
import { GatewayError, UpstreamUnavailableError } from '../errors.ts';
import type { RamApi } from '../principals.ts';
import type { CredentialSource } from './credentials.ts';
import { createServiceCalls, type ServiceCalls, type ServiceOptions } from './service-calls.ts';
import type { Failure } from './translate-error.ts';

/** Makes the RAM calls of one account. */
export type RamApiOf = (account: Account, credentials: CredentialSource) => RamApi;

/** Entries of one page, at most. */
const maxItems = 1000;
/** A hundred thousand entries: far more than RAM lets an account have. */
const maxPages = 100;
/** Pages without an entry that are walked through, as a busy service may send them; they may repeat their Marker. */
const maxEmptyPages = 10;

/** An id is a text, but where it is written as a number its digits are kept; see `exact-json.ts`. */
const id = z.union([z.string().min(1), z.int()]).transform(String);
const name = z.string().min(1);

/** Of an entry that has no id or no name nobody could say whom it is: then "nobody" would be a guess, too. */
const pageEnd = { IsTruncated: z.boolean(), Marker: z.string().nullish() };
const usersAnswer = z.object({
  ...pageEnd,
  Users: z.object({
    User: z.array(z.object({ UserId: id, UserName: name, DisplayName: z.string().nullish() })),
  }),
});
const rolesAnswer = z.object({
  ...pageEnd,
  Roles: z.object({ Role: z.array(z.object({ RoleId: id, RoleName: name })) }),
});

interface PageEnd {
  IsTruncated: boolean;
  Marker?: string | null | undefined;
}

/** One of RAM's lists. */
interface RamList<Answer extends PageEnd, Entry> {
  action: 'ListUsers' | 'ListRoles';
  shape: z.ZodType<Answer>;
  entries(answer: Answer): Entry[];
}

const users: RamList<
  z.infer<typeof usersAnswer>,
  { userId: string; userName: string; displayName: string | null }
> = {
  action: 'ListUsers',
  shape: usersAnswer,
  entries: ({ Users }) =>
    Users.User.map(({ UserId, UserName, DisplayName }) => ({
      userId: UserId,
      userName: UserName,
      displayName: DisplayName || null,
    })),
};

const roles: RamList<z.infer<typeof rolesAnswer>, { roleId: string; roleName: string }> = {
  action: 'ListRoles',
  shape: rolesAnswer,
  entries: ({ Roles }) => Roles.Role.map(({ RoleId, RoleName }) => ({ roleId: RoleId, roleName: RoleName })),
};

/** RAM over the official SDK's signer: version 2015-05-01. Accounts share nothing but the endpoint. */
export function createRamApis(options: ServiceOptions): RamApiOf {
  const call = createServiceCalls({ name: 'RAM', version: '2015-05-01' }, options);
  return (account, credentials) => {
    const walkNamed = async <Answer extends PageEnd, Entry>(
      list: RamList<Answer, Entry>,
      options?: CallOptions,
    ) => {
      try {
        return await walk(call, list, account, credentials, options);
      } catch (error) {
        throw failureInAccount(error, account.name);
      }
    };
    return {
      users: (options) => walkNamed(users, options),
      roles: (options) => walkNamed(roles, options),
    };
  };
}

/** From the first page to the last: all entries or a failure. */
async function walk<Answer extends PageEnd, Entry>(
  call: ServiceCalls,
  { action, shape, entries }: RamList<Answer, Entry>,
  { key }: Account,
  credentials: CredentialSource,
  options: CallOptions | undefined,
): Promise<Entry[]> {
  const found: Entry[] = [];
  let marker: string | undefined;
  let emptyPages = 0;
  for (let page = 0; page < maxPages; page++) {
    const answer: Answer = await call(
      {
        scope: key,
        action,
        parameters: { MaxItems: maxItems, ...(marker !== undefined && { Marker: marker }) },
        credentials,
        shape,
        refusal: refusalOf(action),
      },
      options,
    ).catch((error: unknown) => {
      throw orMarkerGone(error, action);
    });
    const entriesHere = entries(answer);
    found.push(...entriesHere);
    if (!answer.IsTruncated) return found;
    if (entriesHere.length === 0) emptyPages += 1;
    if (emptyPages > maxEmptyPages) break;
    if (!answer.Marker || (answer.Marker === marker && entriesHere.length > 0)) {
      throw new UpstreamUnavailableError(
        `RAM sent a page of ${action} that is not the last, without a Marker that leads on.`,
      );
    }
    marker = answer.Marker;
  }
  throw new UpstreamUnavailableError(
    `RAM sent pages without end for ${action}: more than ${maxPages}, or ${maxEmptyPages} empty ones.`,
  );
}

function refusalOf(action: string): (failure: Failure) => string {
  return ({ upstreamCode }) =>
    `RAM refused ${action} (${upstreamCode}); names need a policy that lets the gateway call ram:${action} in this account.`;
}

/** The list has changed under the walk, and the next walk may pass: that is no lack of a right. */
function orMarkerGone(error: unknown, action: string): unknown {
  if (!(error instanceof GatewayError) || error.upstreamCode !== 'InvalidParameter.Marker') return error;
  return new UpstreamUnavailableError(`RAM no longer accepts its own Marker in ${action}; ask again.`, error);
}
