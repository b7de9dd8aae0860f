import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  accountKeyOf,
  accountOfRoleArn,
  isAccountId,
  isAccountKey,
  isAccountName,
  ownAccountKey,
} from '../../../src/ecs/account.ts';
import { failureInAccount } from '../../../src/ecs/account-failure.ts';
import { parseRegionId } from '../../../src/ecs/arguments.ts';
import {
  AccessDeniedError,
  CallerGone,
  CredentialsUnavailableError,
  type GatewayError,
  QueueFullError,
  RefusedOnTheWayError,
  ThrottledError,
  UpstreamInternalError,
  UpstreamUnavailableError,
} from '../../../src/ecs/errors.ts';
import { parseRolePrincipal } from '../../../src/ecs/principals.ts';

const id = '1000000000000001';

describe('an account', () => {
  it('has an id of 16 digits, and a name that is never one', () => {
    for (const value of ['', '1', `${id}0`, ` ${id}`, `${id}\n`, 1, null, undefined, ['1000000000000001']]) {
      expect(isAccountId(value)).toBe(false);
    }
    expect(isAccountId(id)).toBe(true);
    for (const name of ['a', 'Prod', 'prod-eu_1', `a${'x'.repeat(62)}`])
      expect(isAccountName(name)).toBe(true);
    for (const name of ['', '1a', '-a', 'a b', 'a.b', 'ä', `a${'x'.repeat(63)}`, 'a\n', null]) {
      expect(isAccountName(name)).toBe(false);
    }
    fc.assert(fc.property(fc.string(), (text) => !(isAccountId(text) && isAccountName(text))));
  });

  it('has a key: its id, or the constant of the own one', () => {
    expect(accountKeyOf(id)).toBe(id);
    expect(() => accountKeyOf('own')).toThrow(RangeError);
    expect([ownAccountKey, id, 'Own', 'prod', '', null].map(isAccountKey)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it('is known from the ARN of its role', () => {
    expect(accountOfRoleArn(`acs:ram::${id}:role/session-audit`)).toBe(id);
    for (const arn of [
      '',
      null,
      `acs:ram::${id}:user/x`,
      `acs:ram::${id}:role/`,
      `acs:ram::${id}:role/a/b`,
      `acs:ram::${id}:role/x `,
      `acs:ram::${id}:role/x\n`,
      `acs:ram:${id}:role/x`,
      `ACS:ram::${id}:role/x`,
      `x acs:ram::${id}:role/x`,
    ]) {
      expect(accountOfRoleArn(arn)).toBeNull();
    }
  });
});

describe('the PrincipalId of an assumed role', () => {
  it.each([
    ['3001', { roleId: '3001', sessionName: null }],
    ['3001:alice', { roleId: '3001', sessionName: 'alice' }],
    ['3001:a:b', { roleId: '3001', sessionName: 'a:b' }],
    ['3001:', { roleId: '3001', sessionName: '' }],
    [':alice', { roleId: '', sessionName: 'alice' }],
    ['', { roleId: '', sessionName: null }],
  ])('%j is taken apart at its first colon', (principalId, parts) => {
    expect(parseRolePrincipal(principalId)).toEqual(parts);
  });
});

describe('a failure named after its account', () => {
  const answer = { requestId: 'r-1', upstreamCode: 'Some.Code' };
  it.each<GatewayError>([
    new AccessDeniedError('Why.', answer),
    new ThrottledError(30, answer, 'Why'),
    new QueueFullError(2000, 10),
    new UpstreamInternalError('Why.', answer),
    new UpstreamUnavailableError('Why.', answer),
    new CredentialsUnavailableError('Why.', answer),
    new RefusedOnTheWayError('ListUsers', 403, answer, 'RAM'),
    new RefusedOnTheWayError('ListUsers', 429, answer, 'RAM'),
  ])('is the same one, each time in an error of its own: %s', (error) => {
    const message = error.message;
    const [first, second] = [failureInAccount(error, 'prod'), failureInAccount(error, 'prod')];
    expect(first).not.toBe(second);
    for (const copy of [first, second]) {
      expect(copy).toMatchObject({
        message: `Account prod: ${message}`,
        code: error.code,
        retryable: error.retryable,
        requestId: error.requestId,
        upstreamCode: error.upstreamCode,
      });
    }
    if (error instanceof ThrottledError) {
      expect(first).toMatchObject({ retryAfterSeconds: error.retryAfterSeconds });
    }
    // Named once, however often it is passed on; and a region noted on one is not noted on the other.
    expect(failureInAccount(first, 'prod')).toMatchObject({ message: `Account prod: ${message}` });
    if (first instanceof AccessDeniedError) {
      first.in({ accountKey: accountKeyOf(id), regionId: parseRegionId('cn-hangzhou') });
    }
    expect(second).toMatchObject({ regionId: null, accountKey: null });
    expect(error.message).toBe(message);
  });

  it('is left alone where nobody reads it, or it is none', () => {
    for (const error of [new CallerGone(), new TypeError('x'), 'text', undefined]) {
      expect(failureInAccount(error, 'prod')).toBe(error);
    }
  });
});
