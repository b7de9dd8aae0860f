import type { WireSession } from '../emulator/fleet.ts';
import { isoSeconds } from '../emulator/iso-seconds.ts';
import type { DemoInstance } from './instances.ts';
import type { People, Person } from './people.ts';
import type { Random } from './random.ts';

/** What the sessions of one region are made from. */
export interface SessionPlan {
  count: number;
  idPrefix: string;
  instances: readonly [DemoInstance, ...DemoInstance[]];
  people: People;
  /** Epoch milliseconds. */
  now: number;
}

const minute = 60_000;
const hour = 60 * minute;
/** How long ECS keeps records. */
const kept = 28 * 24 * hour;
/** Only sessions as young as this may still be open. */
const liveFor = 4 * hour;

/** ClosedReason and FailedDetail. */
type Failure = readonly [string, string];
const failures: readonly [Failure, ...Failure[]] = [
  ['AgentNotOnline', 'The Cloud Assistant agent of the instance is not online.'],
  ['DeliveryTimeout', 'The instance did not answer within 10 seconds.'],
  [
    'AgentNeedUpgrade',
    'The Cloud Assistant agent is too old for Session Manager; upgrade it to 2.2.3.256 or later.',
  ],
  ['MessageFormatInvalid', 'The agent sent a message that cannot be read.'],
];
const endings = [
  'ClientClosed',
  'ClientClosed',
  'ClientClosed',
  'ClientClosed',
  'AgentSocketClosed',
] as const;
const forwardedPorts = [3306, 5432, 6379, 8080, 9200] as const;

/**
 * The session records of one region, newest first. Their ids do not depend on the time, nor on `aside`, a second source
 * of chance.
 */
export function makeSessions(random: Random, aside: Random, plan: SessionPlan): WireSession[] {
  return Array.from({ length: plan.count }, (_, index) => {
    // More of them lately, so that there is something to see in the newest hours.
    const age = kept * ((index + random.below(1000) / 1000) / plan.count) ** 1.3;
    return makeSession(random, aside, plan, Math.floor(age / 1000) * 1000 + 20_000);
  });
}

function makeSession(random: Random, aside: Random, plan: SessionPlan, age: number): WireSession {
  const person = random.pickSkewed(plan.people);
  const instances = chooseInstances(random, plan.instances);
  const [first] = instances;
  const forwards = instances.length === 1 && random.chance(0.09);
  const forwardedPort = first.isWindows ? 3389 : random.pick(forwardedPorts);
  const withoutForwarding = random.chance(0.5) ? { TargetServer: '', PortNumber: 0 } : {};
  return {
    CreationTime: isoSeconds(plan.now - age),
    SessionId: `${plan.idPrefix}${random.id(13)}`,
    PrincipalId: principalIdOf(aside, person),
    IdentityType: person.identityType,
    Username: first.isWindows ? 'Administrator' : random.pick(person.usernames),
    ClientIP: random.pick(person.addresses),
    ...(forwards ? { TargetServer: first.privateIp, PortNumber: forwardedPort } : withoutForwarding),
    Connections: { Connection: instances.map((instance) => makeConnection(random, instance, plan.now, age)) },
  };
}

/** Whether `:` and the session's name follow a role's id is not documented: some roles of the demo do it, some do not. */
function principalIdOf(aside: Random, { principalId, sessionNames }: Person): string {
  return sessionNames ? `${principalId}:${aside.pick(sessionNames)}` : principalId;
}

/** Mostly one; now and then a handful, as when one command is typed into all machines of a service. */
function chooseInstances(
  random: Random,
  all: SessionPlan['instances'],
): readonly [DemoInstance, ...DemoInstance[]] {
  const first = random.pickSkewed(all);
  if (!random.chance(0.07)) return [first];
  const more = Array.from({ length: 1 + random.below(4) }, () => random.pick(all));
  return [first, ...new Set(more.filter((instance) => instance !== first))];
}

/** ECS gives fields that do not apply as empty strings, or not at all. */
function makeConnection(random: Random, { instanceId, wire }: DemoInstance, now: number, age: number) {
  const start = now - age + 1000 + random.below(4000);
  const lasted = Math.floor(1000 * (5 + 3000 * (random.below(1000) / 1000) ** 3));
  const [reason, detail] = random.pick(failures);
  const ending = random.pick(endings);
  const fails = random.chance(0.06);
  const isOpen = random.chance(0.6);
  const drops = random.chance(0.1);

  if (fails) {
    const closed =
      wire === undefined && age < kept / 2
        ? { ClosedReason: 'InstanceNotExists', FailedDetail: 'The specified instance does not exist.' }
        : { ClosedReason: reason, FailedDetail: detail };
    return { InstanceId: instanceId, Status: 'Failed', StartTime: '', EndTime: '', ...closed };
  }
  if (age < 2 * minute) return { InstanceId: instanceId, Status: 'Connecting', StartTime: isoSeconds(start) };
  if (age < liveFor && isOpen && wire?.Status === 'Running') {
    return { InstanceId: instanceId, Status: 'Connected', StartTime: isoSeconds(start), ClosedReason: '' };
  }
  return {
    InstanceId: instanceId,
    Status: drops ? 'Disconnected' : 'Terminated',
    StartTime: isoSeconds(start),
    EndTime: isoSeconds(Math.min(start + lasted, now - 5000)),
    ClosedReason: drops ? 'AgentSocketClosed' : ending,
  };
}
