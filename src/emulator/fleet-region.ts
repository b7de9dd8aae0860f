/** One session record exactly as it stands on the wire. Not typed further: tests put odd shapes in. */
export type WireSession = Record<string, unknown>;

/** One instance exactly as it stands on the wire. */
export type WireInstance = Record<string, unknown>;

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
}

/** All that the emulator knows about. */
export interface Fleet {
  regions: FleetRegion[];
}

/** The region with this id, or undefined. */
export function findRegion(fleet: Fleet, regionId: string): FleetRegion | undefined {
  return fleet.regions.find((region) => region.regionId === regionId);
}
