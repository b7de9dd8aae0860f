/** One session record exactly as it stands on the wire. Not typed further: tests put odd shapes in. */
export type WireSession = Record<string, unknown>;

/** One instance exactly as it stands on the wire. */
export type WireInstance = Record<string, unknown>;

/** The state of the Cloud Assistant agent on one instance exactly as it stands on the wire. */
export type WireAssistant = Record<string, unknown>;

/** One place to which records of sessions or commands are delivered, exactly as it stands on the wire. */
export type WireDelivery = Record<string, unknown>;

/** One region with its data. A test may change the lists at any time: the next answer shows it. */
export interface FleetRegion {
  regionId: string;
  /** The Chinese name, which DescribeRegions gives unless asked for English; the id unless given. */
  localName?: string | undefined;
  /** The id unless given. */
  localNameEnglish?: string | undefined;
  /** The host for the region's calls; `ecs.<regionId>.aliyuncs.com` unless given. */
  endpoint?: string | undefined;
  /** In the order in which ECS lists them: newest first unless a test wants something else. */
  sessions: WireSession[];
  instances: WireInstance[];
  /** The agents of those instances that have one; none unless given. */
  assistants?: WireAssistant[] | undefined;
  /** Buckets of OSS; none unless given. */
  ossDeliveries?: WireDelivery[] | undefined;
  /** Logstores of SLS; none unless given. */
  slsDeliveries?: WireDelivery[] | undefined;
}

/** What ECS knows about in one account. */
export interface Fleet {
  regions: FleetRegion[];
  /** Whether Session Manager is switched on, in all regions alike; missing in the answer unless given. */
  sessionManagerEnabled?: boolean | undefined;
}

/** The region with this id, or undefined. */
export function findRegion(fleet: Fleet, regionId: string): FleetRegion | undefined {
  return fleet.regions.find((region) => region.regionId === regionId);
}
