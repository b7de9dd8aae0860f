import { describe, expect, it } from 'vitest';
import { ownAccountKey } from '../../../../src/ecs/account.ts';
import { parseRegionId } from '../../../../src/ecs/arguments.ts';
import { MalformedFieldError, UpstreamUnavailableError } from '../../../../src/ecs/errors.ts';
import type { JsonObject } from '../../../../src/ecs/record.ts';
import { assistantsAnswer, readAnswer, settingsAnswer } from '../../../../src/ecs/sdk/answer-shape.ts';
import { readRecording } from '../../../../src/ecs/sdk/read-recording.ts';

const at = { accountKey: ownAccountKey, regionId: parseRegionId('cn-hangzhou') };
const bucket = { DeliveryType: 'SessionManager', Enabled: true, BucketName: 'bucket', Prefix: 'p' };
const logstore = { DeliveryType: 'SessionManager', Enabled: true, ProjectName: 'p', LogstoreName: 'l' };
const on = { SessionManagerConfig: { SessionManagerEnabled: true } };
const answer = (oss: readonly JsonObject[] = [], sls: readonly JsonObject[] = []) => ({
  ...on,
  OssDeliveryConfigs: { OssDeliveryConfig: oss },
  SlsDeliveryConfigs: { SlsDeliveryConfig: sls },
});
const read = (body: unknown) => readRecording(at, readAnswer(settingsAnswer, body, 'x'));

describe('what is recorded of a region’s sessions', () => {
  it('is what is delivered to buckets and logstores', () => {
    expect(read(answer([bucket, { ...bucket, BucketName: 'other', Prefix: '' }], [logstore]))).toEqual({
      sessionManagerEnabled: true,
      ossDeliveries: [
        { bucketName: 'bucket', prefix: 'p' },
        { bucketName: 'other', prefix: null },
      ],
      slsDeliveries: [{ projectName: 'p', logstoreName: 'l' }],
    });
    expect(read(answer())).toEqual({ sessionManagerEnabled: true, ossDeliveries: [], slsDeliveries: [] });
  });

  it.each([true, 'true', 'True'])('counts a delivery that is on: %j', (Enabled) => {
    const recording = read(answer([{ ...bucket, Enabled }], [{ ...logstore, Enabled }]));
    expect([recording.ossDeliveries.length, recording.slsDeliveries.length]).toEqual([1, 1]);
  });

  it.each<JsonObject>([
    { Enabled: false },
    { Enabled: 'false' },
    { Enabled: 'False' },
    { Enabled: false, DeliveryType: undefined },
    { DeliveryType: 'Invocation' },
    { DeliveryType: 'Invocation', Enabled: undefined },
    { DeliveryType: 'sessionmanager' },
  ])('does not count one that is off, or of something else: %j', (part) => {
    const recording = read(answer([bucket, { ...bucket, ...part }], [{ ...logstore, ...part }]));
    expect([recording.ossDeliveries.length, recording.slsDeliveries.length]).toEqual([1, 0]);
  });

  it.each<JsonObject>([
    { Enabled: undefined },
    { Enabled: null },
    { Enabled: 'yes' },
    { Enabled: 1 },
    { DeliveryType: undefined },
    { DeliveryType: '' },
    { DeliveryType: {} },
  ])('is not known where nobody can tell whether a delivery counts: %j', (part) => {
    expect(() => read(answer([bucket, { ...bucket, ...part }]))).toThrow(MalformedFieldError);
    expect(() => read(answer([], [{ ...logstore, ...part }]))).toThrow(MalformedFieldError);
  });

  it.each([
    [true, true],
    ['True', true],
    [false, false],
    ['false', false],
  ])('says whether Session Manager is on: %j is %j', (SessionManagerEnabled, enabled) => {
    const body = { ...answer(), SessionManagerConfig: { SessionManagerEnabled } };
    expect(read(body).sessionManagerEnabled).toBe(enabled);
  });

  it.each([undefined, null, {}, { SessionManagerEnabled: null }, { SessionManagerEnabled: 'maybe' }])(
    'never says that Session Manager is off where ECS does not: %j',
    (SessionManagerConfig) => {
      const recording = read({ ...answer([bucket]), SessionManagerConfig });
      expect(recording.sessionManagerEnabled).toBeInstanceOf(MalformedFieldError);
      expect(recording.sessionManagerEnabled).toMatchObject(at);
      expect(recording.ossDeliveries).toHaveLength(1);
    },
  );

  it('has the error of a field in its place alone', () => {
    const [delivery] = read(answer([{ ...bucket, BucketName: {} }])).ossDeliveries;
    expect(delivery).toEqual({ bucketName: expect.any(MalformedFieldError), prefix: 'p' });
    expect(delivery?.bucketName).toMatchObject(at);
  });
});

describe('an answer without its list is malformed, never empty', () => {
  const { OssDeliveryConfigs, SlsDeliveryConfigs } = answer();
  it.each<unknown>([
    null,
    [],
    {},
    { ...on },
    { ...on, OssDeliveryConfigs },
    { ...on, SlsDeliveryConfigs },
    { ...on, SlsDeliveryConfigs, OssDeliveryConfigs: {} },
    { ...on, SlsDeliveryConfigs, OssDeliveryConfigs: [] },
    { ...on, SlsDeliveryConfigs, OssDeliveryConfigs: { OssDeliveryConfig: null } },
    { ...on, SlsDeliveryConfigs, OssDeliveryConfigs: { OssDeliveryConfig: [null] } },
    { ...on, OssDeliveryConfigs, SlsDeliveryConfigs: { SlsDeliveryConfig: ['x'] } },
  ])('of settings: %j', (body) => {
    expect(() => read(body)).toThrow(UpstreamUnavailableError);
  });

  it.each<unknown>([
    null,
    [],
    {},
    { InstanceCloudAssistantStatusSet: null },
    { InstanceCloudAssistantStatusSet: [] },
    { InstanceCloudAssistantStatusSet: {} },
    { InstanceCloudAssistantStatusSet: { InstanceCloudAssistantStatus: {} } },
    { InstanceCloudAssistantStatusSet: { InstanceCloudAssistantStatus: [null] } },
  ])('of agents: %j', (body) => {
    expect(() => readAnswer(assistantsAnswer, body, 'x')).toThrow(UpstreamUnavailableError);
  });
});
