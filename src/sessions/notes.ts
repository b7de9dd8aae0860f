import { Usage } from '../ecs/usage.ts';
import type { SessionFilter } from './filter.ts';
import type { InstanceConditions } from './instance-conditions.ts';

/** What was asked for, in the caller's own values. Cursors are not among them. */
export interface Asked extends InstanceConditions {
  accountIds?: readonly string[] | null | undefined;
  regionIds?: readonly string[] | null | undefined;
  instanceId?: string | null | undefined;
  sessionId?: string | null | undefined;
  filter?: SessionFilter | null | undefined;
}

/** What is noted of one request while it is answered, for the audit log. */
export interface Notes {
  /** The regions it named, refused ones included. */
  readonly regions: { add(regionId: string): unknown };
  /** Each list and each object that was asked for. */
  readonly asked: { add(asked: Asked): unknown };
  /** Session records it was given. */
  rows: number;
  /** Codes of all that failed, union members included. */
  readonly failures: { add(code: string): unknown };
  /** What it has used of ECS. */
  readonly usage: Usage;
}

/** Of a request that nobody audits. */
export function noNotes(): Notes {
  return { regions: new Set(), asked: new Set(), rows: 0, failures: new Set(), usage: new Usage() };
}
