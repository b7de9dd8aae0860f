import { GraphQLDateTime } from 'graphql-scalars';
import { instance, sessionsPage } from './sdk.mjs';

/*
 * What the users of Apollo Server, of Mercurius and of Yoga would write for the same questions: an SDL, and resolvers that
 * call the SDK. Failures are errors[]; instances are looked up where they are asked for.
 */

export const typeDefs = /* GraphQL */ `
  scalar DateTime

  type Query {
    sessions(regionIds: [String!]!, instanceId: String, first: Int = 10, after: String): SessionConnection!
  }

  type SessionConnection {
    edges: [SessionEdge!]!
    pageInfo: PageInfo!
  }

  type SessionEdge {
    cursor: String!
    node: Session!
  }

  type PageInfo {
    hasNextPage: Boolean!
    endCursor: String
  }

  type Session {
    id: ID!
    sessionId: String!
    regionId: String!
    creationTime: DateTime
    principalId: String
    identityType: String
    username: String
    clientIp: String
    targetServer: String
    portNumber: Int
    active: Boolean!
    connections: [Connection!]!
  }

  type Connection {
    instanceId: String
    instance: Instance
    status: String
    startTime: DateTime
    endTime: DateTime
    durationSeconds: Int
    closedReason: String
    failedDetail: String
  }

  type Instance {
    instanceId: String!
    name: String
  }
`;

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (cursor) => JSON.parse(Buffer.from(cursor, 'base64url').toString());
const isLive = ({ status }) => status === 'Connected' || status === 'Connecting';

export const resolvers = {
  DateTime: GraphQLDateTime,
  Query: {
    async sessions(_, { regionIds, instanceId, first, after }) {
      const tokens = after ? decode(after).tokens : {};
      const pages = await Promise.all(
        regionIds.map((regionId) =>
          sessionsPage({ regionId, instanceId, maxResults: first, nextToken: tokens[regionId] }),
        ),
      );
      const next = Object.fromEntries(pages.map((page, index) => [regionIds[index], page.nextToken]));
      const nodes = pages.flatMap(({ sessions }, index) =>
        sessions.session.map((session) => ({ ...session, regionId: regionIds[index] })),
      );
      if (regionIds.length > 1) nodes.sort((a, b) => (a.creationTime < b.creationTime ? 1 : -1));
      const edges = nodes.slice(0, first).map((node, index) => ({
        node,
        cursor: encode({ tokens: index === first - 1 ? next : tokens, sessionId: node.sessionId }),
      }));
      return {
        edges,
        pageInfo: {
          hasNextPage: pages.some(({ nextToken }) => nextToken),
          endCursor: edges.at(-1)?.cursor,
        },
      };
    },
  },
  Session: {
    id: ({ regionId, sessionId }) => Buffer.from(`Session:${regionId}:${sessionId}`).toString('base64url'),
    clientIp: ({ clientIP }) => clientIP,
    active: ({ connections }) => connections.connection.some(isLive),
    connections: ({ connections, regionId }) =>
      connections.connection.map((connection) => ({ ...connection, regionId })),
  },
  Connection: {
    instance: ({ regionId, instanceId }) => instance(regionId, instanceId),
    durationSeconds: (connection) =>
      isLive(connection) ? null : (Date.parse(connection.endTime) - Date.parse(connection.startTime)) / 1000,
  },
  Instance: {
    name: ({ instanceName }) => instanceName,
  },
};
