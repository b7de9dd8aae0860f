import type { InstanceRecord, RegionRecord, SessionRecord } from './record.ts';
import type { RegionId } from './region-id.ts';

/** One DescribeTerminalSessions call. */
export interface SessionsQuery {
  regionId: RegionId;
  instanceId?: string | undefined;
  sessionId?: string | undefined;
  /** 1 to 100. */
  maxResults: number;
  /** The token of the page before; absent on the first page. */
  nextToken?: string | undefined;
}

/** One answer, in the upstream's order. */
export interface UpstreamPage {
  records: readonly SessionRecord[];
  /** Null on the last page. A page may be empty and still have one. */
  nextToken: string | null;
}

/** Called for each request that is sent to ECS: one call may take several, by retries or by pages. */
export type OnAttempt = () => void;

/**
 * The three ECS calls of the gateway. Each rejects with a GatewayError of its own and with nothing else. A call whose
 * `signal` aborts may still reach ECS (its SDK cannot cancel), but is not retried and its answer is dropped.
 */
export interface EcsApi {
  /** DescribeTerminalSessions: one page of a region's session records. */
  sessionsPage(query: SessionsQuery, signal?: AbortSignal, onAttempt?: OnAttempt): Promise<UpstreamPage>;
  /** DescribeInstances: one of `instanceBatches` of one region; released ones are absent from the answer. */
  instances(
    regionId: RegionId,
    instanceIds: readonly string[],
    signal?: AbortSignal,
    onAttempt?: OnAttempt,
  ): Promise<readonly InstanceRecord[]>;
  /** DescribeRegions: every region the account can use. */
  regions(signal?: AbortSignal, onAttempt?: OnAttempt): Promise<readonly RegionRecord[]>;
}

/** Where the parts below the server report what a person should know; pino's loggers fit. */
export interface Log {
  warn(details: object, message: string): void;
}
