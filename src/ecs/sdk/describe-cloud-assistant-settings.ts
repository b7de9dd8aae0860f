import { DescribeCloudAssistantSettingsRequest } from '@alicloud/ecs20140526/dist/models/DescribeCloudAssistantSettingsRequest.js';
import type { AccountRegion } from '../account-region.ts';
import type { CallOptions } from '../api.ts';
import type { RecordingRecord } from '../record.ts';
import { settingsAnswer } from './answer-shape.ts';
import type { CallPipeline } from './call-pipeline.ts';
import { readRecording } from './read-recording.ts';

/** Whether Session Manager is on, and where the recordings of a region's sessions go. */
export async function describeCloudAssistantSettings(
  call: CallPipeline,
  at: AccountRegion,
  options?: CallOptions,
): Promise<RecordingRecord> {
  const request = new DescribeCloudAssistantSettingsRequest({
    regionId: at.regionId,
    settingType: ['SessionManagerConfig', 'SessionManagerDelivery'],
  });
  const answer = await call(
    { at, action: 'DescribeCloudAssistantSettings', request, shape: settingsAnswer },
    options,
  );
  return readRecording(at, answer);
}
