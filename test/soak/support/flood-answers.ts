import { ownAccountKey } from '../../../src/ecs/account.ts';
import { parseRegionId } from '../../../src/ecs/arguments.ts';
import { createCachedApi } from '../../../src/ecs/cache/cached-api.ts';
import { readSession } from '../../../src/ecs/sdk/read-session.ts';
import { unusedCalls } from '../../unit/sessions/support/own-account.ts';
import { heapMegabytes, report } from './heap.ts';

/** Floods the memory of upstream answers: with empty ones under long keys, and with pages of records. */
const maxBytes = 48 * 2 ** 20;
const at = { accountKey: ownAccountKey, regionId: parseRegionId('cn-hangzhou') };

const record = (page: string, n: number) => ({
  SessionId: `s-${page}-${n}`,
  CreationTime: '2026-01-19T09:15:46Z',
  Username: 'root',
  ClientIP: '203.0.113.24',
  Connections: { Connection: [{ InstanceId: `i-bp1i7gg30r52z2em${n}`, Status: 'Connected' }] },
});

const api = createCachedApi(
  {
    ...unusedCalls,
    terminalSessions: async ({ nextToken = '', maxResults }) => {
      const records = Array.from({ length: maxResults }, (_, n) =>
        readSession(at, record(nextToken, n), () => {}),
      );
      // What is read of a record stays with it.
      for (const { active } of records) if (!active) throw new Error('unreachable');
      return { records, nextToken: `${nextToken}+` };
    },
  },
  // Far longer than this process lives, which ends when all is done: no timer holds it.
  { ttlMs: 3_600_000, maxBytes },
);

const before = await heapMegabytes();
for (let n = 0; n < 20_000; n++) {
  const ids = Array.from({ length: 100 }, (_, index) => `i-${n}-${index}-${'x'.repeat(200)}`);
  await api.instances(at, ids);
}
const emptyAnswers = await heapMegabytes();
const emptyBytes = api.bytes;
for (let n = 0; n < 2000; n++) await api.terminalSessions({ ...at, maxResults: 100, nextToken: `page-${n}` });
for (let n = 0; n < 40_000; n++) await api.terminalSessions({ ...at, maxResults: 0, nextToken: `none-${n}` });
const pages = await heapMegabytes();
report({
  bound: maxBytes / 2 ** 20,
  emptyAnswers: emptyAnswers - before,
  pages: pages - before,
  counted: Math.max(api.bytes, emptyBytes) / 2 ** 20,
});
