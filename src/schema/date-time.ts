import { epochOf } from '../ecs/epoch.ts';
import { BadRequestError } from '../ecs/errors.ts';

const day = /^\d{4}-\d{2}-\d{2}$/;
const dateTime =
  /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/**
 * Reads a DateTime argument. Letters may be lower-case, as RFC 3339 allows; a day means its first moment in UTC. A Date that
 * was read before is returned as it is.
 *
 * @throws BadRequestError that says which forms are accepted
 */
export function parseDateTime(value: unknown): Date {
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value;
  const text = typeof value === 'string' ? value.toUpperCase() : '';
  const epochMs = day.test(text) || dateTime.test(text) ? epochOf(text) : Number.NaN;
  if (!Number.isNaN(epochMs)) return new Date(epochMs);
  throw new BadRequestError(
    `A DateTime must be a time with its zone, such as "2024-01-19T09:15:46Z" or "2024-01-19T17:15:46.5+08:00", or a day, such as "2024-01-19" for its first moment in UTC, but got: ${shown(value)}.`,
  );
}

function shown(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 80) ?? 'nothing';
}
