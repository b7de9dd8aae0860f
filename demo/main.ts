import { createEmulator } from '../emulator/emulator.ts';
import { loadConfig } from '../src/config.ts';
import { staticCredentials } from '../src/ecs/sdk/credentials.ts';
import { exitUnstarted } from '../src/exit-unstarted.ts';
import { startGateway } from '../src/gateway.ts';
import { createLog } from '../src/log.ts';
import { stopOnSignals } from '../src/stop-on-signals.ts';
import { createDemoFleet, demoCredentials } from './own-fleet.ts';

/** The gateway in front of the built-in emulator. `npm start` cannot reach it: nothing in src imports the emulator. */
process.stdout.write(
  'DEMO: all data is synthetic, made by the built-in ECS emulator. No cloud account is used.\n',
);

async function demo(): Promise<void> {
  const emulator = createEmulator({
    credentials: [demoCredentials],
    fleet: createDemoFleet({ now: Date.now() }),
  });
  const config = loadConfig({ ...process.env, ECS_ENDPOINT: await emulator.listen() });
  const log = createLog(config.log);
  const server = await startGateway(config, { credentials: staticCredentials(demoCredentials), log });
  process.stdout.write(`DEMO: open ${server.url} in a browser for GraphiQL.\n`);
  stopOnSignals(server, () => emulator.close());
}

demo().catch(exitUnstarted);
