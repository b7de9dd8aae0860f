import { CredentialsError, StartError } from './start-errors.ts';

/** Ends the process with exit code 1 and says why: in a sentence where the cause is outside of the program. */
export function exitUnstarted(error: unknown): never {
  process.stderr.write(`${reasonOf(error)}\n`);
  process.exit(1);
}

function reasonOf(error: unknown): string {
  if (error instanceof CredentialsError) {
    return `${error.message}\nTo look around with synthetic data instead: npm run demo, in a clone of the repository.`;
  }
  if (error instanceof StartError) return error.message;
  if (!(error instanceof Error)) return String(error);
  const { code, syscall, port, address } = error as NodeJS.ErrnoException & {
    port?: number;
    address?: string;
  };
  if (syscall === 'listen') {
    const where = `HOST=${address} PORT=${port}`;
    if (code === 'EADDRINUSE') {
      return `The gateway cannot listen on ${where}, which is in use; set PORT to a free port, or to 0 to have one picked.`;
    }
    return `The gateway cannot listen on ${where} (${code}); set HOST to an address of this machine, and PORT to a port it may use.`;
  }
  // Of the system: a file that cannot be read, a name that cannot be resolved. Its message says which.
  if (syscall !== undefined) return `The gateway cannot start: ${error.message}`;
  return error.stack ?? error.message;
}
