import { type Logger, pino } from 'pino';

/** JSON lines on stdout. What must never be in them is never given to a logger in the first place. */
export function createLog({ level }: { level: string }): Logger {
  return pino({ level });
}
