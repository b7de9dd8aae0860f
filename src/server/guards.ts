import type { IncomingMessage, ServerResponse } from 'node:http';
import type { YogaServerOptions } from 'graphql-yoga';
import { useAudit } from './audit.ts';
import { type AuthenticationOptions, useAuthentication } from './authentication.ts';
import { useBodyLimit } from './body-limit.ts';
import { answerCors } from './cors.ts';
import { type CostCheck, useCostLimit } from './cost-limit.ts';
import { useCrossSiteGuard } from './cross-site-guard.ts';
import { useDocumentCache } from './document-cache.ts';
import { useDocumentLimits } from './document-limits.ts';
import { useErrorCodes } from './error-codes.ts';
import { useExecution } from './execution.ts';
import { type AdaptOperation, useGraphiQLPage } from './graphiql.ts';
import { useHostGuard } from './host-guard.ts';
import { useIntrospectionOff } from './introspection-switch.ts';
import type { ServerLog } from './log.ts';
import { refuseExpectation, refuseMalformed } from './malformed-request.ts';
import { useMaskedErrorLog } from './masked-errors.ts';
import { useNoSubscriptions } from './no-subscriptions.ts';
import { useNoPersistedOperations, usePersistedOperations } from './persisted-operations.ts';
import { useQueryString } from './query-string.ts';
import type { RequestContext } from './request-context.ts';
import { type ResponseCacheOptions, useResponseCache } from './response-cache.ts';
import {
  answerProbes,
  graphqlPath,
  leadToGraphiQL,
  type Readiness,
  refuseOtherMethods,
  refuseOtherPaths,
} from './routes.ts';
import { useVariableCheck } from './variable-check.ts';

/*
 * All that stands between a caller and a resolver, in the order in which a request meets it. Before any of it, Node's
 * parser refuses what is not HTTP (client-error.ts); after all of it, the loaders check each region that is asked for.
 */

/** Answers a request, or leaves it to the next; returns whether it has answered. */
export type HttpGuard = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Options of httpGuards. */
export interface HttpGuardOptions {
  /** What `GET /ready` says. */
  readiness: () => Promise<Readiness>;
  /** Origins whose pages may call; none means no CORS headers at all. */
  corsOrigins: readonly string[];
  /** Whether browsers get GraphiQL. */
  hasGraphiQL: boolean;
}

/** The first half, in plain `node:http`: nothing here makes a URL of the request, reads its body, or knows who asks. */
export function httpGuards({ readiness, corsOrigins, hasGraphiQL }: HttpGuardOptions): readonly HttpGuard[] {
  return [
    // A target or a Host header that no URL can be made of: whatever comes later makes one.
    refuseMalformed,
    refuseExpectation,
    // Before the guards of GraphQL: those who probe have no token.
    answerProbes(readiness),
    leadToGraphiQL(hasGraphiQL),
    refuseOtherPaths,
    // Before all further refusals: the pages of allowed origins may read those as well.
    answerCors(corsOrigins),
    refuseOtherMethods,
  ];
}

/** Plugins of Yoga, each with the part of the context that it needs. */
export type GraphQLPlugins = NonNullable<YogaServerOptions<RequestContext, object>['plugins']>;

/** Options of graphqlPlugins. */
export interface GraphQLGuardOptions {
  /** How callers prove who they are; null or absent for anybody, and then only `allowedHosts` and loopback are served. */
  authentication?: Omit<AuthenticationOptions, 'log'> | null;
  /** Names and addresses without ports. */
  allowedHosts: readonly string[];
  /** The folder of the stored operations, where browsers get a page whose first tabs they are; null for no page. */
  graphiql: URL | null;
  /** Origins whose pages may call. */
  corsOrigins: readonly string[];
  /** A file of the only operations that are served; undefined for any. */
  persistedOperationsFile?: string | undefined;
  /** Writes the stored operations with the type names of the schema. */
  adaptOperation: AdaptOperation;
  responseCache: ResponseCacheOptions;
  introspection: boolean;
  /** Refuses operations that may cost too much. */
  checkCost: CostCheck;
  log: ServerLog;
}

/** The second half, as plugins of Yoga: the first of them see the request's head, then its body, then the operation. */
export function graphqlPlugins(options: GraphQLGuardOptions): GraphQLPlugins {
  const { authentication, graphiql, adaptOperation, persistedOperationsFile, introspection, log } = options;
  const hideSuggestions = !introspection;
  return [
    // The request's head.
    ...(authentication ? [] : [useHostGuard(options.allowedHosts)]),
    ...(graphiql
      ? [
          useGraphiQLPage(graphqlPath, {
            operations: graphiql,
            adaptOperation,
            needsToken: Boolean(authentication),
          }),
        ]
      : []),
    // The body's length is checked here, the body is read after the token has been checked.
    useBodyLimit(),
    useQueryString(),
    useCrossSiteGuard(options.corsOrigins),
    ...(authentication ? [useAuthentication({ ...authentication, log })] : []),
    // What is asked: a document or the id of one, variables.
    persistedOperationsFile
      ? usePersistedOperations(persistedOperationsFile, adaptOperation)
      : useNoPersistedOperations(),
    // After the token has been checked: an answer is cached for all callers who may see the same.
    useResponseCache(options.responseCache),
    // The document, parsed and checked against the schema.
    useDocumentCache(),
    ...(introspection ? [] : [useIntrospectionOff()]),
    // After the one before: it wraps the validation that is chosen there.
    useDocumentLimits(),
    // From here on the operation and its result.
    useErrorCodes(),
    useAudit(),
    useNoSubscriptions(),
    useVariableCheck({ hideSuggestions }),
    // After the check of variables: the cost depends on them.
    useCostLimit(options.checkCost),
    useExecution({ hideSuggestions }),
    useMaskedErrorLog(log),
  ];
}
