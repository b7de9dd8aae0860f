import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { AuditEntry } from './audit-entry.ts';

/** Who asks, and what its token allows. */
export interface Caller {
  /** For the audit log: the claim `sub`, else `client_id`; null for a token that names nobody. */
  subject: string | null;
  /** Whether the token has the scope `ecs-sessions:read`. */
  mayRead: boolean;
  /** Whether the token has the scope `ecs-sessions:end`. */
  mayEnd: boolean;
  /** The claim `ecs_accounts`, ids of 16 digits; null where the token has none, which means all. */
  accountIds: readonly string[] | null;
  /** The claim `ecs_regions`; null where the token has none, which means all. */
  regions: readonly string[] | null;
}

/** What is known of one HTTP request; Yoga hands it to every plugin. */
export interface RequestContext {
  requestId: string;
  audit: AuditEntry;
  /** Undefined until the caller is known; stays so without authentication. */
  caller?: Caller;
  /** Under which key its answer may be cached, and when it arrived (see response-cache.ts). */
  keep?: { key: string; since: number };
}

/** The context of a request that has just arrived. */
export function createRequestContext(request: IncomingMessage): RequestContext {
  const audit = new AuditEntry();
  audit.address = request.socket.remoteAddress ?? null;
  return { requestId: requestIdOf(request), audit };
}

/** The caller's own `x-request-id` where it is fit for a log line, else a new one. */
function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && /^[\w-]{1,64}$/.test(given) ? given : randomUUID();
}
