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
    'One session of ECS Session Manager: somebody opened a terminal on one or more instances, or forwarded a port. Records are kept for four weeks. Source: DescribeTerminalSessions (API version 2014-05-26).',
  directives: [
    { name: 'key', args: { fields: 'id' } },
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
        'Id of the session, such as `s-hz023od0x90001`; empty where ECS sent none. Unique within its region.',
    }),
    regionId: t.expose('regionId', {
      type: 'RegionId',
      nullable: false,
      description: 'The region that was asked for the record.',
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
        'Id of the account, of the RAM user or of the role principal, as identityType says. A string: it has 16 digits and more.',
      resolve: (session) => valueOrThrow(session.principalId, session),
    }),
    identityType: t.field({
      type: IdentityType,
      nullable: true,
      description: 'What kind of identity opened the session.',
      resolve: (session) => valueOrThrow(session.identityType, session),
    }),
    username: t.string({
      nullable: true,
      description: 'The operating system user the terminal was opened for, such as `root`.',
      resolve: (session) => valueOrThrow(session.username, session),
    }),
    clientIp: t.field({
      type: 'IP',
      nullable: true,
      description:
        'The address the session was opened from, in the spelling of ECS (`::ffff:10.1.2.3` stays so).',
      resolve: (session) => valueOrThrow(session.clientIp, session),
    }),
    targetServer: t.string({
      nullable: true,
      description: 'Set for port forwardings only: the host behind the instance that was reached.',
      resolve: (session) => valueOrThrow(session.targetServer, session),
    }),
    portNumber: t.field({
      type: 'Port',
      nullable: true,
      description: 'Set for port forwardings only: the forwarded port.',
      resolve: (session) => valueOrThrow(session.portNumber, session),
    }),
    connections: t.expose('connections', {
      ...connectionsCost,
      type: [Connection],
      nullable: false,
      description: 'One for each instance the session was opened on, in the upstream’s order.',
    }),
    active: t.exposeBoolean('active', {
      nullable: false,
      description: 'True while any connection is CONNECTING or CONNECTED.',
    }),
    raw: t.expose('raw', {
      type: 'JSONObject',
      nullable: false,
      description:
        'The upstream record as received, under the names of the wire: nothing that the typed fields cannot express is lost. A number that a double cannot hold exactly, such as a whole one beyond 2^53, is a string with its text.',
    }),
  }),
});
