import type { AccountRegion } from '../account-region.ts';
import { type AssistantRecord, type JsonObject, valueOrNull } from '../record.ts';
import { flag, placedFields, text, time } from './read-field.ts';

/** Reads one entry of `InstanceCloudAssistantStatus`; null for an entry without an id, which nobody asked for. */
export function readAssistant(at: AccountRegion, raw: JsonObject): AssistantRecord | null {
  const instanceId = valueOrNull(text(raw, 'InstanceId'));
  if (instanceId === null) return null;
  return placedFields(at, {
    instanceId,
    running: flag(raw, 'CloudAssistantStatus'),
    version: text(raw, 'CloudAssistantVersion'),
    lastHeartbeatTime: time(raw, 'LastHeartbeatTime'),
    supportsSessionManager: flag(raw, 'SupportSessionManager'),
  });
}
