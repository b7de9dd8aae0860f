import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeAudit } from './audit.ts';
import { answerClientErrors, arrival } from './client-error.ts';
import { Connections } from './connections.ts';
import { createGraphQLHandler, type GraphQLOptions } from './graphql.ts';
import { httpGuards } from './guards.ts';
import type { ServerLog } from './log.ts';
import { logMasked, maskedCode, maskedMessage } from './masked-errors.ts';
import { refuse } from './refusal.ts';
import { createRequestContext, type RequestContext } from './request-context.ts';
import { graphqlPath, pathOf, type Readiness } from './routes.ts';
import { sendReply } from './send-reply.ts';

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

/**
 * Serves `/graphql`, `/health` and `/ready` until stopped. A request's way, from its connection to its answer:
 * answerClientErrors → receive → the guards of `node:http` → answerGraphQL → Yoga and its plugins → sendReply.
 */
export async function startServer(options: ServerOptions): Promise<GatewayServer> {
  const { log, corsOrigins } = options;
  let isStopping = false;
  const readiness = async (): Promise<Readiness> => {
    if (isStopping) return 'stopping';
    const isReady = await options.isReady().catch(() => false);
    return isStopping ? 'stopping' : isReady ? 'ready' : 'no usable credentials';
  };
  const guards = httpGuards({ readiness, corsOrigins, hasGraphiQL: options.graphiql !== null });
  const graphql = createGraphQLHandler(options);

  // A missing Host header is malformed-request.ts's to refuse: Node's own answer has neither code nor id.
  const server = createServer({ ...arrival, requireHostHeader: false });
  const connections = new Connections(server);
  answerClientErrors(server, connections, log);
  // Without the second listener, Node answers an unknown Expect header by itself, again with neither code nor id.
  server.on('request', receive).on('checkExpectation', receive);

  function receive(request: IncomingMessage, response: ServerResponse): void {
    connections.begin(request, response);
    const context = createRequestContext(request);
    logWhenDone(log, context, request, response);
    response.setHeader('x-request-id', context.requestId);
    // What one caller may see, no cache may show to another.
    response.setHeader('cache-control', 'no-store');
    if (isStopping) response.setHeader('connection', 'close');
    const isAnswered = guards.some((guard) => guard(request, response));
    if (!isAnswered) void answerGraphQL(request, response, context);
  }

  /** The one place where errors thrown outside of GraphQL are caught: those of plugins, of Yoga, and of what they use. */
  async function answerGraphQL(request: IncomingMessage, response: ServerResponse, context: RequestContext) {
    try {
      const reply = await graphql.handleNodeRequestAndResponse(request, response, context);
      await sendReply(reply, response);
    } catch (thrown) {
      if (response.destroyed) return;
      logMasked(log, context.requestId, thrown);
      if (response.headersSent) response.destroy();
      else refuse(response, 500, maskedCode, maskedMessage);
    }
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
      isStopping = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // A turn of the event loop later, so that what has arrived by now is still read and answered.
      setImmediate(() => setImmediate(() => connections.closeIdle()));
      const timer = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(timer);
      log.info({}, 'stopped');
    },
  };
}

/** One line for each request, and the audit line for each that asks GraphQL. */
function logWhenDone(
  log: ServerLog,
  context: RequestContext,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const begin = performance.now();
  // The query string stays out: on a GET it holds variables, cursors among them.
  const path = pathOf(request);
  response.once('close', () => {
    const ms = Math.round(performance.now() - begin);
    const status = response.writableFinished ? response.statusCode : 'hung up';
    log.info({ requestId: context.requestId, path, method: request.method, status, ms }, 'request');
    if (path === graphqlPath) writeAudit(log, context, status);
  });
}

function urlOf(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string') return String(address);
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}${graphqlPath}`;
}
