/** The questions that neither subgraph can answer alone. */

/** From a session to the machines it was on, and on to whoever answers for them. */
export const whoseMachines = /* GraphQL */ `
  query WhoseMachines($regionId: RegionId!, $sessionId: String!) {
    session(regionId: $regionId, sessionId: $sessionId) {
      ... on Session {
        sessionId
        username
        onCallTeam { name }
        connections {
          status
          instance { instanceId name owner costCentre team { name } }
        }
      }
      ... on GatewayError { code message retryable }
    }
  }
`;

/** From a team to the terminals its people opened while on call. */
export const onCallOf = /* GraphQL */ `
  query OnCallOf($team: String!) {
    team(name: $team) {
      costCentre
      onCallSessions {
        id
        sessionId
        username
        creationTime
        onCallTeam { name }
        connections { instanceId closedReason }
      }
    }
  }
`;

/** From a team to its machines, and on to the last terminals on each. */
export const lastOnMachinesOf = /* GraphQL */ `
  query LastOnMachinesOf($team: String!, $first: Int!) {
    team(name: $team) {
      instances {
        instanceId
        owner
        name
        sessions(first: $first) { nodes { sessionId username onCallTeam { name } } }
      }
    }
  }
`;
