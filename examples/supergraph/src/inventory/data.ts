/** Where an ECS instance is. */
export interface InstanceKey {
  regionId: string;
  instanceId: string;
}

/** Where the record of a terminal session is. */
export interface SessionKey {
  regionId: string;
  sessionId: string;
}

/** An instance, and whoever ordered it. */
export interface Machine extends InstanceKey {
  owner: string;
}

export interface Team {
  name: string;
  costCentre: string;
  instances: readonly Machine[];
  onCallSessions: readonly SessionKey[];
}

const regionId = 'cn-hangzhou';

/** What a company would keep in a database. The ids are those of the gateway's demo. */
export const teams: readonly Team[] = [
  {
    name: 'checkout',
    costCentre: 'CC-4100',
    instances: [
      { regionId, instanceId: 'i-bp1z2ntzo1bwzjbnark6', owner: 'lin@example.com' },
      { regionId, instanceId: 'i-bp177yjvqb51k9ppfk24', owner: 'amara@example.com' },
    ],
    onCallSessions: [
      { regionId, sessionId: 's-hz18r1yswvr7fde' },
      { regionId, sessionId: 's-hz7ni0ym6tdtcwg' },
    ],
  },
  {
    name: 'platform',
    costCentre: 'CC-1000',
    instances: [{ regionId, instanceId: 'i-bp1gbpia34cyxa4bfeal', owner: 'noor@example.com' }],
    onCallSessions: [{ regionId, sessionId: 's-hzdejry55di41ry' }],
  },
];
