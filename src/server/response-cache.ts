import type { ExecutionResult } from 'graphql';
import { type GraphQLParams, isAsyncIterable, type Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import type { AuditEntry } from './audit.ts';
import type { Caller } from './authentication.ts';
import type { RequestContext } from './request-context.ts';

/** Options of useResponseCache. */
export interface ResponseCacheOptions {
  /** How old may be what an answer is made of, in milliseconds; 0 keeps none. */
  ttlMs: number;
  /** Most bytes that are kept, questions included. */
  maxBytes: number;
}

/** Of a text that may hold characters beyond Latin-1. */
const bytesPerCharacter = 2;
/** Of one region's id in the audit entry. */
const bytesPerRegion = 100;
/** The objects around an answer, its place in the cache, the timer that drops it. */
const bytesPerEntry = 2500;

/** An answer as it was sent, and what it was made of. */
interface Kept {
  text: string;
  audit: AuditEntry;
}

/**
 * Answers a request as an equal one was answered a moment ago: the same document and variables, from a caller who may see
 * the same. An answer is kept no longer than the oldest upstream answer in it might be reused, and only where nothing
 * failed. Each request is checked for its token and written to the audit log as any other.
 */
export function useResponseCache({
  ttlMs,
  maxBytes,
}: ResponseCacheOptions): Plugin<RequestContext, RequestContext> {
  if (ttlMs === 0 || maxBytes < 1) return {};
  const answers = new LRUCache<string, Kept>({
    ttl: ttlMs,
    ttlResolution: 0,
    // Else what nobody asks again would stay until its place is needed.
    ttlAutopurge: true,
    maxSize: Math.floor(maxBytes),
    sizeCalculation: ({ text, audit }, key) =>
      bytesPerEntry +
      (text.length + key.length + audit.asked.characters * 2) * bytesPerCharacter +
      audit.regions.size * bytesPerRegion,
  });
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

    onExecutionResult({ result, context: { keep, audit }, setResult }) {
      if (keep === undefined || result === undefined || isAsyncIterable(result) || Array.isArray(result))
        return;
      if (!isWhole(result) || audit.failures.size > 0) return;
      const ttl = ttlMs - audit.usage.cachedMs - (performance.now() - keep.since);
      if (ttl <= 0) return;
      const text = JSON.stringify(result);
      answers.set(keep.key, { text, audit }, { ttl });
      setResult(asSent(text));
    },
  };
}

/** What an answer depends on: the question, and what its caller may see; undefined where that is no question yet. */
function keyOf(params: unknown, caller: Caller | undefined): string | undefined {
  if (!isQuestion(params)) return undefined;
  const access = caller && [caller.mayRead, caller.regions && [...caller.regions].sort()];
  try {
    return JSON.stringify([params.query, params.operationName, params.variables, access]);
  } catch {
    // Nested deeper than can be written. What to say of it is not the cache's business.
    return undefined;
  }
}

/** Yoga checks what came only behind the plugins: it may be anything that JSON can say. */
function isQuestion(params: unknown): params is GraphQLParams {
  return typeof params === 'object' && params !== null && 'query' in params;
}

/** Nothing but data: no error, and no word of an answer that stands in for a failed call. */
function isWhole({ data, errors, extensions }: ExecutionResult): boolean {
  return Boolean(data) && !errors && !extensions;
}

/** Yoga writes a result by its own `stringify`, where it has one. */
function asSent(text: string) {
  return { data: {}, stringify: () => text };
}
