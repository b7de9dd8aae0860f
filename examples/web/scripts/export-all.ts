import { Client, fetchExchange } from '@urql/core';
import { exportSessions } from './export-sessions.ts';

/** `npm run export -- cn-beijing eu-central-1 > sessions.jsonl`: every record of the regions, one a line. */
async function main(regionIds: readonly string[]): Promise<void> {
  if (regionIds.length === 0) {
    throw new Error('Name one region or more, such as: npm run --silent export -- cn-beijing');
  }
  const client = new Client({
    url: new URL('/graphql', process.env.GATEWAY_URL ?? 'http://127.0.0.1:4000').href,
    // No cache: each record is written once and never looked at again.
    exchanges: [fetchExchange],
    // A GET would put cursors into the access logs on its way.
    preferGetMethod: false,
  });
  let count = 0;
  for await (const record of exportSessions(client, regionIds)) {
    process.stdout.write(`${JSON.stringify(record)}\n`);
    count += 1;
  }
  process.stderr.write(`${count} sessions\n`);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
