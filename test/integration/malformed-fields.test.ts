import { describe, expect, it } from 'vitest';
import { list, pick, startPair } from './support/gateway.ts';

/** Each field that ECS sends malformed is null with an error at its own path, and everything else is served. */

/** No field can be made of it. */
const malformed = { odd: true };

/** One record of each kind, as ECS sends it. */
const session = {
  SessionId: 's-1',
  CreationTime: '2024-01-19T09:15:46Z',
  PrincipalId: '1234567890123456',
  IdentityType: 'RAMUser',
  Username: 'root',
  ClientIP: '10.1.2.3',
  TargetServer: 'db.internal',
  PortNumber: 22,
};
const connection = {
  InstanceId: 'i-1',
  Status: 'Failed',
  StartTime: '2024-01-19T09:15:46Z',
  EndTime: '2024-01-19T09:16:46Z',
  ClosedReason: 'ClientClosed',
  FailedDetail: 'it did',
};
const instance = {
  InstanceName: 'n',
  HostName: 'h',
  Status: 'Running',
  InstanceType: 't',
  OSType: 'linux',
  OSName: 'o',
  ZoneId: 'z',
  CreationTime: '2017-12-10T04:04Z',
};
const region = { LocalName: 'China (Hangzhou)', RegionEndpoint: 'ecs.example' };

/** The same answer to one query, in which the second of two records has some fields of its own. */
interface Kind {
  action: string;
  /** The answer of ECS. */
  answer: (odd: object) => object;
  query: string;
  /** Where the two records stand in the answer of the gateway. */
  records: string;
  /** Where the field stands in a record. */
  path: string[];
  /** Fields of ECS, and what the schema calls them. */
  fields: Record<string, string>;
}

const page = (fields: string) =>
  `{ sessions(regionIds: ["cn-hangzhou"]) { ... on SessionConnection { edges { cursor } nodes { ${fields} } } } }`;
const sessionsAnswer = (...sessions: object[]) => ({ RequestId: 'R', Sessions: { Session: sessions } });

const kinds: Record<string, Kind> = {
  Session: {
    action: 'DescribeTerminalSessions',
    answer: (odd) => sessionsAnswer({ ...session, SessionId: 's-0' }, { ...session, ...odd }),
    query: page(
      'sessionId creationTime principalId identityType username clientIp targetServer portNumber raw',
    ),
    records: 'sessions.nodes',
    path: [],
    fields: {
      CreationTime: 'creationTime',
      PrincipalId: 'principalId',
      IdentityType: 'identityType',
      Username: 'username',
      ClientIP: 'clientIp',
      TargetServer: 'targetServer',
      PortNumber: 'portNumber',
    },
  },
  Connection: {
    action: 'DescribeTerminalSessions',
    answer: (odd) =>
      sessionsAnswer(
        { ...session, SessionId: 's-0', Connections: { Connection: [connection] } },
        { ...session, Connections: { Connection: [{ ...connection, ...odd }] } },
      ),
    query: page('sessionId connections { instanceId status startTime endTime closedReason failedDetail }'),
    records: 'sessions.nodes',
    path: ['connections', '0'],
    fields: {
      InstanceId: 'instanceId',
      Status: 'status',
      StartTime: 'startTime',
      EndTime: 'endTime',
      ClosedReason: 'closedReason',
      FailedDetail: 'failedDetail',
    },
  },
  Instance: {
    action: 'DescribeInstances',
    answer: (odd) => ({
      RequestId: 'R',
      Instances: {
        Instance: [
          { ...instance, InstanceId: 'i-0' },
          { ...instance, InstanceId: 'i-1', ...odd },
        ],
      },
    }),
    query: `{ _entities(representations: [
      { __typename: "Instance", regionId: "cn-hangzhou", instanceId: "i-0" }
      { __typename: "Instance", regionId: "cn-hangzhou", instanceId: "i-1" }
    ]) { ... on Instance { instanceId name hostName status instanceType osType osName zoneId creationTime } } }`,
    records: '_entities',
    path: [],
    fields: {
      InstanceName: 'name',
      HostName: 'hostName',
      Status: 'status',
      InstanceType: 'instanceType',
      OSType: 'osType',
      OSName: 'osName',
      ZoneId: 'zoneId',
      CreationTime: 'creationTime',
    },
  },
  Region: {
    action: 'DescribeRegions',
    answer: (odd) => ({
      RequestId: 'R',
      Regions: {
        Region: [
          { ...region, RegionId: 'cn-beijing' },
          { ...region, RegionId: 'cn-hangzhou', ...odd },
        ],
      },
    }),
    query: '{ regions { regionId localName endpoint } }',
    records: 'regions',
    path: [],
    fields: { LocalName: 'localName', RegionEndpoint: 'endpoint' },
  },
};

const cases = Object.entries(kinds).flatMap(([type, kind]) =>
  Object.entries(kind.fields).map(([sent, field]) => ({ type, field, sent, ...kind })),
);

describe('a malformed', () => {
  it.each(cases)('$type.$field is null with its error, and all else is served', async (one) => {
    const pair = await startPair({ ECS_CIRCUIT_BREAKER: 'off', CACHE_TTL_MS: '60000' });
    try {
      pair.emulator.misbehave({
        kind: 'body',
        action: one.action,
        json: one.answer({ [one.sent]: malformed }),
      });
      // Cold, and twice from memory.
      for (let time = 0; time < 3; time++) {
        const { data, errors } = await pair.ask(one.query);
        const at = [...one.records.split('.'), 1, ...one.path.map(toPathItem)];
        expect(errors).toEqual([
          expect.objectContaining({
            path: [...at, one.field],
            message: expect.stringContaining('cn-hangzhou'),
            extensions: expect.objectContaining({ code: 'UPSTREAM_UNAVAILABLE', regionId: 'cn-hangzhou' }),
          }),
        ]);
        const [healthy, odd] = list(data, one.records).map((record) =>
          Object(one.path.length > 0 ? pick(record, one.path.join('.')) : record),
        );
        expect(Object.keys(healthy).length).toBeGreaterThan(1);
        expect(Object.values(healthy)).not.toContain(null);
        const nulls = Object.keys(odd).filter((field) => odd[field] === null);
        expect(nulls).toEqual([one.field]);
      }
      expect(pair.emulator.callsTo(one.action)).toBe(1);
    } finally {
      await pair.close();
    }
  });
});

/** In the path of an error the index of a list is a number. */
function toPathItem(item: string): string | number {
  return /^\d+$/.test(item) ? Number(item) : item;
}
