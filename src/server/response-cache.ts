import { type ExecutionResult, getOperationAST, OperationTypeNode } from 'graphql';
import { type GraphQLParams, isAsyncIterable, type Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import type { AuditEntry } from './audit-entry.ts';
import type { Caller, RequestContext } from './request-context.ts';

/** Options of useResponseCache. */
export interface ResponseCacheOptions {
  /** Maximum age of the upstream answers in a response, in milliseconds; 0 caches none. */
  ttlMs: number;
  /** Maximum bytes of responses and their requests together. */
  maxBytes: number;
}

/** A text with characters beyond Latin-1 takes two. */
const bytesPerCharacter = 2;
/** Of a region's id in the audit entry. */
const bytesPerRegion = 100;
/** The objects around a response, its place in the cache, the timer that drops it. */
const bytesPerEntry = 2500;

/** A response as it was sent, and what it was made of. */
interface Kept {
  text: string;
  audit: AuditEntry;
}

/**
 * Answers a request as an equal one was answered a moment ago: the same document and variables, from a caller who may see
 * the same. A response is kept no longer than the oldest upstream answer in it may be reused, and only where nothing
 * failed. The token is checked and the audit line written as for any other request.
 */
export function useResponseCache({
  ttlMs,
  maxBytes,
}: ResponseCacheOptions): Plugin<RequestContext, RequestContext> {
  if (ttlMs === 0 || maxBytes < 1) return {};
  const answers = new LRUCache<string, Kept>({
    ttl: ttlMs,
    ttlResolution: 0,
    // Otherwise a response that nobody asks for again would stay until its place is needed.
    ttlAutopurge: true,
    maxSize: Math.floor(maxBytes),
    sizeCalculation: ({ text, audit }, key) =>
      bytesPerEntry +
      (text.length + key.length + audit.asked.characters * 2) * bytesPerCharacter +
      audit.regions.size * bytesPerRegion,
  });
  /** Of requests that do more than read. */
  const changing = new WeakSet<AuditEntry>();
  /** When the last of them was done, by performance.now. */
  let changedAt = Number.NEGATIVE_INFINITY;
  return {
    onParams({ params, context, setResult }) {
      const key = keyOf(params, context.caller);
      if (key === undefined) return;
      const kept = answers.get(key);
      if (kept === undefined) {
        context.keep = { key, since: performance.now() };
        return;
      }
      context.audit.repeat(kept.audit);
      setResult(asSent(kept.text));
    },

    /** What changes something is done anew each time. */
    onExecute({ args, context }) {
      const operation = getOperationAST(args.document, args.operationName);
      if (operation?.operation !== OperationTypeNode.QUERY) changing.add(context.audit);
    },

    onExecutionResult({ result, context: { keep, audit }, setResult }) {
      if (changing.has(audit)) {
        // Any response may hold what has changed, and so may those that are being made.
        answers.clear();
        changedAt = performance.now();
        return;
      }
      if (keep === undefined || keep.since <= changedAt) return;
      if (result === undefined || isAsyncIterable(result) || Array.isArray(result)) return;
      if (!isWhole(result) || audit.failures.size > 0) return;
      const ttl = ttlMs - audit.usage.cachedMs - (performance.now() - keep.since);
      if (ttl <= 0) return;
      const text = JSON.stringify(result);
      answers.set(keep.key, { text, audit }, { ttl });
      setResult(asSent(text));
    },
  };
}

/** What a response depends on: the request, and what its caller may see; undefined for parameters that are malformed. */
function keyOf(params: unknown, caller: Caller | undefined): string | undefined {
  if (!hasQuery(params)) return undefined;
  const access = caller && [
    caller.mayRead,
    caller.accountIds && [...caller.accountIds].sort(),
    caller.regions && [...caller.regions].sort(),
  ];
  try {
    return JSON.stringify([params.query, params.operationName, params.variables, access]);
  } catch {
    // Nested too deep to be written as text; later checks refuse it.
    return undefined;
  }
}

/** Yoga checks the parameters only after the plugins: until then they may be any JSON. */
function hasQuery(params: unknown): params is GraphQLParams {
  return typeof params === 'object' && params !== null && 'query' in params;
}

/** Nothing but data: no error, and no extension that says how stale a part is. */
function isWhole({ data, errors, extensions }: ExecutionResult): boolean {
  return Boolean(data) && !errors && !extensions;
}

/** Yoga writes a result by its own `stringify`, where it has one. */
function asSent(text: string) {
  return { data: {}, stringify: () => text };
}
