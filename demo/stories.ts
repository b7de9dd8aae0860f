import type { FleetRegion, WireSession } from '../emulator/fleet.ts';
import { isoSeconds } from '../emulator/iso-seconds.ts';
import { listAt, valueAt } from '../emulator/value-at.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';

/** One session that is written by hand, not random. */
export interface Story {
  regionId: string;
  /** Epoch milliseconds. */
  start: number;
  /** How long it lasted; null where it is still open. */
  minutes: number | null;
  person: Person;
  /** The name of the role's session, where the person is a role. */
  sessionName?: string | undefined;
  address: string;
  username: string;
  /** A part of the names of the machines it is on. */
  machines: string;
  /** Maximum number of machines; 1 unless given. */
  count?: number | undefined;
  /** The forwarded port of the machine, where the session is a port forwarding. */
  port?: number | undefined;
}

/** Maximum number of records that ECS keeps; here for each region. */
const maxRecords = 1000;

/** Adds the stories to the records of their regions, each at its place by time. */
export function addStories(regions: readonly FleetRegion[], stories: readonly Story[], random: Random): void {
  for (const region of regions) {
    const ofRegion = stories.filter(({ regionId }) => regionId === region.regionId);
    if (ofRegion.length === 0) continue;
    const records = [...ofRegion.map((story) => makeStory(region, story, random)), ...region.sessions];
    records.sort((a, b) => compare(String(b.CreationTime), String(a.CreationTime)));
    region.sessions = records.slice(0, maxRecords);
  }
}

function makeStory(region: FleetRegion, story: Story, random: Random): WireSession {
  const { start, minutes, person, sessionName, port, count = 1 } = story;
  const machines = machinesLike(region, story.machines, count);
  const [address] = listAt(machines[0], 'VpcAttributes', 'PrivateIpAddress', 'IpAddress');
  const prefix = String(region.sessions[0]?.SessionId ?? 's-xx').slice(0, 4);
  return {
    CreationTime: isoSeconds(start),
    SessionId: `${prefix}${random.id(13)}`,
    PrincipalId: sessionName === undefined ? person.principalId : `${person.principalId}:${sessionName}`,
    IdentityType: person.identityType,
    Username: story.username,
    ClientIP: story.address,
    ...(port === undefined ? {} : { TargetServer: address, PortNumber: port }),
    Connections: {
      Connection: machines.map((machine) => ({
        InstanceId: valueAt(machine, 'InstanceId'),
        StartTime: isoSeconds(start + 2000),
        ...(minutes === null
          ? { Status: 'Connected', ClosedReason: '' }
          : {
              Status: 'Terminated',
              EndTime: isoSeconds(start + 2000 + minutes * 60_000),
              ClosedReason: 'ClientClosed',
            }),
      })),
    },
  };
}

/** Running machines, those with such a name first, for which machines there are is random. */
function machinesLike({ instances }: FleetRegion, name: string, count: number): unknown[] {
  const running = instances.filter(({ Status, OSType }) => Status === 'Running' && OSType === 'linux');
  const isNamed = ({ InstanceName }: (typeof running)[number]) => String(InstanceName).includes(name);
  return [...running.filter(isNamed), ...running.filter((machine) => !isNamed(machine))].slice(0, count);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
