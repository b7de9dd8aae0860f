import { BadRequestError } from '../ecs/errors.ts';
import type { SessionFilter } from './session-filter.ts';

/**
 * Refuses a filter that can match nothing by mistake: an empty list of records would say "nobody was there".
 *
 * @throws BadRequestError that says what contradicts what
 */
export function checkFilter(filter: SessionFilter): void {
  const { createdAfter, createdBefore, activeDuring } = filter;
  checkRange('createdAfter', createdAfter, 'createdBefore', createdBefore);
  checkRange('activeDuring.from', activeDuring?.from, 'activeDuring.to', activeDuring?.to);
  checkDurations(filter);
  checkPorts(filter);
}

function checkRange(
  nameOfFrom: string,
  from: Date | null | undefined,
  nameOfTo: string,
  to: Date | null | undefined,
): void {
  if (!from || !to || from.getTime() < to.getTime()) return;
  throw new BadRequestError(
    `${nameOfFrom} must be earlier than ${nameOfTo}, which is not in the range itself, but got: ${from.toISOString()} and ${to.toISOString()}. For one day, give that day and the next.`,
  );
}

function checkDurations({ minDurationSeconds: min, maxDurationSeconds: max }: SessionFilter): void {
  for (const [name, seconds] of Object.entries({ minDurationSeconds: min, maxDurationSeconds: max })) {
    if (typeof seconds === 'number' && seconds < 0) {
      throw new BadRequestError(`${name} must be 0 seconds or more, but got: ${seconds}.`);
    }
  }
  if (typeof min === 'number' && typeof max === 'number' && min > max) {
    throw new BadRequestError(
      `minDurationSeconds must be at most maxDurationSeconds, but got: ${min} and ${max}.`,
    );
  }
}

function checkPorts({ portForwarding, portNumbers, targetServers }: SessionFilter): void {
  if (portForwarding !== false || (!portNumbers && !targetServers)) return;
  throw new BadRequestError(
    `portForwarding: false leaves out all sessions that have ${portNumbers ? 'portNumbers' : 'targetServers'}; give one of the two.`,
  );
}
