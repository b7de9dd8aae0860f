import { type ConnectionRecord, valueOrNull } from '../ecs/record.ts';
import { builder } from './builder.ts';
import { ClosedReason } from './closed-reason.ts';
import { ConnectionStatus } from './connection-status.ts';
import { valueOrThrow } from './failure.ts';
import { Instance } from './instance.ts';

/** One instance's part of a session: Session Manager's word, not Relay's. */
export const Connection = builder.objectRef<ConnectionRecord>('Connection');

builder.objectType(Connection, {
  description:
    "One instance's connection within a session (not a Relay connection). Source: DescribeTerminalSessions, Connections.",
  fields: (t) => ({
    instanceId: t.string({
      nullable: true,
      description: 'Id of the instance, such as `i-bp1i7gg30r52z2em0001`.',
      resolve: (connection) => valueOrThrow(connection.instanceId, connection),
    }),
    instance: t.field({
      type: Instance,
      nullable: true,
      description:
        'The instance. Its id and region cost no upstream call; all other fields of up to 100 instances of a region cost one.',
      resolve: ({ accountKey, regionId, instanceId }) => {
        const id = valueOrNull(instanceId);
        return id === null ? null : { accountKey, regionId, instanceId: id };
      },
    }),
    status: t.field({
      type: ConnectionStatus,
      nullable: true,
      description: 'State of the connection.',
      resolve: (connection) => valueOrThrow(connection.status, connection),
    }),
    startTime: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the connection was opened.',
      resolve: (connection) => valueOrThrow(connection.startTime, connection),
    }),
    endTime: t.field({
      type: 'DateTime',
      nullable: true,
      description:
        'When the connection ended. ECS also sends it for open connections: `status` says whether one is open.',
      resolve: (connection) => valueOrThrow(connection.endTime, connection),
    }),
    durationSeconds: t.exposeInt('durationSeconds', {
      nullable: true,
      description:
        'endTime − startTime in whole seconds; null while the connection is open, or where either is missing.',
    }),
    closedReason: t.field({
      type: ClosedReason,
      nullable: true,
      description: 'Why the connection is disconnected, terminated or failed.',
      resolve: (connection) => valueOrThrow(connection.closedReason, connection),
    }),
    failedDetail: t.string({
      nullable: true,
      description: 'Free text from ECS that says why the connection failed; only where status is FAILED.',
      resolve: (connection) => valueOrThrow(connection.failedDetail, connection),
    }),
  }),
});
