import type { IncomingMessage, ServerResponse } from 'node:http';
import { refuse } from './refusal.ts';

/** The one path that serves GraphQL. */
export const graphqlPath = '/graphql';
/** The methods of GraphQL over HTTP. */
export const graphqlMethods = 'GET, POST';
/** All that is answered at the path of GraphQL. */
export const allowedMethods = `${graphqlMethods}, OPTIONS`;

/** What `GET /ready` says. */
export type Readiness = 'ready' | 'stopping' | 'no usable credentials';

/** The path that a request asks for, without its query string. */
export function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}

/** Answers `/health` (the process is alive) and `/ready` (it can serve: 503 while it cannot). */
export function answerProbes(readiness: () => Promise<Readiness>) {
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const path = pathOf(request);
    if (path === '/health') answerStatus(response, 200, 'alive');
    else if (path === '/ready') {
      void readiness().then((status) => answerStatus(response, status === 'ready' ? 200 : 503, status));
    } else return false;
    return true;
  };
}

/** Leads a browser that asks for `/` to GraphiQL, where that is on. */
export function leadToGraphiQL(isOn: boolean) {
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const { method, headers } = request;
    const isBrowser = method === 'GET' && headers.accept?.includes('text/html');
    if (!isOn || !isBrowser || pathOf(request) !== '/') return false;
    response.statusCode = 302;
    response.setHeader('location', graphqlPath);
    response.end();
    return true;
  };
}

/** Yoga also serves GraphQL at `/graphql/` and `//graphql`; with one path there is one to guard. */
export function refuseOtherPaths(request: IncomingMessage, response: ServerResponse): boolean {
  if (pathOf(request) === graphqlPath) return false;
  return refuse(
    response,
    404,
    'NOT_FOUND',
    `There is nothing at this path; send GraphQL requests to ${graphqlPath}.`,
  );
}

/** Refuses what is neither GET nor POST; OPTIONS has been answered before. */
export function refuseOtherMethods({ method }: IncomingMessage, response: ServerResponse): boolean {
  if (method === 'GET' || method === 'POST') return false;
  return refuse(
    response,
    405,
    'METHOD_NOT_ALLOWED',
    'This method is not supported; send GraphQL requests by GET or POST.',
    {
      allow: allowedMethods,
    },
  );
}

function answerStatus(response: ServerResponse, code: number, status: string): void {
  response.statusCode = code;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ status }));
}
