import type { GraphQLSchema } from 'graphql';
import { createYoga } from 'graphql-yoga';
import { useAudit } from './audit.ts';
import type { AuditEntry } from './audit-entry.ts';
import { type AuthenticationOptions, useAuthentication } from './authentication.ts';
import { useBodyLimit } from './body-limit.ts';
import { type Refuse, useCostLimit } from './cost-limit.ts';
import { useCrossSiteGuard } from './cross-site-guard.ts';
import { useDocumentCache } from './document-cache.ts';
import { useDocumentLimits } from './document-limits.ts';
import { useErrorCodes } from './error-codes.ts';
import { useExecution } from './execution.ts';
import { type AdaptOperation, useGraphiQLPage } from './graphiql.ts';
import { useHostGuard } from './host-guard.ts';
import { useIntrospectionOff } from './introspection-switch.ts';
import type { ServerLog } from './log.ts';
import { createMask, type DescribeFailure, useUnforeseenErrorLog } from './masked-errors.ts';
import { useNoPersistedOperations, usePersistedOperations } from './persisted-operations.ts';
import { useQueriesOnly } from './queries-only.ts';
import { useQueryString } from './query-string.ts';
import type { Caller, RequestContext } from './request-context.ts';
import { type ResponseCacheOptions, useResponseCache } from './response-cache.ts';
import { useVariableCheck } from './variable-check.ts';

/** For whom a request is executed. */
export interface Requester {
  /** Aborts when the caller hangs up. */
  signal: AbortSignal;
  /** Undefined without authentication. */
  caller: Caller | undefined;
  /** Its usage is where to count what is done. */
  audit: AuditEntry;
}

/** Options of createGraphQLHandler. */
export interface GraphQLOptions {
  schema: GraphQLSchema;
  /** Makes the context of one request. */
  createContext: (requester: Requester) => object;
  /** Tells before execution what would cost too much. */
  refuse: Refuse;
  /** Says what stands in a field's place, where that is a failure. */
  describeFailure: DescribeFailure;
  /** Writes the stored operations with the type names of the schema. */
  adaptOperation: AdaptOperation;
  /** The folder of the stored operations, where browsers get a page whose first tabs they are; null for no page. */
  graphiql: URL | null;
  introspection: boolean;
  responseCache: ResponseCacheOptions;
  /** A file of the only operations that are served; undefined for any. */
  persistedOperationsFile?: string | undefined;
  /** Origins whose pages may call; none means no CORS headers at all. */
  corsOrigins: readonly string[];
  /** How callers prove who they are; undefined for anybody, and then only these hosts are served besides loopback. */
  authentication?: Omit<AuthenticationOptions, 'log'> | undefined;
  allowedHosts: readonly string[];
  log: ServerLog;
}

/** The one path that speaks GraphQL. */
export const graphqlPath = '/graphql';

/** GraphQL over HTTP. Source: the GraphQL over HTTP specification, whose audits the tests run. */
export function createGraphQLHandler(options: GraphQLOptions) {
  const { authentication, allowedHosts, corsOrigins, adaptOperation, persistedOperationsFile, log } = options;
  const { graphiql: operations } = options;
  return createYoga<RequestContext>({
    schema: options.schema,
    graphqlEndpoint: graphqlPath,
    context: ({ request, caller, audit }) => options.createContext({ signal: request.signal, caller, audit }),
    maskedErrors: { maskError: createMask(options.describeFailure) },
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
    // Yoga's own counts documents, whatever their size; document-cache.ts stands in for it.
    parserAndValidationCache: false,
    // In the order in which a request meets them.
    plugins: [
      ...(authentication ? [] : [useHostGuard(allowedHosts)]),
      ...(operations ? [useGraphiQLPage(graphqlPath, { operations, adaptOperation })] : []),
      useBodyLimit(),
      useQueryString(),
      useCrossSiteGuard(corsOrigins),
      ...(authentication ? [useAuthentication({ ...authentication, log })] : []),
      persistedOperationsFile
        ? usePersistedOperations(persistedOperationsFile, adaptOperation)
        : useNoPersistedOperations(),
      useResponseCache(options.responseCache),
      useDocumentCache(),
      ...(options.introspection ? [] : [useIntrospectionOff()]),
      // Behind the one before: it stands around the validation that is chosen there.
      useDocumentLimits(),
      useErrorCodes(),
      useAudit(),
      useQueriesOnly(),
      useVariableCheck({ hideSuggestions: !options.introspection }),
      useCostLimit(options.refuse),
      useExecution({ hideSuggestions: !options.introspection }),
      useUnforeseenErrorLog(log),
    ],
  });
}
