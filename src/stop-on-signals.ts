import type { GatewayServer } from './server/server.ts';

/** Ends the process with exit code 0 on SIGTERM or SIGINT, after the requests under way have been answered. */
export function stopOnSignals(server: GatewayServer, andThen: () => Promise<void> = async () => {}): void {
  const stop = async () => {
    await server.stop();
    await andThen();
    process.exit(0);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}
