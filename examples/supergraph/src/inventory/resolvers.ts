import { type InstanceKey, type SessionKey, type Team, teams } from './data.ts';

const isInstance = (key: InstanceKey) => (other: InstanceKey) =>
  other.regionId === key.regionId && other.instanceId === key.instanceId;

const isSession = (key: SessionKey) => (other: SessionKey) =>
  other.regionId === key.regionId && other.sessionId === key.sessionId;

const machineOf = (key: InstanceKey) => teams.flatMap(({ instances }) => instances).find(isInstance(key));
const teamOf = (key: InstanceKey) => teams.find(({ instances }) => instances.some(isInstance(key)));

/** The inventory knows instances and sessions by their keys, and adds to them what ECS cannot know. */
export const resolvers = {
  Query: {
    teams: () => teams,
    team: (_: unknown, { name }: { name: string }) => teamByName(name),
  },
  Team: {
    __resolveReference: ({ name }: Pick<Team, 'name'>) => teamByName(name),
  },
  Instance: {
    __resolveReference: ({ regionId, instanceId }: InstanceKey) => ({ regionId, instanceId }),
    owner: (key: InstanceKey) => machineOf(key)?.owner,
    team: teamOf,
    costCentre: (key: InstanceKey) => teamOf(key)?.costCentre,
  },
  Session: {
    __resolveReference: ({ regionId, sessionId }: SessionKey) => ({ regionId, sessionId }),
    onCallTeam: (key: SessionKey) => teams.find(({ onCallSessions }) => onCallSessions.some(isSession(key))),
  },
};

function teamByName(name: string): Team | undefined {
  return teams.find((team) => team.name === name);
}
