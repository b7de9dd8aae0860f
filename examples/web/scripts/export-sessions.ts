import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from '@urql/core';
import { ExportSessionsDocument, type ExportSessionsQuery } from './__generated__/graphql.ts';

/** ECS counts calls by the minute: where it does not say when, the next minute is soon enough. */
const defaultWaitSeconds = 60;

type Page = Extract<ExportSessionsQuery['sessions'], { __typename: 'SessionConnection' }>;

/**
 * Walks through every record of the regions and yields each once, as ECS sent it.
 *
 * Waits where ECS throttles. Where the place in the list is lost it starts again, and skips what it has yielded; where
 * that brings nothing new, and for any other failure, it throws.
 */
export async function* exportSessions(
  client: Client,
  regionIds: readonly string[],
): AsyncGenerator<Page['nodes'][number]['raw']> {
  const yielded = new Set<string>();
  let yieldedAtRestart = -1;
  let after: string | null = null;
  for (;;) {
    const answer = await ask(client, regionIds, after);
    if (answer.__typename === 'SessionConnection') {
      for (const { id, raw } of answer.nodes) {
        if (yielded.has(id)) continue;
        yielded.add(id);
        yield raw;
      }
      if (!answer.pageInfo.hasNextPage) return;
      after = answer.pageInfo.endCursor;
    } else if (answer.__typename === 'ThrottledError') {
      const seconds = answer.retryAfterSeconds ?? defaultWaitSeconds;
      process.stderr.write(`throttled: waiting for ${seconds} s\n`);
      await wait(seconds * 1000);
    } else if (answer.__typename === 'InvalidNextTokenError' && yielded.size > yieldedAtRestart) {
      yieldedAtRestart = yielded.size;
      after = null;
    } else {
      throw new Error(`${answer.code}: ${answer.message}`);
    }
  }
}

async function ask(client: Client, regionIds: readonly string[], after: string | null) {
  const { data, error } = await client.query(ExportSessionsDocument, { regionIds: [...regionIds], after });
  if (data) return data.sessions;
  throw error ?? new Error('The gateway answered with neither data nor errors.');
}
