import type { AuditEntry } from './audit.ts';
import type { Caller } from './authentication.ts';

/** What is known of one HTTP request; Yoga hands it to every plugin. */
export interface RequestContext {
  requestId: string;
  audit: AuditEntry;
  /** Undefined until the caller is known; stays so without authentication. */
  caller?: Caller;
  /** Where its answer may be kept, and since when it has been under way (see response-cache.ts). */
  keep?: { key: string; since: number };
}
