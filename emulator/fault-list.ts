import { type Fault, isReplacing, type ReplacingFault } from './fault.ts';
import type { WireSession } from './fleet-region.ts';
import type { IncomingCall } from './incoming-call.ts';
import { noLimits, type PageLimits } from './page.ts';

/** All that goes wrong with one call. */
export interface Misbehaviour {
  latencyMs: number;
  /** Makes the records that arrive before the call is answered. */
  arrivals: readonly (() => WireSession)[];
  limits: PageLimits;
  /** What comes in the place of the right answer, or null. */
  replacing: ReplacingFault | null;
}

/** A call as a fault sees it. */
export interface MetCall extends Pick<IncomingCall, 'action' | 'regionId' | 'params'> {
  /** The account of the caller's credentials. */
  accountId: string;
  /** When it came, in epoch milliseconds. */
  at: number;
}

/** The faults in force. */
export interface FaultList {
  /** Adds a fault; the returned function removes it. */
  add(fault: Fault): () => void;
  clear(): void;
  /** What this call meets; uses the faults up accordingly. */
  meet(call: MetCall): Misbehaviour;
}

interface Entry {
  fault: Fault;
  used: number;
  /** For empty-pages: how many of them each query has had. */
  usedByQuery: Map<string, number>;
  /** For quota: how many calls each API of each account and region has had in the minute of its last one. */
  callsInMinute: Map<string, { minute: number; calls: number }>;
}

export function createFaultList(): FaultList {
  let entries: Entry[] = [];

  const remove = (entry: Entry) => {
    entries = entries.filter((other) => other !== entry);
  };

  const use = (entry: Entry, call: MetCall): boolean => {
    const { times = Number.POSITIVE_INFINITY, probability = 1, random = Math.random } = entry.fault;
    if (entry.used >= times || !matches(entry, call)) return false;
    if (probability < 1 && random() >= probability) return false;
    entry.used++;
    entry.usedByQuery.set(queryOf(call), usesBy(entry, call) + 1);
    if (entry.used >= times) remove(entry);
    return true;
  };

  return {
    add(fault) {
      const entry: Entry = { fault, used: 0, usedByQuery: new Map(), callsInMinute: new Map() };
      entries.push(entry);
      return () => remove(entry);
    },
    clear() {
      entries = [];
    },
    meet(call) {
      const replacing = entries.find((entry) => isReplacing(entry.fault) && use(entry, call))?.fault;
      const met: Misbehaviour = {
        latencyMs: 0,
        arrivals: [],
        limits: noLimits,
        replacing: replacing && isReplacing(replacing) ? replacing : null,
      };
      // Where the right answer is not sent, nothing that would change it is used up.
      const isAnswered = met.replacing === null || met.replacing.kind === 'truncate';
      return entries.reduce((sum, entry) => {
        const isPaging = entry.fault.kind.endsWith('-pages') || entry.fault.kind === 'expired-token';
        if (isReplacing(entry.fault) || (isPaging && !isAnswered)) return sum;
        return use(entry, call) ? withFault(sum, entry.fault) : sum;
      }, met);
    },
  };

  function matches(entry: Entry, call: MetCall): boolean {
    const { fault } = entry;
    if (fault.action !== undefined && fault.action !== call.action) return false;
    if (fault.accountId !== undefined && fault.accountId !== call.accountId) return false;
    if (fault.regionId !== undefined && fault.regionId !== call.regionId) return false;
    if (fault.roleArn !== undefined && fault.roleArn !== call.params.RoleArn) return false;
    const listsSessions = call.action === 'DescribeTerminalSessions';
    switch (fault.kind) {
      case 'expired-token':
        return Boolean(call.params.NextToken || call.params.Marker);
      case 'quota':
        return countInMinute(entry, call) > fault.callsPerMinute;
      case 'arrivals':
        return listsSessions && Boolean(call.params.NextToken);
      case 'empty-pages':
        return (listsSessions || fault.action !== undefined) && usesBy(entry, call) < fault.count;
      case 'short-pages':
        return listsSessions || fault.action !== undefined;
      default:
        return true;
    }
  }
}

function withFault(sum: Misbehaviour, fault: Fault): Misbehaviour {
  switch (fault.kind) {
    case 'latency':
      return { ...sum, latencyMs: sum.latencyMs + fault.ms };
    case 'arrivals':
      return { ...sum, arrivals: [...sum.arrivals, fault.make] };
    case 'expired-token':
      return { ...sum, limits: { ...sum.limits, refusesToken: true } };
    case 'empty-pages':
      return { ...sum, limits: { ...sum.limits, isEmpty: true } };
    case 'short-pages':
      return {
        ...sum,
        limits: { ...sum.limits, maxRecords: Math.min(sum.limits.maxRecords, fault.size) },
      };
    default:
      return sum;
  }
}

function usesBy(entry: Entry, call: MetCall): number {
  return entry.usedByQuery.get(queryOf(call)) ?? 0;
}

/** Counts the call, and gives how many there have been in its minute. */
function countInMinute({ callsInMinute }: Entry, { action, accountId, regionId, at }: MetCall): number {
  const key = JSON.stringify([action, accountId, regionId]);
  const minute = Math.floor(at / 60_000);
  const last = callsInMinute.get(key);
  const calls = last?.minute === minute ? last.calls + 1 : 1;
  callsInMinute.set(key, { minute, calls });
  return calls;
}

/** Equal for the pages of one walk. */
function queryOf({ action, accountId, params }: MetCall): string {
  const { NextToken: _, MaxResults: __, Marker: ___, MaxItems: ____, ...query } = params;
  return JSON.stringify([action, accountId, Object.entries(query).sort()]);
}
