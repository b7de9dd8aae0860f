import type { Fleet } from '../../../emulator/emulator.ts';

/** A record of the emulator's fleet, as far as the tests look into it. */
export interface FleetSession {
  sessionId: string;
  user: string;
  connections: { instanceId: string; status: string }[];
}

/** A region's records, newest first. They are what the page has to show. */
export function sessionsOf(fleet: Fleet, regionId: string): FleetSession[] {
  return regionOf(fleet, regionId).sessions.map((wire) => ({
    sessionId: text(wire.SessionId),
    user: text(wire.Username),
    connections: items(Reflect.get(Object(wire.Connections), 'Connection')).map((connection) => ({
      instanceId: text(connection.InstanceId),
      status: text(connection.Status),
    })),
  }));
}

/** The name the fleet gives an instance; undefined where it has been released. */
export function instanceName(fleet: Fleet, regionId: string, instanceId: string): string | undefined {
  const instance = regionOf(fleet, regionId).instances.find((one) => one.InstanceId === instanceId);
  return instance && text(instance.InstanceName);
}

export const isActive = ({ connections }: FleetSession): boolean =>
  connections.some(({ status }) => status === 'Connected' || status === 'Connecting');

export const idsOf = (sessions: readonly FleetSession[]): string[] =>
  sessions.map(({ sessionId }) => sessionId);

function regionOf(fleet: Fleet, regionId: string) {
  const region = fleet.regions.find((one) => one.regionId === regionId);
  if (!region) throw new RangeError(`The fleet has no region ${regionId}`);
  return region;
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError(`A string was expected, but got: ${String(value)}`);
  return value;
}

function items(value: unknown): Record<string, unknown>[] {
  if (!Array.isArray(value)) throw new TypeError(`A list was expected, but got: ${String(value)}`);
  return value;
}
