import { createEmulator } from '../src/emulator/emulator.ts';
import { startServer } from './process.mjs';

/*
 * One list over 30 regions of 1,000 records each, walked to its end through the real SDK: how many upstream calls, and
 * how long.
 */

const key = { accessKeyId: 'bench-key-id', accessKeySecret: 'bench-key-secret' };
const regionIds = Array.from({ length: 30 }, (_, index) => `xx-region-${index + 1}`);
const query = `query ($regionIds: [RegionId!]!, $after: String) {
  sessions(regionIds: $regionIds, first: 100, after: $after) {
    ... on SessionConnection { nodes { sessionId } pageInfo { hasNextPage endCursor } }
    ... on GatewayError { code message }
  }
}`;

/** Walks once, and says what it took. */
export async function walkManyRegions() {
  const emulator = createEmulator({ credentials: [key], fleet: { regions: regionIds.map(region) } });
  const gateway = await startServer('node', [new URL('../dist/main.js', import.meta.url).pathname], {
    ECS_ENDPOINT: await emulator.listen(),
    ALIBABA_CLOUD_ACCESS_KEY_ID: key.accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: key.accessKeySecret,
    CACHE_TTL_MS: '0',
    ECS_CALLS_PER_MINUTE: '100000',
    PORT: '0',
  });
  const seen = new Set();
  const begin = performance.now();
  let pages = 0;
  let after = null;
  do {
    const answer = await fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: { regionIds, after } }),
    });
    const { nodes, pageInfo, message } = (await answer.json()).data.sessions;
    if (message) throw new Error(message);
    for (const { sessionId } of nodes) seen.add(sessionId);
    pages += 1;
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  const ms = performance.now() - begin;
  const calls = emulator.callsTo('DescribeTerminalSessions');
  await gateway.stop();
  await emulator.close();
  if (seen.size !== 30_000) throw new Error(`30,000 records were to be met, but got: ${seen.size}`);
  return { records: seen.size, pages, calls, seconds: ms / 1000 };
}

function region(regionId, number) {
  const newest = Date.UTC(2024, 0, 19, 9, 15, 46);
  return {
    regionId,
    localName: regionId,
    localNameEnglish: regionId,
    endpoint: `ecs.${regionId}.aliyuncs.com`,
    instances: [],
    sessions: Array.from({ length: 1000 }, (_, index) => ({
      SessionId: `s-${number}-${index}`,
      CreationTime: new Date(newest - (index * 30 + number) * 60_000).toISOString(),
      Username: 'root',
      Connections: { Connection: [] },
    })),
  };
}
