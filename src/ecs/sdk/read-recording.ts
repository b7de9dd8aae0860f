import type { z } from 'zod';
import type { AccountRegion } from '../account-region.ts';
import { MalformedFieldError } from '../errors.ts';
import type { JsonObject, RecordingRecord } from '../record.ts';
import type { settingsAnswer } from './answer-shape.ts';
import { flag, placedFields, text } from './read-field.ts';

/**
 * Reads the answer of DescribeCloudAssistantSettings. Nothing is guessed where it does not say whether sessions are
 * recorded: a switch that is missing would read as "off", a delivery that is left out as "nobody records".
 *
 * @throws MalformedFieldError where nobody can tell whether a delivery is one of sessions, and on
 */
export function readRecording(at: AccountRegion, answer: z.infer<typeof settingsAnswer>): RecordingRecord {
  const enabled = flag(answer.SessionManagerConfig ?? {}, 'SessionManagerEnabled');
  return placedFields(at, {
    sessionManagerEnabled: enabled ?? new MalformedFieldError('SessionManagerEnabled', 'true or false'),
    ossDeliveries: answer.OssDeliveryConfigs.OssDeliveryConfig.filter(isOfSessions).map((raw) =>
      placedFields(at, { bucketName: text(raw, 'BucketName'), prefix: text(raw, 'Prefix') }),
    ),
    slsDeliveries: answer.SlsDeliveryConfigs.SlsDeliveryConfig.filter(isOfSessions).map((raw) =>
      placedFields(at, { projectName: text(raw, 'ProjectName'), logstoreName: text(raw, 'LogstoreName') }),
    ),
  });
}

/** Returns whether a delivery is one of sessions that is on; ECS lists those of commands and those that are off, too. */
function isOfSessions(raw: JsonObject): boolean {
  const type = text(raw, 'DeliveryType');
  const enabled = flag(raw, 'Enabled');
  if (enabled === false || (typeof type === 'string' && type !== 'SessionManager')) return false;
  if (typeof type !== 'string') throw type ?? new MalformedFieldError('DeliveryType', 'text');
  if (enabled !== true) throw enabled ?? new MalformedFieldError('Enabled', 'true or false');
  return true;
}
