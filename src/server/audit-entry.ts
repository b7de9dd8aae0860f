import { AskedList } from './asked.ts';

/** What one request did below the server, which only reads it: those below count in it. */
export interface AuditedUsage {
  /** The regions it named, refused ones included. */
  readonly regions: Set<string>;
  /** Each list and each object that it asked for. */
  readonly asked: AskedList;
  /** Session records it was given. */
  rows: number;
  /** Calls made to ECS for it: neither what the cache answered, nor a call that another request began. */
  upstreamCalls: number;
  /** Requests that these calls took, retries included. */
  upstreamAttempts: number;
  /** Age of the oldest cached answer among those it was given, in milliseconds; 0 for none. */
  rememberedMs: number;
  /** Age of the oldest answer that was served in place of a failed call, in milliseconds; null for none. */
  staleMs: number | null;
  /** Codes of all that failed. */
  readonly failures: Set<string>;
}

/** What one request asked and got, and for whom: the audit line (SECURITY.md promises what is in it). */
export class AuditEntry {
  /** Whom the token names; null for nobody. */
  subject: string | null = null;
  /** The other end of the connection: the caller's address, or that of the proxy before the gateway. */
  address: string | null = null;
  /** The operation's name; null where it has none. */
  operation: string | null = null;
  isExecuted = false;
  usage: AuditedUsage = noUsage();

  /** Notes that this request got what an earlier one got, without any upstream call. */
  repeat({ operation, usage: { regions, asked, rows } }: AuditEntry): void {
    this.operation = operation;
    this.usage = { ...noUsage(), regions, asked, rows };
    this.isExecuted = true;
  }

  /** `ok`, the codes of what failed, or how the request ended without reaching GraphQL. */
  outcome(status: number | 'hung up'): string {
    if (status === 'hung up') return status;
    const { failures } = this.usage;
    if (failures.size > 0) return [...failures].sort().join(' ');
    return this.isExecuted ? 'ok' : `HTTP ${status}`;
  }
}

function noUsage(): AuditedUsage {
  return {
    regions: new Set(),
    asked: new AskedList(),
    rows: 0,
    upstreamCalls: 0,
    upstreamAttempts: 0,
    rememberedMs: 0,
    staleMs: null,
    failures: new Set(),
  };
}
