const leapSecond = /^(.{16}):60(.*)$/;

/**
 * Epoch milliseconds of an ISO 8601 time or day; NaN for one that does not exist. A leap second, `23:59:60` in UTC, is
 * the second after it, since the epoch counts none. Source: RFC 3339, section 5.7.
 */
export function epochOf(time: string): number {
  const [, minute, rest] = leapSecond.exec(time) ?? [];
  const epochMs = minute === undefined ? Date.parse(time) : Date.parse(`${minute}:59${rest}`) + 1000;
  if (!isRealDay(time)) return Number.NaN;
  return minute === undefined || isFirstSecondOfDay(epochMs) ? epochMs : Number.NaN;
}

function isFirstSecondOfDay(epochMs: number): boolean {
  return Math.floor(epochMs / 1000) % 86_400 === 0;
}

/** JavaScript reads 30 February as 1 March: an audit must not show a day nobody sent. */
function isRealDay(time: string): boolean {
  const day = Number(time.slice(8, 10));
  if (day <= 28) return true;
  return day <= new Date(Date.UTC(Number(time.slice(0, 4)), Number(time.slice(5, 7)), 0)).getUTCDate();
}
