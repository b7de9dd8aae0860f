import { z } from 'zod';
import { UpstreamUnavailableError } from '../errors.ts';
import type { JsonObject } from '../record.ts';

const object = z.custom<JsonObject>(isObject);
const token = z.string().nullish();

/** The parts of the answers that the gateway cannot do without; what is inside a record is read field by field. */
export const sessionsAnswer = z.object({
  NextToken: token,
  Sessions: z.object({ Session: z.array(object) }),
});

export const instancesAnswer = z.object({
  NextToken: token,
  Instances: z.object({ Instance: z.array(object) }),
});

/** What a dry run is answered with where it was taken for the call itself: nothing in it is looked at. */
export const anyAnswer = object;

export const assistantsAnswer = z.object({
  NextToken: token,
  InstanceCloudAssistantStatusSet: z.object({ InstanceCloudAssistantStatus: z.array(object) }),
});

export const settingsAnswer = z.object({
  SessionManagerConfig: object.nullish(),
  OssDeliveryConfigs: z.object({ OssDeliveryConfig: z.array(object) }),
  SlsDeliveryConfigs: z.object({ SlsDeliveryConfig: z.array(object) }),
});

/** An answer that says nothing but that the call was made. */
export const emptyAnswer = z.object({ RequestId: z.string().min(1) });

export const regionsAnswer = z.object({
  Regions: z.object({ Region: z.array(object) }),
});

/**
 * Checks the shape of an answer. The SDK itself would turn `[]`, a missing `Sessions` or an array in its place into an
 * empty list: an audit that silently shows nothing.
 *
 * @throws UpstreamUnavailableError where the answer is not what the API documents
 */
export function readAnswer<T>(shape: z.ZodType<T>, body: unknown, action: string, service = 'ECS'): T {
  const result = shape.safeParse(body);
  if (result.success) return result.data;
  const requestId = isObject(body) && typeof body.RequestId === 'string' ? body.RequestId : null;
  const where = result.error.issues[0]?.path.join('.') || 'the answer';
  throw new UpstreamUnavailableError(
    `${service} sent an answer to ${action} whose ${where} has not the documented shape.`,
    {
      requestId,
    },
  );
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
