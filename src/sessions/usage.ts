import type { RegionId } from '../ecs/region-id.ts';
import type { SessionFilter } from './filter.ts';

/** What was asked for, in the caller's own values. Cursors are not among them. */
export interface Asked {
  regionIds: readonly RegionId[];
  instanceId?: string | null | undefined;
  sessionId?: string | null | undefined;
  filter?: SessionFilter | null | undefined;
}

/** What one request did, for the audit log. */
export interface Usage {
  /** The regions it named, refused ones included. */
  readonly regions: { add(regionId: RegionId): unknown };
  /** Each list and each object that was asked for. */
  readonly asked: { add(asked: Asked): unknown };
  /** Session records it was given. */
  rows: number;
  /** Calls made to ECS for it: not what memory answered, nor a call that another request began. */
  upstreamCalls: number;
  /** Requests that these calls took: more than one where a call was tried again, none where it was not let out. */
  upstreamAttempts: number;
  /** Age of the oldest remembered answer among those it was given, in milliseconds; 0 for none. */
  rememberedMs: number;
  /** Codes of all that failed, union members included. */
  readonly failures: { add(code: string): unknown };
  /** Age of the oldest answer that was served in place of a failed call, in milliseconds; null for none. */
  staleMs: number | null;
}

/** Of a request that has done nothing yet. */
export function noUsage(): Usage {
  return {
    regions: new Set(),
    asked: new Set(),
    rows: 0,
    upstreamCalls: 0,
    upstreamAttempts: 0,
    rememberedMs: 0,
    failures: new Set(),
    staleMs: null,
  };
}
