import { type DocumentNode, Kind } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import type { ServerLog } from './log.ts';
import type { RequestContext } from './request-context.ts';

/**
 * Notes in the audit entry what only GraphQL knows of a request, and says in `extensions.stale` how old the oldest answer
 * is that was served in place of a failed call.
 */
export function useAudit(): Plugin<RequestContext, RequestContext> {
  return {
    onSubscribe({ args, context }) {
      context.audit.operation = nameOf(args.document, args.operationName);
    },
    onExecute({ args, context }) {
      const { audit } = context;
      audit.isExecuted = true;
      audit.operation = nameOf(args.document, args.operationName);
      return {
        onExecuteDone({ result, setResult }) {
          const { staleMs } = audit.usage;
          if (staleMs === null || isAsyncIterable(result)) return;
          const stale = { ageSeconds: Math.ceil(staleMs / 1000) };
          setResult({ ...result, extensions: { ...result.extensions, stale } });
        },
      };
    },
    onResultProcess({ result, serverContext }) {
      for (const single of [result].flat()) {
        if (!('errors' in single)) continue;
        for (const { extensions } of single.errors ?? []) {
          serverContext.audit.failures.add(String(extensions?.code ?? 'GRAPHQL_ERROR'));
        }
      }
    },
  };
}

/** Logs who asked for what. No token is in the line, and no cursor. */
export function writeAudit(log: ServerLog, context: RequestContext, status: number | 'hung up'): void {
  const { requestId, audit } = context;
  const { calls, attempts, staleMs } = audit.usage;
  log.info(
    {
      requestId,
      subject: audit.subject,
      address: audit.address,
      operation: audit.operation,
      regions: [...audit.regions].sort(),
      asked: audit.asked.things,
      ...(audit.asked.more > 0 && { askedMore: audit.asked.more }),
      rows: audit.rows,
      upstreamCalls: calls,
      upstreamAttempts: attempts,
      ...(staleMs !== null && { staleSeconds: Math.ceil(staleMs / 1000) }),
      outcome: audit.outcome(status),
    },
    'audit',
  );
}

/**
 * Logs what a request is going to change, before it does: where the line cannot be written, it must not.
 *
 * @throws where the log cannot be written
 */
export function announceChange(
  log: ServerLog,
  { requestId, audit }: Pick<RequestContext, 'requestId' | 'audit'>,
  fields: object,
): void {
  const { subject, address } = audit;
  log.info({ requestId, subject, address, ...fields }, 'audit: about to change');
}

/** The caller chooses it, and so its length. */
const longestName = 256;

function nameOf(document: DocumentNode, given: string | null | undefined): string | null {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const own = operation?.kind === Kind.OPERATION_DEFINITION ? operation.name?.value : undefined;
  return (given || own)?.slice(0, longestName) ?? null;
}
