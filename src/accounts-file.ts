import { readFileSync } from 'node:fs';
import { z } from 'zod';
import {
  type Account,
  accountKeyOf,
  accountOfRoleArn,
  defaultAccount,
  isAccountId,
  isAccountName,
  ownAccountKey,
} from './ecs/account.ts';
import { isRegionId, type RegionId } from './ecs/region-id.ts';
import { Secret } from './ecs/secret.ts';

/**
 * The variable ACCOUNTS_FILE: the path of the file that lists the accounts, in the file's order. Without it there is one
 * account, `default`, the credentials' own. Each problem is an issue of its own, so that all are listed at once. What the
 * file holds is in no message: an external id may stand anywhere in a file that is not what it should be.
 */
export const accountsFile = z
  .string()
  .optional()
  .transform((path, context): readonly Account[] => {
    if (path === undefined) return [defaultAccount];
    const read = readAccounts(path);
    for (const message of read.problems) context.issues.push({ code: 'custom', input: undefined, message });
    return read.accounts;
  });

/** What an accounts file comes to; no account where it has problems. */
export interface ReadAccounts {
  accounts: readonly Account[];
  /** What is wrong and where, in one line each. */
  problems: readonly string[];
}

/**
 * Reads the file that lists the accounts.
 *
 * @param path as the working directory of the process resolves it
 */
export function readAccounts(path: string): ReadAccounts {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    return { accounts: [], problems: [`cannot be read: ${path}${code}`] };
  }
  return parseAccounts(text);
}

const regions = z
  .array(z.custom<RegionId>(isRegionId, 'must hold region ids alone, such as cn-hangzhou'), {
    error: 'must be a list of region ids, or be left out for all regions',
  })
  .min(1, 'must name at least one region, or be left out for all');

const entry = z.strictObject({
  id: z.custom<string>(isAccountId, 'must be the 16 digits of an account id, in quotes'),
  name: z.custom<string>(
    isAccountName,
    'must be a letter and up to 62 letters, digits, hyphens or underscores',
  ),
  roleArn: z
    .custom<string>(
      (value) => accountOfRoleArn(value) !== null,
      'must be the ARN of a role, such as acs:ram::1000000000000001:role/session-audit',
    )
    .optional(),
  externalId: z
    .string('must be text')
    .regex(/^[\w+=,.@:/-]{2,1224}$/, 'must be 2 to 1224 letters, digits or any of _+=,.@:/-')
    .optional(),
  regions: regions.optional(),
});

const file = z
  .array(z.unknown(), { error: 'must be a JSON list of accounts' })
  .min(1, 'must list at least one account');

/**
 * Reads the text of an accounts file, and finds all that is wrong with it at once.
 *
 * @example
 * parseAccounts('[{ "id": "1000000000000001", "name": "main" }]').accounts // the own account, its id known
 */
export function parseAccounts(text: string): ReadAccounts {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return { accounts: [], problems: ['must be JSON, a list of accounts'] };
  }
  const entries = file.safeParse(json);
  if (!entries.success) {
    return { accounts: [], problems: entries.error.issues.map(({ message }) => message) };
  }

  const problems: string[] = [];
  const accounts = entries.data.flatMap((value, index): Account[] => {
    const result = entry.safeParse(value);
    const where = placeOf(value, index);
    problems.push(...(result.error?.issues ?? []).map((issue) => `${where}: ${problemOf(issue)}`));
    problems.push(...contradictionsIn(value).map((problem) => `${where}: ${problem}`));
    if (!result.success) return [];
    const { id, name, roleArn, externalId, regions = null } = result.data;
    return [
      {
        key: roleArn === undefined ? ownAccountKey : accountKeyOf(id),
        id,
        name,
        roleArn,
        externalId: externalId === undefined ? undefined : new Secret(externalId),
        regions,
      },
    ];
  });
  problems.push(...contradictionsBetween(entries.data));
  return problems.length > 0 ? { accounts: [], problems } : { accounts, problems };
}

/** By its number and, where it has a proper one, its name. */
function placeOf(value: unknown, index: number): string {
  const name = fieldOf(value, 'name');
  return `account ${index + 1}${isAccountName(name) ? ` (${name})` : ''}`;
}

function problemOf({ code, path, message, ...issue }: z.core.$ZodIssue): string {
  if (code === 'unrecognized_keys' && 'keys' in issue) {
    return `has keys that no account has: ${issue.keys.join(', ')} (known are ${Object.keys(entry.shape).join(', ')})`;
  }
  const field = path.filter((step) => typeof step === 'string').join('.');
  return field === '' ? 'must be an object with id and name' : `${field} ${message}`;
}

/** Found whatever else is wrong with the entry. */
function contradictionsIn(value: unknown): string[] {
  const [id, roleArn] = [fieldOf(value, 'id'), fieldOf(value, 'roleArn')];
  const roleAccount = accountOfRoleArn(roleArn);
  const problems: string[] = [];
  if (isAccountId(id) && roleAccount !== null && roleAccount !== id) {
    problems.push(`roleArn is of account ${roleAccount}, but id is ${id}`);
  }
  if (roleArn === undefined && fieldOf(value, 'externalId') !== undefined) {
    problems.push('externalId is only for an account with a roleArn');
  }
  const regionIds = fieldOf(value, 'regions');
  const twice = Array.isArray(regionIds) ? repeated(regionIds.filter(isRegionId)) : [];
  if (twice.length > 0) problems.push(`regions names some twice: ${twice.join(', ')}`);
  return problems;
}

function contradictionsBetween(entries: readonly unknown[]): string[] {
  const ids = repeated(entries.map((value) => fieldOf(value, 'id')).filter(isAccountId));
  const names = repeated(entries.map((value) => fieldOf(value, 'name')).filter(isAccountName));
  const own = entries.flatMap((value, index) =>
    isEntry(value) && fieldOf(value, 'roleArn') === undefined ? [placeOf(value, index)] : [],
  );
  return [
    ...ids.map((id) => `id ${id} stands in more than one account`),
    ...names.map((name) => `name ${name} stands in more than one account`),
    ...(own.length > 1
      ? [
          `only the credentials' own account can be without a roleArn, but these are: ${own.join(', ')}; give all others one`,
        ]
      : []),
  ];
}

function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}

function isEntry(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldOf(value: unknown, name: string): unknown {
  return isEntry(value) ? Reflect.get(value, name) : undefined;
}
