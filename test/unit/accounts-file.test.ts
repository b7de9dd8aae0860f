import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createDemo } from '../../demo/accounts.ts';
import { accountsFile, parseAccounts, readAccounts } from '../../src/accounts-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'accounts-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

const one = '1000000000000001';
const two = '1000000000000002';
const arn = (id: string) => `acs:ram::${id}:role/session-audit`;
const main = { id: one, name: 'main' };
const prod = { id: two, name: 'prod', roleArn: arn(two) };
const parse = (value: unknown) => parseAccounts(JSON.stringify(value));

describe('an accounts file', () => {
  it('lists the own account and those behind roles, in its order', () => {
    const { accounts, problems } = parse([
      { ...prod, externalId: 'external', regions: ['cn-hangzhou', 'eu-central-1'] },
      main,
    ]);
    expect(problems).toEqual([]);
    expect(accounts).toMatchObject([
      { key: two, id: two, name: 'prod', roleArn: arn(two), regions: ['cn-hangzhou', 'eu-central-1'] },
      { key: 'own', id: one, name: 'main', roleArn: undefined, regions: null },
    ]);
    expect(accounts[0]?.externalId?.reveal()).toBe('external');
    expect(`${inspect(accounts, { showHidden: true })}${JSON.stringify(accounts)}`).not.toContain(
      'external"',
    );
    expect(`${accounts[0]?.externalId}`).toBe('[secret]');
  });

  it('may have no own account, one account, or the demo’s three', () => {
    expect(parse([prod])).toMatchObject({ problems: [], accounts: [{ key: two }] });
    expect(parse([main])).toMatchObject({ problems: [], accounts: [{ key: 'own', id: one }] });
    const demo = createDemo({ now: 0 });
    expect(parse(demo.accounts).accounts.map(({ name }) => name)).toEqual(['main', 'shop', 'finance']);
    expect(parseAccounts(`\uFEFF${JSON.stringify([main])}`).problems).toEqual([]);
  });

  it.each<[string, unknown, RegExp]>([
    ['a duplicate id', [prod, { ...prod, name: 'other' }], /^id 1000000000000002 stands in more than one/],
    ['a duplicate name', [main, { ...prod, name: 'main' }], /^name main stands in more than one/],
    [
      'a bad ARN',
      [{ ...prod, roleArn: 'acs:ram::1:role/x' }],
      /account 1 \(prod\): roleArn must be the ARN of a role/,
    ],
    [
      'the ARN of a user',
      [{ ...prod, roleArn: `acs:ram::${two}:user/x` }],
      /roleArn must be the ARN of a role/,
    ],
    [
      'an ARN with more behind it',
      [{ ...prod, roleArn: `${arn(two)}/x` }],
      /roleArn must be the ARN of a role/,
    ],
    ['an empty ARN', [{ ...prod, roleArn: '' }], /roleArn must be the ARN of a role/],
    [
      'an ARN of another account',
      [{ ...prod, roleArn: arn(one) }],
      /roleArn is of account \d{15}1, but id is \d{15}2/,
    ],
    [
      'two accounts without a role',
      [main, { id: two, name: 'other' }],
      /account 1 \(main\), account 2 \(other\)/,
    ],
    ['a region that is none', [{ ...main, regions: ['x@evil/'] }], /regions must hold region ids alone/],
    ['a region twice', [{ ...main, regions: ['cn-beijing', 'cn-beijing'] }], /twice: cn-beijing/],
    ['no region', [{ ...main, regions: [] }], /regions must name at least one/],
    ['a region that is no list', [{ ...main, regions: 'cn-beijing' }], /regions must be a list/],
    [
      'an unknown key',
      [{ ...main, rolearn: arn(one) }],
      /no account has: rolearn \(known are id, name, roleArn/,
    ],
    ['an id as a number', [{ ...main, id: 1_000_000_000_000_001 }], /id must be the 16 digits .*in quotes/],
    ['an id of 15 digits', [{ ...main, id: one.slice(1) }], /id must be the 16 digits/],
    ['no id', [{ name: 'main' }], /account 1 \(main\): id must be/],
    ['no name', [{ id: one }], /account 1: name must be a letter/],
    ['a name of digits', [{ ...main, name: one }], /name must be a letter/],
    ['a name with a blank', [{ ...main, name: 'main account' }], /name must be a letter/],
    ['a name of 64 characters', [{ ...main, name: 'x'.repeat(64) }], /name must be a letter/],
    [
      'an external id alone',
      [{ ...main, externalId: 'external' }],
      /externalId is only for an account with a roleArn/,
    ],
    ['an external id with a blank', [{ ...prod, externalId: 'ex ternal' }], /externalId must be 2 to 1224/],
    ['a number for an external id', [{ ...prod, externalId: 12 }], /externalId must be text/],
    ['null for an entry', [null], /account 1: must be an object/],
    ['a list for an entry', [[main]], /account 1: must be an object/],
    ['an empty list', [], /must list at least one account/],
    ['an object', main, /must be a JSON list of accounts/],
    ['null', null, /must be a JSON list of accounts/],
  ])('with %s is refused in one line that says so', (_what, value, message) => {
    for (let time = 0; time < 2; time++) {
      const { accounts, problems } = parse(value);
      expect(accounts).toEqual([]);
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatch(message);
      expect(problems[0]).not.toMatch(/ternal"|ex ternal/);
    }
  });

  it('says all that is wrong with it at once', () => {
    const { problems } = parse([
      { id: '1', name: '1', roleArn: 'x', externalId: ' ', regions: ['X'], more: 1 },
      { ...prod, roleArn: arn(one), regions: [] },
      { ...prod, externalId: 'external' },
      main,
      { ...main, name: 'again' },
    ]);
    expect(problems).toHaveLength(12);
    expect(problems.join('\n')).not.toContain('external"');
  });

  it.each(['', '{', '[{"externalId":"external', 'id: 1', "['external']"])(
    'that is not JSON quotes nothing of it: %s',
    (text) => {
      expect(parseAccounts(text)).toEqual({ accounts: [], problems: ['must be JSON, a list of accounts'] });
    },
  );

  it('that cannot be read says why', () => {
    expect(readAccounts('/nonexistent/accounts.json').problems).toEqual([
      'cannot be read: /nonexistent/accounts.json (ENOENT)',
    ]);
    expect(readAccounts(folder).problems).toEqual([`cannot be read: ${folder} (EISDIR)`]);
    const path = join(folder, 'closed.json');
    writeFileSync(path, '[]');
    chmodSync(path, 0);
    expect(readAccounts(path).problems).toHaveLength(1);
  });
});

describe('the variable ACCOUNTS_FILE', () => {
  const environment = z.object({ ACCOUNTS_FILE: accountsFile, PORT: z.string().optional() });
  it('is one account without a role where it is not set', () => {
    for (const variables of [{}, { PORT: '1' }, { ACCOUNTS_FILE: undefined }]) {
      expect(environment.parse(variables).ACCOUNTS_FILE).toEqual([
        { key: 'own', id: null, name: 'default', regions: null },
      ]);
    }
  });

  it('is the accounts of its file, or one issue for each problem', () => {
    const path = join(folder, 'accounts.json');
    writeFileSync(path, JSON.stringify([main, prod]));
    expect(environment.parse({ ACCOUNTS_FILE: path }).ACCOUNTS_FILE).toHaveLength(2);
    writeFileSync(path, JSON.stringify([main, { ...prod, name: 'main', id: one }]));
    const { error } = environment.safeParse({ ACCOUNTS_FILE: path });
    expect(error?.issues.map(({ path }) => path)).toEqual([
      ['ACCOUNTS_FILE'],
      ['ACCOUNTS_FILE'],
      ['ACCOUNTS_FILE'],
    ]);
  });
});
