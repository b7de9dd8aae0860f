#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { exitUnstarted } from './exit-unstarted.ts';
import { createGateway } from './index.ts';
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

main().catch(exitUnstarted);
