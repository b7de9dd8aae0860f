import { execute, type GraphQLSchema } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';
import { type AdaptOperation, useGraphiQLPage } from './graphiql.ts';
import { maskError, useUnforeseenErrorLog } from './unforeseen-errors.ts';

/** Options of createGraphQLHandler. */
export interface GraphQLOptions {
  schema: GraphQLSchema;
  /** Makes the context of one request; the signal aborts when the caller hangs up. */
  createContext: (signal: AbortSignal) => object;
  /** A page for browsers whose first tabs are the stored operations; false for none. */
  graphiql: false | { adaptOperation: AdaptOperation };
  /** Origins whose pages may call; none means no CORS headers at all. */
  corsOrigins: readonly string[];
  log: Logger;
}

/** The one path that speaks GraphQL. */
export const graphqlPath = '/graphql';

/** GraphQL over HTTP. Source: the GraphQL over HTTP specification, whose audits the tests run. */
export function createGraphQLHandler(options: GraphQLOptions) {
  return createYoga<{ requestId: string }>({
    schema: options.schema,
    graphqlEndpoint: graphqlPath,
    context: ({ request }) => options.createContext(request.signal),
    maskedErrors: { maskError },
    cors: options.corsOrigins.length > 0 ? { origin: [...options.corsOrigins] } : false,
    graphiql: false,
    landingPage: false,
    logging: false,
    plugins: [
      useOrderedAnswers,
      useUnforeseenErrorLog(options.log),
      ...(options.graphiql ? [useGraphiQLPage(graphqlPath, options.graphiql.adaptOperation)] : []),
    ],
  });
}

/** Yoga's own executor puts fields that took a promise behind the others; the specification wants the query's order. */
const useOrderedAnswers: Plugin = { onExecute: ({ setExecuteFn }) => setExecuteFn(execute) };
