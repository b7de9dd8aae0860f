import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Connections } from './connections.ts';
import type { ServerLog } from './log.ts';
import { rawRefusal } from './refusal.ts';
import { allowedMethods } from './routes.ts';

/** How long a request may take to arrive, in milliseconds: its head, all of it, and how often Node checks that. */
export const arrival = { headersTimeout: 15_000, requestTimeout: 30_000, connectionsCheckingInterval: 5_000 };

interface Refusal {
  status: number;
  line: string;
  code: string;
  message: string;
}

const malformed: Refusal = {
  status: 400,
  line: '400 Bad Request',
  code: 'BAD_REQUEST',
  message: 'This is not a well-formed HTTP/1.1 request; check the client, or the proxy that sent it.',
};
/** By the code of Node's error; any other is malformed. */
const others: ReadonlyMap<string, Refusal> = new Map([
  [
    'HPE_HEADER_OVERFLOW',
    {
      status: 431,
      line: '431 Request Header Fields Too Large',
      code: 'HEADERS_TOO_LARGE',
      message:
        'The URL and the headers are larger than 16 KiB together, the maximum; send long documents by POST, and fewer headers.',
    },
  ],
  [
    'HPE_CHUNK_EXTENSIONS_OVERFLOW',
    {
      status: 413,
      line: '413 Payload Too Large',
      code: 'PAYLOAD_TOO_LARGE',
      message:
        'The chunk extensions of the request body are too large; send the body without them, or with a Content-Length.',
    },
  ],
  [
    'ERR_HTTP_REQUEST_TIMEOUT',
    {
      status: 408,
      line: '408 Request Timeout',
      code: 'REQUEST_TIMEOUT',
      message: `The request did not arrive in time: its headers within ${arrival.headersTimeout / 1000} s, all of it within ${arrival.requestTimeout / 1000} s; send it again.`,
    },
  ],
]);
const noTunnel: Refusal = {
  status: 405,
  line: '405 Method Not Allowed',
  code: 'METHOD_NOT_ALLOWED',
  message:
    'CONNECT is not supported, since this server is not a proxy; send GraphQL requests by GET or POST.',
};

/** Answers what Node's HTTP parser refuses, and CONNECT: like every refusal, with a code, an id and a log line. */
export function answerClientErrors(server: Server, connections: Connections, log: ServerLog): void {
  const answer = (socket: Socket, refusal: Refusal, headers: Record<string, string> = {}) => {
    const requestId = randomUUID();
    log.info({ requestId, status: refusal.status, code: refusal.code }, 'request');
    socket.end(
      rawRefusal(refusal.line, refusal.code, refusal.message, { 'x-request-id': requestId, ...headers }),
    );
    socket.destroySoon();
  };

  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    // The caller has hung up, or part of another answer has been sent already.
    if (!socket.writable || error.code === 'ECONNRESET' || connections.isAnswering(socket)) {
      socket.destroy();
      return;
    }
    answer(socket, others.get(error.code ?? '') ?? malformed);
  });
  server.on('connect', (_request, socket: Socket) => {
    // Node no longer handles errors of this socket: without a listener, a reset would end the process.
    socket.once('error', () => socket.destroy());
    answer(socket, noTunnel, { allow: allowedMethods });
  });
}
