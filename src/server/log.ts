/** Where the server reports what it does and what went wrong; pino's loggers fit. */
export interface ServerLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
