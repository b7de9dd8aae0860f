import type { FleetRegion, WireSession } from '../emulator/fleet-region.ts';
import type { Random } from '../emulator/random.ts';
import { wireField, wireList } from '../emulator/wire-field.ts';
import type { Person } from './people.ts';

/** One session that was thought up rather than rolled. */
export interface Story {
  regionId: string;
  /** Epoch milliseconds. */
  start: number;
  /** Null while it lasts. */
  minutes: number | null;
  person: Person;
  /** Of an assumed role: the name of its session. */
  sessionName?: string | undefined;
  address: string;
  username: string;
  /** Which machines: a part of their names. */
  machines: string;
  /** How many of them, at most; 1 unless given. */
  count?: number | undefined;
  /** Of a port forwarding: the port of the machine. */
  port?: number | undefined;
}

/** ECS keeps no more of one region. */
const maxRecords = 1000;

/** Puts the stories among the records of their regions, each in its place by time. */
export function tellStories(
  regions: readonly FleetRegion[],
  stories: readonly Story[],
  random: Random,
): void {
  for (const region of regions) {
    const told = stories.filter(({ regionId }) => regionId === region.regionId);
    if (told.length === 0) continue;
    const records = [...told.map((story) => makeStory(region, story, random)), ...region.sessions];
    records.sort((a, b) => compare(String(b.CreationTime), String(a.CreationTime)));
    region.sessions = records.slice(0, maxRecords);
  }
}

function makeStory(region: FleetRegion, story: Story, random: Random): WireSession {
  const { start, minutes, person, sessionName, port, count = 1 } = story;
  const machines = machinesLike(region, story.machines, count);
  const [address] = wireList(machines[0], 'VpcAttributes', 'PrivateIpAddress', 'IpAddress');
  const prefix = String(region.sessions[0]?.SessionId ?? 's-xx').slice(0, 4);
  return {
    CreationTime: time(start),
    SessionId: `${prefix}${random.id(13)}`,
    PrincipalId: sessionName === undefined ? person.principalId : `${person.principalId}:${sessionName}`,
    IdentityType: person.identityType,
    Username: story.username,
    ClientIP: story.address,
    ...(port === undefined ? {} : { TargetServer: address, PortNumber: port }),
    Connections: {
      Connection: machines.map((machine) => ({
        InstanceId: wireField(machine, 'InstanceId'),
        StartTime: time(start + 2000),
        ...(minutes === null
          ? { Status: 'Connected', ClosedReason: '' }
          : {
              Status: 'Terminated',
              EndTime: time(start + 2000 + minutes * 60_000),
              ClosedReason: 'ClientClosed',
            }),
      })),
    },
  };
}

/** Running ones, those with such a name first: which machines there are is left to chance. */
function machinesLike({ instances }: FleetRegion, name: string, count: number): unknown[] {
  const running = instances.filter(({ Status, OSType }) => Status === 'Running' && OSType === 'linux');
  const isNamed = ({ InstanceName }: (typeof running)[number]) => String(InstanceName).includes(name);
  return [...running.filter(isNamed), ...running.filter((machine) => !isNamed(machine))].slice(0, count);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** To the second, as ECS gives it. */
function time(epoch: number): string {
  return `${new Date(epoch).toISOString().slice(0, 19)}Z`;
}
