import { afterEach, describe, expect, it } from 'vitest';
import { createDemoFleet, demoCredentials as key } from '../../demo/own-fleet.ts';
import { createEmulator, type Emulator, type EmulatorOptions, type Fault } from '../../emulator/emulator.ts';
import { parseRegionId } from '../../src/ecs/arguments.ts';
import { staticCredentials } from '../../src/ecs/sdk/credentials.ts';
import { endpointOf } from '../../src/ecs/sdk/endpoint.ts';
import { createSdkClient } from '../../src/ecs/sdk/sdk-client.ts';
import { list, now, pick } from './support/gateway.ts';
import { type CallParts, jsonCall } from './support/signed-call.ts';

/** The emulator is what the other tests trust, so it has tests of its own. */
let emulator: Emulator;
let url: string;
afterEach(() => emulator.close());
const start = async (options: Partial<EmulatorOptions> = {}) => {
  emulator = createEmulator({ credentials: [key], fleet: createDemoFleet({ now }), ...options });
  url = await emulator.listen();
};
const RegionId = 'cn-hangzhou';
const call = (query: Record<string, string> = {}, parts: Partial<CallParts> = {}) =>
  jsonCall(url, { action: 'DescribeTerminalSessions', query: { RegionId, ...query }, key, ...parts });
const codeOf = async (...args: Parameters<typeof call>) => pick((await call(...args)).json, 'Code');
const idsOf = (json: unknown) => list(json, 'Sessions.Session').map((session) => pick(session, 'SessionId'));

describe('a signature', () => {
  it.each(['中文', '* ~ + / = & ?', "a'b(c)!", '%2A', 'ü😀', ''])(
    'of the real SDK over %j is accepted',
    async (value) => {
      await start();
      const client = createSdkClient({
        regionId: parseRegionId(RegionId),
        endpoint: endpointOf(parseRegionId(RegionId), url),
        credentials: staticCredentials(key),
        socketTimeoutMs: 2000,
      });
      const answer = await client.call('DescribeTerminalSessions', {
        toMap: () => ({ RegionId, InstanceId: value }),
      });
      expect(list(answer, 'Sessions.Session')).toEqual([]);
    },
  );

  it('is accepted as the documentation has it, and an STS key with its token', async () => {
    const sts = { ...key, securityToken: 'sts-emulator-token' };
    await start({ credentials: [sts] });
    expect((await call({}, { key: sts })).status).toBe(200);
    expect(await codeOf({}, { key })).toMatch(/SecurityToken/);
    expect(await codeOf({}, { key: { ...sts, securityToken: 'another-token' } })).toMatch(/SecurityToken/);
    emulator.acceptCredentials([key]);
    expect(await codeOf({}, { key: sts })).toBe('InvalidSecurityToken.Expired');
  });

  it.each<[string, Partial<CallParts>]>([
    ['a changed query', { tamperPath: (path) => path.replace('hangzhou', 'hangzhoV') }],
    ['an added parameter', { tamperPath: (path) => `${path}&SessionId=s-1` }],
    [
      'a changed action',
      { tamper: (headers) => Object.assign(headers, { 'x-acs-action': 'DescribeRegions' }) },
    ],
    [
      'a changed nonce',
      { tamper: (headers) => Object.assign(headers, { 'x-acs-signature-nonce': 'other' }) },
    ],
    [
      'a changed signature',
      { tamper: (headers) => Object.assign(headers, { authorization: `${headers.authorization}0` }) },
    ],
    ['another secret', { key: { ...key, accessKeySecret: 'emulator-key-Secret' } }],
  ])('with %s is refused, and no data comes', async (_what, parts) => {
    await start();
    const { status, json, text } = await call({}, parts);
    expect([status >= 400, pick(json, 'Code')]).toEqual([true, 'SignatureDoesNotMatch']);
    expect(text).not.toContain('"Sessions"');
  });

  it('is refused when it is old, used before, of an unknown key, or missing', async () => {
    await start();
    expect(await codeOf({}, { date: new Date(Date.now() - 16 * 60_000) })).toMatch(/TimeStamp|Timestamp/);
    expect((await call({}, { nonce: 'once' })).status).toBe(200);
    expect(await codeOf({}, { nonce: 'once' })).toBe('SignatureNonceUsed');
    expect(await codeOf({}, { key: { ...key, accessKeyId: 'nobody' } })).toMatch(/^InvalidAccessKeyId/);
    expect(await codeOf({}, { tamper: (headers) => void delete headers.authorization })).toBe(
      'IncompleteSignature',
    );
  });
});

describe('pages', () => {
  it.each(['anchor', 'offset'] as const)(
    'with %s tokens are walked once, whatever their size',
    async (tokens) => {
      await start({ tokens });
      for (const MaxResults of ['7', '100']) {
        const ids: unknown[] = [];
        let NextToken = '';
        do {
          const { json } = await call({
            RegionId: 'cn-beijing',
            MaxResults,
            ...(NextToken && { NextToken }),
          });
          ids.push(...idsOf(json));
          NextToken = String(pick(json, 'NextToken'));
        } while (NextToken !== '');
        const region = emulator.fleet.regions.find(({ regionId }) => regionId === 'cn-beijing');
        expect(ids).toEqual(region?.sessions.map(({ SessionId }) => SessionId));
      }
    },
  );

  it('arrivals at the head move offset tokens, and not anchored ones', async () => {
    for (const [tokens, again] of [
      ['anchor', false],
      ['offset', true],
    ] as const) {
      await start({ tokens });
      const first = await call({ MaxResults: '5' });
      emulator.arrive(RegionId, { SessionId: 's-new' });
      const second = await call({ MaxResults: '5', NextToken: String(pick(first.json, 'NextToken')) });
      expect(idsOf(second.json).includes(idsOf(first.json).at(-1))).toBe(again);
      if (!again) await emulator.close();
    }
  });

  it('a token counts for its own query only, and limits are what is documented', async () => {
    await start();
    const NextToken = String(pick((await call()).json, 'NextToken'));
    for (const query of [{ RegionId: 'cn-shanghai' }, { InstanceId: 'i-1' }, { SessionId: 's-1' }]) {
      expect(await codeOf({ ...query, NextToken })).toBe('InvalidParameter.NextToken');
    }
    expect(await codeOf({ NextToken: `${NextToken}x` })).toBe('InvalidParameter.NextToken');
    for (const MaxResults of ['0', '101', 'x', '-1'])
      expect(await codeOf({ MaxResults })).toBe('InvalidParameter.MaxResults');
    expect(await codeOf({ RegionId: 'xx-nowhere' })).toBe('InvalidRegionId.NotFound');
  });

  it('instances come 100 at once, released ones not at all; regions in Chinese or English', async () => {
    await start();
    const known = emulator.fleet.regions[0]?.instances[0]?.InstanceId;
    const ids = (count: number) =>
      JSON.stringify([known, ...Array.from({ length: count - 1 }, (_, n) => `i-${n}`)]);
    const ask = (count: number) =>
      call({ InstanceIds: ids(count), MaxResults: '100' }, { action: 'DescribeInstances' });
    expect(list((await ask(100)).json, 'Instances.Instance')).toHaveLength(1);
    expect(pick((await ask(101)).json, 'Code')).toMatch(/InstanceId/);
    const name = async (query: Record<string, string>) =>
      pick((await call(query, { action: 'DescribeRegions' })).json, 'Regions.Region.0.LocalName');
    expect(await name({})).toContain('杭州');
    expect(await name({ AcceptLanguage: 'en-US' })).toBe('China (Hangzhou)');
  });
});

describe('a fault', () => {
  const under = async (fault: Fault) => {
    await start();
    emulator.misbehave(fault);
    return Promise.race([
      call().catch((error: NodeJS.ErrnoException) => ({
        status: 0,
        headers: {},
        text: String(error.code),
        json: undefined,
      })),
      new Promise<'silence'>((resolve) => setTimeout(resolve, 300, 'silence')),
    ]);
  };

  it.each<[Fault, object | string]>([
    [
      { kind: 'throttling', retryAfterMs: 1500 },
      { headers: { 'x-acs-retry-after': '1500' }, json: { Code: expect.stringMatching(/^Throttling/) } },
    ],
    [
      { kind: 'error', status: 403, code: 'Forbidden.RAM', message: 'no' },
      { status: 403, json: { Code: 'Forbidden.RAM', Message: 'no' } },
    ],
    [
      { kind: 'status', status: 503 },
      { status: 503, json: { Code: 'ServiceUnavailable' } },
    ],
    [{ kind: 'html' }, { status: 502, text: expect.stringContaining('<html') }],
    [{ kind: 'reset' }, { status: 0, text: 'ECONNRESET' }],
    [{ kind: 'truncate' }, { status: 0 }],
    [{ kind: 'hang' }, 'silence'],
    [{ kind: 'drip', intervalMs: 20 }, 'silence'],
    [{ kind: 'malformed' }, { status: 200, json: undefined }],
    [
      { kind: 'body', json: [7] },
      { status: 200, json: [7] },
    ],
    [
      { kind: 'raw', status: 418, headers: { 'x-tea': 'yes' }, text: 'pot' },
      { status: 418, headers: { 'x-tea': 'yes' }, text: 'pot' },
    ],
    [
      { kind: 'empty-pages', count: 1 },
      { status: 200, json: { Sessions: { Session: [] }, NextToken: expect.stringMatching(/.+/) } },
    ],
    [
      { kind: 'short-pages', size: 3 },
      { status: 200, json: { Sessions: { Session: { length: 3 } } } },
    ],
  ])('%j does what it says', async (fault, expected) => {
    const answer = await under(fault);
    if (typeof expected === 'string') expect(answer).toBe(expected);
    else expect(answer).toMatchObject(expected);
  });

  it('acts on the calls it is for, as often as it is told, until it is taken back', async () => {
    await start();
    emulator.misbehave({ kind: 'status', status: 503, regionId: 'cn-shanghai' });
    emulator.misbehave({ kind: 'status', status: 500, action: 'DescribeInstances' });
    expect((await call()).status).toBe(200);
    expect((await call({ RegionId: 'cn-shanghai' })).status).toBe(503);
    emulator.heal();
    const undo = emulator.misbehave({ kind: 'status', status: 503, times: 2 });
    expect([(await call()).status, (await call()).status, (await call()).status]).toEqual([503, 503, 200]);
    undo();
    const otherAccount = emulator.misbehave({ kind: 'status', status: 503, accountId: '1000000000000009' });
    expect((await call()).status).toBe(200);
    otherAccount();
    emulator.misbehave({
      kind: 'status',
      status: 503,
      accountId: emulator.account('default').accountId,
      times: 1,
    });
    expect([(await call()).status, (await call()).status]).toEqual([503, 200]);
    const rolls = [0.4, 0.6];
    emulator.misbehave({ kind: 'status', status: 503, probability: 0.5, random: () => rolls.shift() ?? 0.9 });
    expect([(await call()).status, (await call()).status]).toEqual([503, 200]);
  });

  it('a quota throttles each API of each region until the next minute begins, and no sooner', async () => {
    let minutes = 0;
    const minute = 60_000;
    // On the real clock, by which calls are dated, but from the beginning of a minute.
    const start0 = Math.floor(Date.now() / minute) * minute;
    await start({ now: () => start0 + minutes * minute });
    emulator.misbehave({ kind: 'quota', callsPerMinute: 2 });
    const statuses = async (...regionIds: string[]) => {
      const answers: unknown[] = [];
      for (const id of regionIds) {
        const { status, json } = await call({ RegionId: id });
        answers.push(status === 200 ? status : pick(json, 'Code'));
      }
      return answers;
    };
    const throttled = 'Throttling.User';
    expect(await statuses(RegionId, RegionId, RegionId, RegionId)).toEqual([200, 200, throttled, throttled]);
    expect(await statuses('cn-shanghai', 'cn-shanghai', 'cn-shanghai')).toEqual([200, 200, throttled]);
    expect((await call({}, { action: 'DescribeInstances' })).status).toBe(200);
    minutes = 1;
    expect(await statuses(RegionId, RegionId, RegionId)).toEqual([200, 200, throttled]);
    expect(emulator.callsTo('DescribeTerminalSessions', { regionId: 'cn-shanghai' })).toBe(3);
    expect(emulator.callsTo('DescribeTerminalSessions')).toBe(10);
  });
});
