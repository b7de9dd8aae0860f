import type { Place, SessionsQuery, UpstreamPage } from './page-query.ts';
import type { InstanceRecord, RegionRecord, SessionRecord } from './record.ts';
import type { RegionId } from './region-id.ts';
import type { Usage } from './usage.ts';

/** For whom a call is made. */
export interface CallOptions {
  /** Aborts when the caller has gone. */
  signal?: AbortSignal | undefined;
  /** Where the call is counted. */
  usage?: Usage | undefined;
}

/** Options of a call for one page. */
export interface PageOptions extends CallOptions {
  /** Absent at the head of a list. */
  place?: Place | undefined;
}

/**
 * The ECS calls of the gateway. Each rejects with a GatewayError of its own and with nothing else. A call whose `signal`
 * aborts may still reach ECS (its SDK cannot cancel), but is not retried and its answer is dropped.
 *
 * `ecs/sdk` makes the calls; `ecs/cache` stands around it, and is used the same way.
 */
export interface EcsApi {
  /** DescribeTerminalSessions: one page of a region's session records. */
  terminalSessions(query: SessionsQuery, options?: PageOptions): Promise<UpstreamPage>;
  /** DescribeInstances: one of `instanceBatches` of one region; released ones are absent from the answer. */
  instances(
    regionId: RegionId,
    instanceIds: readonly string[],
    options?: CallOptions,
  ): Promise<readonly InstanceRecord[]>;
  /** DescribeRegions: every region the account can use. */
  regions(options?: CallOptions): Promise<readonly RegionRecord[]>;
  /** A record that is at hand without a call, by its identity; undefined where there is none. */
  atHand(regionId: RegionId, identity: string, options?: CallOptions): SessionRecord | undefined;
}

/** Where the parts below the server report what a person should know; pino's loggers fit. */
export interface Log {
  warn(details: object, message: string): void;
}
