import { AskedList } from './asked.ts';

/** What a request has used of the upstream, and how old the answers are that it was given. */
export interface UsageFigures {
  /** Calls made to ECS for it: neither what the cache answered, nor a call that another request began. */
  readonly calls: number;
  /** Requests that these calls took, retries included. */
  readonly attempts: number;
  /** Age of the oldest cached answer among those it was given, in milliseconds; 0 for none. */
  readonly cachedMs: number;
  /** Age of the oldest answer that was served in place of a failed call, in milliseconds; null for none. */
  readonly staleMs: number | null;
}

/** What one request asked and got, and for whom: the audit line (SECURITY.md promises what is in it). */
export class AuditEntry {
  /** Whom the token names; null for nobody. */
  subject: string | null = null;
  /** The other end of the connection: the caller's address, or that of the proxy before the gateway. */
  address: string | null = null;
  /** The operation's name; null where it has none. */
  operation: string | null = null;
  /** The regions it named, refused ones included. */
  readonly regions = new Set<string>();
  /** Each list and each object that it asked for. */
  asked = new AskedList();
  /** Session records it was given. */
  rows = 0;
  /** Codes of all that failed. */
  readonly failures = new Set<string>();
  isExecuted = false;
  /** Counted by those below the server, from the time it is executed. */
  usage: UsageFigures = { calls: 0, attempts: 0, cachedMs: 0, staleMs: null };

  /** Notes that this request got what an earlier one got, without any upstream call. */
  repeat({ operation, regions, asked, rows }: AuditEntry): void {
    this.operation = operation;
    for (const region of regions) this.regions.add(region);
    this.asked = asked;
    this.rows = rows;
    this.isExecuted = true;
  }

  /** `ok`, the codes of what failed, or how the request ended without reaching GraphQL. */
  outcome(status: number | 'hung up'): string {
    if (status === 'hung up') return status;
    if (this.failures.size > 0) return [...this.failures].sort().join(' ');
    return this.isExecuted ? 'ok' : `HTTP ${status}`;
  }
}
