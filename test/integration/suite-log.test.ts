import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { demoCredentials } from '../../demo/own-fleet.ts';
import { ownAccountId } from '../../emulator/emulator.ts';
import { searchAnswer } from '../support/suite-log.ts';
import { list, pick, startPair } from './support/gateway.ts';
import { signedCall } from './support/signed-call.ts';

/** The search behind all tests is worth as much as what it searches for. */
it('the STS keys that the emulator issues, and the external ids of its roles, are searched for', async () => {
  const externalId = 'an-external-id-of-the-tests';
  const roleArn = 'acs:ram::1000000000000002:role/session-audit';
  const pair = await startPair(
    {},
    {
      otherAccounts: [
        {
          accountId: '1000000000000002',
          name: 'spoke',
          fleet: { regions: [] },
          roles: [
            {
              roleId: '3001',
              roleName: 'session-audit',
              trusts: [`acs:ram::${ownAccountId}:root`],
              externalId,
            },
          ],
        },
      ],
    },
  );
  const issued: unknown[] = [];
  for (let time = 0; time < 3; time++) {
    const { text } = await signedCall(pair.endpoint, {
      action: 'AssumeRole',
      version: '2015-04-01',
      query: { RoleArn: roleArn, RoleSessionName: `time-${time}`, ExternalId: externalId },
      key: demoCredentials,
    });
    const credentials = pick(JSON.parse(text), 'Credentials');
    issued.push(
      ...['AccessKeyId', 'AccessKeySecret', 'SecurityToken'].map((name) => pick(credentials, name)),
    );
  }
  expect(list(await pair.ask('{ regions { regionId } }'), 'data.regions')).not.toHaveLength(0);
  await pair.close();

  expect(new Set(issued).size).toBe(9);
  const secrets = readFileSync(
    join(process.env.ECS_GATEWAY_SUITE_LOG ?? '', `${process.pid}.secrets`),
    'utf8',
  );
  for (const credential of [...issued, externalId, ...Object.values(demoCredentials)]) {
    expect(secrets.split('\n')).toContain(credential);
    expect(() => searchAnswer(`{"data":{"leaked":"${credential}"}}`)).toThrow(/credential into an answer/);
  }
  expect(() => searchAnswer('{"data":{"leaked":"no"}}')).not.toThrow();
});
