import fc from 'fast-check';
import { DateTimeResolver, IPResolver, PortResolver } from 'graphql-scalars';
import { describe, expect, it } from 'vitest';
import { accountKeyOf } from '../../../../src/ecs/account.ts';
import { parseRegionId } from '../../../../src/ecs/arguments.ts';
import { MalformedFieldError } from '../../../../src/ecs/errors.ts';
import type { JsonObject, SessionRecord } from '../../../../src/ecs/record.ts';
import { readSession } from '../../../../src/ecs/sdk/read-session.ts';

const accountKey = accountKeyOf('1000000000000002');
const regionId = parseRegionId('cn-hangzhou');
const read = (raw: JsonObject, onUnknown = (_field: string, _value: string) => {}) =>
  readSession({ accountKey, regionId }, raw, onUnknown);

/** A record whose fields have all been read. */
const all = (record: SessionRecord) => ({
  ...pick(record, [
    'accountKey',
    'regionId',
    'sessionId',
    'identity',
    'creationTime',
    'principalId',
    'identityType',
  ]),
  ...pick(record, ['username', 'clientIp', 'targetServer', 'portNumber', 'active', 'raw']),
  connections: record.connections.map((connection) => ({
    ...pick(connection, ['accountKey', 'regionId', 'instanceId', 'status', 'startTime', 'endTime']),
    ...pick(connection, ['durationSeconds', 'closedReason', 'failedDetail']),
  })),
});
function pick<T, Name extends keyof T>(from: T, names: readonly Name[]) {
  return Object.fromEntries(names.map((name) => [name, from[name]]));
}

const momentOf = (text: string) => ({ epochMs: Date.parse(text), text: new Date(text).toISOString() });

/** The sample of the API page. */
const sample = {
  CreationTime: '2024-01-19T09:15:46Z',
  TargetServer: '192.168.0.246',
  PortNumber: 22,
  PrincipalId: '123456',
  Username: 'root',
  ClientIP: '192.168.1.1',
  IdentityType: 'RAMUser',
  SessionId: 's-hz023od0x90001',
  Connections: {
    Connection: [
      {
        InstanceId: 'i-bp1i7gg30r52z2em0001',
        Status: 'Connecting',
        StartTime: '2024-01-19T09:16:40Z',
        EndTime: '2024-01-19T09:16:46Z',
        ClosedReason: 'AgentNeedUpgrade',
      },
    ],
  },
};

describe('a session record', () => {
  it('is read from the documented sample', () => {
    expect(all(read(sample))).toEqual({
      accountKey,
      regionId,
      sessionId: 's-hz023od0x90001',
      identity: 's-hz023od0x90001',
      creationTime: momentOf('2024-01-19T09:15:46Z'),
      principalId: '123456',
      identityType: 'RAM_USER',
      username: 'root',
      clientIp: '192.168.1.1',
      targetServer: '192.168.0.246',
      portNumber: 22,
      connections: [
        {
          accountKey,
          regionId,
          instanceId: 'i-bp1i7gg30r52z2em0001',
          status: 'CONNECTING',
          startTime: momentOf('2024-01-19T09:16:40Z'),
          endTime: momentOf('2024-01-19T09:16:46Z'),
          durationSeconds: null,
          closedReason: 'AGENT_NEED_UPGRADE',
          failedDetail: null,
        },
      ],
      active: true,
      raw: sample,
    });
  });

  it.each([{}, Object.fromEntries(Object.keys(sample).map((name) => [name, ''])), { Connections: null }])(
    'has null for what is absent or empty: %j',
    (raw) => {
      expect(read(raw)).toMatchObject({
        sessionId: '',
        creationTime: null,
        username: null,
        portNumber: null,
        connections: [],
      });
    },
  );

  it.each([
    ['creationTime', { CreationTime: 'yesterday' }],
    ['creationTime', { CreationTime: '2024-02-30T00:00:00Z' }],
    ['creationTime', { CreationTime: '2024-01-19' }],
    ['creationTime', { CreationTime: 1705655746 }],
    ['creationTime', { CreationTime: '2016-12-31T23:58:60Z' }],
    ['creationTime', { CreationTime: '2016-12-31T23:59:61Z' }],
    ['creationTime', { CreationTime: '2016-12-31T23:59:60+01:00' }],
    ['creationTime', { CreationTime: '2016-02-30T23:59:60Z' }],
    ['clientIp', { ClientIP: '999.1.1.1' }],
    ['clientIp', { ClientIP: 'fe80::1%eth0' }],
    ['portNumber', { PortNumber: 65_536 }],
    ['portNumber', { PortNumber: -1 }],
    ['portNumber', { PortNumber: 'ssh' }],
    ['principalId', { PrincipalId: 2 ** 60 }],
    ['username', { Username: ['root'] }],
    ['identityType', { IdentityType: 7 }],
  ] as const)('says of one field alone that it is malformed: %s in %j', (field, raw) => {
    const record = read({ ...sample, ...raw });
    expect(record[field]).toBeInstanceOf(MalformedFieldError);
    expect(Object.values(all(record)).filter((value) => value instanceof Error)).toHaveLength(1);
    expect(record.raw).toEqual({ ...sample, ...raw });
  });

  it.each([
    '2024-01-19T09:15:46Z',
    '2024-01-19T09:15Z',
    '2024-01-19T24:00:00Z',
    '2024-02-29T23:59:59.123Z',
    '2024-01-31T01:00:00+08:00',
  ])('has the text of its moment in UTC, however it was sent: %s', (CreationTime) => {
    expect(read({ CreationTime }).creationTime).toEqual(momentOf(CreationTime));
  });

  it.each([
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z'],
    ['2016-12-31T23:59:60.250Z', '2017-01-01T00:00:00.250Z'],
    ['2017-01-01T07:59:60+08:00', '2017-01-01T00:00:00.000Z'],
    ['2015-06-30T19:59:60-04:00', '2015-07-01T00:00:00.000Z'],
    ['1968-12-31T23:59:60Z', '1969-01-01T00:00:00.000Z'],
  ])('takes a leap second for the one after it: %s', (time, text) => {
    const Connections = { Connection: [{ StartTime: time, EndTime: time, Status: 'Terminated' }] };
    const record = read({ CreationTime: time, Connections });
    const moment = { epochMs: Date.parse(text), text };
    expect(record.creationTime).toEqual(moment);
    expect(record.connections[0]).toMatchObject({ startTime: moment, endTime: moment, durationSeconds: 0 });
    expect(record.raw.CreationTime).toBe(time);
  });

  it.each(['::ffff:1.2.3.4', '::ffff:102:304', '::FFFF:1.2.3.4', '2001:DB8::0'])(
    'has the address as ECS wrote it: %s',
    (ClientIP) => expect(read({ ClientIP }).clientIp).toBe(ClientIP),
  );

  it.each([0, '0', '', null])('has no port where PortNumber is %j', (PortNumber) => {
    expect(read({ ...sample, PortNumber }).portNumber).toBeNull();
  });

  it('takes a port and an id that came as the other JSON type', () => {
    expect(read({ PortNumber: '22', PrincipalId: 1234567890123456 })).toMatchObject({
      portNumber: 22,
      principalId: '1234567890123456',
    });
  });

  it('makes UNKNOWN of an undocumented value, and reports it', () => {
    const seen: string[] = [];
    const record = read(
      { IdentityType: 'Robot', Connections: { Connection: [{ Status: 'Paused', ClosedReason: 'Moon' }] } },
      (field, value) => seen.push(`${field}=${value}`),
    );
    expect(record.identityType).toBe('UNKNOWN');
    expect(record.connections[0]).toMatchObject({ status: 'UNKNOWN', closedReason: 'UNKNOWN' });
    expect(seen).toEqual(['IdentityType=Robot', 'Status=Paused', 'ClosedReason=Moon']);
  });

  it.each([
    ['2024-01-19T09:16:40Z', '2024-01-19T09:16:46Z', 'Terminated', 6],
    ['2024-01-19T09:16:40.900Z', '2024-01-19T09:16:46.100Z', 'Failed', 5],
    ['2024-01-19T09:16:46Z', '2024-01-19T09:16:40Z', 'Terminated', -6],
    ['2024-01-19T09:16:40Z', '2024-01-19T09:16:46Z', 'Connected', null],
    ['2024-01-19T09:16:40Z', '', 'Terminated', null],
    ['soon', '2024-01-19T09:16:46Z', 'Terminated', null],
    ['1900-01-19T09:16:40Z', '2024-01-19T09:16:46Z', 'Terminated', null],
  ])('has the duration of a connection from %j to %j, %s: %j', (StartTime, EndTime, Status, seconds) => {
    const [connection] = read({ Connections: { Connection: [{ StartTime, EndTime, Status }] } }).connections;
    expect(connection?.durationSeconds).toBe(seconds);
  });

  it.each(['constructor', '__proto__', 'toString'])('finds nothing in a prototype: %s', (IdentityType) => {
    expect(read({ IdentityType }).identityType).toBe('UNKNOWN');
  });

  it.each(['text', 7, { Connection: 'text' }, { Connection: [null] }, ['text']])(
    'shows connections that are not objects as one that says so: %j',
    (Connections) => {
      const { connections } = read({ ...sample, Connections });
      expect(connections).toHaveLength(1);
      expect(connections[0]?.status).toBeInstanceOf(MalformedFieldError);
    },
  );

  it('without a SessionId has an identity from its content', () => {
    const { SessionId: _, ...nameless } = sample;
    expect(read(nameless).sessionId).toBe('');
    expect(read(nameless).identity).toMatch(/^#[\w-]{22}$/);
    expect(read({ ...nameless }).identity).toBe(read(nameless).identity);
    expect(read({ ...nameless, Username: 'admin' }).identity).not.toBe(read(nameless).identity);
  });

  it('is read from any JSON object without an exception, and its values fit the scalars of the schema', () => {
    const value = fc.oneof(
      fc.jsonValue(),
      fc.ipV4(),
      fc.ipV6(),
      fc.date({ noInvalidDate: true }).map(String),
      fc.integer(),
    );
    const raw = fc.record(Object.fromEntries(Object.keys(sample).map((name) => [name, value])), {
      requiredKeys: [],
    });
    fc.assert(
      fc.property(raw, (raw) => {
        const { creationTime, clientIp, portNumber } = read(raw);
        if (creationTime !== null && 'text' in creationTime) DateTimeResolver.serialize(creationTime.text);
        if (typeof clientIp === 'string') IPResolver.serialize(clientIp);
        if (typeof portNumber === 'number') PortResolver.serialize(portNumber);
      }),
      { numRuns: 1000 },
    );
  });
});
