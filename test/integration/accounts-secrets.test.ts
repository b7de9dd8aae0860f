import { afterEach, describe, expect, it } from 'vitest';
import { demoCredentials } from '../../demo/own-fleet.ts';
import type { Fault } from '../../emulator/emulator.ts';
import { type Pair, pick } from './support/gateway.ts';
import { externalId, hub, prod, region, startThree } from './support/hub-accounts.ts';
import { createIdentityProvider, trusting } from './support/tokens.ts';

/*
 * External ids, STS keys and tokens stand in no log line, no error and no answer, however a call fails: also where the
 * cloud itself quotes them. `ask` searches each answer, too, and the suite all logs at its end.
 */

let pair: Pair;
afterEach(() => pair.close());

const query = `mutation { endSession(accountId: "prod", regionId: "${region}", sessionId: "s-all") { __typename ... on EndSessionPayload { session { raw principal { name } } } ... on GatewayError { message } } }`;
const reads = `{ accounts { name accountId sessionManagerEnabled regions { regionId recording { enabled } } }
  sessions(regionIds: ["${region}"]) { __typename ... on SessionConnection { nodes { raw principal { name } connections { instance { name assistant { version } } } } } ... on GatewayError { message } }
  session(accountId: "prod", regionId: "${region}", sessionId: "s-all") { __typename ... on Session { raw } ... on GatewayError { message } } }`;

const faults: [string, Fault | null][] = [
  ['nothing fails', null],
  [
    'AssumeRole is refused',
    { kind: 'error', status: 403, code: 'NoPermission', message: externalId, action: 'AssumeRole' },
  ],
  ['AssumeRole answers HTML', { kind: 'html', action: 'AssumeRole' }],
  ['AssumeRole answers half', { kind: 'truncate', action: 'AssumeRole' }],
  [
    'AssumeRole enters another account',
    {
      kind: 'body',
      action: 'AssumeRole',
      json: {
        RequestId: 'x',
        AssumedRoleUser: { Arn: `acs:ram::${hub}:role/session-audit/x`, AssumedRoleId: '1:x' },
        Credentials: {
          AccessKeyId: 'STS.an-id-of-nobody',
          AccessKeySecret: 'a-secret-of-nobody',
          SecurityToken: 'a-token-of-nobody',
          Expiration: '2099-01-01T00:00:00Z',
        },
      },
    },
  ],
  [
    'ECS says that the token has expired',
    { kind: 'error', status: 400, code: 'InvalidSecurityToken.Expired', message: 'x', accountId: prod },
  ],
  [
    'ECS quotes what was signed',
    {
      kind: 'error',
      status: 400,
      code: 'SignatureDoesNotMatch',
      message: `server StringToSign is [${demoCredentials.accessKeyId}]`,
      accountId: prod,
    },
  ],
  ['ECS fails', { kind: 'error', status: 500, code: 'InternalError', message: externalId, accountId: prod }],
  [
    'RAM refuses',
    { kind: 'error', status: 403, code: 'NoPermission', message: externalId, action: 'ListUsers' },
  ],
];

describe('where', () => {
  it.each(faults)('%s, no secret shows', async (_what, fault) => {
    const provider = await createIdentityProvider();
    pair = await startThree({ ALLOW_END_SESSION: 'true', ECS_MAX_ATTEMPTS: '2', ...trusting(provider.file) });
    if (fault) pair.emulator.misbehave(fault);
    const token = await provider.token({ scope: 'ecs-sessions:read ecs-sessions:end' });
    const answers: string[] = [];
    for (let time = 0; time < 3; time++) {
      for (const document of [reads, query]) {
        // Throws where an answer holds a credential.
        const answer = await pair.ask(document, {}, { authorization: `Bearer ${token}` });
        expect(answer.data, JSON.stringify(answer.errors)).toBeTruthy();
        answers.push(JSON.stringify(answer));
      }
    }
    if (!fault) expect(answers[0]).toContain('"prod"');
    await expect.poll(() => pair.lines.filter(({ msg }) => msg === 'audit').length).toBe(6);
    const shown = answers.join('\n') + pair.lines.map((line) => JSON.stringify(line)).join('\n');
    const secrets = [
      externalId,
      token,
      demoCredentials.accessKeyId,
      demoCredentials.accessKeySecret,
      'STS.an-id-of-nobody',
      'a-secret-of-nobody',
      'a-token-of-nobody',
      ...pair.emulator.issuedCredentials().flatMap((key) => Object.values(key).map(String)),
    ];
    expect(secrets.filter((secret) => shown.includes(secret))).toEqual([]);
    expect(shown).not.toContain('acs:ram::');
  });
});

describe('audit lines', () => {
  it('say whose record was read, by each way to it', async () => {
    pair = await startThree();
    const id = Buffer.from(`Session:${prod}:${region}:s-all`).toString('base64url');
    const ways = [
      `{ session(accountId: "prod", regionId: "${region}", sessionId: "s-all") { __typename } }`,
      `{ node(id: "${id}") { id } }`,
      `{ _entities(representations: [{ __typename: "Session", id: "${id}" }]) { __typename } }`,
      `{ account(accountId: "prod") { sessions { nodes { id } } } }`,
      `{ sessions(accountIds: ["prod"]) { __typename } }`,
      `{ instance(accountId: "prod", regionId: "${region}", instanceId: "i-all") { sessions { nodes { id } } } }`,
    ];
    for (const way of ways) {
      pair.lines.length = 0;
      const { data } = await pair.ask(way);
      expect(pick(data, Object.keys(Object(data))[0] ?? '')).toBeTruthy();
      await expect.poll(() => pair.lines.filter(({ msg }) => msg === 'audit')).toHaveLength(1);
      const [line] = pair.lines.filter(({ msg }) => msg === 'audit');
      expect(JSON.stringify(line?.asked), way).toMatch(/"accountIds":\["prod"\]/);
    }
  });
});
