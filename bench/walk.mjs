import { createEmulator } from '../emulator/emulator.ts';
import { key, startServer } from './servers.mjs';
import { requestOf } from './workloads.mjs';

/*
 * Lists walked to their ends: one of ten slow pages, from every server; and one over 30 regions of 1,000 records each, through
 * the real SDK from the emulator: how many upstream calls, and how long. The cache is off there but for pages behind a cursor.
 */

const regionIds = Array.from({ length: 30 }, (_, index) => `xx-region-${index + 1}`);
const query = `query ($regionIds: [RegionId!]!, $after: String) {
  sessions(regionIds: $regionIds, first: 100, after: $after) {
    ... on SessionConnection { nodes { sessionId } pageInfo { hasNextPage endCursor } }
    ... on GatewayError { code message }
  }
}`;

/** Walks a list of one region by its cursors, 100 records a page; resolves to the number of records. */
export async function walk(url, server, instanceId) {
  const seen = new Set();
  let after;
  do {
    const { path = '', ...init } = requestOf(server, { first: 100, instanceId, after });
    const answer = await fetch(new URL(path, url), init);
    const { sessionIds, next } =
      server === 'baseline' ? readBaseline(await answer.json()) : read(await answer.json());
    for (const sessionId of sessionIds) seen.add(sessionId);
    after = next;
  } while (after);
  return seen.size;
}

function read({ data: { sessions } }) {
  if (sessions.message) throw new Error(sessions.message);
  const { hasNextPage, endCursor } = sessions.pageInfo;
  return {
    sessionIds: sessions.edges.map(({ node }) => node.sessionId),
    next: hasNextPage ? endCursor : undefined,
  };
}

function readBaseline([{ sessions, nextToken }]) {
  return { sessionIds: sessions.session.map(({ sessionId }) => sessionId), next: nextToken || undefined };
}

let sdk;
/** The same by the SDK alone, in this process. */
export async function sdkWalk(endpoint, instanceId) {
  if (!sdk) {
    process.env.ECS_ENDPOINT = endpoint;
    process.env.ALIBABA_CLOUD_ACCESS_KEY_ID = key.accessKeyId;
    process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET = key.accessKeySecret;
    sdk = await import('./peers/sdk.mjs');
  }
  let records = 0;
  let nextToken;
  do {
    const page = await sdk.sessionsPage({
      regionId: 'cn-hangzhou',
      instanceId,
      maxResults: 100,
      nextToken,
    });
    records += page.sessions.session.length;
    nextToken = page.nextToken;
  } while (nextToken);
  return records;
}

/** Walks a list of thirty regions once; resolves to its records, pages, upstream calls and time. */
export async function walkManyRegions() {
  const emulator = createEmulator({ credentials: [key], fleet: { regions: regionIds.map(region) } });
  const gateway = await startServer('gateway', { url: await emulator.listen() }, { CACHE_TTL_MS: '0' });
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
  if (seen.size !== 30_000) throw new Error(`must be 30,000 records, but got: ${seen.size}`);
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
