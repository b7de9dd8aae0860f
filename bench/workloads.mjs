/*
 * What the servers are asked: the same fields of each, in the query of its own schema. Every request asks for another
 * instance, unless a workload repeats itself: the gateway shares equal calls, so equal requests would not be comparable.
 */

const tenRegions = Array.from({ length: 10 }, (_, index) => `cn-region-${index}`);

const node = (names) => `
  id sessionId regionId creationTime principalId identityType username clientIp targetServer portNumber active
  connections {
    instanceId status startTime endTime durationSeconds closedReason failedDetail ${names ? 'instance { name }' : ''}
  }`;
const connection = (names) => `edges { cursor node { ${node(names)} } } pageInfo { hasNextPage endCursor }`;
const list = (
  selection,
) => `sessions(regionIds: $regionIds, instanceId: $instanceId, first: $first, after: $after) {
    ${selection}
  }`;

const gatewayQuery = (
  names,
) => `query Bench($regionIds: [RegionId!]!, $instanceId: String, $first: Int, $after: String) {
  ${list(`... on SessionConnection { ${connection(names)} } ... on GatewayError { code message }`)}
}`;
const peerQuery = (
  names,
) => `query Bench($regionIds: [String!]!, $instanceId: String, $first: Int, $after: String) {
  ${list(connection(names))}
}`;

const queries = {
  gateway: [gatewayQuery(false), gatewayQuery(true)],
  peer: [peerQuery(false), peerQuery(true)],
};

/** Part of every answer that has rows. */
export const firstRows = 's-hz023od0x9';

/** One question; `regionIds` is one region unless given. */
export function requestOf(server, question) {
  const { first, names = false, regionIds = ['cn-hangzhou'], instanceId, after } = question;
  if (question.typename) return post('{ __typename }');
  if (server === 'baseline') return baselineRequest({ first, names, regionIds, instanceId, after });
  if (server === 'hive') return post(hiveQuery, { instanceId, first });
  const query = queries[server === 'gateway' ? 'gateway' : 'peer'][Number(names)];
  return post(query, { regionIds, instanceId, first, after });
}

function post(query, variables) {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query, variables }),
  };
}

function baselineRequest({ first, names, regionIds, instanceId, after }) {
  const parameters = new URLSearchParams({ first: String(first), instanceId });
  for (const regionId of regionIds) parameters.append('regionId', regionId);
  if (names) parameters.set('names', '1');
  if (after) parameters.set('after', after);
  return { method: 'GET', path: `/?${parameters}` };
}

/** The workloads measured in CPU a request: a name, the question, and the number of requests in a round. */
export const workloads = [
  // The cost of the server itself: ECS is not called.
  { name: 'W0', what: '`{ __typename }`', question: { typename: true }, sought: '__typename', amount: 4000 },
  { name: 'W1', what: '10 rows', question: { first: 10 }, amount: 1500, target: '≤ 0.9' },
  { name: 'W2', what: '100 rows, all fields', question: { first: 100 }, amount: 600, target: '≤ 0.9' },
  {
    name: 'W3',
    what: 'W2 with the names of 40 instances',
    question: { first: 100, names: true },
    amount: 40,
    target: '≤ 0.5',
  },
  {
    name: 'W4',
    what: '100 rows merged from 10 regions',
    question: { first: 100, regionIds: tenRegions },
    amount: 80,
  },
];

/** Whether a server can do it: Hive's JSON source has no merged regions, names or cursors; the baseline has no GraphQL. */
export function canDo(server, { question }) {
  if (server === 'baseline') return !question.typename;
  return server !== 'hive' || !(question.names || question.regionIds);
}

let count = 0;
/** An instance that no request has named yet. */
export function nextInstance(prefix = 'i-bench') {
  count += 1;
  return `${prefix}${count}`;
}

// The field names of ECS, without cursors and durations: a JSON source has no code that could add them.
const hiveQuery = `query Bench($instanceId: String, $first: Int) {
  sessions(RegionId: "cn-hangzhou", InstanceId: $instanceId, MaxResults: $first) {
    NextToken
    Sessions { Session {
      SessionId CreationTime PrincipalId IdentityType Username ClientIP TargetServer PortNumber
      Connections { Connection { InstanceId Status StartTime EndTime ClosedReason } }
    } }
  }
}`;
