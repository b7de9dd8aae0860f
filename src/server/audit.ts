import { type DocumentNode, Kind } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import { AskedList } from './asked.ts';
import type { ServerLog } from './log.ts';
import type { RequestContext } from './request-context.ts';

/** What a request has used of the upstream, and how old the answers are that it was given. */
export interface UsageFigures {
  /** Calls made for it, and the requests that they took. */
  readonly calls: number;
  readonly attempts: number;
  /** Age of the oldest cached answer, in milliseconds. */
  readonly cachedMs: number;
  /** Age of the oldest answer that stood in for a failed call, in milliseconds; null for none. */
  readonly staleMs: number | null;
}

/** What one GraphQL request did, and for whom. Those below the server note what they do in it. */
export class AuditEntry {
  /** Whom the token names; null for nobody. */
  subject: string | null = null;
  /** The other end of the connection: the caller's, or that of the proxy before the gateway. */
  address: string | null = null;
  operation: string | null = null;
  readonly regions = new Set<string>();
  readonly asked = new AskedList();
  rows = 0;
  /** What it has used of ECS; set where it is executed. */
  usage: UsageFigures = { calls: 0, attempts: 0, cachedMs: 0, staleMs: null };
  readonly failures = new Set<string>();
  isExecuted = false;

  /** Notes that this request was given what an earlier one was given, at no further call. */
  repeat({ operation, regions, asked, rows }: AuditEntry): void {
    this.operation = operation;
    for (const region of regions) this.regions.add(region);
    this.asked.addAll(asked);
    this.rows = rows;
    this.isExecuted = true;
  }

  /** `ok`, the codes of what failed, or how it ended before GraphQL had its say. */
  outcome(status: number | 'hung up'): string {
    if (status === 'hung up') return status;
    if (this.failures.size > 0) return [...this.failures].sort().join(' ');
    return this.isExecuted ? 'ok' : `HTTP ${status}`;
  }
}

/** Notes what only GraphQL knows of a request, and tells the caller of answers that stand in for failed calls. */
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

/** The line that says who asked for what (SECURITY.md promises what is in it). No token is in it, and of the variables no cursor. */
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

/** The caller chooses it, and so its length. */
const longestName = 256;

function nameOf(document: DocumentNode, given: string | null | undefined): string | null {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const own = operation?.kind === Kind.OPERATION_DEFINITION ? operation.name?.value : undefined;
  return (given || own)?.slice(0, longestName) ?? null;
}
