/** A time in the form in which ECS and STS give it, such as `2026-01-19T09:15:46Z`; from epoch milliseconds. */
export function isoSeconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
