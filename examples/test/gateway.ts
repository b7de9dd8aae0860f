import { createDemoFleet, demoCredentials } from '../../demo/own-fleet.ts';
import { createEmulator } from '../../emulator/emulator.ts';
import { Program } from '../../test/support/process.ts';

/** The moment the records count back from; one moment for all runs, so that the same records are shown in each. */
const now = Date.UTC(2026, 0, 19, 9, 15, 46);

export type TestGateway = Awaited<ReturnType<typeof startTestGateway>>;

/** The built gateway in a process of its own, and the emulator in the place of ECS behind it. */
export async function startTestGateway(env: NodeJS.ProcessEnv = {}) {
  const emulator = createEmulator({ credentials: [demoCredentials], fleet: createDemoFleet({ now }) });
  const gateway = new Program('node', ['dist/main.js'], {
    ECS_ENDPOINT: await emulator.listen(),
    ALIBABA_CLOUD_ACCESS_KEY_ID: demoCredentials.accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: demoCredentials.accessKeySecret,
    // What tests ask for in one minute, and how often they make ECS fail, is not what people do.
    ECS_CALLS_PER_MINUTE: '100000',
    ECS_CIRCUIT_BREAKER: 'off',
    // A page that one test has read must not answer the next one, which breaks ECS in between.
    CACHE_BEHIND_CURSOR_MS: '0',
    PORT: '0',
    ...env,
  });
  return {
    emulator,
    /** Such as http://127.0.0.1:4000/graphql. */
    url: await gateway.url(),
    async close() {
      await gateway.stop();
      await emulator.close();
    },
  };
}
