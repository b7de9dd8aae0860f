#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { createGateway } from './index.ts';
import { CredentialsError, StartError } from './start-errors.ts';
import { stopOnSignals } from './stop-on-signals.ts';

/**
 * How far the heap may grow between two full collections, in percent. V8 alone lets it grow to some hundred megabytes
 * before the first one, most of it answers of long ago; at 40 the collections begin to cost CPU.
 */
const heapGrowingPercent = 70;

/** Production: real Alibaba Cloud, or the endpoint that ECS_ENDPOINT names. */
async function main(): Promise<void> {
  setFlagsFromString(`--heap-growing-percent=${heapGrowingPercent}`);
  stopOnSignals(await createGateway());
}

main().catch((error) => {
  process.stderr.write(`${error instanceof StartError ? error.message : error?.stack}\n`);
  if (error instanceof CredentialsError) {
    process.stderr.write(
      'To look around with synthetic data instead: npm run demo, in a clone of the repository.\n',
    );
  }
  process.exit(1);
});
