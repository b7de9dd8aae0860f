import { type ConnectionRecord, isLive, valueOrNull } from '../ecs/record.ts';

/*
 * When a connection was open, in epoch milliseconds: from its start on, the moment of its end no longer among it. What is
 * not known is NaN, which is neither earlier nor later than anything: no condition on it is met.
 */

/** Returns whether a connection was open at a moment. */
export function wasOpenAt(connection: ConnectionRecord, at: number): boolean {
  return startOf(connection) <= at && endOf(connection) > at;
}

/**
 * Returns whether a connection was open at any moment of a range, whose own end is not among it. One that began within the
 * range was, whenever it ended: also at once, at a time that ECS did not say, or, by a clock gone wrong, before it began.
 */
export function wasOpenDuring(
  connection: ConnectionRecord,
  { from, to }: { from: number; to: number },
): boolean {
  const start = startOf(connection);
  return start < to && (start >= from || endOf(connection) > from);
}

/**
 * How long a connection was open, in whole seconds as in `Connection.durationSeconds`; a live one, until now. NaN where
 * that is not known, and never less than 0.
 *
 * @param now in epoch milliseconds
 */
export function secondsOpen(connection: ConnectionRecord, now: number): number {
  const end = isLive(connection) ? now : (valueOrNull(connection.endTime)?.epochMs ?? Number.NaN);
  return Math.max(0, Math.floor((end - startOf(connection)) / 1000));
}

function startOf({ startTime }: ConnectionRecord): number {
  return valueOrNull(startTime)?.epochMs ?? Number.NaN;
}

/** Infinite for one that is open, whatever endTime says, and for one of which nothing says that it has ended. */
function endOf(connection: ConnectionRecord): number {
  if (isLive(connection)) return Number.POSITIVE_INFINITY;
  const end = valueOrNull(connection.endTime)?.epochMs;
  return end ?? (hasEnded(connection) ? Number.NaN : Number.POSITIVE_INFINITY);
}

function hasEnded({ status }: ConnectionRecord): boolean {
  return status === 'DISCONNECTED' || status === 'TERMINATED' || status === 'FAILED';
}
