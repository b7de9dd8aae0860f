import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AuditEntry, writeAudit } from './audit.ts';
import { createGraphQLHandler, type GraphQLOptions, graphqlPath } from './graphql.ts';
import type { RequestContext } from './request-context.ts';
import { requestIdOf } from './request-id.ts';

/** Options of startServer. */
export interface ServerOptions extends GraphQLOptions {
  host: string;
  /** 0 picks a free one. */
  port: number;
  /** Whether calls to ECS can be signed. */
  isReady: () => Promise<boolean>;
}

/** A listening gateway. */
export interface GatewayServer {
  /** Where GraphQL is served, such as `http://127.0.0.1:4000/graphql`. */
  url: string;
  /** Stops accepting, lets running requests finish for up to `graceMs` (10 s unless given), then closes the rest. */
  stop(graceMs?: number): Promise<void>;
}

/** Serves `/graphql`, `/health` and `/ready` until stopped. */
export async function startServer(options: ServerOptions): Promise<GatewayServer> {
  const { log } = options;
  const graphql = createGraphQLHandler(options);
  let stopping = false;

  const server = createServer((request, response) => {
    const requestId = requestIdOf(request);
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    response.setHeader('x-request-id', requestId);
    if (stopping) response.setHeader('connection', 'close');
    const context: RequestContext = { requestId, audit: new AuditEntry() };
    context.audit.address = request.socket.remoteAddress ?? null;
    logWhenDone(request, response, context, path);
    if (path === '/health') return answer(response, 200, { status: 'alive' });
    if (path === '/ready') return void answerReady(response);
    // Yoga takes `/graphql/` and `//graphql` for its own as well; one path is enough to guard.
    if (path !== graphqlPath) return answer(response, 404, notFound);
    // What one caller may see, no cache may show to another.
    response.setHeader('cache-control', 'no-store');
    response.setHeader('vary', 'authorization, origin');
    void graphql(request, response, context);
  });

  async function answerReady(response: ServerResponse) {
    const ready = !stopping && (await options.isReady());
    answer(response, ready ? 200 : 503, {
      status: stopping ? 'stopping' : ready ? 'ready' : 'no usable credentials',
    });
  }

  function logWhenDone(
    request: IncomingMessage,
    response: ServerResponse,
    context: RequestContext,
    path: string,
  ) {
    const begin = performance.now();
    response.once('close', () => {
      const ms = Math.round(performance.now() - begin);
      const status = response.writableFinished ? response.statusCode : 'hung up';
      // The query string stays out: on a GET it holds variables, cursors among them.
      log.info({ requestId: context.requestId, path, method: request.method, status, ms }, 'request');
      if (path === graphqlPath) writeAudit(log, context, status);
      if (stopping) server.closeIdleConnections();
    });
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const url = urlOf(server.address());
  log.info({ url }, 'listening');

  return {
    url,
    async stop(graceMs = 10_000) {
      stopping = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const timer = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(timer);
      log.info('stopped');
    },
  };
}

const notFound = {
  errors: [{ message: `GraphQL is served at ${graphqlPath}.`, extensions: { code: 'NOT_FOUND' } }],
};

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

function urlOf(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string') return String(address);
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}${graphqlPath}`;
}
