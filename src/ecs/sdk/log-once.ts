import type { Log } from '../api.ts';
import type { OnUnknown } from './read-field.ts';

/** Values that are remembered as logged, at most: what ECS sends must not grow the memory. */
const maxValues = 1000;
const longestValue = 100;

/** Logs each value that ECS does not document, once. */
export function logUnknownOnce(log: Log): OnUnknown {
  const logged = new Set<string>();
  return (field, value) => {
    const shown = value.slice(0, longestValue);
    const key = `${field}=${shown}`;
    if (logged.has(key) || logged.size >= maxValues) return;
    logged.add(key);
    log.warn({ field, value: shown }, 'ECS sent a value that the gateway does not know; it is UNKNOWN');
  };
}
