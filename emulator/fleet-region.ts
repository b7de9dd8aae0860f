/** One session record exactly as it stands on the wire. Not typed further: tests put odd shapes in. */
export type WireSession = Record<string, unknown>;

/** One instance exactly as it stands on the wire. */
export type WireInstance = Record<string, unknown>;

/** The state of the Cloud Assistant agent on one instance exactly as it stands on the wire. */
export type WireAssistant = Record<string, unknown>;

/** One place where records of sessions or commands are delivered to, exactly as it stands on the wire. */
export type WireDelivery = Record<string, unknown>;

/** One region with its data. The arrays may be changed at any time; the next answer shows it. */
export interface FleetRegion {
  regionId: string;
  /** Its Chinese name, which DescribeRegions gives unless asked for English. */
  localName: string;
  localNameEnglish: string;
  endpoint: string;
  /** Newest first. */
  sessions: WireSession[];
  instances: WireInstance[];
  /** Of those instances that have an agent; none unless given. */
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
