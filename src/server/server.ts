import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeAudit } from './audit.ts';
import { refuseWhatIsNotHttp } from './client-error.ts';
import { Connections } from './connections.ts';
import { allowOrigin, answerOptions } from './cors.ts';
import { createGraphQLHandler, type GraphQLOptions, graphqlPath } from './graphql.ts';
import { malformation } from './malformed-request.ts';
import { logUnforeseen, unforeseenCode, unforeseenMessage } from './masked-errors.ts';
import { refuse } from './refusal.ts';
import { createRequestContext, type RequestContext } from './request-context.ts';
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

/** How long a request may take to arrive, in milliseconds: its head, all of it, and how often that is looked at. */
const arrival = { headersTimeout: 15_000, requestTimeout: 30_000, connectionsCheckingInterval: 5_000 };

/** Serves `/graphql`, `/health` and `/ready` until stopped. */
export async function startServer(options: ServerOptions): Promise<GatewayServer> {
  const { log, corsOrigins } = options;
  const graphql = createGraphQLHandler(options);
  let stopping = false;

  // Node's own answer to a missing Host header has neither code nor id.
  const server = createServer({ ...arrival, requireHostHeader: false });
  const connections = new Connections(server);
  refuseWhatIsNotHttp(server, connections, log);

  const receive = (request: IncomingMessage, response: ServerResponse) => {
    connections.begin(request, response);
    const context = createRequestContext(request);
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    response.setHeader('x-request-id', context.requestId);
    // What one caller may see, no cache may show to another.
    response.setHeader('cache-control', 'no-store');
    if (stopping) response.setHeader('connection', 'close');
    logWhenDone(request, response, context, path);
    const problem = malformation(request, path === graphqlPath);
    if (problem !== undefined) return refuse(response, 400, 'BAD_REQUEST', problem);
    if (!/^(100-continue)?$/i.test(request.headers.expect ?? '')) {
      return refuse(response, 417, 'EXPECTATION_FAILED', 'Of Expect, 100-continue is met and nothing else.');
    }
    if (path === '/health') return answer(response, 200, { status: 'alive' });
    if (path === '/ready') return void answerReady(response);
    // Yoga takes `/graphql/` and `//graphql` for its own as well; one path is enough to guard.
    if (path !== graphqlPath)
      return refuse(response, 404, 'NOT_FOUND', `GraphQL is served at ${graphqlPath}.`);
    response.setHeader('vary', 'authorization, origin');
    allowOrigin(request, response, corsOrigins);
    if (request.method === 'OPTIONS') return answerOptions(request, response, corsOrigins);
    if (request.method !== 'GET' && request.method !== 'POST') {
      const allow = 'GET, POST, OPTIONS';
      return refuse(response, 405, 'METHOD_NOT_ALLOWED', 'GraphQL is served by GET and POST.', { allow });
    }
    void answerGraphQL(request, response, context);
  };
  // Node's own answer to an Expect header that it does not know is as bare.
  server.on('request', receive).on('checkExpectation', receive);

  /** The one place that all goes through which may throw outside of GraphQL: plugins, Yoga, and what they stand on. */
  async function answerGraphQL(request: IncomingMessage, response: ServerResponse, context: RequestContext) {
    try {
      const reply = await graphql.handleNodeRequestAndResponse(request, response, context);
      await sendReply(reply, response);
    } catch (thrown) {
      if (response.destroyed) return;
      logUnforeseen(log, context.requestId, thrown);
      if (response.headersSent) response.destroy();
      else refuse(response, 500, unforeseenCode, unforeseenMessage);
    }
  }

  async function answerReady(response: ServerResponse) {
    const ready = !stopping && (await options.isReady().catch(() => false));
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
      // A turn of the event loop later, so that what has arrived by now is still read and answered.
      setImmediate(() => setImmediate(() => connections.closeIdle()));
      const timer = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(timer);
      log.info({}, 'stopped');
    },
  };
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.statusCode = status;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(body));
}

function urlOf(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string') return String(address);
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}${graphqlPath}`;
}
