import type { WireSession } from './fleet-region.ts';

/** Which calls a fault is for. Only calls with a valid signature count: whoever is not let in meets no fault. */
interface Scope {
  action?: string | undefined;
  /** The account of the caller's credentials: for AssumeRole the one that is left, not the one that is entered. */
  accountId?: string | undefined;
  /** The call's RegionId parameter. */
  regionId?: string | undefined;
  /** The RoleArn parameter of AssumeRole. */
  roleArn?: string | undefined;
  /** How many calls it spoils before it is used up; for ever unless given. */
  times?: number | undefined;
  /** The share of the matching calls that it spoils, 0 to 1; all unless given. */
  probability?: number | undefined;
  /** The dice for `probability`; Math.random unless given. */
  random?: (() => number) | undefined;
}

/** Faults that send something else than the right answer. */
type Replacing =
  | {
      kind: 'throttling';
      status?: number | undefined;
      code?: string | undefined;
      retryAfterMs?: number | undefined;
    }
  /**
   * Throttles as the cloud does: each API of each account and region may be called so often within one minute of the
   * emulator's clock, and is refused from then on until the next one begins.
   */
  | { kind: 'quota'; callsPerMinute: number }
  /** Any documented error body. */
  | { kind: 'error'; status: number; code: string; message: string }
  /** An error body with the Code ServiceUnavailable. */
  | { kind: 'status'; status: number }
  /** A proxy's page; 502 unless given. */
  | { kind: 'html'; status?: number | undefined }
  /** The connection is reset before a byte of the answer. */
  | { kind: 'reset' }
  /** Half of the right answer, then the end of the connection. */
  | { kind: 'truncate' }
  /** No answer, ever. */
  | { kind: 'hang' }
  /** Headers, then blanks for ever: no reader's idle time runs out. */
  | { kind: 'drip'; intervalMs: number }
  /** Status 200 and broken JSON. */
  | { kind: 'malformed' }
  /** Any JSON value; status 200 unless given. */
  | { kind: 'body'; status?: number | undefined; json: unknown }
  | { kind: 'raw'; status: number; headers: Record<string, string>; text: string };

/** Faults that leave the answer right. */
type Accompanying =
  | { kind: 'latency'; ms: number }
  /** Before each DescribeTerminalSessions call with a NextToken, one record arrives at its region's head. */
  | { kind: 'arrivals'; make: () => WireSession };

/** Faults in how the answer is cut into pages. Without `action` the page sizes are DescribeTerminalSessions' alone. */
type Paging =
  /** Every NextToken and Marker is refused. */
  | { kind: 'expired-token' }
  /** The next `count` answers of each query have no records, but a token that goes on from the same position. */
  | { kind: 'empty-pages'; count: number }
  | { kind: 'short-pages'; size: number };

/** A fault that sends something else than the right answer, or only half of it. Of several, the oldest acts. */
export type ReplacingFault = Scope & Replacing;

/**
 * A way to misbehave. Latency, arrivals and paging faults act together with all others; of those that replace the
 * answer the oldest acts, and the next one follows when it is used up. So faults with `times` make a sequence.
 */
export type Fault = Scope & (Replacing | Accompanying | Paging);

/** Whether a fault replaces the answer. */
export function isReplacing(fault: Fault): fault is ReplacingFault {
  switch (fault.kind) {
    case 'latency':
    case 'arrivals':
    case 'expired-token':
    case 'empty-pages':
    case 'short-pages':
      return false;
    default:
      return true;
  }
}
