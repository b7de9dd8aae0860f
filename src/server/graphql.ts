import type { GraphQLSchema } from 'graphql';
import { createYoga } from 'graphql-yoga';
import { announceChange } from './audit.ts';
import type { AuditEntry } from './audit-entry.ts';
import { type GraphQLGuardOptions, graphqlPlugins } from './guards.ts';
import { createMask, type DescribeFailure } from './masked-errors.ts';
import type { Caller, RequestContext } from './request-context.ts';
import { graphqlPath } from './routes.ts';

/** For whom a request is executed. */
export interface Requester {
  /** Aborts when the caller hangs up. */
  signal: AbortSignal;
  /** Undefined without authentication. */
  caller: Caller | undefined;
  /** Where to note what is asked and done. */
  audit: AuditEntry;
  /** Writes a line of its own about what is going to be changed, before it is changed. */
  announceChange: (fields: object) => void;
}

/** Options of createGraphQLHandler. */
export interface GraphQLOptions extends GraphQLGuardOptions {
  schema: GraphQLSchema;
  /** Makes the context of one request. */
  createContext: (requester: Requester) => object;
  /** Returns the error that callers see for a failure. */
  describeFailure: DescribeFailure;
}

/** GraphQL over HTTP. Source: the GraphQL over HTTP specification, whose audits the tests run. */
export function createGraphQLHandler(options: GraphQLOptions) {
  return createYoga<RequestContext>({
    schema: options.schema,
    graphqlEndpoint: graphqlPath,
    context: (context) =>
      options.createContext({
        signal: context.request.signal,
        caller: context.caller,
        audit: context.audit,
        announceChange: (fields) => announceChange(options.log, context, fields),
      }),
    maskedErrors: { maskError: createMask(options.describeFailure) },
    plugins: graphqlPlugins(options),
    // cors.ts does it; Yoga's own would let an unlisted origin in as `null`.
    cors: false,
    // No URL ends so: Yoga would answer whatever ends in `/health`, `/graphql?/health` too, before any guard.
    healthCheckEndpoint: ' ',
    batching: false,
    graphiql: false,
    landingPage: false,
    logging: false,
    // body-limit.ts sets a smaller one; Yoga's own would send each body through a stream of its own.
    maxRequestBodySize: false,
    // Yoga's own counts documents, whatever their size; document-cache.ts replaces it.
    parserAndValidationCache: false,
  });
}
