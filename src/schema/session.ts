import { keyOfRegion } from '../ecs/account-region.ts';
import type { SessionRecord } from '../ecs/record.ts';
import { builder } from './builder.ts';
import { Connection } from './connection.ts';
import { connectionsCost } from './cost/cost-rules.ts';
import { valueOrThrow } from './failure.ts';
import { IdentityType } from './identity-type.ts';
import { encodeNodeId, nodeIdDescription } from './object-key.ts';

/** One session of Session Manager. */
export const Session = builder.objectRef<SessionRecord>('Session');

builder.objectType(Session, {
  description:
    'One session of ECS Session Manager: someone opened a terminal on one or more instances, or forwarded a port. Records are kept for four weeks. Source: DescribeTerminalSessions (API version 2014-05-26).',
  directives: [
    { name: 'key', args: { fields: 'id' } },
    { name: 'key', args: { fields: 'accountId regionId sessionId' } },
    { name: 'key', args: { fields: 'regionId sessionId' } },
  ],
  interfaces: [builder.nodeInterfaceRef()],
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'identity' in value,
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: nodeIdDescription,
      resolve: (session) => encodeNodeId('Session', `${keyOfRegion(session)}:${session.identity}`),
    }),
    sessionId: t.exposeString('sessionId', {
      nullable: false,
      description:
        'Id of the session, such as `s-hz023od0x90001`: unique within its region; empty where ECS sent none.',
    }),
    regionId: t.expose('regionId', {
      type: 'RegionId',
      nullable: false,
      description: 'The region that holds the record.',
    }),
    creationTime: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the session was created.',
      resolve: (session) => valueOrThrow(session.creationTime, session),
    }),
    principalId: t.string({
      nullable: true,
      description:
        'Id of the account, of the RAM user or of the role principal, depending on identityType. A string, because it has 16 digits or more.',
      resolve: (session) => valueOrThrow(session.principalId, session),
    }),
    identityType: t.field({
      type: IdentityType,
      nullable: true,
      description: 'Kind of the identity that opened the session.',
      resolve: (session) => valueOrThrow(session.identityType, session),
    }),
    username: t.string({
      nullable: true,
      description: 'The operating system user for whom the terminal was opened, such as `root`.',
      resolve: (session) => valueOrThrow(session.username, session),
    }),
    clientIp: t.field({
      type: 'IP',
      nullable: true,
      description:
        'The address from which the session was opened, as ECS sent it (`::ffff:10.1.2.3` stays so).',
      resolve: (session) => valueOrThrow(session.clientIp, session),
    }),
    targetServer: t.string({
      nullable: true,
      description: 'The host behind the instance that was reached; only for port forwarding.',
      resolve: (session) => valueOrThrow(session.targetServer, session),
    }),
    portNumber: t.field({
      type: 'Port',
      nullable: true,
      description: 'The forwarded port; only for port forwarding.',
      resolve: (session) => valueOrThrow(session.portNumber, session),
    }),
    connections: t.expose('connections', {
      ...connectionsCost,
      type: [Connection],
      nullable: false,
      description: 'One for each instance on which the session was opened, in upstream order.',
    }),
    active: t.exposeBoolean('active', {
      nullable: false,
      description: 'True while any connection is CONNECTING or CONNECTED.',
    }),
    raw: t.expose('raw', {
      type: 'JSONObject',
      nullable: false,
      description:
        'The upstream record as received, with the field names of ECS: it also holds what the typed fields cannot express. A number that a double cannot hold exactly, such as an integer above 2^53, is a string with its text.',
    }),
  }),
});
