import type { AccountKey } from './account.ts';
import type { AccountRegion } from './account-region.ts';
import type { InstanceQuery, InstancesPage } from './instance-query.ts';
import type { Place, SessionsQuery, UpstreamPage } from './page-query.ts';
import type {
  AssistantRecord,
  InstanceRecord,
  RecordingRecord,
  RegionRecord,
  SessionRecord,
} from './record.ts';
import type { Usage } from './usage.ts';

/** For whom a call is made. */
export interface CallOptions {
  /** Aborts when the caller has gone. */
  signal?: AbortSignal | undefined;
  /** Where the call is counted. */
  usage?: Usage | undefined;
  /**
   * Whether the answer must be of a call that begins now: neither what is kept nor a call under way is taken. It is kept
   * for others like any answer.
   */
  fresh?: boolean | undefined;
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
    at: AccountRegion,
    instanceIds: readonly string[],
    options?: CallOptions,
  ): Promise<readonly InstanceRecord[]>;
  /** DescribeInstances: one page of the instances of a region that meet conditions. */
  findInstances(query: InstanceQuery, options?: CallOptions): Promise<InstancesPage>;
  /**
   * DescribeInstances with DryRun: ECS may answer who may not see instances with an empty list, and says so only here.
   *
   * @throws AccessDeniedError where the account's instances in the region may not be seen
   */
  checkMayFindInstances(at: AccountRegion, options?: CallOptions): Promise<void>;
  /** DescribeRegions: every region the account can use. */
  regions(accountKey: AccountKey, options?: CallOptions): Promise<readonly RegionRecord[]>;
  /** DescribeCloudAssistantStatus: up to `maxAssistantIds` instances; those that ECS does not list are absent. */
  assistants(
    at: AccountRegion,
    instanceIds: readonly string[],
    options?: CallOptions,
  ): Promise<readonly AssistantRecord[]>;
  /** DescribeCloudAssistantSettings: whether Session Manager is on, and where its recordings go. */
  recording(at: AccountRegion, options?: CallOptions): Promise<RecordingRecord>;
  /**
   * EndTerminalSession, the one call that does not only read: never shared, cached or tried again.
   *
   * @throws SessionNotFoundError, UpstreamUnavailableError that is not retryable where nobody knows whether it took effect
   */
  endSession(at: AccountRegion, sessionId: string, options?: CallOptions): Promise<void>;
  /** A record that is at hand without a call, by its identity; undefined where there is none. */
  atHand(at: AccountRegion, identity: string, options?: CallOptions): SessionRecord | undefined;
}

/** Where the parts below the server report what a person should know; pino's loggers fit. */
export interface Log {
  warn(details: object, message: string): void;
}
