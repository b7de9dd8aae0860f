#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { loadConfig } from './config.ts';
import { defaultCredentialChain } from './ecs/credentials.ts';
import { startGateway } from './gateway.ts';
import { createLog } from './log.ts';
import { exitUnstarted, StartError } from './start-error.ts';
import { stopOnSignals } from './stop-on-signals.ts';

const noCredentials = `No Alibaba Cloud credentials found, and the gateway never makes up data without them.
Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET (and ALIBABA_CLOUD_SECURITY_TOKEN for STS),
or ALIBABA_CLOUD_ROLE_ARN, ALIBABA_CLOUD_OIDC_PROVIDER_ARN and ALIBABA_CLOUD_OIDC_TOKEN_FILE (RRSA),
or a profile in ~/.aliyun/config.json or ALIBABA_CLOUD_CREDENTIALS_FILE, or ALIBABA_CLOUD_ECS_METADATA (RAM role).
To look around with synthetic data instead: npm run demo`;

/**
 * How far the heap may grow between two full collections, in percent. V8 alone lets it grow to some hundred megabytes
 * before the first one, most of it answers of long ago; at 40 the collections begin to cost CPU.
 */
const heapGrowingPercent = 70;

/** Production: real Alibaba Cloud, or the endpoint that ECS_ENDPOINT names. */
async function main(): Promise<void> {
  setFlagsFromString(`--heap-growing-percent=${heapGrowingPercent}`);
  const config = loadConfig(process.env);
  const credentials = defaultCredentialChain();
  await credentials.getCredential().catch(() => {
    throw new StartError(noCredentials);
  });
  const log = createLog(config.LOG_LEVEL);
  stopOnSignals(await startGateway(config, { credentials, log }));
}

main().catch(exitUnstarted);
