import type { ServerResponse } from 'node:http';
import { refuse } from './refusal.ts';

/** Of the connection, which is the server's to speak of, and of caches, where no other word than its own counts. */
const ownHeaders = ['connection', 'transfer-encoding', 'cache-control'];

/**
 * Sends what Yoga answers. It is read whole, event streams too, since none of them goes on beyond its one result: what
 * breaks while it is read is answered with a code, and not in the middle of another answer.
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
      'Accept must allow application/graphql-response+json or application/json.',
    );
    return;
  }
  reply.headers.forEach((value, name) => {
    if (!ownHeaders.includes(name.toLowerCase())) response.setHeader(name, value);
  });
  response.statusCode = reply.status;
  response.end(body);
}
