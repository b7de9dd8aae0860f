import type { AccountRegion } from '../ecs/account-region.ts';
import type { OssDelivery as OssRecord, RecordingRecord, SlsDelivery as SlsRecord } from '../ecs/record.ts';
import { builder } from './builder.ts';
import { recordingCost } from './cost/cost-rules.ts';
import { valueOrThrow } from './failure.ts';
import { Region } from './region.ts';

/** A part of what DescribeCloudAssistantSettings says, and the region that it is of. */
interface Of<T> {
  at: AccountRegion;
  record: T;
}

/** A bucket that recordings are delivered to. */
export const OssDelivery = builder.objectRef<Of<OssRecord>>('OssDelivery');

builder.objectType(OssDelivery, {
  description: 'A delivery of session recordings to Object Storage Service (OSS).',
  fields: (t) => ({
    bucketName: t.string({
      nullable: true,
      description: 'Name of the bucket (BucketName).',
      resolve: ({ at, record }) => valueOrThrow(record.bucketName, at),
    }),
    prefix: t.string({
      nullable: true,
      description: 'Beginning of the names of the delivered objects (Prefix); null for none.',
      resolve: ({ at, record }) => valueOrThrow(record.prefix, at),
    }),
  }),
});

/** A log store that recordings are delivered to. */
export const SlsDelivery = builder.objectRef<Of<SlsRecord>>('SlsDelivery');

builder.objectType(SlsDelivery, {
  description: 'A delivery of session recordings to Simple Log Service (SLS).',
  fields: (t) => ({
    projectName: t.string({
      nullable: true,
      description: 'Name of the project (ProjectName).',
      resolve: ({ at, record }) => valueOrThrow(record.projectName, at),
    }),
    logstoreName: t.string({
      nullable: true,
      description: 'Name of the log store (LogstoreName).',
      resolve: ({ at, record }) => valueOrThrow(record.logstoreName, at),
    }),
  }),
});

/** Whether the sessions of a region are recorded. */
export const Recording = builder.objectRef<Of<RecordingRecord>>('Recording');

builder.objectType(Recording, {
  description:
    'Whether the sessions of a region are recorded, and where the recordings go. Source: DescribeCloudAssistantSettings, SessionManagerDelivery.',
  fields: (t) => ({
    enabled: t.boolean({
      nullable: true,
      description:
        'Whether anybody records: true where at least one delivery of session recordings is on. Whether sessions can be opened at all, CloudAccount.sessionManagerEnabled says.',
      resolve: ({ record: { ossDeliveries, slsDeliveries } }) =>
        ossDeliveries.length + slsDeliveries.length > 0,
    }),
    ossDeliveries: t.field({
      type: [OssDelivery],
      nullable: { list: true, items: false },
      description: 'Deliveries to OSS that are on. Deliveries of anything but sessions are left out.',
      resolve: ({ at, record }) => record.ossDeliveries.map((record) => ({ at, record })),
    }),
    slsDeliveries: t.field({
      type: [SlsDelivery],
      nullable: { list: true, items: false },
      description: 'Deliveries to SLS that are on. Deliveries of anything but sessions are left out.',
      resolve: ({ at, record }) => record.slsDeliveries.map((record) => ({ at, record })),
    }),
  }),
});

builder.objectField(Region, 'recording', (t) =>
  t.field({
    type: Recording,
    nullable: true,
    description:
      'Whether sessions of the region are recorded. Costs one upstream call for each region; the answer is kept for an hour. Null with an error where ECS does not say it, so that a refusal never reads as "nobody records".',
    ...recordingCost,
    resolve: async (at, _args, { loaders }) => ({ at, record: await loaders.recording(at) }),
  }),
);
