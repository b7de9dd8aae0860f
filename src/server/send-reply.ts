import type { ServerResponse } from 'node:http';
import { refuse } from './refusal.ts';

/** Headers that the server sets itself: those of the connection, and what caches may keep. */
const ownHeaders = ['connection', 'transfer-encoding', 'cache-control'];

/**
 * Sends what Yoga answers. It is read whole first, so that an error while reading can still be answered with a code; event
 * streams too, since each has only one result.
 */
export async function sendReply(reply: Response, response: ServerResponse): Promise<void> {
  const isCompressed = reply.headers.get('content-encoding') === 'gzip';
  const body = isCompressed ? Buffer.from(await reply.arrayBuffer()) : await reply.text();
  if (response.destroyed) return;
  if (body.length === 0 && reply.status === 406) {
    refuse(
      response,
      406,
      'NOT_ACCEPTABLE',
      'The Accept header must allow application/graphql-response+json or application/json; add one of them.',
    );
    return;
  }
  reply.headers.forEach((value, name) => {
    if (!ownHeaders.includes(name.toLowerCase())) response.setHeader(name, value);
  });
  response.statusCode = reply.status;
  response.end(body);
}
