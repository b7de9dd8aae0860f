const clock = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });

/** A moment in UTC, as the records have it. */
export function formatTime(time: string | null | undefined): string {
  return time ? clock.format(new Date(time)) : '–';
}

/** Seconds as hours, minutes and seconds. */
export function formatDuration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return '–';
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return ['h', 'min', 's']
    .map((unit, index) => ({ unit, value: parts[index] ?? 0 }))
    .filter(({ value, unit }) => value > 0 || (unit === 's' && seconds === 0))
    .map(({ unit, value }) => `${value} ${unit}`)
    .join(' ');
}
