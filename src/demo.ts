import { loadConfig } from './config.ts';
import { staticCredentials } from './ecs/credentials.ts';
import { createEmulator } from './emulator/emulator.ts';
import { createDemoFleet, demoCredentials } from './emulator/fleet.ts';
import { exitUnstarted } from './exit-unstarted.ts';
import { startGateway } from './gateway.ts';
import { createLog } from './log.ts';
import { stopOnSignals } from './stop-on-signals.ts';

/** The gateway in front of the built-in emulator. `npm start` cannot come here: nothing else imports the emulator. */
process.stdout.write(
  'DEMO: all data is synthetic, made by the built-in ECS emulator. No cloud account is used.\n',
);

async function demo(): Promise<void> {
  const emulator = createEmulator({
    credentials: [demoCredentials],
    fleet: createDemoFleet({ now: Date.now() }),
  });
  const config = loadConfig({ ...process.env, ECS_ENDPOINT: await emulator.listen() });
  const log = createLog(config.LOG_LEVEL);
  const server = await startGateway(config, { credentials: staticCredentials(demoCredentials), log });
  process.stdout.write(`DEMO: open ${server.url} in a browser for GraphiQL.\n`);
  stopOnSignals(server, () => emulator.close());
}

demo().catch(exitUnstarted);
