import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEmulator } from '../emulator/emulator.ts';
import { type Config, loadConfig } from '../src/config.ts';
import { staticCredentials } from '../src/ecs/sdk/credentials.ts';
import { exitUnstarted } from '../src/exit-unstarted.ts';
import { startGateway } from '../src/gateway.ts';
import { createLog } from '../src/log.ts';
import { isLoopback } from '../src/server/loopback.ts';
import { stopOnSignals } from '../src/stop-on-signals.ts';
import { createDemo, type Demo } from './accounts.ts';
import { demoCredentials } from './own-fleet.ts';

/**
 * The gateway in front of the built-in emulator. `npm start` cannot reach it: nothing in src imports the emulator.
 * With the argument --one-account it has no accounts file, and serves the own account alone.
 */
async function main(): Promise<void> {
  const demo = createDemo({ now: Date.now() });
  const oneAccount = process.argv.includes('--one-account');
  const open = demo.accounts.filter(({ name }) => name !== demo.refused).map(({ name }) => name);
  say('all data is synthetic, made by the built-in emulator of ECS, STS and RAM. No cloud account is used.');
  if (oneAccount) {
    say('there is one account.');
  } else {
    say(`the accounts are ${open.join(', ')}, and ${demo.refused}, whose role refuses the gateway.`);
    say(`a list of all accounts therefore fails; ask for accountIds: ${JSON.stringify(open)}.`);
  }

  const emulator = createEmulator(demo.emulator);
  const endpoint = await emulator.listen();
  const config = oneAccount
    ? loadConfig(environmentOf(endpoint))
    : withAccountsFile(demo, (file) => loadConfig({ ...environmentOf(endpoint), ACCOUNTS_FILE: file }));
  if (config.accounts.allowEndSession)
    say('ALLOW_END_SESSION=true: sessions can be ended, the made-up ones.');
  const log = createLog(config.log);
  const server = await startGateway(config, { credentials: staticCredentials(demoCredentials), log });
  say(`open ${server.url} in a browser for GraphiQL.`);
  stopOnSignals(server, () => emulator.close());
}

function say(sentence: string): void {
  process.stdout.write(`DEMO: ${sentence}\n`);
}

/** The environment decides, but for where the accounts are. */
function environmentOf(endpoint: string): NodeJS.ProcessEnv {
  const { ACCOUNTS_FILE: _, ...environment } = process.env;
  return {
    // Not beyond this machine: there, who may end sessions is the user's to say.
    ...(isLoopback(process.env.HOST || '127.0.0.1') && { ALLOW_END_SESSION: 'true' }),
    ...environment,
    ECS_ENDPOINT: endpoint,
    STS_ENDPOINT: endpoint,
    RAM_ENDPOINT: endpoint,
  };
}

/** The accounts file is read here alone, and then removed. */
function withAccountsFile({ accounts }: Demo, read: (file: string) => Config): Config {
  const folder = mkdtempSync(join(tmpdir(), 'ecs-session-gateway-demo-'));
  try {
    const file = join(folder, 'accounts.json');
    writeFileSync(file, JSON.stringify(accounts));
    return read(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

main().catch(exitUnstarted);
