import { noLimits, type PageLimits } from './actions/page.ts';
import {
  type CallUnderFault,
  type ChangingFault,
  type Fault,
  isReplacing,
  type ReplacingFault,
} from './fault.ts';

/** What the faults do to one call. */
export interface FaultEffects {
  latencyMs: number;
  /** What changes the data before the call is answered, in this order. */
  changes: readonly ChangingFault[];
  limits: PageLimits;
  /** What is sent in place of the right answer, or null. */
  replacing: ReplacingFault | null;
}

/** The faults in force. */
export interface FaultList {
  /** Adds a fault; the returned function removes it. */
  add(fault: Fault): () => void;
  clear(): void;
  /** The effects of all faults on this call. Those that act have been used once more. */
  act(call: CallUnderFault): FaultEffects;
}

interface FaultState {
  fault: Fault;
  used: number;
  /** For empty-pages: how many of its pages were empty, by query. */
  usedByQuery: Map<string, number>;
  /** For quota: how many calls each action had, in each account and region, in the minute of its last call. */
  callsInMinute: Map<string, { minute: number; calls: number }>;
}

export function createFaultList(): FaultList {
  let states: FaultState[] = [];

  const remove = (state: FaultState) => {
    states = states.filter((other) => other !== state);
  };

  const use = (state: FaultState, call: CallUnderFault): boolean => {
    const { times = Number.POSITIVE_INFINITY, probability = 1, random = Math.random } = state.fault;
    if (state.used >= times || !matches(state, call)) return false;
    if (probability < 1 && random() >= probability) return false;
    state.used++;
    state.usedByQuery.set(queryOf(call), usesBy(state, call) + 1);
    if (state.used >= times) remove(state);
    return true;
  };

  return {
    add(fault) {
      const state: FaultState = { fault, used: 0, usedByQuery: new Map(), callsInMinute: new Map() };
      states.push(state);
      return () => remove(state);
    },
    clear() {
      states = [];
    },
    act(call) {
      const replacing = states.find((state) => isReplacing(state.fault) && use(state, call))?.fault;
      const effects: FaultEffects = {
        latencyMs: 0,
        changes: [],
        limits: noLimits,
        replacing: replacing && isReplacing(replacing) ? replacing : null,
      };
      // Where the right answer is not sent, nothing that would change it is used up.
      const isAnswered = effects.replacing === null || effects.replacing.kind === 'truncate';
      return states.reduce((sum, state) => {
        const isPaging = state.fault.kind.endsWith('-pages') || state.fault.kind === 'expired-token';
        if (isReplacing(state.fault) || (isPaging && !isAnswered)) return sum;
        return use(state, call) ? withFault(sum, state.fault) : sum;
      }, effects);
    },
  };
}

function matches(state: FaultState, call: CallUnderFault): boolean {
  const { fault } = state;
  if (fault.action !== undefined && fault.action !== call.action) return false;
  if (fault.accountId !== undefined && fault.accountId !== call.accountId) return false;
  if (fault.regionId !== undefined && fault.regionId !== call.regionId) return false;
  if (fault.roleArn !== undefined && fault.roleArn !== call.params.RoleArn) return false;
  const listsSessions = call.action === 'DescribeTerminalSessions';
  switch (fault.kind) {
    case 'expired-token':
      return Boolean(call.params.NextToken || call.params.Marker);
    case 'quota':
      return countInMinute(state, call) > fault.callsPerMinute;
    case 'arrivals':
      return listsSessions && Boolean(call.params.NextToken);
    case 'empty-pages':
      return (listsSessions || fault.action !== undefined) && usesBy(state, call) < fault.count;
    case 'short-pages':
      return listsSessions || fault.action !== undefined;
    default:
      return true;
  }
}

function withFault(sum: FaultEffects, fault: Fault): FaultEffects {
  switch (fault.kind) {
    case 'latency':
      return { ...sum, latencyMs: sum.latencyMs + fault.ms };
    case 'arrivals':
    case 'meanwhile':
      return { ...sum, changes: [...sum.changes, fault] };
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

function usesBy(state: FaultState, call: CallUnderFault): number {
  return state.usedByQuery.get(queryOf(call)) ?? 0;
}

/** Counts the call. Returns how many calls its minute has had so far. */
function countInMinute(
  { callsInMinute }: FaultState,
  { action, accountId, regionId, at }: CallUnderFault,
): number {
  const key = JSON.stringify([action, accountId, regionId]);
  const minute = Math.floor(at / 60_000);
  const last = callsInMinute.get(key);
  const calls = last?.minute === minute ? last.calls + 1 : 1;
  callsInMinute.set(key, { minute, calls });
  return calls;
}

/** Equal for the pages of one walk. */
function queryOf({ action, accountId, params }: CallUnderFault): string {
  const { NextToken: _, MaxResults: __, Marker: ___, MaxItems: ____, ...query } = params;
  return JSON.stringify([action, accountId, Object.entries(query).sort()]);
}
