import type { WireSession } from './fleet.ts';

/** Which calls a fault acts on. A call without a valid signature is refused before any fault acts. */
interface AffectedCalls {
  action?: string | undefined;
  /** The account of the caller's credentials: for AssumeRole that of the caller, not that of the role. */
  accountId?: string | undefined;
  /** The call's RegionId parameter. */
  regionId?: string | undefined;
  /** The RoleArn parameter of AssumeRole. */
  roleArn?: string | undefined;
  /** How many calls it acts on before it is used up; no limit unless given. */
  times?: number | undefined;
  /** The share of the matching calls that it acts on, 0 to 1; all unless given. */
  probability?: number | undefined;
  /** A random number from 0 up to 1 for `probability`; Math.random unless given. */
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
   * Throttles as the cloud does: each action, in each account and region, may be called so many times within one minute
   * of the emulator's clock, and is refused from then on until the next minute begins.
   */
  | { kind: 'quota'; callsPerMinute: number }
  /** Any documented error body. */
  | { kind: 'error'; status: number; code: string; message: string }
  /** An error body with the Code ServiceUnavailable. */
  | { kind: 'status'; status: number }
  /** A proxy's HTML page; status 502 unless given. */
  | { kind: 'html'; status?: number | undefined }
  /** The connection is reset before a byte of the answer. */
  | { kind: 'reset' }
  /** Half of the right answer, then the end of the connection. */
  | { kind: 'truncate' }
  /** No answer, ever. */
  | { kind: 'hang' }
  /** Headers, then blanks without end, so that no idle timeout of the reader fires. */
  | { kind: 'drip'; intervalMs: number }
  /** Status 200 and broken JSON. */
  | { kind: 'malformed' }
  /** Any JSON value; status 200 unless given. */
  | { kind: 'body'; status?: number | undefined; json: unknown }
  | { kind: 'raw'; status: number; headers: Record<string, string>; text: string };

/** A fault that changes the data before the call is answered, and leaves the answer right. */
type Changing =
  /**
   * Before each DescribeTerminalSessions call with a NextToken, one record arrives: at the head of its region's list, or
   * with `late` where its CreationTime belongs.
   */
  | { kind: 'arrivals'; make: () => WireSession; late?: boolean | undefined }
  /**
   * Before each call is answered, runs the test's own code and waits for it. It may do anything between two pages of a
   * walk: move the clock, change a status, let records arrive.
   */
  | { kind: 'meanwhile'; run: (call: CallUnderFault) => void | Promise<void> };

/** Faults in how the answer is cut into pages. Without `action`, page sizes change for DescribeTerminalSessions alone. */
type Paging =
  /** Every NextToken and Marker is refused. */
  | { kind: 'expired-token' }
  /** The next `count` answers of each query have no records, but a token that goes on from the same position. */
  | { kind: 'empty-pages'; count: number }
  | { kind: 'short-pages'; size: number };

/** A call that faults may act on. */
export interface CallUnderFault {
  action: string;
  /** The account of the caller's credentials. */
  accountId: string;
  regionId: string | null;
  params: Readonly<Record<string, string>>;
  /** When it came, in epoch milliseconds. */
  at: number;
}

/** A fault that sends something else than the right answer, or only half of it. Of several, the oldest acts. */
export type ReplacingFault = AffectedCalls & Replacing;

/** A fault that changes the data before the call is answered. */
export type ChangingFault = AffectedCalls & Changing;

/**
 * One way to misbehave. Latency, changes of data and paging faults act together with all others; of those that replace
 * the answer the oldest acts, and the next one follows when it is used up. So faults with `times` make a sequence.
 */
export type Fault = AffectedCalls & (Replacing | Changing | Paging | { kind: 'latency'; ms: number });

/** Returns whether a fault replaces the answer. */
export function isReplacing(fault: Fault): fault is ReplacingFault {
  switch (fault.kind) {
    case 'latency':
    case 'arrivals':
    case 'meanwhile':
    case 'expired-token':
    case 'empty-pages':
    case 'short-pages':
      return false;
    default:
      return true;
  }
}
